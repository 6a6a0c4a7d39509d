import { setOwn } from '../sim/plain.ts';
import { base64Problem } from './base64.ts';
import { QuantityError, parseQuantity, quantityFormatWrong } from './quantity.ts';
import { emptyFieldsOf } from './schema/always-present.ts';
import { isEmptyValue, omitsEmpty } from './schema/omit-empty.ts';
import { kindStructs, structFields } from './schema/kubernetes.ts';
import { goTimeProblem } from './time.ts';

/** Types that hold a schema or something else, in Go's words, and the schema's own. */
const schemaUnion = 'v1.JSONSchemaPropsOr';
const schemaStruct = 'ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps';

/** A body that cannot be a kind's object; the message is Go's. */
export class DecodeError extends Error {
  override name = 'DecodeError';
}

export interface Decoded {
  /** A fresh object with the known fields only, in the order in which they were sent. Nulls are left out. */
  readonly object: Record<string, unknown>;
  /** `unknown field "spec.foo"`, `duplicate field "metadata.name"`, in document order. */
  readonly strictProblems: readonly string[];
}

export type FieldType =
  | { readonly is: 'string' | 'boolean' | 'int32' | 'int64' | 'float'; readonly goName: string }
  | {
      readonly is: 'quantity' | 'time' | 'microTime' | 'bytes' | 'intOrString' | 'any';
      readonly goName: string;
    }
  | { readonly is: 'list' | 'map'; readonly of: FieldType; readonly goName: string }
  | { readonly is: 'struct'; readonly struct: string; readonly goName: string };

const scalarTypes: Readonly<Record<string, FieldType>> = {
  s: { is: 'string', goName: 'string' },
  b: { is: 'boolean', goName: 'bool' },
  i: { is: 'int32', goName: 'int32' },
  l: { is: 'int64', goName: 'int64' },
  f: { is: 'float', goName: 'float64' },
  q: { is: 'quantity', goName: 'resource.Quantity' },
  t: { is: 'time', goName: 'v1.Time' },
  m: { is: 'microTime', goName: 'v1.MicroTime' },
  x: { is: 'bytes', goName: '[]uint8' },
  o: { is: 'intOrString', goName: 'intstr.IntOrString' },
  a: { is: 'any', goName: 'interface {}' },
};

const namePattern = /^.*?(V[0-9]+(?:(?:alpha|beta)[0-9]+)?)([A-Z].*)$/;

/** `ApiCoreV1PodSpec` is `v1.PodSpec`. */
function goTypeName(struct: string): string {
  const [, version = '', name = struct] = namePattern.exec(struct) ?? [];
  return `${version.toLowerCase()}.${name}`;
}

function parseType(code: string, goName: string | undefined): FieldType {
  const rest = code.slice(1);
  if (code.startsWith('[')) {
    const of = parseType(rest, goName);
    return { is: 'list', of, goName: `[]${of.goName}` };
  }
  if (code.startsWith('{')) {
    const of = parseType(rest, undefined);
    return { is: 'map', of, goName: goName ?? `map[string]${of.goName}` };
  }
  if (code.startsWith('@')) return { is: 'struct', struct: rest, goName: goTypeName(rest) };
  const scalar = scalarTypes[code] as FieldType;
  return goName === undefined ? scalar : { ...scalar, goName };
}

const parsedStructs = new Map<string, ReadonlyMap<string, FieldType>>();

/** The fields of a struct, by name. `struct` is one of the schema's. */
export function fieldsOfStruct(struct: string): ReadonlyMap<string, FieldType> {
  let fields = parsedStructs.get(struct);
  if (fields === undefined) {
    fields = parseFields(structFields[struct] ?? '');
    parsedStructs.set(struct, fields);
  }
  return fields;
}

/** Fields in the schema's notation: `name:TYPE` or `name:TYPE=GO_NAME`, with spaces between them. */
export function parseFields(notation: string): ReadonlyMap<string, FieldType> {
  const parsed = new Map<string, FieldType>();
  for (const field of notation.split(' ')) {
    const [name = '', type = ''] = field.split(':', 2);
    const [code = '', goName] = type.split('=', 2);
    if (name !== '') parsed.set(name, parseType(code, goName));
  }
  return parsed;
}

/** The struct of a kind; undefined for kinds that are not built in. */
export function structOfKind(apiVersion: string, kind: string): string | undefined {
  const key = `${apiVersion} ${kind}`;
  return Object.hasOwn(kindStructs, key) ? kindStructs[key] : undefined;
}

/**
 * Makes a built-in kind's object of a plain value, keeping only fields that it has. Throws a
 * DecodeError for the first value of a wrong type.
 * Models k8s.io/apimachinery/pkg/runtime/serializer/json (v1.36).
 */
