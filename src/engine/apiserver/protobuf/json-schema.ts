import { utf8Text } from '../../api/utf8.ts';
import { setOwn } from '../../sim/plain.ts';
import { WireError, wireFields, type WireField } from './wire.ts';

/**
 * The schema of a custom resource, which the other bodies' types do not describe: each field's name
 * in JSON and how it is read, by its number. With `?`, an empty value counts as none.
 * Models apiextensions-apiserver/pkg/apis/apiextensions/v1/generated.proto (v1.36).
 */
const schemaFields: Readonly<Record<number, Field>> = parseFields(`
  1:id:text? 2:$schema:text? 3:$ref:text 4:description:text? 5:type:text? 6:format:text? 7:title:text?
  8:default:json 9:maximum:double 10:exclusiveMaximum:flag? 11:minimum:double 12:exclusiveMinimum:flag?
  13:maxLength:integer 14:minLength:integer 15:pattern:text? 16:maxItems:integer 17:minItems:integer
  18:uniqueItems:flag? 19:multipleOf:double 20:enum:json[] 21:maxProperties:integer 22:minProperties:integer
  23:required:text[] 24:items:schemaOrSchemas 25:allOf:schema[] 26:oneOf:schema[] 27:anyOf:schema[] 28:not:schema
  29:properties:schema{} 30:additionalProperties:schemaOrFlag 31:patternProperties:schema{}
  32:dependencies:schemaOrTexts{} 33:additionalItems:schemaOrFlag 34:definitions:schema{}
  35:externalDocs:documentation 36:example:json 37:nullable:flag? 38:x-kubernetes-preserve-unknown-fields:flag
  39:x-kubernetes-embedded-resource:flag? 40:x-kubernetes-int-or-string:flag? 41:x-kubernetes-list-map-keys:text[]
  42:x-kubernetes-list-type:text 43:x-kubernetes-map-type:text 44:x-kubernetes-validations:rule[]
`);

const ruleFields = parseFields(
  '1:rule:text 2:message:text? 3:messageExpression:text? 4:reason:text 5:fieldPath:text? 6:optionalOldSelf:flag',
);
const documentationFields = parseFields('1:description:text? 2:url:text?');

interface Field {
  readonly name: string;
  readonly read: keyof typeof readers;
  readonly holds: '' | '?' | '[]' | '{}';
}

function parseFields(notation: string): Readonly<Record<number, Field>> {
  const fields: Record<number, Field> = {};
  for (const [, number, name = '', read, holds] of notation.matchAll(/(\d+):([^:\s]+):(\w+)(\?|\[\]|\{\}|)/g))
    fields[Number(number)] = { name, read: read as Field['read'], holds: holds as Field['holds'] };
  return fields;
}

/** Schemas may lie within each other; deeper than that is an attack. */
const deepest = 60;

/** The `openAPIV3Schema` of a CustomResourceDefinition, as JSON would say it. Throws a WireError. */
export function readJsonSchema(value: WireField['value'], depth = 0): Record<string, unknown> {
  if (depth > deepest) throw new WireError('proto: exceeded maximum nesting');
  return readMessage(schemaFields, value, depth);
}

function readMessage(
  fields: Readonly<Record<number, Field>>,
  value: WireField['value'],
  depth: number,
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const { number, value: content } of wireFields(lengthy(value))) {
    const field = fields[number];
    if (field === undefined) continue;
    const { name, read, holds } = field;
    if (holds === '[]')
      (object[name] = (object[name] ?? []) as unknown[]).push(readers[read](content, depth));
    else if (holds === '{}') {
      const map = (object[name] ??= {}) as Record<string, unknown>;
      const { key, entry } = mapEntry(content);
      setOwn(map, key, readers[read](entry, depth));
    } else {
      const known = readers[read](content, depth);
      if (holds === '' || (known !== '' && known !== false)) object[name] = known;
    }
  }
  return object;
}

function mapEntry(value: WireField['value']): { key: string; entry: WireField['value'] } {
  const parts = partsOf(value);
  return { key: utf8Text(lengthy(parts.get(1)?.at(-1) ?? empty)), entry: parts.get(2)?.at(-1) ?? empty };
}

const empty = new Uint8Array();

/** What a message holds under each number. */
function partsOf(value: WireField['value']): ReadonlyMap<number, WireField['value'][]> {
  const parts = new Map<number, WireField['value'][]>();
  for (const { number, value: content } of wireFields(lengthy(value))) {
    const known = parts.get(number);
    if (known === undefined) parts.set(number, [content]);
    else known.push(content);
  }
  return parts;
}

function lengthy(value: WireField['value']): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new WireError('proto: wrong wireType');
}

function whole(value: WireField['value']): bigint {
  if (value instanceof Uint8Array) throw new WireError('proto: wrong wireType');
  return BigInt.asIntN(64, value);
}

type Reader = (value: WireField['value'], depth: number) => unknown;

/** A schema in the field 1 of a message, or what `otherwise` makes of its field 2. */
function schemaOr(
  otherwise: (parts: ReadonlyMap<number, WireField['value'][]>, depth: number) => unknown,
): Reader {
  return (value, depth) => {
    const parts = partsOf(value);
    const schema = parts.get(1)?.at(-1);
    return schema === undefined ? otherwise(parts, depth) : readJsonSchema(schema, depth + 1);
  };
}

const readers = {
  text: (value) => utf8Text(lengthy(value)),
  flag: (value) => whole(value) !== 0n,
  integer: (value) => Number(whole(value)),
  double: (value) => {
    const bytes = lengthy(value);
    if (bytes.length !== 8) throw new WireError('proto: wrong wireType');
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
  },
  json: (value) => {
    try {
      return JSON.parse(utf8Text(lengthy(partsOf(value).get(1)?.at(-1) ?? empty)) || 'null') as unknown;
    } catch {
      throw new WireError('json: invalid raw value');
    }
  },
  schema: (value, depth) => readJsonSchema(value, depth + 1),
  schemaOrSchemas: schemaOr((parts, depth) =>
    (parts.get(2) ?? []).map((part) => readJsonSchema(part, depth + 1)),
  ),
  schemaOrTexts: schemaOr((parts) => (parts.get(2) ?? []).map((part) => utf8Text(lengthy(part)))),
  schemaOrFlag: (value, depth) => {
    const parts = partsOf(value);
    const schema = parts.get(2)?.at(-1);
    return schema === undefined
      ? whole(parts.get(1)?.at(-1) ?? 0n) !== 0n
      : readJsonSchema(schema, depth + 1);
  },
  documentation: (value, depth) => readMessage(documentationFields, value, depth),
  rule: (value, depth) => readMessage(ruleFields, value, depth),
} satisfies Readonly<Record<string, Reader>>;
