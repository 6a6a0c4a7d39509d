/** A node of a parsed JSONPath template. */
export type PathNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'list'; readonly nodes: PathNode[] }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'identifier'; readonly name: string }
  | { readonly type: 'value'; readonly value: number | boolean }
  | { readonly type: 'wildcard' }
  | { readonly type: 'recursive' }
  | { readonly type: 'slice'; readonly bounds: SliceBounds }
  | { readonly type: 'union'; readonly members: readonly PathNode[][] }
  | {
      readonly type: 'filter';
      readonly left: PathNode[];
      readonly right: PathNode[];
      readonly operator: string;
    };

export interface SliceBounds {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly step: number | undefined;
  /** `[2]`: the end follows from the start. */
  readonly single: boolean;
}

/** The template is not one; the message is client-go's. */
export class JsonPathError extends Error {
  override name = 'JsonPathError';
}

/**
 * Parses kubectl's JSONPath templates: text with `{…}` between, where `range` and `end` repeat.
 * Models client-go/util/jsonpath.Parser (v1.36), which is not RFC 9535.
 */
export function parseJsonPath(text: string): PathNode[] {
  return new Parser(text).parse();
}

const terminators = new Set([' ', '\t', '\r', '\n', '.', ',', '[', ']', '$', '@', '{', '}', undefined]);

class Parser {
  private readonly input: string;
  private readonly root: PathNode[] = [];
  private pos = 0;

  constructor(input: string) {
    this.input = input;
  }

  parse(): PathNode[] {
    while (this.pos < this.input.length) {
      const open = this.input.indexOf('{', this.pos);
      const end = open < 0 ? this.input.length : open;
      if (end > this.pos) this.root.push({ type: 'text', text: this.input.slice(this.pos, end) });
      this.pos = end;
      if (open < 0) break;
      this.pos++;
      const nodes: PathNode[] = [];
      this.root.push({ type: 'list', nodes });
      this.action(nodes);
    }
    return this.root;
  }

  /** What stands between braces, up to and with the closing one. */
  private action(nodes: PathNode[]): void {
    for (;;) {
      const rest = this.input.slice(this.pos, this.pos + 3);
      const char = this.input[this.pos];
      if (char === '}') {
        this.pos++;
        return;
      }
      if (rest === '[?(') this.filter(nodes);
      else if (rest.startsWith('..')) this.recursive(nodes);
      else if (char === undefined || char === '\n' || char === '\r')
        throw new JsonPathError('unclosed action');
      else if (char === ' ' || char === '@' || char === '$') this.pos++;
      else if (char === '[') this.array(nodes);
      else if (char === '"' || char === "'") this.quoted(nodes, char);
      else if (char === '.') this.field(nodes);
      else if (/[+\-\d]/.test(char)) this.number(nodes);
      else if (/[\p{L}_]/u.test(char)) this.identifier(nodes);
      else throw new JsonPathError(`unrecognized character in action: ${unicodeName(char)}`);
    }
  }

  private recursive(nodes: PathNode[]): void {
    if (nodes.at(-1)?.type === 'recursive') throw new JsonPathError('invalid multiple recursive descent');
    nodes.push({ type: 'recursive' });
    this.pos += 2;
    if (/[\p{L}\d_]/u.test(this.input[this.pos] ?? '')) {
      this.pos--;
      this.field(nodes);
    }
  }

  private field(nodes: PathNode[]): void {
    const start = ++this.pos;
    for (;;) {
      const char = this.input[this.pos];
      if (char === '\\') this.pos += 2;
      else if (terminators.has(char)) break;
      else this.pos++;
    }
    const name = this.input.slice(start, this.pos);
    nodes.push(name === '*' ? { type: 'wildcard' } : { type: 'field', name: name.replaceAll('\\', '') });
  }

