import { parseCondition } from './parse-condition.ts';
import { Lexer, ShellSyntaxError, type Token } from './lexer.ts';
import type { Command, Redirect, Script, Step, Word } from './syntax.ts';

export { ShellSyntaxError } from './lexer.ts';

/** Words that only close what was opened. */
const closingWords = ['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}'];

const mostDepth = 50;
const mostLength = 262_144;

type Bare<C> = C extends unknown ? Omit<C, 'redirects'> : never;
/** A command as it stands before the redirections behind it are read. */
type BareCommand = Bare<Command>;

/** Parses a shell's script. Throws a ShellSyntaxError. */
export function parseScript(text: string, depth = 0): Script {
  if (depth > mostDepth || text.length > mostLength) throw new ShellSyntaxError('sh: script too complex');
  const parser = new Parser(new Lexer(text, (inner) => parseScript(inner, depth + 1)).tokens(), depth);
  return parser.script();
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
      while (this.#isSeparator() && (steps.length > 0 || this.#isOperator('\n'))) this.#at++;
      const token = this.#tokens[this.#at];
      if (token === undefined || this.#isEnd(ends)) {
        // `&&` wants more.
        if (after !== 'always') throw this.#unexpected();
        break;
      }
      const { pipeline, negated } = this.#pipeline();
      const background = this.#isOperator('&');
      steps.push({ pipeline, negated, after, background });
      after = 'always';
      if (this.#isOperator('&&')) after = 'success';
      else if (this.#isOperator('||')) after = 'failure';
      else if (!this.#isSeparator() && !background) break;
      this.#at++;
      if (after !== 'always') this.#skipNewlines();
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
      // `|&` sends errors along.
      if (this.#isOperator('&')) {
        this.#at++;
        const last = pipeline.pop() as Command;
        const both: Redirect = { to: [], append: false, stream: 'stderr', copies: 'stdout' };
        pipeline.push({ ...last, redirects: [...last.redirects, both] });
      }
      this.#skipNewlines();
      pipeline.push(this.#command());
    }
    return { pipeline, negated };
  }

  #command(): Command {
    const token = this.#tokens[this.#at];
    const next = this.#tokens[this.#at + 1];
    if (token?.kind === 'word' && next?.kind === 'operator' && next.text === '(' && isName(token.raw)) {
      this.#at += 2;
      this.#expect(')');
      return this.#function(token.raw);
    }
    if (this.#isWord('function')) {
      this.#at++;
      const name = this.#rawWord();
      if (this.#isOperator('(')) {
        this.#at++;
        this.#expect(')');
      }
      return this.#function(name);
    }
    const compound = this.#compound();
    if (compound === undefined) return this.#simple();
    return { ...compound, redirects: this.#redirects() };
  }

  #compound(): BareCommand | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind === 'arithmetic') {
      this.#at++;
      return { kind: 'arithmetic', text: token.text };
    }
    if (this.#isOperator('(')) return this.#group(')');
    if (this.#isWord('{')) return this.#group('}');
    if (this.#isWord('if')) return this.#if();
    if (this.#isWord('while') || this.#isWord('until')) return this.#while();
    if (this.#isWord('for') || this.#isWord('select')) return this.#for();
    if (this.#isWord('case')) return this.#case();
    if (this.#isWord('[[')) return this.#condition();
    if (closingWords.some((word) => this.#isWord(word))) throw this.#unexpected();
    return undefined;
  }

  #function(name: string): Command {
    this.#skipNewlines();
    return { kind: 'function', name, body: this.#command(), redirects: [] };
  }

  #group(close: string): BareCommand {
    this.#at++;
    const body = this.script(close);
    this.#expect(close);
    return { kind: 'group', body, subshell: close === ')' };
  }

  #if(): BareCommand {
    const branches: { condition: Script; body: Script }[] = [];
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

  #while(): BareCommand {
    const until = this.#isWord('until');
    this.#at++;
    const condition = this.script('do');
    return { kind: 'while', until, condition, body: this.#loopBody() };
  }

  #for(): BareCommand {
    this.#at++;
    const head = this.#tokens[this.#at];
    if (head?.kind === 'arithmetic') {
      this.#at++;
      const [start = '', condition = '', step = ''] = head.text.split(';');
      this.#skipSeparators();
      return { kind: 'count', start, condition, step, body: this.#loopBody() };
    }
    const variable = this.#rawWord();
    this.#skipNewlines();
    let items: Word[] | undefined;
    if (this.#isWord('in')) {
      this.#at++;
      items = [];
      for (let token = this.#tokens[this.#at]; token?.kind === 'word'; token = this.#tokens[++this.#at])
        items.push(token.word);
    }
    this.#skipSeparators();
    // Without `in`, the parameters.
    items ??= [[{ kind: 'variable', name: '@', quoted: true }]];
    return { kind: 'for', variable, items, body: this.#loopBody() };
  }

  #loopBody(): Script {
    this.#expect('do');
    const body = this.script('done');
    this.#expect('done');
    return body;
  }

  #case(): BareCommand {
    this.#at++;
    const word = this.#word();
    this.#skipNewlines();
    this.#expect('in');
    const choices: { patterns: Word[]; body: Script }[] = [];
    for (;;) {
      this.#skipSeparators();
      if (this.#isWord('esac')) break;
      if (this.#isOperator('(')) this.#at++;
      const patterns = [this.#word()];
      while (this.#isOperator('|')) {
        this.#at++;
        patterns.push(this.#word());
      }
      this.#expect(')');
      choices.push({ patterns, body: this.script(';;', 'esac') });
      if (this.#isOperator(';;')) this.#at++;
    }
    this.#expect('esac');
    return { kind: 'case', word, choices };
  }

  #condition(): BareCommand {
    this.#at++;
    const inner: Token[] = [];
    for (let token = this.#tokens[this.#at]; !this.#isWord(']]'); token = this.#tokens[this.#at]) {
      if (token === undefined) throw this.#unexpected();
      inner.push(token);
      this.#at++;
    }
    this.#at++;
    return { kind: 'condition', test: parseCondition(inner) };
  }

  #simple(): Command {
    const assignments: { name: string; value: Word; appends: boolean }[] = [];
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    for (;;) {
      const redirect = this.#redirect();
      if (redirect !== undefined) {
        redirects.push(redirect);
        continue;
      }
      const token = this.#tokens[this.#at];
      if (token?.kind !== 'word') break;
      this.#at++;
      const assignment = words.length === 0 ? /^([A-Za-z_]\w*)(\+?)=/.exec(token.raw) : null;
      if (assignment === null) words.push(token.word);
      else
        assignments.push({
          name: assignment[1] as string,
          value: withoutStart(token.word, assignment[0].length),
          appends: assignment[2] === '+',
        });
    }
    if (words.length === 0 && assignments.length === 0 && redirects.length === 0) throw this.#unexpected();
    return { kind: 'simple', assignments, words, redirects };
  }

  #redirects(): Redirect[] {
    const redirects: Redirect[] = [];
    for (let next = this.#redirect(); next !== undefined; next = this.#redirect()) redirects.push(next);
    return redirects;
  }

  #redirect(): Redirect | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind === 'here') {
      this.#at++;
      return { to: token.to, append: false, stream: 'here' };
    }
    if (token?.kind !== 'redirect') return undefined;
    this.#at++;
    const { append, stream, copies } = token;
    if (copies !== undefined) return { to: [], append, stream, copies };
    const to = this.#word();
    // `<<< word`: a line of its own.
    return { to: stream === 'here' ? [...to, { kind: 'text', text: '\n' }] : to, append, stream };
  }

  #isEnd(ends: readonly string[]): boolean {
    return ends.some((end) => (end === ')' || end === ';;' ? this.#isOperator(end) : this.#isWord(end)));
  }

  #isOperator(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'operator' && token.text === text;
  }

  #isSeparator(): boolean {
    return this.#isOperator(';') || this.#isOperator('\n');
  }

  #skipNewlines(): void {
    while (this.#isOperator('\n')) this.#at++;
  }

  #skipSeparators(): void {
    while (this.#isSeparator()) this.#at++;
  }

  #isWord(text: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'word' && token.raw === text;
  }

  #rawWord(): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word') throw this.#unexpected();
    this.#at++;
    return token.raw;
  }

  #word(): Word {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word') throw this.#unexpected();
    this.#at++;
    return token.word;
  }

  #expect(text: string): void {
    if (!(text === ')' ? this.#isOperator(text) : this.#isWord(text))) throw this.#unexpected(text);
    this.#at++;
  }

  #unexpected(expecting?: string): ShellSyntaxError {
    const token = this.#tokens[this.#at];
    const found = token === undefined ? 'end of file' : token.kind === 'word' ? `"${token.raw}"` : 'operator';
    const hint = expecting === undefined ? '' : ` (expecting "${expecting}")`;
    return new ShellSyntaxError(
      `sh: syntax error: unexpected ${found}${hint}`,
      token === undefined,
      token === undefined ? undefined : textOf(token),
    );
  }
}

/** A token as a message names it. */
function textOf(token: Token): string {
  switch (token.kind) {
    case 'word':
      return token.raw;
    case 'operator':
    case 'redirect':
      return token.text === '\n' ? 'newline' : token.text;
    case 'here':
      return '<<';
    case 'arithmetic':
      return '((';
  }
}

function isName(word: string): boolean {
  return /^[A-Za-z_][\w:.-]*$/.test(word);
}

/** A word without its first characters, which are plain text. */
function withoutStart(word: Word, length: number): Word {
  const [first, ...rest] = word;
  if (first?.kind !== 'text') return word;
  if (first.text.length > length) return [{ ...first, text: first.text.slice(length) }, ...rest];
  return withoutStart(rest, length - first.text.length);
}
