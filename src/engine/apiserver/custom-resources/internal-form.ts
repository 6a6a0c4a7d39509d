/**
 * Parts of definitions as the API server's own types print them in messages.
 * Models apiextensions-apiserver/pkg/apis/apiextensions/types*.go (v1.36).
 */
import type { CustomResourceVersion } from './definition.ts';
import type { Schema, ValidationRule } from './schema.ts';

type Printed = Record<string, unknown>;

const schemaFields =
  'id $schema $ref description type nullable format title default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems multipleOf enum maxProperties minProperties required items allOf oneOf anyOf not properties additionalProperties patternProperties dependencies additionalItems definitions externalDocs example x-kubernetes-preserve-unknown-fields x-kubernetes-embedded-resource x-kubernetes-int-or-string x-kubernetes-list-map-keys x-kubernetes-list-type x-kubernetes-map-type x-kubernetes-validations';
const goNames: Readonly<Record<string, string>> = { id: 'ID', $schema: 'Schema', $ref: 'Ref' };
const zeros: Readonly<Record<string, unknown>> = Object.fromEntries([
  ...['id', '$schema', 'description', 'type', 'format', 'title', 'pattern'].map((name) => [name, '']),
  ...[
    'nullable',
    'exclusiveMaximum',
    'exclusiveMinimum',
    'uniqueItems',
    'x-kubernetes-embedded-resource',
    'x-kubernetes-int-or-string',
  ].map((name) => [name, false]),
]);

function goName(name: string): string {
  return (
    goNames[name] ??
    name
      .replace(/^x-kubernetes-/, 'x-')
      .split('-')
      .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
      .join('')
  );
}

export function internalSchema(schema: Schema): Printed {
  const source = schema as Printed;
  return Object.fromEntries(
    schemaFields.split(' ').map((name) => [goName(name), printed(name, source[name] ?? zeros[name] ?? null)]),
  );
}

function printed(name: string, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (name) {
    case 'not':
      return internalSchema(value);
    case 'items':
      return { Schema: internalSchema(value), JSONSchemas: null };
    case 'additionalProperties':
      return typeof value === 'boolean'
        ? { Allows: value, Schema: null }
        : { Allows: true, Schema: internalSchema(value) };
    case 'allOf':
    case 'oneOf':
    case 'anyOf':
      return (value as Schema[]).map(internalSchema);
    case 'properties':
      return Object.fromEntries(
        Object.entries(value as Record<string, Schema>)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, member]) => [key, internalSchema(member)]),
      );
    case 'x-kubernetes-validations':
      return (value as ValidationRule[]).map(internalRule);
    default:
      return value;
  }
}

export function internalRule(rule: ValidationRule): Printed {
  return {
    Rule: rule.rule ?? '',
    Message: rule.message ?? '',
    MessageExpression: rule.messageExpression ?? '',
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? '',
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  };
}

/** A version whose schema and the like are said once for all versions. */
export function internalVersion(version: CustomResourceVersion, isShared: boolean): Printed {
  const { name, served, storage, deprecated, deprecationWarning, schema, subresources } = version;
  return {
    Name: name,
    Served: served,
    Storage: storage,
    Deprecated: deprecated ?? false,
    DeprecationWarning: deprecationWarning ?? null,
    Schema:
      isShared || schema === undefined
        ? null
        : { OpenAPIV3Schema: schema.openAPIV3Schema ? internalSchema(schema.openAPIV3Schema) : null },
    Subresources: isShared ? null : (subresources ?? null),
    AdditionalPrinterColumns: isShared ? null : (version.additionalPrinterColumns ?? null),
    SelectableFields: isShared ? null : (version.selectableFields ?? null),
  };
}