  private identifier(nodes: PathNode[]): void {
    const start = this.pos;
    while (!terminators.has(this.input[this.pos])) this.pos++;
    const name = this.input.slice(start, this.pos);
    if (name === 'true' || name === 'false') nodes.push({ type: 'value', value: name === 'true' });
    else nodes.push({ type: 'identifier', name });
  }

  private number(nodes: PathNode[]): void {
    const text = /^[+-]?[\d.]*/.exec(this.input.slice(this.pos))?.[0] ?? '';
    this.pos += text.length;
    if (!/\d/.test(text) || !Number.isFinite(Number(text))) {
      throw new JsonPathError(`cannot parse number ${text}`);
    }
    nodes.push({ type: 'value', value: Number(text) });
  }

  private quoted(nodes: PathNode[], quote: string): void {
    const start = ++this.pos;
    for (;;) {
      const char = this.input[this.pos];
      if (char === undefined || char === '\n') throw new JsonPathError('unterminated quoted string');
      if (char === quote && this.input[this.pos - 1] !== '\\') break;
      this.pos++;
    }
    const raw = this.input.slice(start, this.pos);
    this.pos++;
    nodes.push({ type: 'text', text: unescape(raw) });
  }

  private array(nodes: PathNode[]): void {
    const start = ++this.pos;
    for (;;) {
      const char = this.input[this.pos];
      if (char === undefined || char === '\n') throw new JsonPathError('unterminated array');
      if (char === ']') break;
      this.pos++;
    }
    const text = this.input.slice(start, this.pos);
    this.pos++;
    nodes.push(...arrayNodes(text));
  }

  private filter(nodes: PathNode[]): void {
    this.pos += 3;
    const start = this.pos;
    let quote: string | undefined;
    for (; ; this.pos++) {
      const char = this.input[this.pos];
      if (char === undefined || char === '\n') throw new JsonPathError('unterminated filter');
      if (quote === undefined && (char === '"' || char === "'")) quote = char;
      else if (char === quote && this.input[this.pos - 1] !== '\\') quote = undefined;
      else if (char === ')' && quote === undefined) break;
    }
    const text = this.input.slice(start, this.pos);
    this.pos++;
    if (this.input[this.pos] !== ']') throw new JsonPathError('unclosed array expect ]');
    this.pos++;
    const parts = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text);
    if (parts === null) {
      nodes.push({ type: 'filter', left: actionNodes(text), right: [], operator: 'exists' });
    } else {
      const [, left = '', operator = '', right = ''] = parts;
      nodes.push({ type: 'filter', left: actionNodes(left), right: actionNodes(right), operator });
    }
  }
}

function actionNodes(text: string): PathNode[] {
  const [first] = parseJsonPath(`{${text}}`);
  return first?.type === 'list' ? first.nodes : [];
}

function arrayNodes(inside: string): PathNode[] {
  const text = inside === '*' ? ':' : inside;
  const parts = text.split(',');
  if (parts.length > 1) {
    return [{ type: 'union', members: parts.map((part) => actionNodes(`[${part.trim()}]`)) }];
  }
  const key = /^'([^']*)'$/.exec(text);
  if (key !== null) return actionNodes(`.${key[1]}`);
  const slice = /^(-?\d*)(?:(:)(-?\d*))?(?:(:)(-?\d*))?$/.exec(text);
  if (slice === null) throw new JsonPathError(`invalid array index ${text}`);
  const [, from = '', colon, to = '', , step = ''] = slice;
  const number = (word: string): number | undefined => (word === '' ? undefined : Number(word));
  return [
    {
      type: 'slice',
      bounds: { from: number(from), to: number(to), step: number(step), single: colon === undefined },
    },
  ];
}

function unescape(text: string): string {
  const known: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    '\\': '\\',
    '"': '"',
    "'": "'",
  };
  return text.replace(/\\(.)/g, (whole, char: string) => known[char] ?? whole);
}

function unicodeName(char: string): string {
  const code = (char.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} '${char}'`;
}
