import { fieldsOfStruct, structOfKind, type FieldType } from '../../api/decode.ts';
import { encodeBase64 } from '../../api/base64.ts';
import { formatMicroTime, formatTime } from '../../api/time.ts';
import { utf8Text } from '../../api/utf8.ts';
import { setOwn } from '../../sim/plain.ts';
import { messageFields } from './fields.ts';
import { readJsonSchema } from './json-schema.ts';
import { WireError, wireFields, type WireField } from './wire.ts';

export { WireError } from './wire.ts';

/** What every protobuf body begins with: `k8s`, and a zero. */
const magic = [0x6b, 0x38, 0x73, 0x00];

/** Options and answers that every group has under its own version. */
const metaStruct = (kind: string): string => `ApimachineryPkgApisMetaV1${kind}`;

/** The message whose only field is the schema of a custom resource. */
const schemaHolder = 'ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceValidation';

/** Messages may lie within each other; deeper than any kind's do is an attack. */
const deepest = 60;

/**
 * The object in a body of type `application/vnd.kubernetes.protobuf`, as JSON would say it. Throws a
 * WireError for what is no such body and for kinds that are not built in.
 * Models k8s.io/apimachinery/pkg/runtime/serializer/protobuf (v1.36).
 */
export function decodeProtobuf(bytes: Uint8Array): Record<string, unknown> {
  if (magic.some((byte, index) => bytes[index] !== byte))
    throw new WireError(
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    );
  const { typeMeta, raw = empty } = scan(bytes.subarray(magic.length), { 1: 'typeMeta', 2: 'raw' });
  const { apiVersion = empty, kind = empty } = scan(typeMeta ?? empty, { 1: 'apiVersion', 2: 'kind' });
  const [version, name] = [utf8Text(apiVersion), utf8Text(kind)];
  const struct = structOfKind(version, name) ?? metaStruct(name);
  if (!Object.hasOwn(messageFields, struct))
    throw new WireError(`no kind "${name}" is registered for version "${version}"`);
  return { apiVersion: version, kind: name, ...readStruct(struct, raw, 0) };
}

const empty = new Uint8Array();

/** The parts of a message that have a length, by the names given to their numbers. */
function scan<Name extends string>(
  bytes: Uint8Array,
  names: Readonly<Record<number, Name>>,
): Partial<Record<Name, Uint8Array>> {
  const found: Partial<Record<Name, Uint8Array>> = {};
  for (const { number, value } of wireFields(bytes)) {
    const name = names[number];
    if (name !== undefined && value instanceof Uint8Array) found[name] = value;
  }
  return found;
}

interface MessageField {
  readonly name: string;
  /** Set where the field's own fields are shown as those of the message around it. */
  readonly inline?: string;
}

const parsedMessages = new Map<string, ReadonlyMap<number, MessageField>>();

function fieldsOfMessage(struct: string): ReadonlyMap<number, MessageField> {
  let fields = parsedMessages.get(struct);
  if (fields === undefined) {
    fields = new Map(
      (messageFields[struct] ?? '').split(' ').map((notation) => {
        const [number = '', name = ''] = notation.split(':');
        return [Number(number), name.startsWith('+') ? { name, inline: name.slice(1) } : { name }];
      }),
    );
    parsedMessages.set(struct, fields);
  }
  return fields;
}

function readStruct(struct: string, bytes: Uint8Array, depth: number): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  readMessage(struct, bytes, fieldsOfStruct(struct), object, depth);
  return object;
}

/** Reads the fields of a message into `object`, which has fields of the types in `types`. */
function readMessage(
  message: string,
  bytes: Uint8Array,
  types: ReadonlyMap<string, FieldType>,
  object: Record<string, unknown>,
  depth: number,
): void {
  if (depth > deepest) throw new WireError('proto: exceeded maximum nesting');
  const fields = fieldsOfMessage(message);
  for (const { number, value } of wireFields(bytes)) {
    const field = fields.get(number);
    if (field?.inline !== undefined) readMessage(field.inline, lengthy(value), types, object, depth + 1);
    const type = field && types.get(field.name);
    if (field === undefined || type === undefined) continue;
    const read =
      message === schemaHolder
        ? readJsonSchema(value)
        : readField(type, value, object[field.name], depth + 1);
    if (read !== undefined) setOwn(object, field.name, read);
  }
}

