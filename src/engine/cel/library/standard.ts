/** Sizes, conversions, texts and times. Models cel-go/common/stdlib (v0.26). */
import { utf8Bytes, utf8Text } from '../../api/utf8.ts';
import { parseRegExp, RegExpError } from '../../api/regexp.ts';
import { matches, searches, traverses, type Declaration } from '../functions.ts';
import { durationText, parseDuration, parseTimestamp, timestampText } from '../time.ts';
import {
  CelDuration,
  CelError,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  checkedInt,
  typeOf,
  type CelList,
  type CelMap,
  type CelValue,
} from '../values.ts';

/** How many code points a text has. */
export function lengthOf(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff && index + 1 < text.length) {
      length--;
      index++;
    }
  }
  return length;
}

const sizeOfType: Readonly<Record<string, (value: CelValue) => number>> = {
  bytes: (value) => (value as Uint8Array).length,
  'list<A>': (value) => (value as CelList).size,
  'map<A, B>': (value) => (value as CelMap).size,
  string: (value) => lengthOf(value as string),
};

const sizes: readonly Declaration[] = Object.entries(sizeOfType).flatMap(([type, size]): Declaration[] => [
  [`size(${type}): int`, (value: CelValue) => BigInt(size(value))],
  [`(${type}).size(): int`, (value: CelValue) => BigInt(size(value))],
]);

function unconvertible(to: string): never {
  throw new CelError(`type conversion error from 'string' to '${to}'`);
}

function intOfDouble(value: number): bigint {
  if (!Number.isFinite(value) || value <= -(2 ** 63) || value >= 2 ** 63)
    throw new CelError('integer overflow');
  return BigInt(Math.trunc(value));
}

function uintOfDouble(value: number): CelUint {
  if (!Number.isFinite(value) || value < 0 || value >= 2 ** 64)
    throw new CelError('unsigned integer overflow');
  return new CelUint(BigInt(Math.trunc(value)));
}

function intOfText(text: string): bigint {
  if (!/^[+-]?\d{1,40}$/.test(text)) return unconvertible('int');
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : unconvertible('int');
}

function uintOfText(text: string): CelUint {
  if (!/^\d{1,40}$/.test(text) || BigInt(text) >= 1n << 64n) return unconvertible('uint');
  return new CelUint(BigInt(text));
}

