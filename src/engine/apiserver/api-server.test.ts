import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ApiRequest, ApiResponse, WatchEvent } from '../api/http.ts';
import type { KubeObject } from '../api/types.ts';
import { Simulation } from '../sim/simulation.ts';
import { checkStore } from '../../testing/check-store.ts';
import { ApiServer } from './api-server.ts';
import { builtInResources } from './registry/catalog.ts';

const admin = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
const demo = '/api/v1/namespaces/demo';
const asTable = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const review = { spec: { nonResourceAttributes: { path: '/', verb: 'get' } } };

let sim: Simulation;
let server: ApiServer;

beforeEach(() => {
  sim = new Simulation({ seed: 'api-server', startMs: 0 });
  server = new ApiServer({ sim });
  send('POST', '/api/v1/namespaces', { metadata: { name: 'demo' } });
  send('POST', `${demo}/serviceaccounts`, { metadata: { name: 'default' } });
});

/** Sends JSON text, as from outside. */
function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): ApiResponse {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return server.handle({
    method,
    path,
    headers: { 'content-type': 'application/json', ...headers },
    user: admin,
    body: text,
  });
}

function pod(name: string, extra: object = {}): object {
  return { metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...extra } };
}

function binding(name: string, node: string): object {
  return { metadata: { name }, target: { kind: 'Node', name: node } };
}

describe('what a request is answered with', () => {
  const patchHeaders = (kind: string): Record<string, string> => ({ 'content-type': `application/${kind}` });
  const table: [ApiRequest['method'], string, unknown, number, Record<string, string>?][] = [
    ['GET', '/api', undefined, 200],
    ['GET', '/nope', undefined, 404],
    ['GET', '/api/v1/nodes', undefined, 200],
    ['GET', `${demo}/pods/nope`, undefined, 404],
    ['POST', `${demo}/pods`, pod('web'), 201],
    ['POST', `${demo}/pods`, '{', 400],
    ['POST', `${demo}/pods`, '[]', 400],
    ['POST', `${demo}/pods`, '{"__proto__":{"x":1}}', 422],
    ['POST', `${demo}/pods`, { metadata: { name: 'Bad_Name' } }, 422],
    ['POST', '/api/v1/namespaces/nowhere/pods', pod('web'), 404],
    ['POST', '/api/v1/pods', pod('web'), 405],
    ['PUT', `${demo}/configmaps/x`, { metadata: { name: 'x' } }, 404],
    ['PUT', `${demo}/configmaps/x`, { metadata: { name: 'y' } }, 400],
    ['PATCH', `${demo}/configmaps/x`, {}, 415],
    ['PATCH', `${demo}/configmaps/x`, {}, 404, patchHeaders('merge-patch+json')],
    [
      'PATCH',
      `${demo}/configmaps/x?fieldManager=a`,
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } },
      201,
      patchHeaders('apply-patch+yaml'),
    ],
    [
      'PATCH',
      `${demo}/configmaps/x?fieldManager=a`,
      { apiVersion: 5, kind: 'ConfigMap' },
      400,
      patchHeaders('apply-patch+yaml'),
    ],
    ['POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { metadata: { name: 'a.b' } }, 422],
    ['DELETE', `${demo}/configmaps/x`, undefined, 404],
    ['DELETE', '/api/v1/namespaces/default', undefined, 403],
    ['GET', `${demo}/pods?limit=x`, undefined, 400],
    ['GET', `${demo}/pods?continue=%%%`, undefined, 200],
    ['GET', `${demo}/pods?continue=x`, undefined, 400],
    ['GET', `${demo}/pods?labelSelector=a%20b`, undefined, 400],
    ['GET', `${demo}/pods?resourceVersion=999999`, undefined, 504],
    ['GET', `${demo}/pods`, undefined, 406, { accept: 'text/html' }],
    ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', review, 406, { accept: asTable }],
    ['OPTIONS', `${demo}/pods`, undefined, 405],
  ];
  it.each(table)('%s %s %j: %i', (method, path, body, status, headers) => {
    const response = send(method, path, body, headers);
    expect(response.status, JSON.stringify(response.body)).toBe(status);
  });
});

