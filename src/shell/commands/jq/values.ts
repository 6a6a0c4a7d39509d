import { setOwn } from '../../../engine/index.ts';
import { JqProblem, type Json } from './syntax.ts';

export function kindOf(value: Json): 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as 'boolean' | 'number' | 'string' | 'object';
}

export function isMap(value: Json): value is { readonly [key: string]: Json } {
  return kindOf(value) === 'object';
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value as messages show it: `object ({"a":1})`, cut off when long. */
export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return `${kindOf(value)} (${text.length > 11 ? `${text.slice(0, 10)}...` : text})`;
}

export function truthOf(value: Json): boolean {
  return value !== null && value !== false;
}

const order = ['null', 'false', 'true', 'number', 'string', 'array', 'object'];

function rank(value: Json): number {
  return order.indexOf(typeof value === 'boolean' ? String(value) : kindOf(value));
}

/** jq's order of all values. */
export function compare(a: Json, b: Json): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'number') return a - (b as number);
  if (typeof a === 'string') return a < (b as string) ? -1 : a > (b as string) ? 1 : 0;
  if (isList(a)) return compareLists(a, b as readonly Json[]);
  if (!isMap(a)) return 0;
  const [left, right] = [sortedKeys(a), sortedKeys(b as typeof a)];
  const keys = compareLists(left, right);
  if (keys !== 0) return keys;
  for (const key of left) {
    const found = compare(a[key] as Json, (b as typeof a)[key] as Json);
    if (found !== 0) return found;
  }
  return 0;
}

function compareLists(a: readonly Json[], b: readonly Json[]): number {
  for (const [index, item] of a.entries()) {
    if (index >= b.length) return 1;
    const found = compare(item, b[index] as Json);
    if (found !== 0) return found;
  }
  return a.length - b.length;
}

export function sortedKeys(map: { readonly [key: string]: Json }): string[] {
  return Object.keys(map).toSorted();
}

/** A map from entries; the last of a key counts, and no key is special. */
export function mapOf(entries: Iterable<readonly [string, Json]>): { readonly [key: string]: Json } {
  const map: Record<string, Json> = {};
  for (const [key, value] of entries) setOwn(map, key, value);
  return map;
}

/** `.[key]`. */
export function member(value: Json, key: Json): Json {
  if (isMap(value) && typeof key === 'string') return Object.hasOwn(value, key) ? (value[key] as Json) : null;
  if (isList(value) && typeof key === 'number') {
    const index = Math.floor(key);
    return value[index < 0 ? value.length + index : index] ?? null;
  }
  if (isList(value) && isList(key)) {
    return value.flatMap((_, at) => (compare(value.slice(at, at + key.length), key) === 0 ? [at] : []));
  }
  if (value === null && (typeof key === 'string' || typeof key === 'number' || key === null)) return null;
  if (typeof key === 'string') throw new JqProblem(`Cannot index ${kindOf(value)} with "${key}"`);
  throw new JqProblem(`Cannot index ${kindOf(value)} with ${kindOf(key)}`);
}

/** `.[key] = to`. */
export function withMember(value: Json, key: Json, to: Json): Json {
  if (typeof key === 'string' && (value === null || isMap(value)))
    return mapOf([...Object.entries(value ?? {}), [key, to]]);
  if (typeof key === 'number' && (value === null || isList(value))) {
    const list = [...(value ?? [])];
    const index = key < 0 ? list.length + key : key;
    if (index < 0) throw new JqProblem('Out of bounds negative array index');
    if (index > 100_000) throw new JqProblem('Array index too large');
    while (list.length < index) list.push(null);
    list[index] = to;
    return list;
  }
  if (isMap(key) && (value === null || isList(value))) {
    const [from, end] = [key['from'], key['to']].map((at) => (typeof at === 'number' ? at : undefined));
    const list = value ?? [];
    if (!isList(to)) throw new JqProblem('A slice of an array can only be assigned another array');
    return [...list.slice(0, from ?? 0), ...to, ...list.slice(end ?? list.length)];
  }
  throw new JqProblem(
    `Cannot index ${kindOf(value)} with ${typeof key === 'string' ? `"${key}"` : kindOf(key)}`,
  );
}

/** A value without what paths lead to. */
export function withoutPaths(value: Json, paths: readonly (readonly Json[])[]): Json {
  return paths
    .toSorted((a, b) => compareLists(b, a))
    .reduce<Json>((rest, path) => withoutPath(rest, path), value);
}

function withoutPath(value: Json, [key, ...rest]: readonly Json[]): Json {
  if (key === undefined) return null;
  if (rest.length > 0) {
    const inner = member(value, key);
    return inner === null ? value : withMember(value, key, withoutPath(inner, rest));
  }
  if (isMap(value) && typeof key === 'string')
    return mapOf(Object.entries(value).filter(([name]) => name !== key));
  if (isList(value) && typeof key === 'number')
    return value.filter((_, index) => index !== (key < 0 ? value.length + key : key));
  return value;
}

/** `a OPERATOR b`. */
export function calculate(operator: string, a: Json, b: Json): Json {
  switch (operator) {
    case '==':
      return compare(a, b) === 0;
    case '!=':
      return compare(a, b) !== 0;
    case '<':
      return compare(a, b) < 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>':
      return compare(a, b) > 0;
    case '>=':
      return compare(a, b) >= 0;
    default:
  }
  if (operator === '+') {
    if (a === null) return b;
    if (b === null) return a;
    if (typeof a === 'string' && typeof b === 'string') return a + b;
    if (isList(a) && isList(b)) return [...a, ...b];
    if (isMap(a) && isMap(b)) return mapOf([...Object.entries(a), ...Object.entries(b)]);
  }
  if (operator === '-' && isList(a) && isList(b))
    return a.filter((item) => !b.some((other) => compare(item, other) === 0));
  if (operator === '*') {
    if (isMap(a) && isMap(b)) return merged(a, b);
    const [text, count] = typeof a === 'string' ? [a, b] : [b, a];
    if (typeof text === 'string' && typeof count === 'number')
      return count <= 0 ? null : text.repeat(Math.min(Math.ceil(count), 100_000));
  }
  if (operator === '/' && typeof a === 'string' && typeof b === 'string') return a === '' ? [] : a.split(b);
  if (typeof a === 'number' && typeof b === 'number') return number(operator, a, b);
  const verbs: Readonly<Record<string, string>> = {
    '+': 'added',
    '-': 'subtracted',
    '*': 'multiplied',
    '/': 'divided',
    '%': 'divided',
  };
  throw new JqProblem(`${shown(a)} and ${shown(b)} cannot be ${verbs[operator] ?? operator}`);
}

function number(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    default:
      if (b === 0)
        throw new JqProblem(`${shown(a)} and ${shown(b)} cannot be divided because the divisor is zero`);
      return operator === '/' ? a / b : Math.trunc(a) % Math.trunc(b);
  }
}

function merged(a: { readonly [key: string]: Json }, b: { readonly [key: string]: Json }): Json {
  return mapOf([
    ...Object.entries(a),
    ...Object.entries(b).map(([key, value]): [string, Json] => {
      const before = Object.hasOwn(a, key) ? a[key] : undefined;
      return [key, before !== undefined && isMap(before) && isMap(value) ? merged(before, value) : value];
    }),
  ]);
}
