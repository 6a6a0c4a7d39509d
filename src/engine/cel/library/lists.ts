/**
 * Lists and sets beyond the standard. Models k8s.io/apiserver/pkg/cel/library/lists.go (v1.36) and
 * cel-go/ext lists.go (version 3) and sets.go (v0.26).
 */
import { walksList, type CallCost, type Declaration } from '../functions.ts';
import {
  CelDuration,
  CelError,
  CelList,
  CelUint,
  checkedInt,
  compare,
  equals,
  fail,
  sizeOf,
  typeOf,
  ValueList,
  type CelValue,
} from '../values.ts';

const comparable = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];

function isSorted(list: CelList): boolean {
  for (let index = 1; index < list.size; index++)
    if (compare(list.at(index - 1), list.at(index)) > 0) return false;
  return true;
}

function extreme(name: string, prefers: (order: number) => boolean) {
  return (list: CelList): CelValue => {
    let best: CelValue | undefined;
    for (const item of list) if (best === undefined || prefers(compare(item, best))) best = item;
    return best ?? fail(`${name} called on empty list`);
  };
}

function total<T extends CelValue>(zero: T, add: (sum: T, item: T) => T) {
  return (list: CelList): CelValue => Array.from(list).reduce<T>((sum, item) => add(sum, item as T), zero);
}

function indexOf(list: CelList, item: CelValue): bigint {
  for (let index = 0; index < list.size; index++) if (equals(list.at(index), item)) return BigInt(index);
  return -1n;
}

function lastIndexOf(list: CelList, item: CelValue): bigint {
  for (let index = list.size - 1; index >= 0; index--) if (equals(list.at(index), item)) return BigInt(index);
  return -1n;
}

function slice(list: CelList, start: bigint, end: bigint): CelList {
  const problem =
    start < 0n || end < 0n
      ? 'negative indexes not supported'
      : start > end
        ? 'start index must be less than or equal to end index'
        : BigInt(list.size) < end
          ? `list is length ${list.size}`
          : undefined;
  if (problem !== undefined) throw new CelError(`cannot slice(${start}, ${end}), ${problem}`);
  return new ValueList(Array.from(list).slice(Number(start), Number(end)));
}

function flatten(list: CelList, depth = 1n): CelList {
  if (depth < 0n) throw new CelError('level must be non-negative');
  return new ValueList(flattened(list, depth));
}

function flattened(list: CelList, depth: bigint): CelValue[] {
  return Array.from(list).flatMap((item) =>
    item instanceof CelList && depth > 0n ? flattened(item, depth - 1n) : [item],
  );
}

function sortBy(list: CelList, keys: CelList): CelList {
  if (list.size === 0) return list;
  const kind = typeOf(keys.at(0)).name;
  const pairs = Array.from(list, (item, index) => ({ item, key: keys.at(index) }));
  if (pairs.some(({ key }) => typeOf(key).name !== kind))
    throw new CelError('list elements must have the same type');
  return new ValueList(pairs.toSorted((a, b) => compare(a.key, b.key)).map(({ item }) => item));
}

function distinct(list: CelList): CelList {
  const kept: CelValue[] = [];
  for (const item of list) if (!kept.some((other) => equals(item, other))) kept.push(item);
  return new ValueList(kept);
}

const longestRange = 1_000_000n;

function range(length: bigint): CelList {
  if (length > longestRange) throw new CelError(`lists.range() size exceeds limit: ${length}`);
  return new ValueList(Array.from({ length: Math.max(0, Number(length)) }, (_, index) => BigInt(index)));
}

function contains(list: CelList, part: CelList): boolean {
  return Array.from(part).every((item) => indexOf(list, item) >= 0n);
}

const makesList: CallCost = (_args, result) => 10 + sizeOf(result);
const compared: CallCost = ([a, b]) => sizeOf(a as CelValue) * sizeOf(b as CelValue);
const comparedWithItself: CallCost = ([list]) => 10 + 2 * sizeOf(list as CelValue) ** 2;

export const lists: readonly Declaration[] = [
  ...comparable.flatMap((type): Declaration[] => [
    [`(list<${type}>).isSorted(): bool`, isSorted, walksList],
    [`(list<${type}>).max(): ${type}`, extreme('max', (order) => order > 0), walksList],
    [`(list<${type}>).min(): ${type}`, extreme('min', (order) => order < 0), walksList],
    [`(list<${type}>).sort(): list<${type}>`, (list: CelList) => sortBy(list, list), comparedWithItself],
    [`(list<T>).@sortByAssociatedKeys(list<${type}>): list<T>`, sortBy, comparedWithItself],
  ]),
  ['(list<int>).sum(): int', total<bigint>(0n, (sum, item) => checkedInt(sum + item)), walksList],
  [
    '(list<uint>).sum(): uint',
    total(new CelUint(0n), (sum, item) => new CelUint(sum.value + item.value)),
    walksList,
  ],
  ['(list<double>).sum(): double', total<number>(0, (sum, item) => sum + item), walksList],
  [
    '(list<duration>).sum(): duration',
    total(new CelDuration(0n), (sum, item) => new CelDuration(sum.nanos + item.nanos)),
    walksList,
  ],
  ['(list<A>).indexOf(A): int', indexOf, walksList],
  ['(list<A>).lastIndexOf(A): int', lastIndexOf, walksList],
  ['(list<T>).slice(int, int): list<T>', slice, makesList],
  ['(list<list<T>>).flatten(): list<T>', (list: CelList) => flatten(list), makesList],
  ['(list<dyn>).flatten(int): list<dyn>', flatten, makesList],
  ['(list<T>).distinct(): list<T>', distinct, comparedWithItself],
  [
    '(list<T>).reverse(): list<T>',
    (list: CelList) => new ValueList(Array.from(list).toReversed()),
    makesList,
  ],
  ['lists.range(int): list<int>', range, makesList],
  ['sets.contains(list<T>, list<T>): bool', contains, compared],
  [
    'sets.equivalent(list<T>, list<T>): bool',
    (a: CelList, b: CelList) => contains(a, b) && contains(b, a),
    compared,
  ],
  [
    'sets.intersects(list<T>, list<T>): bool',
    (a: CelList, b: CelList) => Array.from(b).some((item) => indexOf(a, item) >= 0n),
    compared,
  ],
];