/** A field's value, added to what stood there before where it repeats. */
function readField(type: FieldType, value: WireField['value'], before: unknown, depth: number): unknown {
  switch (type.is) {
    case 'list': {
      const list = (before ?? []) as unknown[];
      list.push(readValue(type.of, value, depth));
      return list;
    }
    case 'map': {
      const map = (before ?? {}) as Record<string, unknown>;
      const entry = scan(lengthy(value), { 1: 'key', 2: 'value' });
      setOwn(map, utf8Text(entry.key ?? empty), readValue(type.of, entry.value ?? empty, depth));
      return map;
    }
    default:
      return readValue(type, value, depth);
  }
}

/** Undefined for a time that is not set. */
function readValue(type: FieldType, value: WireField['value'], depth: number): unknown {
  switch (type.is) {
    case 'struct':
      return readStruct(type.struct, lengthy(value), depth);
    case 'list':
      // A list within a map is a message of its own, with the items as its only field.
      return [...wireFields(lengthy(value))].map((item) => readValue(type.of, item.value, depth + 1));
    case 'map':
      throw new WireError('proto: no kind holds maps of maps');
    default:
      return readScalar[type.is](value);
  }
}

type Scalar = Exclude<FieldType['is'], 'struct' | 'list' | 'map'>;

const readScalar: Readonly<Record<Scalar, (value: WireField['value']) => unknown>> = {
  string: (value) => utf8Text(lengthy(value)),
  boolean: (value) => integer(value) !== 0,
  int32: integer,
  int64: integer,
  float: readFloat,
  bytes: (value) => encodeBase64(lengthy(value)),
  quantity: (value) => utf8Text(scan(lengthy(value), { 1: 'text' }).text ?? empty) || '0',
  time: (value) => readTime(lengthy(value), formatTime),
  microTime: (value) => readTime(lengthy(value), formatMicroTime),
  intOrString: readIntOrString,
  any: readJson,
};

function lengthy(value: WireField['value']): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new WireError('proto: wrong wireType');
}

function integer(value: WireField['value']): number {
  if (value instanceof Uint8Array) throw new WireError('proto: wrong wireType');
  return Number(BigInt.asIntN(64, value));
}

function readFloat(value: WireField['value']): number {
  const bytes = lengthy(value);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length === 8) return view.getFloat64(0, true);
  if (bytes.length === 4) return view.getFloat32(0, true);
  throw new WireError('proto: wrong wireType');
}

/** The integers of a message by their numbers. */
function integers(bytes: Uint8Array): Map<number, number> {
  const found = new Map<number, number>();
  for (const { number, value } of wireFields(bytes))
    if (typeof value === 'bigint') found.set(number, integer(value));
  return found;
}

function readTime(bytes: Uint8Array, format: (timeMs: number) => string): string | undefined {
  const parts = integers(bytes);
  const seconds = parts.get(1);
  // Go's zero time lies before the first year.
  if (seconds === undefined || seconds < -62_135_596_799 || seconds > 253_402_300_799) return undefined;
  return format(seconds * 1000 + (parts.get(2) ?? 0) / 1e6);
}

function readIntOrString(value: WireField['value']): number | string {
  const bytes = lengthy(value);
  const parts = integers(bytes);
  return parts.get(1) === 1 ? utf8Text(scan(bytes, { 3: 'text' }).text ?? empty) : (parts.get(2) ?? 0);
}

/** RawExtension and FieldsV1 hold JSON. */
function readJson(value: WireField['value']): unknown {
  const text = utf8Text(scan(lengthy(value), { 1: 'raw' }).raw ?? empty);
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new WireError('json: invalid raw extension');
  }
}
