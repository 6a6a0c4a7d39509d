import { fieldsOfStruct, structOfKind, type FieldType } from '../../api/decode.ts';
import type { ResourceRegistry, ServedResource } from '../registry/resource-registry.ts';
import { servedGroups } from './discovery.ts';
import { sha256 } from './sha256.ts';

const info = { title: 'Kubernetes', version: '1.36' };

/** `/openapi/v2`. Simplified: its head only; clients since v1.29 are content with v3. */
export function openApiV2(): object {
  return { swagger: '2.0', info, paths: {}, definitions: {} };
}

/** `/openapi/v3`: where the document of each group version lies. */
export function openApiIndex(registry: ResourceRegistry): object {
  const documents = servedGroups(registry).flatMap(({ group, versions }) =>
    group === ''
      ? ['api', 'api/v1']
      : [`apis/${group}`, ...versions.map(({ version }) => `apis/${group}/${version}`)],
  );
  const names = ['.well-known/openid-configuration', 'apis', 'openid/v1/jwks', 'version', ...documents];
  const hash = versionHash(registry);
  return {
    paths: Object.fromEntries(
      names.toSorted().map((name) => [name, { serverRelativeURL: `/openapi/v3/${name}?hash=${hash}` }]),
    ),
  };
}

/** Changes with what is served, so that clients may keep documents for as long as it stays. */
function versionHash(registry: ResourceRegistry): string {
  const served = registry.all().map(({ apiVersion, resource }) => `${apiVersion}/${resource}`);
  return sha256(served.join('\n'))
    .map((byte) => byte.toString(16).padStart(2, '0').toUpperCase())
    .join('');
}

/** The document of a group version, such as `apis/apps/v1`; undefined where there is none. */
export function openApiDocument(registry: ResourceRegistry, name: string): object | undefined {
  if (name === 'version') return { openapi: '3.0.0', info, paths: versionPaths };
  const apiVersion = /^apis?\/(.+)$/.exec(name)?.[1];
  const resources = apiVersion === undefined ? undefined : registry.version(apiVersion);
  if (resources === undefined) return undefined;
  const schemas = new Map<string, object>();
  for (const { apiVersion: version, kind } of resources) {
    const struct = structOfKind(version, kind);
    if (struct !== undefined) addSchema(schemas, struct);
  }
  return {
    openapi: '3.0.0',
    info,
    paths: Object.fromEntries(
      resources.map((resource) => [`/${name}/${pathOf(resource)}`, { patch: patchOf(resource) }]),
    ),
    components: { schemas: Object.fromEntries([...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1))) },
  };
}

const versionPaths = {
  '/version/': {
    get: {
      tags: ['version'],
      description: 'get the version information for this server',
      operationId: 'getCodeVersion',
      responses: {
        200: {
          description: 'OK',
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/io.k8s.apimachinery.pkg.version.Info' },
            },
          },
        },
        401: { description: 'Unauthorized' },
      },
    },
  },
};

function pathOf({ resource, namespaced }: ServedResource): string {
  return namespaced ? `namespaces/{namespace}/${resource}/{name}` : `${resource}/{name}`;
}

/** What clients look for before they leave validation to the server. */
function patchOf({ group, version, kind }: ServedResource): object {
  const names = ['dryRun', 'fieldManager', 'fieldValidation', 'force'];
  return {
    parameters: names.map((name) => ({
      name,
      in: 'query',
      schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
    })),
    responses: { 200: { description: 'OK' } },
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}

/** Adds the schema of a struct and of all that it contains. */
function addSchema(schemas: Map<string, object>, struct: string): void {
  const name = schemaName(struct);
  if (schemas.has(name)) return;
  const schema: Record<string, unknown> = { type: 'object' };
  schemas.set(name, schema);
  const properties: Record<string, object> = {};
  for (const [field, type] of fieldsOfStruct(struct)) properties[field] = typeSchema(schemas, type);
  schema['properties'] = properties;
}

function typeSchema(schemas: Map<string, object>, type: FieldType): object {
  switch (type.is) {
    case 'struct':
      addSchema(schemas, type.struct);
      return { allOf: [{ $ref: `#/components/schemas/${schemaName(type.struct)}` }] };
    case 'list':
      return { type: 'array', items: typeSchema(schemas, type.of) };
    case 'map':
      return { type: 'object', additionalProperties: typeSchema(schemas, type.of) };
    default:
      return scalarSchemas[type.is];
  }
}

const scalarSchemas: Readonly<Record<Exclude<FieldType['is'], 'struct' | 'list' | 'map'>, object>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  float: { type: 'number', format: 'double' },
  quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  time: { type: 'string', format: 'date-time' },
  microTime: { type: 'string', format: 'date-time' },
  bytes: { type: 'string', format: 'byte' },
  intOrString: { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string' },
  any: {},
};

/** `ApiCoreV1PodSpec` is `io.k8s.api.core.v1.PodSpec`. */
function schemaName(struct: string): string {
  const parts = struct.match(/[A-Z][a-z]+|V[0-9]+(?:(?:alpha|beta)[0-9]+)?/g) ?? [];
  const version = parts.findIndex((part) => /^V[0-9]/.test(part));
  if (version < 0) return `io.k8s.${struct}`;
  const packages = parts.slice(0, version + 1).map((part) => part.toLowerCase());
  return `io.k8s.${packages.join('.')}.${struct.slice(parts.slice(0, version + 1).join('').length)}`;
}
