import { unescaped } from '../patterns.ts';
import { AwkProblem } from './syntax.ts';

export type Token =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text' | 'regex' | 'name' | 'sign'; readonly value: string }
  /** A function's name with its parenthesis right behind it. */
  | { readonly kind: 'call'; readonly value: string }
  | { readonly kind: 'newline' };

const signs = [
  '**=',
  '&&',
  '||',
  '==',
  '!=',
  '<=',
  '>=',
  '!~',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '^=',
  '**',
  '>>',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ';',
  ',',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '!',
  '<',
  '>',
  '?',
  ':',
  '~',
  '$',
  '=',
  '|',
];

/** Cuts an awk program into tokens. Throws an AwkProblem. */
export function awkTokens(program: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(program)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < program.length) {
    if (match(/[ \t\r]+|\\\r?\n|#[^\n]*/y) !== undefined) continue;
    if (match(/\n/y) !== undefined) {
      tokens.push({ kind: 'newline' });
      continue;
    }
    const number = match(/(?:0x[\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/y);
    if (number !== undefined) {
      tokens.push({ kind: 'number', value: Number(number) });
      continue;
    }
    const text = match(/"(?:[^"\\\n]|\\[\s\S])*"/y);
    if (text !== undefined) {
      tokens.push({ kind: 'text', value: unescaped(text.slice(1, -1)) });
      continue;
    }
    const name = match(/[A-Za-z_]\w*/y);
    if (name !== undefined) {
      tokens.push({ kind: program[at] === '(' ? 'call' : 'name', value: name });
      continue;
    }
    if (program[at] === '/' && regexMayStand(tokens.at(-1))) {
      const regex = match(/\/(?:[^/\\\n[]|\\.|\[[^\]\n]*\])*\//y);
      if (regex === undefined) throw new AwkProblem('unterminated regexp');
      tokens.push({ kind: 'regex', value: regex.slice(1, -1).replaceAll(String.raw`\/`, '/') });
      continue;
    }
    const sign = signs.find((each) => program.startsWith(each, at));
    if (sign === undefined) {
      if (program[at] === '"') throw new AwkProblem('unterminated string');
      throw new AwkProblem(`syntax error near ${program.slice(at, at + 12)}`);
    }
    at += sign.length;
    tokens.push({ kind: 'sign', value: sign });
  }
  return tokens;
}

/** A slash behind a value divides. */
function regexMayStand(before: Token | undefined): boolean {
  if (before === undefined || before.kind === 'newline') return true;
  if (before.kind === 'sign') return ![')', ']', '$', '++', '--'].includes(before.value);
  return before.kind === 'name' && ['print', 'return', 'in'].includes(before.value);
}
