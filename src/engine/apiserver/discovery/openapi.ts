import { fieldsOfStruct, structOfKind, type FieldType } from '../../api/decode.ts';
import type { ResourceRegistry, ServedResource } from '../registry/resource-registry.ts';
import { servedGroups } from './discovery.ts';
import { sha256 } from '../../api/sha256.ts';

const info = { title: 'Kubernetes', version: '1.36' };

/** `/openapi/v2`. Simplified: its head only; clients since v1.29 are content with v3. */
export function openApiV2(): object {
  return { swagger: '2.0', info, paths: {}, definitions: {} };
}

/**
 * The same as protobuf, which is a text here: all its lengths are below 128. Who reads it takes kinds
 * that it does not define for valid.
 */
export function openApiV2Protobuf(): string {
  const field = (number: number, content: string): string =>
    String.fromCharCode((number << 3) | 2, content.length) + content;
  return field(1, '2.0') + field(2, field(1, info.title) + field(2, info.version));
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

/**
 * What fields mean, for `kubectl explain`. Texts are large, so whoever runs the server brings them.
 * Structs are named as in the schema: `ApiCoreV1PodSpec`.
 */
export interface OpenApiDescriptions {
  describe(struct: string): StructDescription | undefined;
}

/** What is published of a struct beside its fields' types; a JSON schema is one. */
export interface StructDescription {
  readonly description?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, FieldDescription>>;
}

interface FieldDescription {
  readonly description?: string;
  /** The values that a text may have. */
  readonly enum?: readonly string[];
}

export const noDescriptions: OpenApiDescriptions = { describe: () => undefined };

/** The document of a group version, such as `apis/apps/v1`; undefined where there is none. */
export function openApiDocument(
  registry: ResourceRegistry,
  name: string,
  descriptions: OpenApiDescriptions,
): object | undefined {
  if (name === 'version') return { openapi: '3.0.0', info, paths: versionPaths };
  const apiVersion = /^apis?\/(.+)$/.exec(name)?.[1];
  const resources = apiVersion === undefined ? undefined : registry.version(apiVersion);
  if (resources === undefined) return undefined;
  const schemas = new Schemas(descriptions);
  for (const resource of resources) schemas.addKind(resource);
  return {
    openapi: '3.0.0',
    info,
    paths: Object.fromEntries(
      resources.map((resource) => [`/${name}/${pathOf(resource)}`, { patch: patchOf(resource) }]),
    ),
    components: { schemas: schemas.all() },
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

/** The schemas of a document: each kind with all the structs inside it. */
class Schemas {
  readonly #descriptions: OpenApiDescriptions;
  readonly #byName = new Map<string, Record<string, unknown>>();

  constructor(descriptions: OpenApiDescriptions) {
    this.#descriptions = descriptions;
  }

  all(): Record<string, object> {
    return Object.fromEntries([...this.#byName].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  addKind({ group, version, kind, apiVersion, schema }: ServedResource): void {
    const identity = { 'x-kubernetes-group-version-kind': [{ group, version, kind }] };
    if (schema !== undefined) {
      const reversed = group.split('.').toReversed().join('.');
      this.#byName.set(`${reversed}.${version}.${kind}`, { ...schema, ...identity });
      return;
    }
    const struct = structOfKind(apiVersion, kind);
    if (struct !== undefined) Object.assign(this.#add(struct), identity);
  }

  #add(struct: string): Record<string, unknown> {
    const name = schemaName(struct);
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const {
      description,
      required = [],
      properties: described = {},
    } = this.#descriptions.describe(struct) ?? {};
    const properties: Record<string, object> = {};
    const schema: Record<string, unknown> = {
      ...(description && { description }),
      type: 'object',
      properties,
    };
    this.#byName.set(name, schema);
    // The published types tell kinds by these two, which need not be sent.
    const isTypeMeta = (field: string): boolean =>
      typeMeta.has(field) && described[field]?.enum?.length === 1;
    for (const [field, type] of fieldsOfStruct(struct)) {
      const { description: meaning, enum: values } = described[field] ?? {};
      properties[field] = {
        ...(meaning && { description: meaning }),
        ...this.#typeSchema(type),
        ...(values && !isTypeMeta(field) && { enum: values }),
      };
    }
    const needed = required.filter((field) => !isTypeMeta(field));
    if (needed.length > 0) schema['required'] = needed;
    return schema;
  }

  #typeSchema(type: FieldType): object {
    switch (type.is) {
      case 'struct':
        this.#add(type.struct);
        return referenceTo(schemaName(type.struct));
      case 'list':
        return { type: 'array', items: this.#typeSchema(type.of) };
      case 'map':
        return { type: 'object', additionalProperties: this.#typeSchema(type.of) };
      default:
        return this.#scalarSchema(type);
    }
  }

  #scalarSchema({ is, goName }: Exclude<FieldType, { is: 'struct' | 'list' | 'map' }>): object {
    const named = Object.hasOwn(namedScalars, goName) ? namedScalars[goName] : undefined;
    if (named === undefined) return scalarSchemas[is];
    this.#byName.set(named, { ...scalarSchemas[is] });
    return referenceTo(named);
  }
}

const typeMeta: ReadonlySet<string> = new Set(['apiVersion', 'kind']);

function referenceTo(name: string): object {
  return { allOf: [{ $ref: `#/components/schemas/${name}` }] };
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
  any: { type: 'object' },
};

/** Scalars with schemas of their own, by their Go types. Simplified: those schemas have no texts. */
const namedScalars: Readonly<Record<string, string>> = {
  'resource.Quantity': 'io.k8s.apimachinery.pkg.api.resource.Quantity',
  'v1.Time': 'io.k8s.apimachinery.pkg.apis.meta.v1.Time',
  'v1.MicroTime': 'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime',
  'v1.FieldsV1': 'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1',
  'intstr.IntOrString': 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
  'runtime.RawExtension': 'io.k8s.apimachinery.pkg.runtime.RawExtension',
};

/** Packages whose names are more than one word. */
const longPackages: Readonly<Record<string, string>> = {
  ApiextensionsApiserver: 'apiextensions-apiserver',
  KubeAggregator: 'kube-aggregator',
};

/** `ApiCoreV1PodSpec` is `io.k8s.api.core.v1.PodSpec`. */
export function schemaName(struct: string): string {
  const long = Object.keys(longPackages).find((start) => struct.startsWith(start));
  const rest = struct.slice(long?.length ?? 0);
  const [, packages = '', version = '', name = rest] =
    /^((?:[A-Z][a-z0-9]*?)+?)(V[0-9]+(?:(?:alpha|beta)[0-9]+)?)([A-Z].*)$/.exec(rest) ?? [];
  const words = packages.match(/[A-Z][a-z]+/g) ?? [];
  const parts = [
    long && longPackages[long],
    ...words.map((word) => word.toLowerCase()),
    version.toLowerCase(),
  ];
  return ['io.k8s', ...parts.filter(Boolean), name].join('.');
}
