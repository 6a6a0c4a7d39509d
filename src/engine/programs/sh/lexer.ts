import type { Redirect, Script, Word, WordPart } from './syntax.ts';

/** A script that is no script; the message is the shell's. */
export class ShellSyntaxError extends Error {
  override name = 'ShellSyntaxError';
  /** Whether more input could make it one. */
  readonly incomplete: boolean;

  constructor(message: string, incomplete = false) {
    super(message);
    this.incomplete = incomplete;
  }
}

export type Token =
  | { readonly kind: 'word'; readonly word: Word; readonly raw: string }
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'redirect'; readonly append: boolean; readonly stream: Redirect['stream'] }
  | {
      readonly kind: 'here';
      readonly delimiter: string;
      readonly literal: boolean;
      readonly tabs: boolean;
      to: Word;
    }
  | { readonly kind: 'duplicate' };

/** Cuts a script into tokens. `parse` is asked for what stands inside of `$(…)`. */
export class Lexer {
  readonly #text: string;
  readonly #parse: (text: string) => Script;
  #at = 0;

  constructor(text: string, parse: (text: string) => Script) {
    this.#text = text;
    this.#parse = parse;
  }

  tokens(): Token[] {
    const tokens: Token[] = [];
    let here: (Token & { kind: 'here' })[] = [];
    for (;;) {
      while (/[ \t\r]/.test(this.#peek())) this.#at++;
      if (this.#rest('\\\n')) this.#at += 2;
      else if (this.#peek() === '\n' && here.length > 0) {
        this.#at++;
        for (const token of here) token.to = this.#hereDocument(token);
        here = [];
        tokens.push({ kind: 'operator', text: ';' });
      } else if (this.#at >= this.#text.length) {
        if (here.length > 0) throw new ShellSyntaxError('sh: here-document is not ended', true);
        return tokens;
      } else if (this.#peek() === '#')
        while (this.#at < this.#text.length && this.#peek() !== '\n') this.#at++;
      else {
        const token = this.#here() ?? this.#redirect() ?? this.#operator() ?? this.#wordToken();
        if (token.kind === 'here') here.push(token);
        tokens.push(token);
      }
    }
  }

  /** `<<EOF`; its text begins on the next line. */
  #here(): (Token & { kind: 'here' }) | undefined {
    const match = /^<<(-?)[ \t]*(?:'([^']+)'|"([^"]+)"|\\?([\w.-]+))/.exec(
      this.#text.slice(this.#at, this.#at + 200),
    );
    if (match === null) return undefined;
    this.#at += match[0].length;
    const quoted = match[2] ?? match[3];
    const literal = quoted !== undefined || match[0].includes('\\');
    return { kind: 'here', delimiter: quoted ?? match[4] ?? '', literal, tabs: match[1] === '-', to: [] };
  }

  #hereDocument({ delimiter, literal, tabs }: Token & { kind: 'here' }): Word {
    const lines: string[] = [];
    for (;;) {
      if (this.#at >= this.#text.length) throw new ShellSyntaxError('sh: here-document is not ended', true);
      const newline = this.#text.indexOf('\n', this.#at);
      const end = newline < 0 ? this.#text.length : newline;
      const line = this.#text.slice(this.#at, end);
      this.#at = end + 1;
      const bare = tabs ? line.replace(/^\t+/, '') : line;
      if (bare === delimiter) break;
      lines.push(`${bare}\n`);
    }
    // The line that ended it ends a command too.
    this.#at = Math.min(this.#at, this.#text.length);
    const text = lines.join('');
    if (literal) return [{ kind: 'text', text }];
    return new Lexer(text, this.#parse).#expanded();
  }

  /** The whole text as one quoted word: what a here-document is. */
  #expanded(): Word {
    const parts: WordPart[] = [];
    while (this.#at < this.#text.length) parts.push(...this.#quotedPart(/[\\$`]/));
    return parts;
  }

  #quotedPart(end: RegExp): WordPart[] {
    const character = this.#peek();
    if (character === '\\') {
      const escaped = /["\\$`]/.test(this.#peek(1));
      this.#at += 2;
      const next = this.#text[this.#at - 1] ?? '';
      return [{ kind: 'text', text: escaped ? next : `\\${next}` }];
    }
    if (character === '$' || character === '`') return [this.#expansion(true)];
    return [this.#plain(end)];
  }

  #peek(ahead = 0): string {
    return this.#text[this.#at + ahead] ?? '';
  }

  #rest(start: string): boolean {
    return this.#text.startsWith(start, this.#at);
  }

  #redirect(): Token | undefined {
    const match = /^(?:(&|[12])?(>>?)(&[12])?|<)/.exec(this.#text.slice(this.#at, this.#at + 6));
    if (match === null) return undefined;
    this.#at += match[0].length;
    if (match[0] === '<') return { kind: 'redirect', append: false, stream: 'stdin' };
    if (match[3] !== undefined) return { kind: 'duplicate' };
    const stream = match[1] === '2' ? 'stderr' : match[1] === '&' ? 'both' : 'stdout';
    return { kind: 'redirect', append: match[2] === '>>', stream };
  }

  #operator(): Token | undefined {
    for (const text of ['&&', '||', ';;', ';', '&', '|', '\n', '(', ')']) {
      if (!this.#rest(text)) continue;
      this.#at += text.length;
      return { kind: 'operator', text: text === '\n' ? ';' : text };
    }
    return undefined;
  }

  #wordToken(): Token {
    const begin = this.#at;
    const parts: WordPart[] = [];
    while (this.#at < this.#text.length && !/[ \t\r\n;&|()<>]/.test(this.#peek())) {
      const character = this.#peek();
      if (character === "'") parts.push(this.#singleQuoted());
      else if (character === '"') this.#doubleQuoted(parts);
      else if (character === '\\') {
        parts.push({ kind: 'text', text: this.#peek(1) });
        this.#at += 2;
      } else if (character === '$' || character === '`') parts.push(this.#expansion(false));
      else parts.push({ ...this.#plain(/[ \t\r\n;&|()<>'"\\$`]/), plain: true });
    }
    return { kind: 'word', word: parts, raw: this.#text.slice(begin, this.#at) };
  }

  #plain(end: RegExp): WordPart & { kind: 'text' } {
    const begin = this.#at;
    while (this.#at < this.#text.length && !end.test(this.#peek())) this.#at++;
    return { kind: 'text', text: this.#text.slice(begin, this.#at) };
  }

  #singleQuoted(): WordPart {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) throw new ShellSyntaxError('sh: syntax error: unterminated quoted string', true);
    const text = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return { kind: 'text', text };
  }

  #doubleQuoted(parts: WordPart[]): void {
    this.#at++;
    parts.push({ kind: 'text', text: '' });
    while (this.#peek() !== '"') {
      if (this.#at >= this.#text.length)
        throw new ShellSyntaxError('sh: syntax error: unterminated quoted string', true);
      parts.push(...this.#quotedPart(/["\\$`]/));
    }
    this.#at++;
  }

  #expansion(quoted: boolean): WordPart {
    if (this.#peek() === '`') {
      const end = this.#text.indexOf('`', this.#at + 1);
      if (end < 0) throw new ShellSyntaxError('sh: syntax error: unterminated backquote', true);
      const script = this.#parse(this.#text.slice(this.#at + 1, end));
      this.#at = end + 1;
      return { kind: 'command', script, quoted };
    }
    if (this.#rest('$((')) {
      const inner = this.#balanced(this.#at + 2);
      if (!inner.endsWith(')')) throw new ShellSyntaxError('sh: syntax error: missing ))');
      const text = inner.slice(1, -1);
      return { kind: 'arithmetic', text };
    }
    if (this.#rest('$(')) {
      const inner = this.#balanced(this.#at + 2);
      return { kind: 'command', script: this.#parse(inner), quoted };
    }
    const braced = /^\$\{([A-Za-z_]\w*|[0-9@*#?$!])(?::?-([^}]*))?\}/.exec(this.#text.slice(this.#at));
    const bare = /^\$([A-Za-z_]\w*|[0-9@*#?$!])/.exec(this.#text.slice(this.#at));
    const match = braced ?? bare;
    if (match === null) {
      this.#at++;
      return { kind: 'text', text: '$' };
    }
    this.#at += match[0].length;
    const fallback = braced?.[2];
    return {
      kind: 'variable',
      name: match[1] as string,
      quoted,
      ...(fallback !== undefined && { fallback }),
    };
  }

  #balanced(from: number): string {
    let depth = 1;
    for (let index = from; index < this.#text.length; index++) {
      const character = this.#text[index];
      if (character === '(') depth++;
      else if (character === ')' && --depth === 0) {
        this.#at = index + 1;
        return this.#text.slice(from, index);
      }
    }
    throw new ShellSyntaxError('sh: syntax error: unexpected end of file (expecting ")")', true);
  }
}
