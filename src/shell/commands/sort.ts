import { parseQuantity, quantityValue, QuantityError } from '../../engine/index.ts';
import {
  complain,
  inputText,
  linesOf,
  pathOf,
  printLines,
  readOptions,
  type ShellCommand,
} from '../command.ts';

interface Key {
  readonly first: number;
  readonly last: number;
  readonly flags: string;
}

type Compare = (a: string, b: string) => number;

const plainly: Compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

export const sort: ShellCommand = async (process) => {
  const options = readOptions(process.args, ['k', 't', 'o', 'key', 'field-separator', 'output', 'S', 'T']);
  const text = await inputText(process, options.rest);
  if (text === undefined) return 2;
  const separator = options.value('t', 'field-separator');
  const general = ['n', 'r', 'f', 'h', 'V', 'b', 'd'].filter((flag) => options.has(flag)).join('');
  const keys = options.values('k', 'key').map(keyOf);
  const wrong = keys.findIndex((key) => key === undefined);
  if (wrong >= 0)
    return complain(
      process,
      `invalid number at field start: invalid count at start of ‘${options.values('k', 'key')[wrong]}’`,
      2,
    );
  const compares = (keys as Key[]).map(({ flags, ...key }): Compare => {
    const own = flags === '' ? general : flags;
    const compare = comparison(own);
    const sign = own.includes('r') ? -1 : 1;
    return (a, b) => sign * compare(fieldsOf(a, key, separator), fieldsOf(b, key, separator));
  });
  const direction = general.includes('r') ? -1 : 1;
  const whole = comparison(general);
  const compare: Compare = (a, b) => {
    for (const each of compares) {
      const order = each(a, b);
      if (order !== 0) return order;
    }
    return compares.length > 0 ? 0 : direction * whole(a, b);
  };
  const lastly: Compare = (a, b) => (options.has('s', 'stable') ? 0 : direction * plainly(a, b));
  const unique = options.has('u', 'unique');
  let lines = linesOf(text).toSorted((a, b) => compare(a, b) || (unique ? 0 : lastly(a, b)));
  if (unique)
    lines = lines.filter((line, index) => index === 0 || compare(lines[index - 1] ?? '', line) !== 0);
  if (options.has('c')) {
    const disorder = linesOf(text).findIndex(
      (line, index, all) => index > 0 && compare(all[index - 1] ?? '', line) > 0,
    );
    return disorder < 0 ? 0 : complain(process, `-:${disorder + 1}: disorder: ${linesOf(text)[disorder]}`);
  }
  const output = options.value('o', 'output');
  if (output === undefined) printLines(process, lines);
  else
    process.files.write(
      pathOf(process, output),
      lines.map((line) => `${line}\n`).join(''),
      process.host.now(),
    );
  return 0;
};

/** `2`, `2,3`, `3nr`, `2.1,2n`. */
function keyOf(word: string): Key | undefined {
  const match = /^(\d+)(?:\.\d+)?([a-zA-Z]*)(?:,(\d+)(?:\.\d+)?([a-zA-Z]*))?$/.exec(word);
  if (match === null || match[1] === '0') return undefined;
  const [, first, flags = '', last, more = ''] = match;
  return { first: Number(first), last: Number(last ?? Number.POSITIVE_INFINITY), flags: flags + more };
}

function fieldsOf(line: string, { first, last }: Omit<Key, 'flags'>, separator: string | undefined): string {
  if (separator !== undefined)
    return line
      .split(separator)
      .slice(first - 1, last)
      .join(separator);
  // Blanks before a field belong to it.
  return (line.match(/\s*\S+/g) ?? []).slice(first - 1, last).join('');
}

function comparison(flags: string): Compare {
  if (flags.includes('n')) return (a, b) => leadingNumber(a) - leadingNumber(b);
  if (flags.includes('h')) return (a, b) => humanNumber(a) - humanNumber(b);
  if (flags.includes('V')) return byVersion;
  const strip = (text: string): string => (flags.includes('b') ? text.trimStart() : text);
  if (flags.includes('f')) return (a, b) => plainly(strip(a).toUpperCase(), strip(b).toUpperCase());
  return (a, b) => plainly(strip(a), strip(b));
}

function leadingNumber(text: string): number {
  return Number(/^\s*(-?\d*\.?\d*)/.exec(text)?.[1]) || 0;
}

/** `1K`, `2.5Gi`. */
function humanNumber(text: string): number {
  const word = text.trim().split(/\s/)[0] ?? '';
  try {
    return Number(quantityValue(parseQuantity(word.replace('K', 'k'))));
  } catch (error) {
    if (error instanceof QuantityError) return leadingNumber(text);
    throw error;
  }
}

function byVersion(a: string, b: string): number {
  const parts = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];
  const [left, right] = [parts(a), parts(b)];
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = /^\d/.test(part) && /^\d/.test(other) ? Number(part) - Number(other) : plainly(part, other);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