export function decodeKind(
  apiVersion: string,
  kind: string,
  value: unknown,
  duplicates: ReadonlyMap<object, ReadonlySet<string>> = new Map(),
): Decoded {
  const struct = structOfKind(apiVersion, kind);
  if (struct === undefined)
    throw new DecodeError(`no kind "${kind}" is registered for version "${apiVersion}"`);
  return decodeStruct(struct, value, duplicates);
}

/** As `decodeKind`, for any struct; `fieldsOf` adds structs to the schema's. */
export function decodeStruct(
  struct: string,
  value: unknown,
  duplicates: ReadonlyMap<object, ReadonlySet<string>> = new Map(),
  fieldsOf: (struct: string) => ReadonlyMap<string, FieldType> = fieldsOfStruct,
): Decoded {
  const decoder = new Decoder(duplicates, fieldsOf);
  const object = decoder.struct(struct, value, { goStruct: '', path: '', where: '' });
  if (decoder.problem !== undefined) throw new DecodeError(decoder.problem);
  return { object: object as Record<string, unknown>, strictProblems: decoder.strictProblems };
}

/** A struct that nothing is set in: only the fields that Go never leaves out. */
export function emptyStruct(struct: string): Record<string, unknown> {
  return decodeStruct(struct, {}).object;
}

interface Place {
  /** The Go struct that owns the field. */
  readonly goStruct: string;
  /** The field's path without indices, as Go's messages show it. */
  readonly path: string;
  /** The field's path with indices. */
  readonly where: string;
}

/** What a value decodes to where there is nothing to keep. */
const absent = undefined;

class Decoder {
  readonly #duplicates: ReadonlyMap<object, ReadonlySet<string>>;
  readonly #fieldsOf: (struct: string) => ReadonlyMap<string, FieldType>;
  readonly strictProblems: string[] = [];
  /** The first value of a wrong type; like Go, decoding goes on behind it. */
  problem: string | undefined;

  constructor(
    duplicates: ReadonlyMap<object, ReadonlySet<string>>,
    fieldsOf: (struct: string) => ReadonlyMap<string, FieldType>,
  ) {
    this.#duplicates = duplicates;
    this.#fieldsOf = fieldsOf;
  }