describe('a pod', () => {
  it('is created, bound once, reported on and removed', () => {
    expect(send('POST', `${demo}/pods`, pod('web')).status).toBe(201);
    expect(send('POST', `${demo}/pods/web/binding/`, binding('web', 'node02')).status).toBe(201);
    expect(send('POST', `${demo}/pods/web/binding`, binding('web', 'node03')).status).toBe(409);
    const bound = send('GET', `${demo}/pods/web`).body as KubeObject & { spec: { nodeName: string } };
    expect(bound.spec.nodeName).toBe('node02');
    const status = { phase: 'Running', podIP: '10.244.1.2' };
    expect(send('PUT', `${demo}/pods/web/status`, { ...bound, status }).status).toBe(200);
    expect(send('DELETE', `${demo}/pods/web`).status).toBe(200);
    expect(send('GET', `${demo}/pods/web`).body).toMatchObject({
      metadata: { deletionGracePeriodSeconds: 30 },
      status,
    });
    send('DELETE', `${demo}/pods/web`, { gracePeriodSeconds: 0 });
    expect(send('GET', `${demo}/pods/web`).status).toBe(404);
  });

  it('is the same whether a component or a client from outside sends it', () => {
    const asText = send('POST', `${demo}/pods?dryRun=All`, pod('web')).body as KubeObject;
    const body = Object.freeze(pod('web'));
    const asValue = server.handle({ method: 'POST', path: `${demo}/pods?dryRun=All`, user: admin, body });
    const comparable = ({ metadata: { name }, ...rest }: KubeObject): unknown =>
      JSON.parse(JSON.stringify({ ...rest, name }).replaceAll(/kube-api-access-\w+/g, 'kube-api-access'));
    expect(comparable(asValue.body as KubeObject)).toEqual(comparable(asText));
  });
});

describe('a watch', () => {
  it('sees the writes of all clients in the order of their versions, and ends in time', () => {
    const events: WatchEvent<KubeObject>[] = [];
    let ended = false;
    const { stream } = send('GET', `${demo}/configmaps?watch=true&timeoutSeconds=10`);
    stream?.start({
      onChunk: (chunk) => events.push(chunk as WatchEvent<KubeObject>),
      onEnd: () => (ended = true),
    });
    for (const name of ['b', 'a']) send('POST', `${demo}/configmaps`, { metadata: { name } });
    send('DELETE', `${demo}/configmaps/b`);
    expect(events).toEqual([]);
    sim.advance(1);
    expect(events.map(({ type, object }) => `${type} ${object.metadata.name}`)).toEqual([
      'ADDED b',
      'ADDED a',
      'DELETED b',
    ]);
    const versions = events.map(({ object }) => Number(object.metadata.resourceVersion));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    sim.advance(10_000);
    expect(ended).toBe(true);
  });
});

describe('two servers with one seed', () => {
  it('hold the same bytes after the same requests', () => {
    const play = (): string => {
      const other = new ApiServer({ sim: new Simulation({ seed: 'same', startMs: 0 }) });
      const body = JSON.stringify({ metadata: { generateName: 'x-' }, spec: { ports: [{ port: 80 }] } });
      for (let index = 0; index < 3; index++)
        other.handle({ method: 'POST', path: '/api/v1/namespaces/default/services', user: admin, body });
      return JSON.stringify(other.dump());
    };
    expect(play()).toBe(play());
  });
});