function doubleOfText(text: string): number {
  if (/^[+-]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : unconvertible('double');
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

/** As Go's strconv writes a float with 'g' and the fewest digits. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return plainNumber(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function plainNumber(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

const conversions: readonly Declaration[] = [
  ['type(A): type<A>', (value: CelValue) => new CelTypeValue(typeOf(value))],
  ['dyn(A): dyn', (value: CelValue) => value],
  ['bool(bool): bool', (value: boolean) => value],
  ['bool(string): bool', (text: string) => booleans.get(text) ?? unconvertible('bool')],
  ['bytes(bytes): bytes', (value: Uint8Array) => value],
  ['bytes(string): bytes', (text: string) => Uint8Array.from(utf8Bytes(text)), traverses(0)],
  ['double(double): double', (value: number) => value],
  ['double(int): double', Number],
  ['double(string): double', doubleOfText],
  ['double(uint): double', ({ value }: CelUint) => Number(value)],
  ['duration(duration): duration', (value: CelDuration) => value],
  ['duration(int): duration', (seconds: bigint) => new CelDuration(seconds)],
  [
    'duration(string): duration',
    (text: string) => new CelDuration(parseDuration(text) ?? unconvertible('google.protobuf.Duration')),
  ],
  ['int(int): int', (value: bigint) => value],
  ['int(double): int', intOfDouble],
  ['int(duration): int', ({ nanos }: CelDuration) => nanos],
  ['int(string): int', intOfText],
  ['int(timestamp): int', ({ nanos }: CelTimestamp) => floorDivide(nanos, second)],
  ['int(uint): int', ({ value }: CelUint) => checkedInt(value)],
  ['string(string): string', (text: string) => text],
  ['string(bool): string', String],
  ['string(bytes): string', textOfBytes, traverses(0)],
  ['string(double): string', doubleText],
  ['string(duration): string', ({ nanos }: CelDuration) => durationText(nanos)],
  ['string(int): string', String],
  ['string(timestamp): string', ({ nanos }: CelTimestamp) => timestampText(nanos)],
  ['string(uint): string', ({ value }: CelUint) => String(value)],
  ['timestamp(timestamp): timestamp', (value: CelTimestamp) => value],
  ['timestamp(int): timestamp', (seconds: bigint) => new CelTimestamp(seconds * second)],
  [
    'timestamp(string): timestamp',
    (text: string) => new CelTimestamp(parseTimestamp(text) ?? unconvertible('google.protobuf.Timestamp')),
  ],
  ['uint(uint): uint', (value: CelUint) => value],
  ['uint(double): uint', uintOfDouble],
  ['uint(int): uint', (value: bigint) => new CelUint(value)],
  ['uint(string): uint', uintOfText],
];

function textOfBytes(bytes: Uint8Array): string {
  const text = utf8Text(bytes);
  if (text.includes('�')) throw new CelError('invalid UTF-8 in bytes, cannot convert to string');
  return text;
}

function isMatch(text: string, pattern: string): boolean {
  try {
    return parseRegExp(pattern).test(text);
  } catch (error) {
    if (error instanceof RegExpError) throw new CelError(`error parsing regexp: ${error.message}`);
    throw error;
  }
}

const texts: readonly Declaration[] = [
  ['(string).contains(string): bool', (text: string, part: string) => text.includes(part), searches],
  ['(string).endsWith(string): bool', (text: string, end: string) => text.endsWith(end), traverses(0)],
  [
    '(string).startsWith(string): bool',
    (text: string, start: string) => text.startsWith(start),
    traverses(0),
  ],
  ['matches(string, string): bool', isMatch, matches],
  ['(string).matches(string): bool', isMatch, matches],
];

const second = 1_000_000_000n;
const dayMs = 86_400_000;

function floorDivide(value: bigint, by: bigint): bigint {
  return (value - (((value % by) + by) % by)) / by;
}

/** The parts of a time, read from a date whose UTC is the local time. */
const timeParts: Readonly<Record<string, (local: Date) => number>> = {
  getFullYear: (local) => local.getUTCFullYear(),
  getMonth: (local) => local.getUTCMonth(),
  getDayOfYear: (local) => Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / dayMs),
  getDayOfMonth: (local) => local.getUTCDate() - 1,
  getDate: (local) => local.getUTCDate(),
  getDayOfWeek: (local) => local.getUTCDay(),
  getHours: (local) => local.getUTCHours(),
  getMinutes: (local) => local.getUTCMinutes(),
  getSeconds: (local) => local.getUTCSeconds(),
  getMilliseconds: (local) => local.getUTCMilliseconds(),
};

/** The time of a zone (`UTC`, `+02:00`, `Europe/Berlin`), as if it were UTC. */
function localTime({ nanos }: CelTimestamp, zone = 'UTC'): Date {
  const ms = Number(floorDivide(nanos, 1_000_000n));
  const [, sign, hours = '', minutes = ''] = /^([+-]?)(\d\d):(\d\d)$/.exec(zone) ?? [];
  if (sign !== undefined)
    return new Date(ms + (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000);
  if (zone === 'UTC' || zone === '') return new Date(ms);
  try {
    const parts = new Intl.DateTimeFormat('en-US-u-hc-h23', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(ms);
    const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
    const whole = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return new Date(whole + (((ms % 1000) + 1000) % 1000));
  } catch {
    throw new CelError(`unknown time zone ${zone}`);
  }
}

const durationParts: readonly (readonly [name: string, nanos: bigint])[] = [
  ['getHours', 3600n * second],
  ['getMinutes', 60n * second],
  ['getSeconds', second],
  ['getMilliseconds', 1_000_000n],
];

const times: readonly Declaration[] = [
  ...Object.entries(timeParts).flatMap(([name, part]): Declaration[] => [
    [`(timestamp).${name}(): int`, (time: CelTimestamp) => BigInt(part(localTime(time)))],
    [
      `(timestamp).${name}(string): int`,
      (time: CelTimestamp, zone: string) => BigInt(part(localTime(time, zone))),
    ],
  ]),
  ...durationParts.map(([name, unit]): Declaration => [
    `(duration).${name}(): int`,
    ({ nanos }: CelDuration) => nanos / unit,
  ]),
];

export const standard: readonly Declaration[] = [...sizes, ...conversions, ...texts, ...times];