  struct(struct: string, value: unknown, place: Place): unknown {
    if (value === null || value === undefined) return absent;
    if (typeof value !== 'object' || Array.isArray(value)) {
      return this.#mismatch(value, place, goTypeName(struct));
    }
    const fields = this.#fieldsOf(struct);
    const goStruct = goTypeName(struct).replace(/^.*\./, '');
    const object: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      const member = (value as Record<string, unknown>)[name];
      if (member === undefined) continue;
      const where = place.where === '' ? name : `${place.where}.${name}`;
      const type = fields.get(name);
      if (type === undefined) {
        this.strictProblems.push(`unknown field "${where}"`);
        continue;
      }
      const path = place.path === '' ? name : `${place.path}.${name}`;
      const decoded = this.#value(type, member, { goStruct, path, where });
      const omitted = isEmptyValue(decoded) && omitsEmpty(struct, name, type.is);
      if (decoded !== absent && !omitted) setOwn(object, name, decoded);
      this.#checkDuplicate(value, name, where);
    }
    this.#addEmptyFields(struct, fields, object, place);
    return object;
  }

  /** Structs within structs, and what else Go never leaves out. */
  #addEmptyFields(
    struct: string,
    fields: ReadonlyMap<string, FieldType>,
    object: Record<string, unknown>,
    place: Place,
  ): void {
    const addStruct = (name: string): void => {
      const type = fields.get(name);
      if (type?.is === 'struct') object[name] = this.struct(type.struct, {}, place);
    };
    for (const { name, zero } of emptyFieldsOf(struct)) {
      if (Object.hasOwn(object, name)) continue;
      if (zero === undefined) addStruct(name);
      else object[name] = zero;
    }
    if (!fields.has('apiVersion') || !fields.has('metadata')) return;
    for (const name of ['metadata', 'spec', 'status']) if (!Object.hasOwn(object, name)) addStruct(name);
  }

  #checkDuplicate(owner: object, name: string, where: string): void {
    if (this.#duplicates.get(owner)?.has(name)) this.strictProblems.push(`duplicate field "${where}"`);
  }

  #value(type: FieldType, value: unknown, place: Place): unknown {
    if (value === null || value === undefined) return absent;
    switch (type.is) {
      case 'string':
        return typeof value === 'string' ? value : this.#mismatch(value, place, type.goName);
      case 'boolean':
        return typeof value === 'boolean' ? value : this.#mismatch(value, place, type.goName);
      case 'int32':
      case 'int64':
        return this.#integer(type.is, value, place);
      case 'float':
        return typeof value === 'number' ? value : this.#mismatch(value, place, type.goName);
      case 'quantity':
        return this.#quantity(value);
      case 'time':
      case 'microTime':
        return this.#time(type.is, value, place);
      case 'bytes':
        return this.#bytes(value, place);
      case 'intOrString':
        return typeof value === 'string' ? value : this.#integer('int32', value, place);
      case 'list':
        return this.#list(type.of, value, place, type.goName);
      case 'map':
        return this.#map(type.of, value, place, type.goName);
      case 'struct':
        return this.struct(type.struct, value, place);
      default:
        return type.goName.startsWith(schemaUnion) ? this.#schemaOr(type.goName, value, place) : value;
    }
  }

  /** A schema within a schema, or what else may stand in its place. */
  #schemaOr(goName: string, value: unknown, place: Place): unknown {
    if (typeof value === 'object' && !Array.isArray(value)) return this.struct(schemaStruct, value, place);
    if (goName === `${schemaUnion}Bool`) {
      if (typeof value !== 'boolean') this.problem ??= 'boolean or JSON schema expected';
      return value;
    }
    return Array.isArray(value)
      ? this.#list({ is: 'struct', struct: schemaStruct, goName: '' }, value, place, goName)
      : absent;
  }

  #list(of: FieldType, value: unknown, place: Place, goName: string): unknown {
    if (!Array.isArray(value)) return this.#mismatch(value, place, goName);
    // Not `map`, which would leave holes as they are.
    return Array.from(value, (item, index) => {
      const decoded = this.#value(of, item as unknown, { ...place, where: `${place.where}[${index}]` });
      return decoded === absent ? this.#zeroOf(of, place) : decoded;
    });
  }

  #map(of: FieldType, value: unknown, place: Place, goName: string): unknown {
    if (typeof value !== 'object' || Array.isArray(value)) return this.#mismatch(value, place, goName);
    const map: Record<string, unknown> = {};
    for (const key of Object.keys(value as object)) {
      const where = `${place.where}.${key}`;
      const member = (value as Record<string, unknown>)[key];
      if (member === undefined) continue;
      const decoded = this.#value(of, member, { ...place, where });
      setOwn(map, key, decoded === absent ? this.#zeroOf(of, place) : decoded);
      this.#checkDuplicate(value as object, key, where);
    }
    return map;
  }

  /** What Go puts where a list item or a map member is null. */
  #zeroOf(type: FieldType, place: Place): unknown {
    switch (type.is) {
      case 'string':
        return '';
      case 'boolean':
        return false;
      case 'int32':
      case 'int64':
      case 'float':
      case 'intOrString':
        return 0;
      case 'quantity':
        return '0';
      case 'struct':
        return this.struct(type.struct, {}, place);
      default:
        return null;
    }
  }

  #integer(is: 'int32' | 'int64', value: unknown, place: Place): unknown {
    if (typeof value === 'bigint' && BigInt.asIntN(is === 'int32' ? 32 : 64, value) === value)
      return Number(value);
    if (typeof value !== 'number' && typeof value !== 'bigint') return this.#mismatch(value, place, is);
    const bound = is === 'int32' ? 2 ** 31 : 2 ** 63;
    if (typeof value === 'number' && Number.isInteger(value) && value >= -bound && value < bound)
      return value;
    return this.#fail(`json: cannot unmarshal number ${value} into ${target(place)} of type ${is}`);
  }

  #quantity(value: unknown): unknown {
    if (typeof value !== 'string' && typeof value !== 'number') return this.#fail(quantityFormatWrong);
    const text = String(value).trim();
    try {
      parseQuantity(text);
      return text;
    } catch (error) {
      if (error instanceof QuantityError) return this.#fail(error.message);
      throw error;
    }
  }

  #time(is: 'time' | 'microTime', value: unknown, place: Place): unknown {
    if (typeof value !== 'string') return this.#mismatch(value, place, 'string');
    const problem = goTimeProblem(value, is === 'microTime');
    return problem === undefined ? value : this.#fail(problem);
  }

  #bytes(value: unknown, place: Place): unknown {
    if (typeof value !== 'string') return this.#mismatch(value, place, '[]uint8');
    const problem = base64Problem(value);
    return problem === undefined ? value : this.#fail(`illegal base64 data at input byte ${problem}`);
  }

  #mismatch(value: unknown, place: Place, goName: string): unknown {
    return this.#fail(`json: cannot unmarshal ${jsonType(value)} into ${target(place)} of type ${goName}`);
  }

  #fail(problem: string): unknown {
    this.problem ??= problem;
    return absent;
  }
}

function target(place: Place): string {
  return place.path === '' ? 'Go value' : `Go struct field ${place.goStruct}.${place.path}`;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
