/** Texts beyond the standard. Models cel-go/ext/strings.go and formatting.go (v0.26, version 2). */
import { utf8Bytes } from '../../api/utf8.ts';
import { buildsText, traverses, type Declaration } from '../functions.ts';
import { isDyn, type CelType } from '../types.ts';
import { durationText, timestampText } from '../time.ts';
import {
  CelDuration,
  CelError,
  CelList,
  CelMap,
  CelTimestamp,
  CelTypeValue,
  CelUint,
  typeOf,
  ValueList,
  type CelValue,
} from '../values.ts';
import { doubleText, lengthOf } from './standard.ts';

function outOfRange(index: bigint): never {
  throw new CelError(`index out of range: ${index}`);
}

/** Whether each code point of a text is one unit, so that units may be counted instead. */
function isNarrow(text: string): boolean {
  return !/[\ud800-\udfff]/.test(text);
}

function points(text: string): readonly string[] {
  return Array.from(text);
}

/** An offset in units as one in code points. */
function pointsBefore(text: string, units: number): number {
  return units < 0 || isNarrow(text) ? units : lengthOf(text.slice(0, units));
}

function unitsBefore(text: string, codePoints: number): number {
  return isNarrow(text) ? codePoints : points(text).slice(0, codePoints).join('').length;
}

function charAt(text: string, index: bigint): string {
  const chars = points(text);
  if (index < 0n || index > BigInt(chars.length)) return outOfRange(index);
  return chars[Number(index)] ?? '';
}

function indexOf(text: string, part: string, from = 0n): bigint {
  if (part === '') return from;
  if (from < 0n) return outOfRange(from);
  if (from >= BigInt(lengthOf(text))) return -1n;
  return BigInt(pointsBefore(text, text.indexOf(part, unitsBefore(text, Number(from)))));
}

function lastIndexOf(text: string, part: string, from?: bigint): bigint {
  const length = lengthOf(text);
  if (part === '') return from ?? BigInt(length);
  if (from !== undefined && from < 0n) return outOfRange(from);
  if (from !== undefined && from >= BigInt(length)) return -1n;
  return BigInt(
    pointsBefore(
      text,
      text.lastIndexOf(part, from === undefined ? undefined : unitsBefore(text, Number(from))),
    ),
  );
}

function substring(text: string, start: bigint, end?: bigint): string {
  const length = BigInt(lengthOf(text));
  if (end !== undefined && start > end)
    throw new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  if (start < 0n || start > length) return outOfRange(start);
  if (end !== undefined && (end < 0n || end > length)) return outOfRange(end);
  return text.slice(
    unitsBefore(text, Number(start)),
    end === undefined ? undefined : unitsBefore(text, Number(end)),
  );
}

function replace(text: string, old: string, by: string, limit = -1n): string {
  if (limit < 0n) return text.replaceAll(old, () => by);
  let rest = text;
  let done = '';
  for (let count = 0n; count < limit; count++) {
    const at = rest.indexOf(old);
    if (at < 0 || (old === '' && rest === '')) break;
    const step = old === '' ? 1 : at + old.length;
    done += old === '' ? by + rest.slice(0, 1) : rest.slice(0, at) + by;
    rest = rest.slice(step);
  }
  return done + rest;
}

function split(text: string, separator: string, limit = -1n): ValueList {
  if (limit === 0n) return new ValueList([]);
  const parts = separator === '' ? points(text) : text.split(separator);
  if (limit < 0n || BigInt(parts.length) <= limit) return new ValueList(parts);
  const kept = Number(limit) - 1;
  return new ValueList([...parts.slice(0, kept), parts.slice(kept).join(separator)]);
}

function join(list: CelList, separator = ''): string {
  const texts: string[] = [];
  for (const item of list) {
    if (typeof item !== 'string') throw new CelError(`join: invalid input: ${plainText(item)}`);
    texts.push(item);
  }
  return texts.join(separator);
}

