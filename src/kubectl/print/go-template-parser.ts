/** Go's text/template, as far as kubectl's users write it. */
export type TemplateNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'pipe'; readonly pipe: Pipe }
  | {
      readonly type: 'if' | 'with' | 'range';
      readonly pipe: Pipe;
      readonly body: TemplateNode[];
      readonly otherwise: TemplateNode[];
    }
  | { readonly type: 'break' | 'continue' };

export interface Pipe {
  /** `$a, $b :=` in front. */
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Operand[][];
}

export type Operand =
  | { readonly type: 'field'; readonly base: Operand | 'dot'; readonly path: readonly string[] }
  | { readonly type: 'variable'; readonly name: string }
  | { readonly type: 'literal'; readonly value: unknown }
  | { readonly type: 'function'; readonly name: string }
  | { readonly type: 'pipe'; readonly pipe: Pipe };

/** The template is not one; the message is Go's, with its place. */
export class TemplateError extends Error {
  override name = 'TemplateError';
}

interface Action {
  readonly text: string;
  readonly line: number;
}

export function parseGoTemplate(text: string): TemplateNode[] {
  return new TemplateParser(text).parse();
}

const tokenPattern =
  /\s*(?:("(?:[^"\\]|\\.)*"|`[^`]*`)|('(?:[^'\\]|\\.)')|(-?\d[\w.]*)|(\$\w*(?:\.\w+)*)|((?:\.[\w]+)+|\.)|(\w+)|(:=|=|[|(),]))/y;

class TemplateParser {
  private readonly parts: (string | Action)[] = [];
  private at = 0;

