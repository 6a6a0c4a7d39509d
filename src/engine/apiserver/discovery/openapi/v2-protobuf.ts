/**
 * A Swagger document as protobuf, as clients up to v1.28 ask for it.
 * Models github.com/google/gnostic-models/openapiv2 (OpenAPIv2.proto).
 */
import { utf8Bytes } from '../../../api/utf8.ts';
import { yamlText } from '../../yaml-text.ts';
import type { SwaggerDocument } from './v2.ts';

/** Writes a member of an object as a field; absent ones are not written. */
type Write = (number: number, value: unknown) => Uint8Array[];
type Members = Readonly<Record<string, readonly [number: number, write: Write]>>;
type PlainMap = Readonly<Record<string, unknown>>;

const lengthDelimited = 2;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

function tag(number: number, wireType: number): number[] {
  return varint(number * 8 + wireType);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function field(number: number, parts: readonly Uint8Array[]): Uint8Array[] {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [Uint8Array.from([...tag(number, lengthDelimited), ...varint(length)]), ...parts];
}

const text: Write = (number, value) => field(number, [Uint8Array.from(utf8Bytes(String(value)))]);
const flag: Write = (number, value) => (value === true ? [Uint8Array.from([...tag(number, 0), 1])] : []);
const int: Write = (number, value) => [Uint8Array.from([...tag(number, 0), ...varint(Number(value))])];
const double: Write = (number, value) => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, Number(value), true);
  return [Uint8Array.from(tag(number, 1)), bytes];
};

const each =
  (write: Write): Write =>
  (number, value) =>
    (value as readonly unknown[]).flatMap((item) => write(number, item));

/** Some values are wrapped in messages of their own. */
const inside =
  (inner: number, write: Write): Write =>
  (number, value) =>
    field(number, write(inner, value));

/** A map: entries of a name and a value. */
const entries =
  (inner: number, write: Write): Write =>
  (number, value) =>
    field(number, named(inner, value as PlainMap, write));

function named(number: number, map: PlainMap, write: Write): Uint8Array[] {
  return Object.entries(map).flatMap(([name, value]) =>
    field(number, [...text(1, name), ...write(2, value)]),
  );
}

/** Any value travels as YAML. */
const any: Write = (number, value) => field(number, text(2, yamlText(value)));

/** A message, with its extensions under a number of their own. */
function message(members: () => Members, extensions?: number): Write {
  return (number, value) => field(number, messageFields(members(), value as PlainMap, extensions));
}

function messageFields(members: Members, value: PlainMap, extensions?: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (const [name, [number, write]] of Object.entries(members))
    if (value[name] !== undefined) parts.push(...write(number, value[name]));
  if (extensions === undefined) return parts;
  const extended = Object.fromEntries(Object.entries(value).filter(([name]) => name.startsWith('x-')));
  return [...parts, ...named(extensions, extended, any)];
}

const schemaMembers: Members = {
  $ref: [1, text],
  format: [2, text],
  title: [3, text],
  description: [4, text],
  multipleOf: [6, double],
  maximum: [7, double],
  exclusiveMaximum: [8, flag],
  minimum: [9, double],
  exclusiveMinimum: [10, flag],
  maxLength: [11, int],
  minLength: [12, int],
  pattern: [13, text],
  maxItems: [14, int],
  minItems: [15, int],
  uniqueItems: [16, flag],
  maxProperties: [17, int],
  minProperties: [18, int],
  required: [19, each(text)],
  enum: [20, each(any)],
  additionalProperties: [
    21,
    (number, value) => (typeof value === 'object' ? inside(1, schema) : inside(2, flag))(number, value),
  ],
  type: [22, inside(1, text)],
  items: [23, (number, value) => inside(1, schema)(number, value)],
  properties: [25, (number, value) => entries(1, schema)(number, value)],
};

const schema: Write = message(() => schemaMembers, 31);

const queryMembers: Members = {
  required: [1, flag],
  in: [2, text],
  description: [3, text],
  name: [4, text],
  type: [6, text],
  uniqueItems: [20, flag],
};
const pathMembers: Members = {
  required: [1, flag],
  in: [2, text],
  description: [3, text],
  name: [4, text],
  type: [5, text],
  uniqueItems: [19, flag],
};
const bodyMembers: Members = { name: [2, text], in: [3, text], required: [4, flag], schema: [5, schema] };

const query = inside(
  2,
  inside(
    3,
    message(() => queryMembers),
  ),
);
const path = inside(
  2,
  inside(
    4,
    message(() => pathMembers),
  ),
);
const body = inside(
  1,
  message(() => bodyMembers),
);

const kindsOfParameters: Readonly<Record<string, Write>> = { body, path, query };

const parameter: Write = (number, value) =>
  (kindsOfParameters[String((value as PlainMap)['in'])] as Write)(number, value);

/** A parameter, or where it stands. */
const parameterItem: Write = (number, value) =>
  (value as PlainMap)['$ref'] === undefined
    ? field(number, parameter(1, value))
    : field(number, inside(1, text)(2, (value as PlainMap)['$ref']));

const response: Write = inside(
  1,
  message(() => ({ description: [1, text], schema: [2, inside(1, schema)] })),
);

const operation: Write = message(
  () => ({
    tags: [1, each(text)],
    description: [3, text],
    operationId: [5, text],
    produces: [6, each(text)],
    consumes: [7, each(text)],
    parameters: [8, each(parameterItem)],
    responses: [9, entries(1, response)],
    schemes: [10, each(text)],
  }),
  13,
);

const pathItem: Write = message(() => ({
  get: [2, operation],
  put: [3, operation],
  post: [4, operation],
  delete: [5, operation],
  options: [6, operation],
  head: [7, operation],
  patch: [8, operation],
  parameters: [9, each(parameterItem)],
}));

const documentMembers: Members = {
  swagger: [1, text],
  info: [2, message(() => ({ title: [1, text], version: [2, text] }))],
  paths: [8, entries(2, pathItem)],
  definitions: [9, entries(1, schema)],
  parameters: [10, entries(1, parameter)],
  security: [12, each(entries(1, (number, value) => field(number, each(text)(1, value))))],
  securityDefinitions: [
    13,
    entries(
      1,
      inside(
        2,
        message(() => ({ type: [1, text], name: [2, text], in: [3, text], description: [4, text] })),
      ),
    ),
  ],
};

/** The document as one message. */
export function swaggerProtobuf(document: SwaggerDocument): Uint8Array {
  return joined(messageFields(documentMembers, document as unknown as PlainMap));
}
