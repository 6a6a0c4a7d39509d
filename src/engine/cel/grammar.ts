/** What may stand where, as the parser's complaints name it. Models cel-go/parser/gen/CEL.g4 (v0.26). */
import { endOfFile, type Token } from './lexer.ts';

const beginsExpression = "'[', '{', '(', '.', '-', '!', 'true', 'false', 'null'";
const literalKinds = 'NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER';
export const expression = `{${beginsExpression}, ${literalKinds}}`;
export const argument = expression.replace("'(', ", "'(', ')', ");
export const optionalExpression = expression.replace("'!', ", "'!', '?', ");
export const starters: ReadonlySet<string> = new Set([
  '[',
  '{',
  '(',
  '.',
  '-',
  '!',
  'true',
  'false',
  'null',
  ...literalKinds.split(', '),
]);

export const relations: ReadonlySet<string> = new Set(['<', '<=', '>=', '>', '==', '!=', 'in']);
export const relationNames: Readonly<Record<string, string>> = { in: '@in' };
export const products: ReadonlySet<string> = new Set(['*', '/', '%']);
export const sums: ReadonlySet<string> = new Set(['+', '-']);

export const reserved: ReadonlySet<string> = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(
    ' ',
  ),
);

export function canBegin({ kind }: Token): boolean {
  return starters.has(kind);
}

const afterMember: ReadonlySet<string> = new Set([
  ...relations,
  ...products,
  ...sums,
  '&&',
  '||',
  '?',
  ':',
  ',',
  ')',
  ']',
  '}',
  '.',
  '[',
  endOfFile,
]);

export function followsMember({ kind }: Token): boolean {
  return afterMember.has(kind);
}
