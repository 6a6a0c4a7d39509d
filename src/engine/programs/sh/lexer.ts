import type { Redirect, Script, VariableEdit, Word, WordPart } from './syntax.ts';

/** A script that is no script; the message is that of a POSIX shell. */
export class ShellSyntaxError extends Error {
  override name = 'ShellSyntaxError';
  /** Whether more input could make it one. */
  readonly incomplete: boolean;
  /** The token that stands where none like it may. */
  readonly near: string | undefined;

  constructor(message: string, incomplete = false, near?: string) {
    super(message);
    this.incomplete = incomplete;
    this.near = near;
  }
}

export type Token =
  | { readonly kind: 'word'; readonly word: Word; readonly raw: string }
  | { readonly kind: 'operator'; readonly text: string }
  | {
      readonly kind: 'redirect';
      readonly append: boolean;
      readonly stream: Redirect['stream'];
      readonly copies: Redirect['copies'];
      readonly text: string;
    }
  | {
      readonly kind: 'here';
      readonly delimiter: string;
      readonly literal: boolean;
      readonly tabs: boolean;
      to: Word;
    }
  /** `((…))` where a command may stand. */
  | { readonly kind: 'arithmetic'; readonly text: string };

const operators = ['&&', '||', ';;', ';', '&', '|', '\n', '(', ')'];
const wordEnd = /[ \t\r\n;&|()<>]/;

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
        tokens.push({ kind: 'operator', text: '\n' });
      } else if (this.#at >= this.#text.length) {
        if (here.length > 0) throw new ShellSyntaxError('sh: here-document is not ended', true);
        return tokens;
      } else if (this.#peek() === '#')
        while (this.#at < this.#text.length && this.#peek() !== '\n') this.#at++;
      else {
        const token =
          this.#here() ??
          this.#redirect() ??
          this.#arithmetic(tokens.at(-1)) ??
          this.#operator() ??
          this.#wordToken();
        if (token.kind === 'here') here.push(token);
        tokens.push(token);
      }
    }
  }

  /** The whole text as one word, with nothing quoted: a part of `${…}`. */
  word(quoted: boolean): Word {
    if (quoted) return this.#expanded();
    const parts: WordPart[] = [];
    while (this.#at < this.#text.length) this.#wordPart(parts, /['"\\$`]/);
    return parts;
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
      const next = this.#peek(1);
      this.#at += 2;
      if (next === '\n') return [];
      return [{ kind: 'text', text: /["\\$`]/.test(next) ? next : `\\${next}` }];
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
    const match = /^(?:(&|[12])?(>>?)\|?(?:&([12])|&(?![\d>&]))?|0?<<<|0?<(?!\())/.exec(
      this.#text.slice(this.#at, this.#at + 8),
    );
    if (match === null) return undefined;
    const [text, which, arrow, copied] = match;
    // `>(…)` is no redirection.
    if (this.#text[this.#at + text.length] === '(') return undefined;
    this.#at += text.length;
    const token = { kind: 'redirect', append: arrow === '>>', copies: undefined, text } as const;
    if (arrow === undefined) return { ...token, stream: text.endsWith('<<<') ? 'here' : 'stdin' };
    const stream = which === '2' ? 'stderr' : which === '&' ? 'both' : 'stdout';
    if (copied !== undefined) return { ...token, stream, copies: copied === '2' ? 'stderr' : 'stdout' };
    return { ...token, stream: text.endsWith('&') ? 'both' : stream };
  }

  #arithmetic(before: Token | undefined): Token | undefined {
    if (!this.#rest('((')) return undefined;
    const begins =
      before === undefined ||
      (before.kind === 'operator' && before.text !== ')') ||
      (before.kind === 'word' &&
        ['for', 'if', 'elif', 'while', 'until', 'do', 'then', 'else', '!'].includes(before.raw));
    if (!begins) return undefined;
    const from = this.#at;
    const text = this.#balanced(this.#at + 2);
    if (this.#peek() !== ')') {
      // Two subshells, one in the other.
      this.#at = from;
      return undefined;
    }
    this.#at++;
    return { kind: 'arithmetic', text };
  }

  #operator(): Token | undefined {
    const text = operators.find((operator) => this.#rest(operator));
    if (text === undefined) return undefined;
    this.#at += text.length;
    return { kind: 'operator', text };
  }

  #wordToken(): Token {
    const begin = this.#at;
    const parts: WordPart[] = [];
    while (this.#at < this.#text.length) {
      if (this.#rest('<(')) {
        const inner = this.#balanced(this.#at + 2);
        parts.push({ kind: 'process', script: this.#parse(inner) });
      } else if (wordEnd.test(this.#peek())) break;
      else this.#wordPart(parts, /[ \t\r\n;&|()<>'"\\$`]/);
    }
    if (this.#at === begin) {
      throw new ShellSyntaxError('sh: syntax error: unexpected redirection', false, this.#peek());
    }
    return { kind: 'word', word: parts, raw: this.#text.slice(begin, this.#at) };
  }

  #wordPart(parts: WordPart[], end: RegExp): void {
    const character = this.#peek();
    if (character === "'") parts.push(this.#singleQuoted());
    else if (character === '"') this.#doubleQuoted(parts);
    else if (this.#rest("$'")) {
      this.#at++;
      parts.push(this.#escapedQuoted());
    } else if (character === '\\') {
      if (this.#peek(1) !== '\n') parts.push({ kind: 'text', text: this.#peek(1) });
      this.#at += 2;
    } else if (character === '$' || character === '`') parts.push(this.#expansion(false));
    else parts.push({ ...this.#plain(end), plain: true });
  }

  #plain(end: RegExp): WordPart & { kind: 'text' } {
    const begin = this.#at;
    while (this.#at < this.#text.length && !end.test(this.#peek())) this.#at++;
    return { kind: 'text', text: this.#text.slice(begin, this.#at) };
  }

  #singleQuoted(): WordPart {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) throw unterminated();
    const text = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return { kind: 'text', text };
  }

  /** `$'…'`: quoted, with the escapes of C. */
  #escapedQuoted(): WordPart {
    const match = /^'((?:[^'\\]|\\[\s\S])*)'/.exec(this.#text.slice(this.#at));
    if (match === null) throw unterminated();
    this.#at += match[0].length;
    const named: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', e: '\u001B', a: '\u0007' };
    const text = (match[1] ?? '').replaceAll(/\\([\s\S])/g, (_, letter: string) => named[letter] ?? letter);
    return { kind: 'text', text };
  }

  #doubleQuoted(parts: WordPart[]): void {
    this.#at++;
    parts.push({ kind: 'text', text: '' });
    while (this.#peek() !== '"') {
      if (this.#at >= this.#text.length) throw unterminated();
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
      const from = this.#at;
      const inner = this.#balanced(this.#at + 3);
      if (this.#peek() === ')') {
        this.#at++;
        return { kind: 'arithmetic', text: inner };
      }
      this.#at = from;
    }
    if (this.#rest('$(')) {
      const inner = this.#balanced(this.#at + 2);
      return { kind: 'command', script: this.#parse(inner), quoted };
    }
    if (this.#rest('${')) return this.#braced(quoted);
    const match = /^\$([A-Za-z_]\w*|[0-9@*#?$!-])/.exec(this.#text.slice(this.#at, this.#at + 256));
    if (match === null) {
      this.#at++;
      return { kind: 'text', text: '$' };
    }
    this.#at += match[0].length;
    return { kind: 'variable', name: match[1] as string, quoted };
  }

  #braced(quoted: boolean): WordPart {
    const end = this.#closing(this.#at + 2, '{', '}');
    const inner = this.#text.slice(this.#at + 2, end);
    this.#at = end + 1;
    const length = /^#([A-Za-z_]\w*|[@*0-9])$/.exec(inner)?.[1];
    if (length !== undefined) return { kind: 'variable', name: length, quoted, edit: { kind: 'length' } };
    const match = /^([A-Za-z_]\w*|[0-9]+|[@*#?$!-])([\s\S]*)$/.exec(inner);
    const edit = match === null ? undefined : this.#edit(match[2] as string, quoted);
    if (match === null || edit === undefined)
      throw new ShellSyntaxError(`sh: \${${inner}}: bad substitution`);
    const name = match[1] as string;
    return edit === 'none' ? { kind: 'variable', name, quoted } : { kind: 'variable', name, quoted, edit };
  }

  #edit(text: string, quoted: boolean): VariableEdit | 'none' | undefined {
    if (text === '') return 'none';
    const word = (part: string): Word => new Lexer(part, this.#parse).word(quoted);
    const pattern = (part: string): Word => new Lexer(part, this.#parse).word(false);
    const fallback = /^(:?[-=?+])([\s\S]*)$/.exec(text);
    if (fallback !== null)
      return { kind: 'default', operator: fallback[1] as string, word: word(fallback[2] as string) };
    const trim = /^(##?|%%?)([\s\S]*)$/.exec(text);
    if (trim !== null)
      return { kind: 'trim', operator: trim[1] as string, pattern: pattern(trim[2] as string) };
    const replace = /^\/(\/?)((?:\\.|[^/\\])*)(?:\/([\s\S]*))?$/.exec(text);
    if (replace !== null) {
      const [, all, what = '', by = ''] = replace;
      return { kind: 'replace', all: all === '/', pattern: pattern(what), by: word(by) };
    }
    const slice = /^:([^:]*)(?::(.*))?$/.exec(text);
    if (slice !== null) return { kind: 'slice', offset: slice[1] ?? '0', length: slice[2] };
    return /^(\^\^?|,,?)$/.test(text) ? { kind: 'case', operator: text } : undefined;
  }

  /** What stands before the parenthesis that closes the one before `from`; goes on behind it. */
  #balanced(from: number): string {
    const end = this.#closing(from, '(', ')');
    this.#at = end + 1;
    return this.#text.slice(from, end);
  }

  /** Where what was opened before `from` is closed; what is quoted does not count. */
  #closing(from: number, open: string, close: string): number {
    let depth = 1;
    for (let index = from; index < this.#text.length; index++) {
      const character = this.#text[index];
      if (character === '\\') index++;
      else if (character === "'" || character === '"' || character === '`')
        index = this.#closingQuote(index, character);
      else if (character === open) depth++;
      else if (character === close && --depth === 0) return index;
    }
    throw new ShellSyntaxError(`sh: syntax error: unexpected end of file (expecting "${close}")`, true);
  }

  #closingQuote(from: number, quote: string): number {
    for (let index = from + 1; index < this.#text.length; index++) {
      const character = this.#text[index];
      if (character === '\\' && quote !== "'") index++;
      else if (character === quote) return index;
    }
    throw unterminated();
  }
}

function unterminated(): ShellSyntaxError {
  return new ShellSyntaxError('sh: syntax error: unterminated quoted string', true);
}