const quoted: Readonly<Record<string, string>> = {
  '\u0007': String.raw`\a`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
  '\v': String.raw`\v`,
  '\\': String.raw`\\`,
  '"': String.raw`\"`,
};

function quote(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the bell is one of the characters that are escaped
  return `"${text.replaceAll(/[\u0007\b\f\n\r\t\v\\"]/g, (char) => quoted[char] ?? char)}"`;
}

/** `%s`: any value as text. */
function plainText(value: CelValue): string {
  if (typeof value === 'number') return doubleText(value);
  if (value === null) return 'null';
  if (value instanceof CelUint) return String(value.value);
  if (value instanceof CelTimestamp) return timestampText(value.nanos);
  if (value instanceof CelDuration) return durationText(value.nanos);
  if (value instanceof CelTypeValue) return value.type.name;
  if (value instanceof CelList) return `[${Array.from(value, nestedText).join(', ')}]`;
  if (value instanceof CelMap) {
    const entries = Array.from(value.keys(), (key) => [nestedText(key), value.get(key) as CelValue] as const);
    return `{${entries
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${key}:${nestedText(member)}`)
      .join(', ')}}`;
  }
  if (typeof value === 'object') return refuse('string', value);
  return String(value);
}

function nestedText(value: CelValue): string {
  if (typeof value === 'string') return `"${value}"`;
  if (value instanceof CelTimestamp || value instanceof CelDuration)
    return `${typeOf(value).name.slice('google.protobuf.'.length).toLowerCase()}("${plainText(value)}")`;
  return plainText(value);
}

const refusals: Readonly<Record<string, string>> = {
  string:
    'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
  decimal: 'decimal clause can only be used on integers',
  fixed: 'fixed-point clause can only be used on doubles',
  scientific: 'scientific clause can only be used on doubles',
  binary: 'only integers and bools can be formatted as binary',
  hex: 'only integers, byte buffers, and strings can be formatted as hex',
  octal: 'octal clause can only be used on integers',
};

function refuse(clause: string, value: CelValue): never {
  throw new CelError(`error during formatting: ${refusals[clause]}, was given ${typeOf(value).name}`);
}

function wholeOf(value: CelValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return value instanceof CelUint ? value.value : undefined;
}

function inBase(clause: string, base: number): (value: CelValue) => string {
  return (value) => (wholeOf(value) ?? refuse(clause, value)).toString(base);
}

function hexOf(value: CelValue): string {
  const whole = wholeOf(value);
  if (whole !== undefined) return whole.toString(16);
  const bytes = typeof value === 'string' ? Uint8Array.from(utf8Bytes(value)) : value;
  if (!(bytes instanceof Uint8Array)) return refuse('hex', value);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fixed(clause: string, write: (value: number, digits: number) => string) {
  return (value: CelValue, digits: number): string => {
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number') return refuse(clause, value);
    if (!Number.isFinite(number)) return Number.isNaN(number) ? 'NaN' : number > 0 ? '∞' : '-∞';
    return write(number, digits);
  };
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

type Verb = (value: CelValue, digits: number) => string;

const verbs: Readonly<Record<string, Verb>> = {
  s: plainText,
  d: inBase('decimal', 10),
  f: fixed('fixed', (value, digits) => value.toFixed(Math.min(digits, 100))),
  e: fixed('scientific', (value, digits) => {
    const [mantissa = '', exponent = '0'] = value.toExponential(Math.min(digits, 100)).split('e');
    const power = exponent.replace(/^[+-]/, '').padStart(2, '0');
    const raised = Array.from(power, (digit) => superscripts[Number(digit)]).join('');
    return `${mantissa}×10${exponent.startsWith('-') ? '⁻' : ''}${raised}`;
  }),
  b: (value) => (typeof value === 'boolean' ? String(Number(value)) : inBase('binary', 2)(value)),
  x: hexOf,
  X: (value) => hexOf(value).toUpperCase(),
  o: inBase('octal', 8),
};

const clauses = /%(?:%|(?:\.(\d*))?([a-zA-Z])?)/g;

function clauseProblem(verb: string | undefined): string | undefined {
  if (verb === undefined) return 'could not parse formatting clause: unexpected end of string';
  return Object.hasOwn(verbs, verb)
    ? undefined
    : `could not parse formatting clause: unrecognized formatting clause "${verb}"`;
}

function format(template: string, args: CelList): string {
  let used = 0;
  return template.replaceAll(clauses, (whole, digits: string, verb: string) => {
    if (whole === '%%') return '%';
    const problem = clauseProblem(verb) ?? (used < args.size ? undefined : `index ${used} out of range`);
    if (problem !== undefined) throw new CelError(problem);
    return (verbs[verb] as Verb)(args.at(used++), digits === undefined || digits === '' ? 6 : Number(digits));
  });
}

/** Which types a verb writes, where not all. */
const verbTypes: Readonly<Record<string, readonly [clause: string, types: readonly string[]]>> = {
  d: ['decimal', ['int', 'uint']],
  f: ['fixed', ['double', 'int', 'uint']],
  e: ['scientific', ['double', 'int', 'uint']],
  b: ['binary', ['int', 'uint', 'bool']],
  x: ['hex', ['int', 'uint', 'bytes', 'string']],
  X: ['hex', ['int', 'uint', 'bytes', 'string']],
  o: ['octal', ['int', 'uint']],
};

/**
 * What is wrong with a template that is written out, for arguments of known types; `argument` where
 * one of them is what is wrong.
 */
export function formatProblem(
  template: string,
  types: readonly CelType[],
): { readonly message: string; readonly argument?: number } | undefined {
  let used = 0;
  for (const [whole, , verb] of template.matchAll(clauses)) {
    if (whole === '%%') continue;
    const problem = clauseProblem(verb) ?? (used < types.length ? undefined : `index ${used} out of range`);
    if (problem !== undefined) return { message: problem };
    const type = types[used++] as CelType;
    const [clause, allowed] = verbTypes[verb as string] ?? [];
    if (clause === undefined || allowed === undefined || isDyn(type) || allowed.includes(type.kind)) continue;
    return {
      message: `error during formatting: ${refusals[clause]}, was given ${type.name}`,
      argument: used - 1,
    };
  }
  return undefined;
}

export const strings: readonly Declaration[] = [
  ['(string).charAt(int): string', charAt],
  ['(string).indexOf(string): int', indexOf],
  ['(string).indexOf(string, int): int', indexOf],
  ['(string).lastIndexOf(string): int', lastIndexOf],
  ['(string).lastIndexOf(string, int): int', lastIndexOf],
  [
    '(string).lowerAscii(): string',
    (text: string) => text.replaceAll(/[A-Z]+/g, (part) => part.toLowerCase()),
    traverses(0),
  ],
  [
    '(string).upperAscii(): string',
    (text: string) => text.replaceAll(/[a-z]+/g, (part) => part.toUpperCase()),
    traverses(0),
  ],
  ['(string).replace(string, string): string', replace, buildsText],
  ['(string).replace(string, string, int): string', replace, buildsText],
  ['(string).split(string): list<string>', split, traverses(0, 2)],
  ['(string).split(string, int): list<string>', split, traverses(0, 2)],
  ['(string).substring(int): string', substring, traverses(0)],
  ['(string).substring(int, int): string', substring, traverses(0)],
  ['(string).trim(): string', (text: string) => text.trim(), traverses(0)],
  ['(string).format(list<dyn>): string', format, buildsText],
  ['strings.quote(string): string', quote, traverses(0)],
  ['(list<string>).join(): string', (list: CelList) => join(list), buildsText],
  ['(list<string>).join(string): string', join, buildsText],
];
