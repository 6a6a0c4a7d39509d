/**
 * Splits an expression into tokens. Its complaints are those of the real lexer.
 * Models cel-go/parser/gen/CEL.g4 (v0.26).
 */
import type { CelIssue } from './source.ts';

/** Symbols and key words are their own kind. */
type TokenKind = string;

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
}

export const endOfFile = '<EOF>';

const keywords: ReadonlySet<string> = new Set(['in', 'true', 'false', 'null']);

const blank = /(?:[\t \r\n\f]+|\/\/[^\n]*)+/y;
const raw = String.raw`[rR](?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n\r]*"|'[^'\n\r]*')`;
const escape = String.raw`\\(?:[abfnrtv"'\\?${'`'}]|[0-3][0-7][0-7]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})`;
const quoted = String.raw`"""(?:${escape}|[^\\])*?"""|'''(?:${escape}|[^\\])*?'''|"(?:${escape}|[^\\"\n\r])*"|'(?:${escape}|[^\\'\n\r])*'`;

const rules: readonly (readonly [TokenKind | undefined, RegExp])[] = [
  ['BYTES', new RegExp(`[bB](?:${raw}|${quoted})`, 'y')],
  ['STRING', new RegExp(`${raw}|${quoted}`, 'y')],
  ['NUM_FLOAT', /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?/y],
  ['NUM_UINT', /(?:0x[0-9a-fA-F]+|\d+)[uU]/y],
  ['NUM_INT', /0x[0-9a-fA-F]+|\d+/y],
  ['IDENTIFIER', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['ESC_IDENTIFIER', /`[A-Za-z0-9_.\-/ ]+`/y],
  [undefined, /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]/y],
];

/** All tokens, the end of the file included. What is no token is reported and left out. */
export function tokensOf(source: string, issues: CelIssue[]): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    blank.lastIndex = at;
    if (blank.test(source)) at = blank.lastIndex;
    if (at >= source.length) break;
    const token = tokenAt(source, at);
    if (token === undefined) {
      const end = endOfMistake(source, at);
      issues.push({
        at,
        message: `Syntax error: token recognition error at: '${visible(source.slice(at, end))}'`,
      });
      at = end;
    } else {
      tokens.push(token);
      at += token.text.length;
    }
  }
  tokens.push({ kind: endOfFile, text: endOfFile, at: source.length });
  return tokens;
}

function tokenAt(source: string, at: number): Token | undefined {
  for (const [kind, pattern] of rules) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text === undefined) continue;
    return { kind: kind === undefined || keywords.has(text) ? text : kind, text, at };
  }
  return undefined;
}

const openQuotes: readonly RegExp[] = [
  new RegExp(String.raw`[bB]?[rR](?:"[^"\n\r]*|'[^'\n\r]*)`, 'y'),
  new RegExp(String.raw`[bB]?(?:"(?:${escape}|[^\\"\n\r])*|'(?:${escape}|[^\\'\n\r])*)\\?`, 'y'),
  /`[A-Za-z0-9_.\-/ ]*/y,
  /[=&|]/y,
];

/** Where the lexer gives up on what begins here: behind the first character that fits nothing. */
function endOfMistake(source: string, at: number): number {
  for (const pattern of openQuotes) {
    pattern.lastIndex = at;
    if (pattern.test(source)) return Math.min(pattern.lastIndex + 1, source.length);
  }
  return at + String.fromCodePoint(source.codePointAt(at) ?? 0).length;
}

const visibleEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
]);

/** A token's text as complaints quote it. */
export function visible(text: string): string {
  return text.replaceAll(/[\n\r\t]/g, (char) => visibleEscapes.get(char) ?? char);
}
