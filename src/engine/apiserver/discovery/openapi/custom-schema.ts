import type { Schema } from '../../custom-resources/schema.ts';
import type { OpenApiVersion, PublishedSchema } from './schemas.ts';

type Properties = Readonly<Record<string, PublishedSchema>>;

/** A custom resource's schema as it is published, with the properties that all objects have. */
export function customSchema(schema: Schema, version: OpenApiVersion, meta: Properties): PublishedSchema {
  // Clients would take everything that is not listed for unknown.
  if (version === 2 && schema['x-kubernetes-preserve-unknown-fields'] === true) return { type: 'object' };
  const published = version === 2 ? swaggerSchema(schema, meta) : openSchema(schema, meta);
  return { ...published, properties: { ...(published['properties'] as Properties | undefined), ...meta } };
}

/** The same with what is inside other schemas. */
function withInner(schema: Schema, inner: (schema: Schema) => PublishedSchema): PublishedSchema {
  const { properties, items, additionalProperties, ...rest } = schema;
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, inner(each)])),
    }),
    ...(items && { items: inner(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'object' ? inner(additionalProperties) : additionalProperties,
    }),
  };
}

function embedded(schema: Schema, meta: Properties): Pick<Schema, never> & PublishedSchema {
  if (schema['x-kubernetes-embedded-resource'] !== true) return {};
  const required = new Set([...(schema.required ?? []), 'kind', 'apiVersion']);
  return {
    properties: { ...(schema.properties as Properties | undefined), ...meta },
    required: [...required],
  };
}

function openSchema(schema: Schema, meta: Properties): PublishedSchema {
  const published = withInner(schema, (each) => openSchema(each, meta));
  const isEither = schema['x-kubernetes-int-or-string'] === true;
  return {
    ...published,
    ...(isEither && published['anyOf'] === undefined && { anyOf: [{ type: 'integer' }, { type: 'string' }] }),
    ...embedded(schema, meta),
  };
}

/** What Swagger and clients that read it cannot cope with. */
const unknownToSwagger = [
  'allOf',
  'oneOf',
  'anyOf',
  'not',
  'nullable',
  'default',
  'x-kubernetes-validations',
];

/** Models apiextensions-apiserver/pkg/controller/openapi/v2.ToStructuralOpenAPIV2 (v1.36). */
function swaggerSchema(schema: Schema, meta: Properties): PublishedSchema {
  const published = withInner(schema, (each) => swaggerSchema(each, meta));
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (schema.nullable === true || isOpen) {
    delete published['items'];
    delete published['properties'];
  }
  const lacksItems = schema.type === 'array' && published['items'] === undefined;
  if (schema.nullable === true || lacksItems || (isOpen && schema.type === 'object'))
    delete published['type'];
  for (const name of unknownToSwagger) delete published[name];
  const needed = (schema.required ?? []).filter((name) => schema.properties?.[name]?.nullable !== true);
  if (needed.length > 0) published['required'] = needed;
  else delete published['required'];
  return isOpen ? published : { ...published, ...embedded(schema, meta) };
}
