import { describe, expect, it } from 'vitest';
import { MemoryFiles } from '../../engine/machine/file-tree.ts';
import { at } from '../go/values.ts';
import { neverCancelled, type Environment } from '../environment.ts';
import { buildKustomization } from './build.ts';

function environmentOf(texts: Readonly<Record<string, string>>): Environment {
  const files = new MemoryFiles();
  for (const [path, text] of Object.entries(texts)) files.write(`/work/${path}`, text, 0);
  const nothing = (): void => undefined;
  return {
    transport: { send: () => Promise.reject(new Error('no server')) },
    files,
    workingFolder: '/work',
    env: new Map(),
    signal: neverCancelled,
    now: () => 0,
    sleep: () => Promise.resolve(),
    stdout: nothing,
    stderr: nothing,
    stdin: () => Promise.resolve(''),
    random: () => 0,
  };
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: c
        image: registry:5000/nginx:1.24
        envFrom: [{configMapRef: {name: conf}}]
`;

/** Builds \`app\`, whose resources are the Deployment above. */
function build(kustomization: string, more: Readonly<Record<string, string>> = {}): object[] {
  const files = { 'app/kustomization.yaml': kustomization, 'app/web.yaml': deployment, ...more };
  return buildKustomization(environmentOf(files), 'app');
}

const container = ['spec', 'template', 'spec', 'containers', '0'] as const;
const inContainer = (object: object, ...path: readonly string[]): unknown => {
  const containers = at(object, ...container.slice(0, -1)) as unknown[];
  return at(containers[0], ...path);
};

describe('a generated ConfigMap', () => {
  it.each([
    [
      'literals',
      'configMapGenerator: [{name: example-configmap-2, literals: [FOO=Bar]}]',
      'example-configmap-2-g2hdhfc6tk',
    ],
    [
      'files',
      'configMapGenerator: [{name: example-configmap-1, files: [application.properties]}]',
      'example-configmap-1-8mbdf7882g',
    ],
    [
      'no hash',
      'configMapGenerator: [{name: plain, literals: [a=b], options: {disableNameSuffixHash: true}}]',
      'plain',
    ],
  ])('of %s is called as by kustomize', (_what, kustomization, name) => {
    const [object] = build(kustomization, { 'app/application.properties': 'FOO=Bar\n' });
    expect(at(object, 'metadata', 'name')).toBe(name);
  });

  it('is called by its new name where it is used', () => {
    const [conf, web] = build(
      'namePrefix: dev-\nresources: [web.yaml]\nconfigMapGenerator: [{name: conf, literals: [a=b]}]',
    );
    const name = at(conf, 'metadata', 'name');
    expect(name).toMatch(/^dev-conf-[a-z0-9]{10}$/);
    const [from] = inContainer(web!, 'envFrom') as object[];
    expect(at(from, 'configMapRef', 'name')).toBe(name);
  });
});

describe('every object', () => {
  it.each<[string, string, readonly string[], unknown]>([
    ['a namespace', 'namespace: dev', ['metadata', 'namespace'], 'dev'],
    ['a prefix and a suffix', 'namePrefix: a-\nnameSuffix: -z', ['metadata', 'name'], 'a-web-z'],
    ['labels', 'labels: [{pairs: {team: blue}}]', ['metadata', 'labels'], { team: 'blue' }],
    [
      'labels not in selectors',
      'labels: [{pairs: {team: blue}}]',
      ['spec', 'selector', 'matchLabels'],
      { app: 'web' },
    ],
    [
      'labels in templates',
      'labels: [{pairs: {team: blue}, includeTemplates: true}]',
      ['spec', 'template', 'metadata', 'labels'],
      { app: 'web', team: 'blue' },
    ],
    [
      'common labels',
      'commonLabels: {team: blue}',
      ['spec', 'selector', 'matchLabels'],
      { app: 'web', team: 'blue' },
    ],
    ['annotations', 'commonAnnotations: {a: b}', ['spec', 'template', 'metadata', 'annotations'], { a: 'b' }],
    ['replicas', 'namePrefix: dev-\nreplicas: [{name: web, count: 4}]', ['spec', 'replicas'], 4],
    [
      'a strategic patch',
      'patches: [{patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3}}"}]',
      ['spec', 'replicas'],
      3,
    ],
    [
      'a JSON patch',
      'patches: [{target: {kind: Deploy.*}, patch: "[{op: add, path: /spec/replicas, value: 2}]"}]',
      ['spec', 'replicas'],
      2,
    ],
  ])('gets %s', (_what, fields, path, value) => {
    const [web] = build(`resources: [web.yaml]\n${fields}`);
    expect(at(web, ...path)).toEqual(value);
  });

  it.each([
    ['a tag', 'newTag: "2"', 'registry:5000/nginx:2'],
    ['a name', 'newName: caddy', 'caddy:1.24'],
    ['a digest', 'digest: sha256:12', 'registry:5000/nginx@sha256:12'],
  ])('gets %s for its images', (_what, change, image) => {
    const [web] = build(`resources: [web.yaml]\nimages: [{name: "registry:5000/nginx", ${change}}]`);
    expect(inContainer(web!, 'image')).toBe(image);
  });
});

it('builds on other kustomizations', () => {
  const files = { 'prod/kustomization.yaml': 'resources: [../app]\nnameSuffix: -prod' };
  const environment = environmentOf({
    ...files,
    'app/kustomization.yaml': 'resources: [web.yaml]\nnamePrefix: a-',
    'app/web.yaml': deployment,
  });
  const [web] = buildKustomization(environment, 'prod');
  expect(at(web, 'metadata', 'name')).toBe('a-web-prod');
});

it.each([
  ['an unknown field', 'resurces: []', 'unknown field "resurces"'],
  ['a field of another kind', 'resources: {}', '"resources" must be a list'],
  ['a missing file', 'resources: [nope.yaml]', 'nope.yaml'],
  ['itself', 'resources: [../app]', 'cycle detected'],
  ['the same object twice', 'resources: [web.yaml, web.yaml]', 'already registered id'],
])('refuses %s', (_what, kustomization, message) => expect(() => build(kustomization)).toThrow(message));