  constructor(text: string) {
    let rest = text;
    let line = 1;
    let trimNext = false;
    for (;;) {
      const open = rest.indexOf('{{');
      let before = open < 0 ? rest : rest.slice(0, open);
      const after = open < 0 ? '' : rest.slice(open + 2);
      line += count(before);
      if (trimNext) before = before.trimStart();
      if (open < 0) {
        if (before !== '') this.parts.push(before);
        return;
      }
      const comment = /^(?:- )?\/\*[^]*?\*\/(?: -)?\}\}/.exec(after);
      const trimBefore = /^-\s/.test(after);
      if (trimBefore) before = before.trimEnd();
      if (before !== '') this.parts.push(before);
      const close = comment === null ? after.indexOf('}}') : comment[0].length - 2;
      if (close < 0) throw new TemplateError(`template: output:${line}: unclosed action`);
      const inside = after.slice(0, close);
      trimNext = /\s-$/.test(inside);
      if (comment === null) {
        this.parts.push({ text: inside.replace(/^-\s/, '').replace(/\s-$/, '').trim(), line });
      }
      line += count(inside);
      rest = after.slice(close + 2);
    }
  }

  parse(): TemplateNode[] {
    const { nodes, ended } = this.block();
    if (ended !== undefined) throw this.error(`unexpected {{${ended}}}`);
    return nodes;
  }

  private block(): { nodes: TemplateNode[]; ended?: string } {
    const nodes: TemplateNode[] = [];
    while (this.at < this.parts.length) {
      const part = this.parts[this.at++] as string | Action;
      if (typeof part === 'string') {
        nodes.push({ type: 'text', text: part });
        continue;
      }
      const [keyword = ''] = /^\w*/.exec(part.text) ?? [];
      if (keyword === 'end' || keyword === 'else') return { nodes, ended: part.text };
      if (keyword === 'if' || keyword === 'with' || keyword === 'range')
        nodes.push(this.control(keyword, part.text.slice(keyword.length)));
      else if (keyword === 'break' || keyword === 'continue') nodes.push({ type: keyword });
      else nodes.push({ type: 'pipe', pipe: this.pipe(part.text) });
    }
    return { nodes };
  }

  private control(type: 'if' | 'with' | 'range', text: string): TemplateNode {
    const pipe = this.pipe(text);
    const body = this.block();
    if (body.ended === undefined) throw this.error('unexpected EOF');
    if (body.ended === 'end') return { type, pipe, body: body.nodes, otherwise: [] };
    const more = body.ended.slice('else'.length).trim();
    if (more.startsWith('if')) {
      return { type, pipe, body: body.nodes, otherwise: [this.control('if', more.slice(2))] };
    }
    const otherwise = this.block();
    if (otherwise.ended !== 'end') throw this.error('unexpected EOF');
    return { type, pipe, body: body.nodes, otherwise: otherwise.nodes };
  }

  private pipe(text: string): Pipe {
    const tokens = this.tokens(text);
    const pipe = this.pipeOf(tokens);
    if (tokens.length > 0) throw this.error(`unexpected ${JSON.stringify(tokens[0])} in command`);
    return pipe;
  }

  private pipeOf(tokens: string[]): Pipe {
    const variables: string[] = [];
    const sign = tokens.findIndex((token) => token === ':=' || token === '=');
    const declares =
      sign > 0 && tokens.slice(0, sign).every((token) => token.startsWith('$') || token === ',');
    const assigns = declares && tokens[sign] === '=';
    if (declares) {
      variables.push(...tokens.slice(0, sign).filter((token) => token !== ','));
      tokens.splice(0, sign + 1);
    }
    const commands: Operand[][] = [];
    do {
      const command: Operand[] = [];
      while (tokens.length > 0 && tokens[0] !== '|' && tokens[0] !== ')') command.push(this.operand(tokens));
      if (command.length === 0) throw this.error('missing value for command');
      commands.push(command);
    } while (tokens[0] === '|' && tokens.shift() !== undefined);
    return { variables, assigns, commands };
  }

  private operand(tokens: string[]): Operand {
    const token = tokens.shift() as string;
    if (token === '(') {
      const pipe = this.pipeOf(tokens);
      if (tokens.shift() !== ')') throw this.error('unclosed left paren');
      const base: Operand = { type: 'pipe', pipe };
      return tokens[0]?.startsWith('.')
        ? { type: 'field', base, path: fieldPath(tokens.shift() as string) }
        : base;
    }
    if (token.startsWith('.')) return { type: 'field', base: 'dot', path: fieldPath(token) };
    if (token.startsWith('$')) {
      const [name = '$', ...path] = token.split('.');
      const base: Operand = { type: 'variable', name };
      return path.length === 0 ? base : { type: 'field', base, path };
    }
    if (token.startsWith('"')) return { type: 'literal', value: JSON.parse(token) as string };
    if (token.startsWith('`')) return { type: 'literal', value: token.slice(1, -1) };
    if (token.startsWith("'")) return { type: 'literal', value: token.codePointAt(1) };
    if (/^-?\d/.test(token)) return { type: 'literal', value: Number(token) };
    if (token === 'true' || token === 'false') return { type: 'literal', value: token === 'true' };
    if (token === 'nil') return { type: 'literal', value: null };
    if (!/^\w/.test(token)) throw this.error(`unexpected ${JSON.stringify(token)} in operand`);
    return { type: 'function', name: token };
  }

  private tokens(text: string): string[] {
    const tokens: string[] = [];
    tokenPattern.lastIndex = 0;
    while (text.slice(tokenPattern.lastIndex).trim() !== '') {
      const from = tokenPattern.lastIndex;
      const match = tokenPattern.exec(text);
      if (match === null)
        throw this.error(`unexpected ${JSON.stringify(text.slice(from).trim()[0])} in operand`);
      tokens.push(match[0].trim());
    }
    return tokens;
  }

  private error(message: string): TemplateError {
    const part = this.parts[Math.max(0, this.at - 1)];
    const line = typeof part === 'object' ? part.line : 1;
    return new TemplateError(`template: output:${line}: ${message}`);
  }
}

function fieldPath(token: string): string[] {
  return token.split('.').filter((name) => name !== '');
}

function count(text: string): number {
  return text.split('\n').length - 1;
}