describe('whatever is sent', () => {
  const paths = [
    ...builtInResources.map(({ group, version, resource, namespaced }) => {
      const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
      return namespaced ? `${root}/namespaces/demo/${resource}` : `${root}/${resource}`;
    }),
    '/apis/example.com/v1/namespaces/demo/widgets',
    '/api',
    '/apis',
    '/openapi/v3/apis/apps/v1',
    '/openapi/v3/apis/example.com/v1',
    '/version',
  ];
  const suffixes = [
    '',
    '/',
    '/a',
    '/a/status',
    '/a/scale',
    '/a/log',
    '/a/exec',
    '/a/binding',
    '/a/eviction',
    '/a/token',
    '/%',
    '/a/b/c',
  ];
  const queries = [
    '',
    '?dryRun=All',
    '?watch=1',
    '?limit=1',
    '?fieldSelector=a%3Db',
    '?fieldManager=f&force=true',
    '?pretty=1',
    '?%ff=%',
  ];
  const contentTypes = [
    'application/json',
    'application/yaml',
    'application/merge-patch+json',
    'application/json-patch+json',
    'application/strategic-merge-patch+json',
    'application/apply-patch+yaml',
    'text/plain',
  ];
  const definition = {
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: {
            status: {},
            scale: { specReplicasPath: '.spec.n', statusReplicasPath: '.status.n' },
          },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: { type: 'object', properties: { n: { type: 'integer', default: 1, maximum: 9 } } },
                data: { type: 'object', additionalProperties: { type: 'string', pattern: '^[a-z]+$' } },
              },
            },
          },
        },
      ],
    },
  };
  const seeds: unknown[] = [
    definition,
    pod('a'),
    { kind: 'Pod', apiVersion: 'v1', ...pod('a', { nodeName: 'n1' }) },
    { metadata: { name: 'a', labels: { a: 'b' }, finalizers: ['example.com/x'] }, data: { k: 'v' } },
    {
      metadata: { name: 'a' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
      },
    },
    { metadata: { name: 'a' }, spec: { ports: [{ port: 80 }], type: 'NodePort' } },
    { metadata: { name: 'a' }, target: { name: 'n1' } },
    [{ op: 'add', path: '/metadata/labels', value: { x: 'y' } }],
    { metadata: { labels: { $patch: 'replace', x: 'y' } } },
  ];
  const requests = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'X'),
    path: fc.constantFrom(...paths),
    suffix: fc.constantFrom(...suffixes),
    query: fc.constantFrom(...queries),
    type: fc.constantFrom(...contentTypes),
    body: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...seeds).chain(mutated) },
      { weight: 1, arbitrary: fc.json() },
      { weight: 1, arbitrary: fc.string() },
    ),
  });

  /** A seed with one of its members replaced by anything. */
  function mutated(seed: unknown): fc.Arbitrary<string> {
    const text = JSON.stringify(seed);
    const places = [...text.matchAll(/:("[^"]*"|[0-9]+|\{|\[)/g)].map(({ index }) => index + 1);
    return fc
      .tuple(fc.option(fc.constantFrom(...places)), fc.jsonValue({ maxDepth: 2 }))
      .map(([at, value]) => {
        if (at === null) return text;
        const end = /^(?:"[^"]*"|[0-9]+)/.exec(text.slice(at))?.[0].length ?? 0;
        return end === 0 ? text : text.slice(0, at) + JSON.stringify(value) + text.slice(at + end);
      });
  }

  it('is answered, and leaves the store in order', () => {
    fc.assert(
      fc.property(fc.array(requests, { maxLength: 30 }), (sent) => {
        const own = new Simulation({ seed: 'fuzz', startMs: 0 });
        const target = new ApiServer({ sim: own });
        const handle = (request: Omit<ApiRequest, 'user'>): ApiResponse =>
          target.handle({ ...request, user: admin });
        handle({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: 'demo' } } });
        handle({ method: 'POST', path: `${demo}/serviceaccounts`, body: { metadata: { name: 'default' } } });
        handle({
          method: 'POST',
          path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
          body: definition,
        });
        own.advance(1);
        for (const { method, path, suffix, query, type, body } of sent) {
          const response = handle({
            method,
            path: path + suffix + query,
            headers: { 'content-type': type },
            body: method === 'GET' ? undefined : body,
          });
          expect(response.status).toBeGreaterThanOrEqual(100);
          expect(response.status).toBeLessThan(600);
          expect(() => JSON.stringify(response.body)).not.toThrow();
          own.advance(own.nowMs + 1);
          response.stream?.start({ onChunk: () => {}, onEnd: () => {} });
          response.stream?.close();
        }
        own.advance(own.nowMs + 1);
        checkStore(target);
      }),
      { numRuns: 60 },
    );
  });
});
