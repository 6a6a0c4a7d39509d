import { JqSyntaxError } from './syntax.ts';

export type Token =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name' | 'field' | 'variable' | 'format' | 'sign'; readonly value: string }
  /** A text; what stands in `\(…)` is cut into tokens too. */
  | { readonly kind: 'text'; readonly parts: readonly (string | readonly Token[])[] };

const signs = [
  '?//',
  '|=',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '//=',
  '==',
  '!=',
  '<=',
  '>=',
  '//',
  '..',
  '?',
  '[',
  ']',
  '(',
  ')',
  '{',
  '}',
  '|',
  ',',
  ':',
  ';',
  '=',
  '<',
  '>',
  '+',
  '-',
  '*',
  '/',
  '%',
  '.',
].toSorted((a, b) => b.length - a.length);

const mostDepth = 30;

/** Cuts a jq program into tokens. Throws a JqSyntaxError. */
export function jqTokens(program: string): Token[] {
  return new Lexer(program).tokens(0);
}

class Lexer {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Up to the end, or within a text up to the parenthesis that closes it. */
  tokens(depth: number): Token[] {
    if (depth > mostDepth) throw new JqSyntaxError('texts nest too deep');
    const tokens: Token[] = [];
    let open = 0;
    while (this.#at < this.#text.length) {
      if (this.#match(/\s+|#[^\n]*/y) !== undefined) continue;
      const sign = this.#text[this.#at];
      if (depth > 0 && sign === ')' && open === 0) {
        this.#at++;
        return tokens;
      }
      if (sign === '(') open++;
      if (sign === ')') open--;
      tokens.push(this.#token(depth));
    }
    if (depth > 0) throw new JqSyntaxError('syntax error, unexpected end of file');
    return tokens;
  }

  #token(depth: number): Token {
    const number = this.#match(/(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y);
    if (number !== undefined) return { kind: 'number', value: Number(number) };
    if (this.#text[this.#at] === '"') return this.#quoted(depth);
    const field = this.#match(/\.[A-Za-z_]\w*/y);
    if (field !== undefined) return { kind: 'field', value: field.slice(1) };
    const variable = this.#match(/\$(?:__loc__|[A-Za-z_][\w:]*)/y);
    if (variable !== undefined) return { kind: 'variable', value: variable.slice(1) };
    const format = this.#match(/@\w+/y);
    if (format !== undefined) return { kind: 'format', value: format };
    const name = this.#match(/[A-Za-z_][\w]*(?:::\w+)*/y);
    if (name !== undefined) return { kind: 'name', value: name };
    const sign = signs.find((each) => this.#text.startsWith(each, this.#at));
    if (sign === undefined) throw new JqSyntaxError('syntax error, unexpected INVALID_CHARACTER');
    this.#at += sign.length;
    return { kind: 'sign', value: sign };
  }

  #quoted(depth: number): Token {
    const parts: (string | Token[])[] = [];
    let text = '';
    this.#at++;
    for (;;) {
      const sign = this.#text[this.#at++];
      if (sign === undefined)
        throw new JqSyntaxError('syntax error, unexpected end of file, unterminated text');
      if (sign === '"') break;
      if (sign !== '\\') text += sign;
      else if (this.#text[this.#at] === '(') {
        this.#at++;
        parts.push(text, this.tokens(depth + 1));
        text = '';
      } else text += this.#escaped();
    }
    return { kind: 'text', parts: [...parts, text] };
  }

  #escaped(): string {
    const letter = this.#text[this.#at++] ?? '';
    const named: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
    if (letter !== 'u') return named[letter] ?? letter;
    const code = this.#text.slice(this.#at, this.#at + 4);
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(code, 16) || 0);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}
