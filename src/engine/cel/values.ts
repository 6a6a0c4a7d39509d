/**
 * The values that expressions work on. Whole numbers (int) are bigints and floating ones (double)
 * numbers; texts, booleans, null and bytes are JavaScript's own.
 * Models cel-go/common/types (v0.26).
 */
import {
  anyType,
  boolType,
  bytesType,
  doubleType,
  durationType,
  dynType,
  intType,
  listType,
  mapType,
  nullType,
  opaqueType,
  optionalType,
  stringType,
  timestampType,
  typeType,
  uintType,
  type CelType,
} from './types.ts';

/** An evaluation that fails: `no such key: x`. */
export class CelError extends Error {
  override name = 'CelError';
}

/** An evaluation that costs more than it may. No `||` makes up for it. */
export class CelCostError extends Error {
  override name = 'CelCostError';
}

export const noSuchOverload = 'no such overload';

export type CelValue =
  | boolean
  | bigint
  | number
  | string
  | null
  | Uint8Array
  | CelUint
  | CelTimestamp
  | CelDuration
  | CelTypeValue
  | CelOptional
  | CelOpaque
  | CelList
  | CelMap;

export class CelUint {
  readonly value: bigint;
  constructor(value: bigint) {
    if (value < 0n || value >= 1n << 64n) throw new CelError('unsigned integer overflow');
    this.value = value;
  }
}

/** A point in time, in nanoseconds since 1970. */
export class CelTimestamp {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    if (nanos < earliest || nanos > latest) throw new CelError('timestamp overflow');
    this.nanos = nanos;
  }
}
const earliest = -62_135_596_800_000_000_000n;
const latest = 253_402_300_799_999_999_999n;

/** A span of time, in nanoseconds. */
export class CelDuration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = checkedInt(nanos);
  }
}

/** A type as a value: what `type(x)` gives. */
export class CelTypeValue {
  readonly type: CelType;
  constructor(type: CelType) {
    this.type = type;
  }
}

export class CelOptional {
  readonly value: CelValue | undefined;
  constructor(value?: CelValue) {
    this.value = value;
  }
}

/** A value that only functions look into, such as a quantity. */
export abstract class CelOpaque {
  abstract readonly type: CelType;
  abstract equals(other: CelOpaque): boolean;
}

export abstract class CelList {
  abstract readonly size: number;
  abstract at(index: number): CelValue;

  *[Symbol.iterator](): Generator<CelValue> {
    for (let index = 0; index < this.size; index++) yield this.at(index);
  }
}

export abstract class CelMap {
  abstract readonly size: number;
  abstract get(key: CelValue): CelValue | undefined;
  abstract keys(): Iterable<CelValue>;

  has(key: CelValue): boolean {
    return this.get(key) !== undefined;
  }
}

/** A list that an expression made. */
export class ValueList extends CelList {
  readonly items: readonly CelValue[];
  constructor(items: readonly CelValue[]) {
    super();
    this.items = items;
  }
  get size(): number {
    return this.items.length;
  }
  at(index: number): CelValue {
    return this.items[index] as CelValue;
  }
}

/** A map that an expression made. */
export class ValueMap extends CelMap {
  readonly #entries = new Map<string, { readonly key: CelValue; readonly value: CelValue }>();

