import { fieldsOfStruct, type FieldType } from '../../../api/decode.ts';
import { mergeRules } from '../../../api/patch/merge-keys.ts';
import { emptyFieldsOf } from '../../../api/schema/always-present.ts';
import { fieldShape, structShape } from '../../managed-fields/typed-value.ts';
import type { ServedResource } from '../../registry/resource-registry.ts';
import { customSchema } from './custom-schema.ts';
import type { OpenApiDescriptions } from './descriptions.ts';
import { customSchemaName, schemaName, structOf, type GroupVersionKind } from './names.ts';

/** A schema as it is published; its members are JSON's. */
export type PublishedSchema = Record<string, unknown>;

/** Swagger 2.0 or OpenAPI 3.0. */
export type OpenApiVersion = 2 | 3;

/** Kinds that every group version knows. */
const sharedKinds = new Set(['DeleteOptions', 'WatchEvent']);

/**
 * The schemas of a document, by name: kinds and lists with all the structs inside them.
 * Models k8s.io/kube-openapi/pkg/builder and builder3 (v1.36).
 */
export class Schemas {
  readonly #version: OpenApiVersion;
  readonly #descriptions: OpenApiDescriptions;
  readonly #groupVersions: readonly Pick<GroupVersionKind, 'group' | 'version'>[];
  readonly #byName = new Map<string, PublishedSchema>();

  /** `groupVersions` are those that are served. */
  constructor(
    version: OpenApiVersion,
    descriptions: OpenApiDescriptions,
    groupVersions: readonly Pick<GroupVersionKind, 'group' | 'version'>[],
  ) {
    this.#version = version;
    this.#descriptions = descriptions;
    this.#groupVersions = groupVersions;
  }

