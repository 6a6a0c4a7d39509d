import type { Process } from '../process.ts';

/** Thrown for what is no expression. */
class ExprError extends Error {
  override name = 'ExprError';
}

type Operator = (left: string, right: string) => string;

const truth = (is: boolean): string => (is ? '1' : '0');
const isNothing = (value: string): boolean => value === '' || value === '0';

function integer(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new ExprError('non-integer argument');
  return Number(text);
}

const arithmetic =
  (compute: (left: number, right: number) => number): Operator =>
  (left, right) => {
    const result = compute(integer(left), integer(right));
    if (!Number.isFinite(result)) throw new ExprError('division by zero');
    return String(Math.trunc(result));
  };

/** Numbers are compared as numbers, all else as text. */
const comparison =
  (holds: (order: number) => boolean): Operator =>
  (left, right) => {
    const numbers = [left, right].every((text) => /^-?\d+$/.test(text));
    return truth(holds(numbers ? Number(left) - Number(right) : left < right ? -1 : left > right ? 1 : 0));
  };

/** From those that bind least to those that bind most. */
const levels: readonly Readonly<Record<string, Operator>>[] = [
  { '|': (left, right) => (isNothing(left) ? right || '0' : left) },
  { '&': (left, right) => (isNothing(left) || isNothing(right) ? '0' : left) },
  {
    '=': comparison((order) => order === 0),
    '==': comparison((order) => order === 0),
    '!=': comparison((order) => order !== 0),
    '<': comparison((order) => order < 0),
    '<=': comparison((order) => order <= 0),
    '>': comparison((order) => order > 0),
    '>=': comparison((order) => order >= 0),
  },
  { '+': arithmetic((left, right) => left + right), '-': arithmetic((left, right) => left - right) },
  {
    '*': arithmetic((left, right) => left * right),
    '/': arithmetic((left, right) => left / right),
    '%': arithmetic((left, right) => left % right),
  },
];

function evaluate(words: readonly string[]): string {
  let at = 0;
  const value = (level: number): string => {
    const operators = levels[level];
    if (operators === undefined) return primary();
    let left = value(level + 1);
    for (;;) {
      const word = words[at] ?? '';
      if (!Object.hasOwn(operators, word)) return left;
      at++;
      left = (operators[word] as Operator)(left, value(level + 1));
    }
  };
  const primary = (): string => {
    const word = words[at++];
    if (word === undefined) throw new ExprError('syntax error');
    if (word === 'length' && words[at] !== undefined) return String(Array.from(words[at++] ?? '').length);
    if (word !== '(') return word;
    const inner = value(0);
    if (words[at++] !== ')') throw new ExprError('syntax error');
    return inner;
  };
  const result = value(0);
  if (at < words.length) throw new ExprError('syntax error');
  return result;
}

/** `expr $i + 1`: prints what it is, and fails where that is nothing or 0. */
export function expr(process: Process, words: readonly string[]): number {
  try {
    const result = evaluate(words);
    process.print(`${result}\n`);
    return isNothing(result) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    process.printError(`expr: ${error.message}\n`);
    return 2;
  }
}