  get size(): number {
    return this.#entries.size;
  }
  get(key: CelValue): CelValue | undefined {
    return this.#entries.get(keyText(key))?.value;
  }
  *keys(): Generator<CelValue> {
    for (const { key } of this.#entries.values()) yield key;
  }
  /** Only while it is being made. */
  set(key: CelValue, value: CelValue): void {
    this.#entries.set(keyText(key), { key, value });
  }
}

/** Numbers of all kinds are the same key if they are equal. */
function keyText(key: CelValue): string {
  switch (typeof key) {
    case 'string':
      return `s${key}`;
    case 'boolean':
      return `b${key}`;
    case 'bigint':
      return `n${key}`;
    case 'number':
      return Number.isInteger(key) ? `n${BigInt(key)}` : `n${key}`;
    default:
      if (key instanceof CelUint) return `n${key.value}`;
      throw new CelError('unsupported key type');
  }
}

export function typeOf(value: CelValue): CelType {
  switch (typeof value) {
    case 'boolean':
      return boolType;
    case 'bigint':
      return intType;
    case 'number':
      return doubleType;
    case 'string':
      return stringType;
    default:
  }
  if (value === null) return nullType;
  if (value instanceof Uint8Array) return bytesType;
  if (value instanceof CelList) return listType(dynType);
  if (value instanceof CelMap) return mapType(dynType, dynType);
  if (value instanceof CelUint) return uintType;
  if (value instanceof CelTimestamp) return timestampType;
  if (value instanceof CelDuration) return durationType;
  if (value instanceof CelTypeValue) return typeType;
  return value instanceof CelOptional ? optionalType(dynType) : value.type;
}

/** Whether a value may stand where a type is declared; what lists and maps hold is not looked at. */
export function isOfType(value: CelValue, type: CelType): boolean {
  switch (type.kind) {
    case 'dyn':
    case 'any':
    case 'typeParam':
      return true;
    default: {
      const actual = typeOf(value);
      return (
        (actual.kind === type.kind && (type.kind !== 'opaque' || actual.name === type.name)) ||
        (type.kind === 'struct' && actual.kind === 'map')
      );
    }
  }
}

/** `==`: numbers of all kinds by what they count; other values of different types differ. */
export function equals(a: CelValue, b: CelValue): boolean {
  if (a === b) return true;
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b) === 0;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && compareBytes(a, b) === 0;
  if (a instanceof CelList) return b instanceof CelList && listsEqual(a, b);
  if (a instanceof CelMap) return b instanceof CelMap && mapsEqual(a, b);
  if (a instanceof CelTimestamp) return b instanceof CelTimestamp && a.nanos === b.nanos;
  if (a instanceof CelDuration) return b instanceof CelDuration && a.nanos === b.nanos;
  if (a instanceof CelTypeValue) return b instanceof CelTypeValue && a.type.name === b.type.name;
  if (a instanceof CelOptional) {
    if (!(b instanceof CelOptional)) return false;
    if (a.value === undefined || b.value === undefined) return a.value === b.value;
    return equals(a.value, b.value);
  }
  return a instanceof CelOpaque && b instanceof CelOpaque && a.type.name === b.type.name && a.equals(b);
}

function listsEqual(a: CelList, b: CelList): boolean {
  if (a.size !== b.size) return false;
  for (let index = 0; index < a.size; index++) if (!equals(a.at(index), b.at(index))) return false;
  return true;
}

function mapsEqual(a: CelMap, b: CelMap): boolean {
  if (a.size !== b.size) return false;
  for (const key of a.keys()) {
    const other = b.get(key);
    if (other === undefined || !equals(a.get(key) as CelValue, other)) return false;
  }
  return true;
}

function isNumeric(value: CelValue): value is bigint | number | CelUint {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof CelUint;
}

function compareNumbers(a: bigint | number | CelUint, b: bigint | number | CelUint): number {
  const x = a instanceof CelUint ? a.value : a;
  const y = b instanceof CelUint ? b.value : b;
  if (x < y) return -1;
  if (x > y) return 1;
  return x == y ? 0 : Number.NaN;
}

/** Below 0, 0 or above; NaN beside a number that is none. Throws where the two have no order. */
export function compare(a: CelValue, b: CelValue): number {
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (
    (a instanceof CelTimestamp && b instanceof CelTimestamp) ||
    (a instanceof CelDuration && b instanceof CelDuration)
  )
    return a.nanos < b.nanos ? -1 : Number(a.nanos > b.nanos);
  throw new CelError(noSuchOverload);
}

/** By code points, as Go compares bytes of UTF-8. */
function compareTexts(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    if (a.charCodeAt(index) !== b.charCodeAt(index))
      return (a.codePointAt(index) ?? 0) - (b.codePointAt(index) ?? 0);
  }
  return a.length - b.length;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const smallestInt = -(2n ** 63n);
const largestInt = 2n ** 63n - 1n;

export function checkedInt(value: bigint): bigint {
  if (value < smallestInt || value > largestInt) throw new CelError('integer overflow');
  return value;
}

export function fail(message: string): never {
  throw new CelError(message);
}

/** How much a value is, as costs count it: characters, items; 1 for all else. */
export function sizeOf(value: CelValue): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  if (value instanceof CelList || value instanceof CelMap) return value.size;
  if (value instanceof CelOptional && value.value !== undefined) return sizeOf(value.value);
  return 1;
}

/** The types that expressions may name. */
export const namedTypes: ReadonlyMap<string, CelType> = new Map(
  [
    boolType,
    bytesType,
    doubleType,
    durationType,
    dynType,
    anyType,
    intType,
    listType(dynType),
    mapType(dynType, dynType),
    nullType,
    stringType,
    timestampType,
    typeType,
    uintType,
    opaqueType('optional_type', dynType),
  ].map((type) => [type.name, type]),
);