  all(): Record<string, PublishedSchema> {
    return Object.fromEntries([...this.#byName].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The kind, its list, and what its subresources take. */
  addResource(resource: ServedResource): void {
    const { group, version, kind, verbs, subresources } = resource;
    const own = { group, kind, version };
    if (resource.schema === undefined) this.#addKind(own);
    else this.#addCustom(resource, own);
    if (verbs.includes('list')) this.#addList(resource);
    for (const subresource of subresources)
      if (subresource.kind !== kind) this.#addKind({ group, version, ...pick(subresource) });
  }

  /** What requests and answers of all resources are made of. */
  addMeta(kinds: readonly string[]): void {
    for (const kind of kinds) {
      const struct = `ApimachineryPkgApisMetaV1${kind}`;
      const schema = this.#add(struct);
      if (!kindsOfMeta.has(kind)) continue;
      const versions = sharedKinds.has(kind) ? this.#groupVersions : [{ group: '', version: 'v1' }];
      schema['x-kubernetes-group-version-kind'] = versions.map(({ group, version }) => ({
        group,
        kind,
        version,
      }));
    }
  }

  addStruct(struct: string): void {
    this.#add(struct);
  }

  #addKind(kind: GroupVersionKind): void {
    const struct = structOf(kind);
    if (struct !== undefined) this.#add(struct)['x-kubernetes-group-version-kind'] = [kind];
  }

  #addCustom({ schema = {} }: ServedResource, kind: GroupVersionKind): void {
    const meta = this.#typeMeta();
    const published = customSchema(schema, this.#version, {
      ...meta,
      metadata: this.#property(
        { is: 'struct', struct: objectMeta, goName: '' },
        "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
      ),
    });
    this.#byName.set(customSchemaName(kind), { ...published, 'x-kubernetes-group-version-kind': [kind] });
  }

  /** What `apiVersion` and `kind` are everywhere. */
  #typeMeta(): Record<string, PublishedSchema> {
    const { properties = {} } = this.#descriptions.describe('ApimachineryPkgApisMetaV1Status') ?? {};
    const text = (field: string): PublishedSchema => ({
      ...described(properties[field]?.description),
      type: 'string',
    });
    return { apiVersion: text('apiVersion'), kind: text('kind') };
  }

  #addList(resource: ServedResource): void {
    const { group, version, kind, custom, resource: plural } = resource;
    const struct = structOf({ group, version, kind });
    const item = custom ? customSchemaName({ group, version, kind }) : schemaName(struct ?? kind);
    const words = custom ? customListWords(kind, plural) : this.#descriptions.describe(`${struct}List`);
    const items = { type: 'array', items: this.#item(this.#reference(item)) };
    const meta = this.#property(
      { is: 'struct', struct: 'ApimachineryPkgApisMetaV1ListMeta', goName: '' },
      words?.properties?.['metadata']?.description,
      !custom,
    );
    const { apiVersion, kind: kindText } = this.#typeMeta();
    this.#byName.set(`${item}List`, {
      ...described(words?.description),
      type: 'object',
      required: ['items'],
      properties: {
        apiVersion,
        items: { ...described(words?.properties?.['items']?.description), ...items },
        kind: kindText,
        metadata: meta,
      },
      'x-kubernetes-group-version-kind': [{ group, kind: `${kind}List`, version }],
    });
  }

  #add(struct: string): PublishedSchema {
    const name = schemaName(struct);
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const { description, required = [], properties: texts = {} } = this.#descriptions.describe(struct) ?? {};
    const fields = [...fieldsOfStruct(struct)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const schema: PublishedSchema = { ...described(description), type: 'object' };
    this.#byName.set(name, schema);
    // The published types tell kinds by these two, which need not be sent.
    const isTypeMeta = (field: string): boolean => typeMeta.has(field) && texts[field]?.enum?.length === 1;
    const needed = required.filter((field) => !isTypeMeta(field));
    if (needed.length > 0) schema['required'] = needed;
    const zeros = this.#version === 3 ? zeroValues(struct) : new Map<string, unknown>();
    const properties: Record<string, PublishedSchema> = {};
    for (const [field, type] of fields) {
      const { description: meaning, enum: values, items } = texts[field] ?? {};
      properties[field] = {
        ...described(meaning),
        ...withItemValues(this.#typeSchema(type), items?.enum),
        ...(zeros.has(field) && { default: zeros.get(field) }),
        ...(values && !isTypeMeta(field) && { enum: values }),
        ...topology(struct, field, type),
      };
    }
    if (fields.length > 0) schema['properties'] = properties;
    if (structShape(struct).is === 'leaf') schema['x-kubernetes-map-type'] = 'atomic';
    return schema;
  }

  #property(type: FieldType, description: string | undefined, hasDefault = false): PublishedSchema {
    return {
      ...described(description),
      ...(hasDefault && this.#version === 3 && { default: {} }),
      ...this.#typeSchema(type),
    };
  }

  #typeSchema(type: FieldType): PublishedSchema {
    switch (type.is) {
      case 'struct':
        this.#add(type.struct);
        return this.#reference(schemaName(type.struct));
      case 'list':
        return { type: 'array', items: this.#item(this.#typeSchema(type.of)) };
      case 'map':
        return { type: 'object', additionalProperties: this.#item(this.#typeSchema(type.of)) };
      default:
        return this.#scalarSchema(type);
    }
  }

  /** What stands in lists and maps is never missing, so that version 3 tells what it is by default. */
  #item(schema: PublishedSchema): PublishedSchema {
    if (this.#version === 2) return schema;
    if (schema['allOf'] !== undefined) return { default: {}, ...schema };
    return schema['type'] === 'string' && schema['format'] === undefined
      ? { ...schema, default: '' }
      : schema;
  }

  #scalarSchema({ is, goName }: Exclude<FieldType, { is: 'struct' | 'list' | 'map' }>): PublishedSchema {
    const plain = (this.#version === 2 ? swaggerScalars[is] : undefined) ?? scalarSchemas[is];
    const struct = Object.hasOwn(namedScalars, goName) ? namedScalars[goName] : undefined;
    if (struct === undefined) return plain;
    const schema = struct.startsWith(jsonStructs) ? {} : plain;
    const name = schemaName(struct);
    this.#byName.set(name, { ...described(this.#descriptions.describe(struct)?.description), ...schema });
    return this.#reference(name);
  }

  #reference(name: string): PublishedSchema {
    return this.#version === 2
      ? { $ref: `#/definitions/${name}` }
      : { allOf: [{ $ref: `#/components/schemas/${name}` }] };
  }
}

const objectMeta = 'ApimachineryPkgApisMetaV1ObjectMeta';
const typeMeta: ReadonlySet<string> = new Set(['apiVersion', 'kind']);

/** Structs of the meta API that are kinds. */
const kindsOfMeta: ReadonlySet<string> = new Set([
  'APIGroup',
  'APIGroupList',
  'APIResourceList',
  'APIVersions',
  'DeleteOptions',
  'Status',
  'WatchEvent',
]);

