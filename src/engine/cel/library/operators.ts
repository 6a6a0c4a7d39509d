/** What the operators do. Models cel-go/common/stdlib (v0.26). */
import { walksList, type CallCost, type Declaration } from '../functions.ts';
import type { CelList, CelMap } from '../values.ts';
import {
  CelDuration,
  CelError,
  CelTimestamp,
  CelUint,
  checkedInt,
  compare,
  equals,
  sizeOf,
  ValueList,
  type CelValue,
} from '../values.ts';

/** Both are walked over, at most to the end of the shorter one. */
const comparison: CallCost = ([a, b]) =>
  Math.ceil(Math.min(sizeOf(a as CelValue), sizeOf(b as CelValue)) * 0.1);
const concatenation: CallCost = ([a, b]) => Math.ceil((sizeOf(a as CelValue) + sizeOf(b as CelValue)) * 0.1);
const membership: CallCost = ([, list]) => sizeOf(list as CelValue);

const ordered = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'];
const crossed = ['int, double', 'int, uint', 'uint, double', 'uint, int', 'double, int', 'double, uint'];

function relation(name: string, holds: (order: number) => boolean): Declaration[] {
  return [...ordered.map((type) => `${type}, ${type}`), ...crossed].map((types) => [
    `${name}(${types}): bool`,
    (a: CelValue, b: CelValue) => holds(compare(a, b)),
    comparison,
  ]);
}

type IntOperation = (a: bigint, b: bigint) => bigint;

/** An operator of whole numbers and, if given, of floating ones. */
function arithmetic(
  name: string,
  whole: IntOperation,
  floating?: (a: number, b: number) => number,
): Declaration[] {
  return [
    ...(floating === undefined ? [] : [[`${name}(double, double): double`, floating] as const]),
    [`${name}(int, int): int`, (a: bigint, b: bigint) => checkedInt(whole(a, b))],
    [`${name}(uint, uint): uint`, (a: CelUint, b: CelUint) => new CelUint(whole(a.value, b.value))],
  ];
}

function divisor(complaint: string, operation: IntOperation): IntOperation {
  return (a, b) => {
    if (b === 0n) throw new CelError(complaint);
    return operation(a, b);
  };
}

export const operators: readonly Declaration[] = [
  // The evaluator handles these itself: not all of their operands are evaluated.
  ['_?_:_(bool, A, A): A', () => null],
  ['_&&_(bool, bool): bool', () => null],
  ['_||_(bool, bool): bool', () => null],
  ['_[_](list<A>, int): A', () => null],
  ['_[_](map<A, B>, A): B', () => null],
  ['_[_](optional<list<A>>, int): optional<A>', () => null],
  ['_[_](optional<map<A, B>>, A): optional<B>', () => null],
  ['_[?_](list<A>, int): optional<A>', () => null],
  ['_[?_](optional<list<A>>, int): optional<A>', () => null],
  ['_[?_](map<A, B>, A): optional<B>', () => null],
  ['_[?_](optional<map<A, B>>, A): optional<B>', () => null],
  ['!_(bool): bool', (value: boolean) => !value],
  ['_==_(A, A): bool', equals, comparison],
  ['_!=_(A, A): bool', (a: CelValue, b: CelValue) => !equals(a, b), comparison],
  [
    '@in(A, list<A>): bool',
    (value: CelValue, list: CelList) => Array.from(list).some((item) => equals(item, value)),
    membership,
  ],
  ['@in(A, map<A, B>): bool', (key: CelValue, map: CelMap) => map.has(key)],
  ...relation('_<_', (order) => order < 0),
  ...relation('_<=_', (order) => order <= 0),
  ...relation('_>_', (order) => order > 0),
  ...relation('_>=_', (order) => order >= 0),
  [
    '_+_(bytes, bytes): bytes',
    (a: Uint8Array, b: Uint8Array) => Uint8Array.from([...a, ...b]),
    concatenation,
  ],
  ...arithmetic(
    '_+_',
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  ['_+_(string, string): string', (a: string, b: string) => a + b, concatenation],
  ['_+_(list<A>, list<A>): list<A>', (a: CelList, b: CelList) => new ValueList([...a, ...b]), walksList],
  [
    '_+_(duration, duration): duration',
    (a: CelDuration, b: CelDuration) => new CelDuration(a.nanos + b.nanos),
  ],
  [
    '_+_(duration, timestamp): timestamp',
    (a: CelDuration, b: CelTimestamp) => new CelTimestamp(a.nanos + b.nanos),
  ],
  [
    '_+_(timestamp, duration): timestamp',
    (a: CelTimestamp, b: CelDuration) => new CelTimestamp(a.nanos + b.nanos),
  ],
  ...arithmetic(
    '_-_',
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  [
    '_-_(duration, duration): duration',
    (a: CelDuration, b: CelDuration) => new CelDuration(a.nanos - b.nanos),
  ],
  [
    '_-_(timestamp, duration): timestamp',
    (a: CelTimestamp, b: CelDuration) => new CelTimestamp(a.nanos - b.nanos),
  ],
  [
    '_-_(timestamp, timestamp): duration',
    (a: CelTimestamp, b: CelTimestamp) => new CelDuration(a.nanos - b.nanos),
  ],
  ...arithmetic(
    '_*_',
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  ...arithmetic(
    '_/_',
    divisor('division by zero', (a, b) => a / b),
    (a, b) => a / b,
  ),
  ...arithmetic(
    '_%_',
    divisor('modulus by zero', (a, b) => a % b),
  ),
  ['-_(double): double', (value: number) => -value],
  ['-_(int): int', (value: bigint) => checkedInt(-value)],
];
