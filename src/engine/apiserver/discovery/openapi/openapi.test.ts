import { describe, expect, it } from 'vitest';
import { ResourceRegistry, served } from '../../registry/resource-registry.ts';
import { schemaName } from './names.ts';
import { swaggerProtobuf } from './v2-protobuf.ts';
import { openApiV2 } from './v2.ts';
import { openApiDocument, openApiIndex } from './v3.ts';

it.each([
  ['ApiCoreV1PodSpec', 'io.k8s.api.core.v1.PodSpec'],
  ['ApiAppsV1Deployment', 'io.k8s.api.apps.v1.Deployment'],
  ['ApimachineryPkgApisMetaV1ObjectMeta', 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'],
  [
    'ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps',
    'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps',
  ],
  [
    'KubeAggregatorPkgApisApiregistrationV1APIService',
    'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService',
  ],
])('%s is %s', (struct, name) => expect(schemaName(struct)).toBe(name));

const descriptions = { describe: (struct: string) => ({ description: struct }) };

/** Names that a document refers to. */
function references(document: object): string[] {
  return [...JSON.stringify(document).matchAll(/"#\/(?:components\/schemas|definitions)\/([^"]+)"/g)].map(
    ([, name = '']) => name,
  );
}

/** `apps/v1 Deployment`, for the kinds that a document's schemas say they are. */
function kindsIn(schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Set<string> {
  type Kind = Readonly<Record<'group' | 'version' | 'kind', string>>;
  return new Set(
    Object.values(schemas)
      .flatMap((schema) => (schema['x-kubernetes-group-version-kind'] ?? []) as Kind[])
      .map(({ group, version, kind }) => `${group === '' ? version : `${group}/${version}`} ${kind}`),
  );
}

it('version 3 describes every kind that can be written, with all that is inside it', () => {
  const registry = new ResourceRegistry();
  for (const apiVersion of new Set(registry.all().map((resource) => resource.apiVersion))) {
    const name = apiVersion === 'v1' ? 'api/v1' : `apis/${apiVersion}`;
    const document = openApiDocument(registry, name, descriptions) as {
      components: { schemas: Record<string, Record<string, unknown>> };
    };
    const { schemas } = document.components;
    expect(Object.keys(schemas)).toEqual(expect.arrayContaining(references(document)));
    const kinds = kindsIn(schemas);
    for (const { kind, verbs } of registry.version(apiVersion) ?? [])
      if (verbs.includes('patch')) expect(kinds).toContain(`${apiVersion} ${kind}`);
  }
});

it('every document of the index is there', () => {
  const registry = new ResourceRegistry();
  const { paths } = openApiIndex(registry) as { paths: Record<string, unknown> };
  for (const name of Object.keys(paths))
    expect(openApiDocument(registry, name, descriptions), name).toBeDefined();
});

const custom = served(
  {
    group: 'bar.com',
    version: 'v1',
    resource: 'foos',
    kind: 'Foo',
    namespaced: true,
    singular: 'foo',
    shortNames: [],
    categories: [],
    verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [{ subresource: 'status', kind: 'Foo', verbs: ['get', 'patch', 'update'] }],
  },
  {},
  {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        required: ['a', 'b'],
        properties: {
          a: { type: 'string', nullable: true, default: 'x', enum: ['x', 'y'] },
          b: { 'x-kubernetes-int-or-string': true },
          open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    },
  },
);

describe('version 2', () => {
  const registry = new ResourceRegistry();
  registry.add(custom);
  const document = openApiV2(registry, descriptions);

  it('is one document of everything', () => {
    expect(Object.keys(document.definitions)).toEqual(expect.arrayContaining(references(document)));
    const kinds = kindsIn(document.definitions);
    for (const { apiVersion, kind, verbs } of registry.all())
      if (verbs.includes('patch')) expect(kinds).toContain(`${apiVersion} ${kind}`);
    expect(document.paths['/api/v1/namespaces/{namespace}/pods/{name}']).toMatchObject({
      patch: {
        operationId: 'patchCoreV1NamespacedPod',
        'x-kubernetes-group-version-kind': { group: '', kind: 'Pod', version: 'v1' },
      },
      parameters: [
        { name: 'name', in: 'path', required: true },
        { $ref: '#/parameters/namespace-vgWSWtn3' },
        { $ref: '#/parameters/pretty-tJGM1-ng' },
      ],
    });
  });

  it('says of custom resources only what its readers understand', () => {
    expect(document.definitions['com.bar.v1.Foo']).toMatchObject({
      properties: { metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' } },
    });
    const properties = document.definitions['com.bar.v1.Foo']?.['properties'] as Record<string, object>;
    expect(properties['spec']).toEqual({
      type: 'object',
      required: ['b'],
      properties: {
        a: { enum: ['x', 'y'] },
        b: { 'x-kubernetes-int-or-string': true },
        open: { 'x-kubernetes-preserve-unknown-fields': true },
      },
    });
    expect(document.paths).toHaveProperty('/apis/bar.com/v1/namespaces/{namespace}/foos/{name}/status');
    expect(document.paths).not.toHaveProperty('/apis/bar.com/v1/watch/foos');
  });

  it('travels as protobuf', () => {
    const small = { ...document, paths: {}, parameters: {}, definitions: { A: { type: 'object' } } };
    const head = '0a03322e3012120a0a4b756265726e657465731204312e33364200';
    const definitions = '4a120a100a0141120bb201080a066f626a656374';
    const hex = [...swaggerProtobuf(small)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(hex.slice(0, head.length + definitions.length)).toBe(head + definitions);
  });
});