function described(description: string | undefined): { description?: string } {
  return description ? { description } : {};
}

function pick({ group, version, kind }: Partial<GroupVersionKind> & { kind: string }) {
  return { ...(group !== undefined && { group }), ...(version !== undefined && { version }), kind };
}

/** Models apiextensions-apiserver/pkg/controller/openapi/builder.buildListSchema (v1.36). */
function customListWords(kind: string, plural: string): ReturnType<OpenApiDescriptions['describe']> {
  const conventions = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';
  return {
    description: `${kind}List is a list of ${kind}`,
    properties: {
      items: { description: `List of ${plural}. More info: ${conventions}` },
      metadata: { description: `Standard list metadata. More info: ${conventions}#types-kinds` },
    },
  };
}

/** What fields are that Go always writes, when nothing sets them. */
function zeroValues(struct: string): Map<string, unknown> {
  return new Map(
    emptyFieldsOf(struct).flatMap(({ name, zero }) =>
      zero === null ? [] : [[name, zero === undefined ? {} : zero] as const],
    ),
  );
}

/** A list's schema with the values that its texts may have. */
function withItemValues(schema: PublishedSchema, values: readonly string[] | undefined): PublishedSchema {
  return values === undefined
    ? schema
    : { ...schema, items: { ...(schema['items'] as PublishedSchema), enum: values } };
}

/** How lists and maps merge: told to clients that merge by themselves. */
function topology(struct: string, field: string, type: FieldType): PublishedSchema {
  const short = struct.replace(/^.*?V[0-9]+(?:(?:alpha|beta)[0-9]+)?(?=[A-Z])/, '');
  const rule = mergeRules[short]?.[field];
  const shape = fieldShape(struct, field, type);
  const strategy = [
    rule?.merge && 'merge',
    rule?.retainKeys && 'retainKeys',
    rule?.replace && 'replace',
  ].filter(Boolean);
  return {
    ...(shape.is === 'keyed' && { 'x-kubernetes-list-map-keys': [...shape.keys] }),
    ...(shape.is === 'keyed' && { 'x-kubernetes-list-type': 'map' }),
    ...(shape.is === 'set' && { 'x-kubernetes-list-type': 'set' }),
    ...(type.is === 'map' && shape.is === 'leaf' && { 'x-kubernetes-map-type': 'atomic' }),
    ...(rule?.key !== undefined && { 'x-kubernetes-patch-merge-key': rule.key }),
    ...(strategy.length > 0 && { 'x-kubernetes-patch-strategy': strategy.join(',') }),
  };
}

const scalarSchemas: Readonly<Record<Exclude<FieldType['is'], 'struct' | 'list' | 'map'>, PublishedSchema>> =
  {
    string: { type: 'string' },
    boolean: { type: 'boolean' },
    int32: { type: 'integer', format: 'int32' },
    int64: { type: 'integer', format: 'int64' },
    float: { type: 'number', format: 'double' },
    quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
    time: { type: 'string', format: 'date-time' },
    microTime: { type: 'string', format: 'date-time' },
    bytes: { type: 'string', format: 'byte' },
    intOrString: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
    any: { type: 'object' },
  };

/** Where Swagger has no word for it. */
const swaggerScalars: Partial<typeof scalarSchemas> = {
  quantity: { type: 'string' },
  intOrString: { type: 'string', format: 'int-or-string' },
};

/** Structs that may be anything. */
const jsonStructs = 'ApiextensionsApiserverPkgApisApiextensionsV1JSON';

/** Scalars with schemas of their own, by their Go types: the structs that they are called after. */
const namedScalars: Readonly<Record<string, string>> = {
  'resource.Quantity': 'ApimachineryPkgApiResourceQuantity',
  'v1.Time': 'ApimachineryPkgApisMetaV1Time',
  'v1.MicroTime': 'ApimachineryPkgApisMetaV1MicroTime',
  'v1.FieldsV1': 'ApimachineryPkgApisMetaV1FieldsV1',
  'intstr.IntOrString': 'ApimachineryPkgUtilIntstrIntOrString',
  'runtime.RawExtension': 'ApimachineryPkgRuntimeRawExtension',
  'v1.JSON': jsonStructs,
  'v1.JSONSchemaPropsOrArray': `${jsonStructs}SchemaPropsOrArray`,
  'v1.JSONSchemaPropsOrBool': `${jsonStructs}SchemaPropsOrBool`,
};
