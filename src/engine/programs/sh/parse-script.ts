import type { Branch, Command, Redirect, Script, Step, Word, WordPart } from './syntax.ts';

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

type Token =
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

/** Words that only close what was opened. */
const closingWords = ['then', 'elif', 'else', 'fi', 'do', 'done', '}'];

const mostDepth = 50;
const mostLength = 65_536;

/** Parses what `sh -c` is given. Throws a ShellSyntaxError. */
export function parseScript(text: string, depth = 0): Script {
  if (depth > mostDepth || text.length > mostLength) throw new ShellSyntaxError('sh: script too complex');
  const parser = new Parser(new Lexer(text, depth).tokens(), depth);
  return parser.script();
}

class Lexer {
  readonly #text: string;
  readonly #depth: number;
  #at = 0;

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
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
    return new Lexer(text, this.#depth).#expanded();
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
      const script = parseScript(this.#text.slice(this.#at + 1, end), this.#depth + 1);
      this.#at = end + 1;
      return { kind: 'command', script, quoted };
    }
    if (this.#rest('$((')) {
      const end = this.#text.indexOf('))', this.#at);
      if (end < 0) throw new ShellSyntaxError('sh: syntax error: missing ))');
      const text = this.#text.slice(this.#at + 3, end);
      this.#at = end + 2;
      return { kind: 'arithmetic', text };
    }
    if (this.#rest('$(')) {
      const inner = this.#balanced(this.#at + 2);
      return { kind: 'command', script: parseScript(inner, this.#depth + 1), quoted };
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

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth: number;

  constructor(tokens: readonly Token[], depth: number) {
    this.#tokens = tokens;
    this.#depth = depth;
  }

  script(...ends: readonly string[]): Script {
    if (++this.#depth > mostDepth) throw new ShellSyntaxError('sh: script too complex');
    const steps: Step[] = [];
    let after: Step['after'] = 'always';
    for (;;) {
      while (this.#isOperator(';')) this.#at++;
      const token = this.#tokens[this.#at];
      if (token === undefined || this.#isEnd(ends)) break;
      const { pipeline, negated } = this.#pipeline();
      const background = this.#isOperator('&');
      steps.push({ pipeline, negated, after, background });
      after = 'always';
      if (this.#isOperator('&&')) after = 'success';
      else if (this.#isOperator('||')) after = 'failure';
      else if (!this.#isOperator(';') && !background) break;
      this.#at++;
    }
    if (ends.length === 0 && this.#at < this.#tokens.length) throw this.#unexpected();
    this.#depth--;
    return steps;
  }

  #pipeline(): { pipeline: Command[]; negated: boolean } {
    const negated = this.#isWord('!');
    if (negated) this.#at++;
    const pipeline = [this.#command()];
    while (this.#isOperator('|')) {
      this.#at++;
      pipeline.push(this.#command());
    }
    return { pipeline, negated };
  }

  #command(): Command {
    if (this.#isOperator('(')) return this.#group('(', ')');
    if (this.#isWord('{')) return this.#group('{', '}');
    if (this.#isWord('if')) return this.#if();
    if (this.#isWord('while') || this.#isWord('until')) return this.#while();
    if (this.#isWord('for')) return this.#for();
    if (closingWords.some((word) => this.#isWord(word))) throw this.#unexpected();
    return this.#simple();
  }

  #group(_open: string, close: string): Command {
    this.#at++;
    const body = this.script(close);
    this.#expect(close);
    return { kind: 'group', body };
  }

  #if(): Command {
    const branches: Branch[] = [];
    do {
      this.#at++;
      const condition = this.script('then');
      this.#expect('then');
      branches.push({ condition, body: this.script('elif', 'else', 'fi') });
    } while (this.#isWord('elif'));
    let otherwise: Script | undefined;
    if (this.#isWord('else')) {
      this.#at++;
      otherwise = this.script('fi');
    }
    this.#expect('fi');
    return { kind: 'if', branches, ...(otherwise && { otherwise }) };
  }

  #while(): Command {
    const until = this.#isWord('until');
    this.#at++;
    const condition = this.script('do');
    this.#expect('do');
    const body = this.script('done');
    this.#expect('done');
    return { kind: 'while', until, condition, body };
  }

  #for(): Command {
    this.#at++;
    const variable = this.#rawWord();
    const items: Word[] = [];
    if (this.#isWord('in')) {
      this.#at++;
      for (let token = this.#tokens[this.#at]; token?.kind === 'word'; token = this.#tokens[++this.#at])
        items.push(token.word);
    }
    while (this.#isOperator(';')) this.#at++;
    this.#expect('do');
    const body = this.script('done');
    this.#expect('done');
    return { kind: 'for', variable, items, body };
  }

  #simple(): Command {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (let token = this.#tokens[this.#at]; token !== undefined; token = this.#tokens[this.#at]) {
      if (token.kind === 'operator') break;
      this.#at++;
      if (token.kind === 'duplicate') continue;
      if (token.kind === 'here') {
        redirects.push({ to: token.to, append: false, stream: 'here' });
        continue;
      }
      if (token.kind === 'redirect') {
        const to = this.#tokens[this.#at++];
        if (to?.kind !== 'word') throw this.#unexpected();
        redirects.push({ to: to.word, append: token.append, stream: token.stream });
        continue;
      }
      const assignment = words.length === 0 ? /^([A-Za-z_]\w*)=/.exec(token.raw) : null;
      if (assignment === null) words.push(token.word);
      else
        assignments.push({
          name: assignment[1] as string,
          value: withoutStart(token.word, assignment[0].length),
        });
    }
    if (words.length === 0 && assignments.length === 0 && redirects.length === 0) throw this.#unexpected();
    return { kind: 'simple', assignments, words, redirects };
  }

  #isEnd(ends: readonly string[]): boolean {
    return ends.some((end) => (end === ')' ? this.#isOperator(')') : this.#isWord(end)));
  }

  #isOperator(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'operator' && token.text === text;
  }

  #isWord(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'word' && token.raw === text;
  }

  #rawWord(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== 'word') throw this.#unexpected();
    return token.raw;
  }

  #expect(text: string): void {
    if (!(text === ')' ? this.#isOperator(text) : this.#isWord(text))) throw this.#unexpected(text);
    this.#at++;
  }

  #unexpected(expecting?: string): ShellSyntaxError {
    const token = this.#tokens[this.#at];
    const found = token === undefined ? 'end of file' : token.kind === 'word' ? `"${token.raw}"` : 'operator';
    const hint = expecting === undefined ? '' : ` (expecting "${expecting}")`;
    return new ShellSyntaxError(`sh: syntax error: unexpected ${found}${hint}`, token === undefined);
  }
}

/** A word without its first characters, which are plain text. */
function withoutStart(word: Word, length: number): Word {
  const [first, ...rest] = word;
  if (first?.kind !== 'text') return word;
  if (first.text.length >= length) return [{ ...first, text: first.text.slice(length) }, ...rest];
  return withoutStart(rest, length - first.text.length);
}
