import { compareWords } from '../../engine/index.ts';
import type { ShellCommand, ShellProcess } from '../command.ts';
import { fileTest } from '../file-test.ts';
import { refuse } from './refuse.ts';

/** `test` and `[`. */
export const test: ShellCommand = (process) => {
  const { name, stderr } = process;
  const args = name === '[' ? process.args.slice(0, -1) : [...process.args];
  if (name === '[' && process.args.at(-1) !== ']') return refuse(process, "missing `]'", 2);
  let problem: string | undefined;
  const holds = evaluate(args, process, (message) => (problem = message));
  if (problem !== undefined) {
    stderr(`bash: ${name}: ${problem}\n`);
    return 2;
  }
  return holds ? 0 : 1;
};

/** The words of `test`: `-o` binds less than `-a`, which binds less than `!`. */
function evaluate(words: readonly string[], process: ShellProcess, fail: (message: string) => void): boolean {
  for (const operator of ['-o', '-a']) {
    const at = words.length > 3 ? words.lastIndexOf(operator) : -1;
    if (at <= 0 || at === words.length - 1) continue;
    const left = evaluate(words.slice(0, at), process, fail);
    const right = evaluate(words.slice(at + 1), process, fail);
    return operator === '-o' ? left || right : left && right;
  }
  const [a = '', operator = '', b = ''] = words;
  if (words.length === 0) return false;
  if (a === '!' && words.length > 1) return !evaluate(words.slice(1), process, fail);
  if (words.length === 1) return a !== '';
  if (words.length === 2) {
    const found = fileTest(a, operator, process);
    if (found === undefined) fail(`${a}: unary operator expected`);
    return found ?? false;
  }
  if (words.length > 3) {
    fail('too many arguments');
    return false;
  }
  if (operator === '<') return a < b;
  if (operator === '>') return a > b;
  if (/^-(?:eq|ne|gt|ge|lt|le)$/.test(operator)) {
    const wrong = [a, b].find((word) => !/^\s*[-+]?\d+\s*$/.test(word));
    if (wrong !== undefined) fail(`${wrong}: integer expression expected`);
  }
  const compared = compareWords(a, operator, b);
  if (compared === undefined) fail(`${operator}: binary operator expected`);
  return compared ?? false;
}
