/** Values that may be absent. Models the optional library of cel-go (v0.26). */
import type { Declaration } from '../functions.ts';
import {
  CelDuration,
  CelError,
  CelList,
  CelMap,
  CelOptional,
  CelTimestamp,
  CelUint,
  ValueList,
  type CelValue,
} from '../values.ts';

function isZero(value: CelValue): boolean {
  if (value instanceof CelList || value instanceof CelMap) return value.size === 0;
  if (value instanceof Uint8Array) return value.length === 0;
  if (value instanceof CelUint) return value.value === 0n;
  if (value instanceof CelTimestamp || value instanceof CelDuration) return value.nanos === 0n;
  return value === null || value === '' || value === false || value === 0 || value === 0n;
}

function unwrap(list: CelList): CelList {
  return new ValueList(
    Array.from(list).flatMap((item) =>
      item instanceof CelOptional && item.value !== undefined ? [item.value] : [],
    ),
  );
}

export const optionals: readonly Declaration[] = [
  ['optional.of(V): optional<V>', (value: CelValue) => new CelOptional(value)],
  [
    'optional.ofNonZeroValue(V): optional<V>',
    (value: CelValue) => (isZero(value) ? new CelOptional() : new CelOptional(value)),
  ],
  ['optional.none(): optional<V>', () => new CelOptional()],
  [
    '(optional<V>).value(): V',
    ({ value }: CelOptional) => {
      if (value === undefined) throw new CelError('optional.none() dereference');
      return value;
    },
  ],
  ['(optional<V>).hasValue(): bool', ({ value }: CelOptional) => value !== undefined],
  [
    '(optional<V>).or(optional<V>): optional<V>',
    (first: CelOptional, second: CelOptional) => (first.value === undefined ? second : first),
  ],
  [
    '(optional<V>).orValue(V): V',
    ({ value }: CelOptional, other: CelValue) => (value === undefined ? other : value),
  ],
  [
    '(list<V>).first(): optional<V>',
    (list: CelList) => new CelOptional(list.size > 0 ? list.at(0) : undefined),
  ],
  [
    '(list<V>).last(): optional<V>',
    (list: CelList) => new CelOptional(list.size > 0 ? list.at(list.size - 1) : undefined),
  ],
  ['optional.unwrap(list<optional<V>>): list<V>', unwrap],
  ['(list<optional<V>>).unwrapOpt(): list<V>', unwrap],
];
