import { Lexer, ShellSyntaxError, type Token } from './lexer.ts';
import type { Branch, Command, Redirect, Script, Step, Word } from './syntax.ts';

export { ShellSyntaxError } from './lexer.ts';

/** Words that only close what was opened. */
const closingWords = ['then', 'elif', 'else', 'fi', 'do', 'done', '}'];

const mostDepth = 50;
const mostLength = 65_536;

/** Parses what `sh -c` is given. Throws a ShellSyntaxError. */
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
