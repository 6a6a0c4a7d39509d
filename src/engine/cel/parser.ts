/**
 * Reads an expression. Where it is wrong, it says what the real parser says and goes on as that one
 * does, as far as the next mistake can be told from the first.
 * Models cel-go/parser (v0.26), with its grammar CEL.g4.
 */
// Long because: it is one grammar, whose rules call each other.
import type { CelNode, MapEntryNode } from './ast.ts';
import {
  argument,
  canBegin,
  expression,
  followsMember,
  optionalExpression,
  products,
  relationNames,
  relations,
  reserved,
  starters,
  sums,
} from './grammar.ts';
import { endOfFile, tokensOf, visible, type Token } from './lexer.ts';
import { bytesOf, doubleOf, intOf, textOf, uintOf } from './literals.ts';
import { expandMacro } from './macros.ts';
import type { CelIssue } from './source.ts';
import { boolType, bytesType, doubleType, intType, nullType, stringType, uintType } from './types.ts';
import { CelError } from './values.ts';

/** How deep an expression may nest; the real parser's limit. */
const deepest = 250;
/** The longest expression that is read, in code points. */
const longest = 100_000;

export interface Parsed {
  readonly node: CelNode;
  readonly issues: readonly CelIssue[];
}

export function parse(source: string): Parsed {
  if (source.length > longest)
    return {
      node: nothing(0),
      issues: [
        {
          at: 0,
          message: `expression code point size exceeds limit: size: ${source.length}, limit ${longest}`,
        },
      ],
    };
  const parser = new Parser(source);
  try {
    return { node: parser.parse(), issues: parser.issues };
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    return { node: nothing(0), issues: [{ at: 0, message: error.message }] };
  }
}

class TooDeep extends Error {}

function nothing(at: number): CelNode {
  return { is: 'literal', at, value: null, type: nullType };
}

class Parser {
  readonly issues: CelIssue[] = [];
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;
  /** After a mistake nothing is reported until a token fits again. */
  #lost = false;

  constructor(source: string) {
    this.#tokens = tokensOf(source, this.issues);
  }

  parse(): CelNode {
    const node = this.#expression();
    if (this.#token.kind !== endOfFile) {
      const only = this.#peek(1).kind === endOfFile;
      this.#syntaxError(
        `${only ? 'extraneous' : 'mismatched'} input '${visible(this.#token.text)}' expecting <EOF>`,
      );
    }
    return node;
  }

  get #token(): Token {
    return this.#peek(0);
  }

  #peek(distance: number): Token {
    return this.#tokens[Math.min(this.#index + distance, this.#tokens.length - 1)] as Token;
  }

  #advance(): Token {
    const token = this.#token;
    this.#index++;
    this.#lost = false;
    return token;
  }

  #accept(kind: string): Token | undefined {
    return this.#token.kind === kind ? this.#advance() : undefined;
  }

  #syntaxError(message: string, at = this.#token.at): void {
    if (!this.#lost) this.issues.push({ at, message: `Syntax error: ${message}` });
    this.#lost = true;
  }

  /** Takes a token that must come; a single one that is missing or too much is passed over. */
  #expect(kind: string, mayFollow: (next: Token) => boolean): void {
    if (this.#accept(kind) !== undefined) return;
    const text = visible(this.#token.text);
    if (this.#peek(1).kind === kind) {
      this.#syntaxError(`extraneous input '${text}' expecting '${kind}'`);
      this.#index += 2;
      this.#lost = false;
    } else if (mayFollow(this.#token)) this.#syntaxError(`missing '${kind}' at '${text}'`);
    else this.#syntaxError(`mismatched input '${text}' expecting '${kind}'`);
  }

  #expression(wanted = expression): CelNode {
    if (++this.#depth > deepest) throw new TooDeep(`expression recursion limit exceeded: ${deepest}`);
    const condition = this.#or(wanted);
    const mark = this.#accept('?');
    let node = condition;
    if (mark !== undefined) {
      const yes = this.#or();
      this.#expect(':', () => false);
      node = { is: 'call', at: mark.at, name: '_?_:_', args: [condition, yes, this.#expression()] };
    }
    this.#depth--;
    return node;
  }

  #or(wanted = expression): CelNode {
    return this.#chain('||', '_||_', () => this.#chain('&&', '_&&_', () => this.#relation(wanted)));
  }

  /** A chain of one logical operator, as a balanced tree, so that long ones do not nest deeply. */
  #chain(operator: string, name: string, operand: () => CelNode): CelNode {
    const operands = [operand()];
    const places: number[] = [];
    for (let token = this.#accept(operator); token !== undefined; token = this.#accept(operator)) {
      places.push(token.at);
      operands.push(operand());
    }
    const tree = (from: number, to: number): CelNode => {
      if (from === to) return operands[from] as CelNode;
      const middle = Math.floor((from + to) / 2);
      return {
        is: 'call',
        at: places[middle] as number,
        name,
        args: [tree(from, middle), tree(middle + 1, to)],
      };
    };
    return tree(0, operands.length - 1);
  }

  #relation(wanted: string): CelNode {
    return this.#binary(relations, () =>
      this.#binary(sums, () => this.#binary(products, () => this.#unary(wanted))),
    );
  }

  #binary(operators: ReadonlySet<string>, operand: () => CelNode): CelNode {
    let left = operand();
    for (let count = 0; operators.has(this.#token.kind); count++) {
      if (count > deepest) throw new TooDeep(`expression recursion limit exceeded: ${deepest}`);
      const { kind, at } = this.#advance();
      left = { is: 'call', at, name: relationNames[kind] ?? `_${kind}_`, args: [left, operand()] };
    }
    return left;
  }

  #unary(wanted: string): CelNode {
    const { kind, at } = this.#token;
    if (kind !== '!' && kind !== '-') return this.#member(wanted);
    const isNumber = kind === '-' && ['NUM_INT', 'NUM_FLOAT'].includes(this.#peek(1).kind);
    if (isNumber) return this.#member(wanted);
    let count = 0;
    while (this.#accept(kind) !== undefined) count++;
    if (this.#token.kind === endOfFile) {
      if (kind === '!') this.#syntaxError(`extraneous input '<EOF>' expecting ${expression}`);
      else this.#syntaxError(`no viable alternative at input '-'`);
      if (kind === '-') this.#lost = false;
    }
    const operand = this.#member(expression);
    // An even number of signs cancels itself out.
    if (count % 2 === 0) return operand;
    return { is: 'call', at, name: kind === '!' ? '!_' : '-_', args: [operand] };
  }

  #member(wanted: string): CelNode {
    let node = this.#primary(wanted);
    for (let count = 0; ; count++) {
      if (count > deepest) throw new TooDeep(`expression recursion limit exceeded: ${deepest}`);
      const { kind, at } = this.#token;
      if (kind === '.') {
        const next = this.#select(node, at);
        if (next === undefined) return node;
        node = next;
      } else if (kind === '[') node = this.#index1(node);
      else return node;
    }
  }

  /** `.name`, `.?name` and `.name(…)`; undefined where no name follows. */
  #select(operand: CelNode, at: number): CelNode | undefined {
    const optional = this.#peek(1).kind === '?';
    const name = this.#peek(optional ? 2 : 1);
    if (name.kind === 'ESC_IDENTIFIER') this.issues.push({ at: name.at, message: "unsupported syntax: '`'" });
    else if (name.kind !== 'IDENTIFIER') {
      const text = name.kind === endOfFile ? '' : visible(name.text);
      this.#syntaxError(`no viable alternative at input '.${optional ? '?' : ''}${text}'`, name.at);
      this.#index += optional ? 2 : 1;
      return undefined;
    }
    this.#index += optional ? 3 : 2;
    this.#lost = false;
    const open = optional ? undefined : this.#accept('(');
    if (open !== undefined) return this.#call(name.text, open.at, operand);
    return { is: 'select', at, operand, field: name.text, ...(optional && { optional }) };
  }

  #index1(operand: CelNode): CelNode {
    const { at } = this.#advance();
    const optional = this.#accept('?') !== undefined;
    const index = this.#expression(optional ? expression : optionalExpression);
    this.#expect(']', followsMember);
    return { is: 'call', at, name: optional ? '_[?_]' : '_[_]', args: [operand, index] };
  }

  /** A call, its parenthesis open. */
  #call(name: string, at: number, target?: CelNode): CelNode {
    const args: CelNode[] = [];
    if (this.#accept(')') === undefined) {
      do args.push(this.#expression(args.length === 0 ? argument : expression));
      while (this.#accept(',') !== undefined);
      this.#expect(')', followsMember);
    }
    const call: CelNode = { is: 'call', at, name, args, ...(target && { target }) };
    const macro = expandMacro(name, target, args, at);
    if (macro === undefined) return call;
    if ('is' in macro) return macro;
    this.issues.push(macro);
    return call;
  }

  #primary(wanted: string): CelNode {
    const token = this.#token;
    switch (token.kind) {
      case '(': {
        this.#advance();
        const node = this.#expression();
        this.#expect(')', followsMember);
        return node;
      }
      case '[':
        return this.#list();
      case '{':
        return this.#map();
      case '.':
      case 'IDENTIFIER':
        return this.#name(wanted);
      default:
    }
    const literal = this.#literal();
    if (literal !== undefined) return literal;
    return this.#misplaced(wanted);
  }

  /** What cannot begin an expression. */
  #misplaced(wanted: string): CelNode {
    const { text, at, kind } = this.#token;
    const next = this.#peek(1).kind;
    const fits = starters.has(next) || (wanted === argument && next === ')');
    if (kind !== endOfFile && !this.#lost && fits) {
      this.#syntaxError(`extraneous input '${visible(text)}' expecting ${wanted}`);
      this.#index++;
      return next === ')' ? nothing(at) : this.#primary(wanted);
    }
    this.#syntaxError(`mismatched input '${visible(text)}' expecting ${wanted}`);
    if (kind === 'ESC_IDENTIFIER') this.#index++;
    return nothing(at);
  }

  #name(wanted: string): CelNode {
    const dot = this.#accept('.');
    if (this.#token.kind !== 'IDENTIFIER') {
      const text = this.#token.kind === endOfFile ? '' : visible(this.#token.text);
      this.#syntaxError(`no viable alternative at input '.${text}'`);
      return nothing(this.#token.at);
    }
    const { text, at } = this.#advance();
    const open = this.#accept('(');
    if (open !== undefined) return this.#call(text, open.at);
    const struct = this.#structName(text);
    if (struct !== undefined) return this.#struct(struct.name, struct.at);
    if (reserved.has(text) && wanted !== '')
      this.issues.push({ at, message: `reserved identifier: ${text}` });
    return { is: 'ident', at, name: dot === undefined ? text : `.${text}` };
  }

  /** `a.b.C{`, its first name taken: the name, everything up to the brace taken; undefined for no struct. */
  #structName(first: string): { readonly name: string; readonly at: number } | undefined {
    let name = first;
    let ahead = 0;
    while (this.#peek(ahead).kind === '.' && this.#peek(ahead + 1).kind === 'IDENTIFIER') {
      name += `.${this.#peek(ahead + 1).text}`;
      ahead += 2;
    }
    if (this.#peek(ahead).kind !== '{') return undefined;
    this.#index += ahead;
    return { name, at: this.#advance().at };
  }

  #struct(name: string, at: number): CelNode {
    const fields: { name: string; value: CelNode; optional: boolean; at: number }[] = [];
    while (this.#token.kind !== '}' && this.#token.kind !== endOfFile) {
      const optional = this.#accept('?') !== undefined;
      const field = this.#accept('IDENTIFIER') ?? this.#accept('ESC_IDENTIFIER');
      if (field === undefined) break;
      const colon = this.#token.at;
      this.#expect(':', canBegin);
      fields.push({ name: field.text, value: this.#expression(), optional, at: colon });
      if (this.#accept(',') === undefined) break;
    }
    this.#close('}');
    return { is: 'struct', at, name, fields };
  }

  #list(): CelNode {
    const { at } = this.#advance();
    const items: { value: CelNode; optional: boolean }[] = [];
    while (this.#token.kind !== ']' && this.#token.kind !== ',') {
      const optional = this.#accept('?') !== undefined;
      items.push({ optional, value: this.#expression() });
      if (!this.#continues(']')) break;
    }
    this.#close(']');
    return { is: 'list', at, items };
  }

  #map(): CelNode {
    const { at } = this.#advance();
    const entries: MapEntryNode[] = [];
    while (this.#token.kind !== '}' && this.#token.kind !== ',') {
      const optional = this.#accept('?') !== undefined;
      const key = this.#expression();
      this.#expect(':', canBegin);
      entries.push({ key, value: this.#expression(), optional });
      if (!this.#continues('}')) break;
    }
    this.#close('}');
    return { is: 'map', at, entries };
  }

  /** Whether another element follows: a comma comes, which is not the last one. */
  #continues(end: string): boolean {
    return (
      this.#token.kind === ',' && ![end, ','].includes(this.#peek(1).kind) && this.#advance() !== undefined
    );
  }

  /** The end of a list or map, perhaps with a comma before it. */
  #close(kind: string): void {
    const comma = this.#accept(',');
    if (this.#accept(kind) !== undefined) return;
    if (comma !== undefined) {
      this.#expect(kind, () => false);
      return;
    }
    const text = visible(this.#token.text);
    if (this.#peek(1).kind !== kind) {
      this.#syntaxError(`mismatched input '${text}' expecting {'${kind}', ','}`);
      return;
    }
    this.#syntaxError(`extraneous input '${text}' expecting {'${kind}', ','}`);
    this.#index += 2;
    this.#lost = false;
  }

  #literal(): CelNode | undefined {
    const minus = this.#token.kind === '-' ? this.#token : undefined;
    const token = minus === undefined ? this.#token : this.#peek(1);
    const text = `${minus?.text ?? ''}${token.text}`;
    const { at } = this.#token;
    const read = (): CelNode | undefined => {
      switch (token.kind) {
        case 'NUM_INT':
          return { is: 'literal', at, value: intOf(text), type: intType };
        case 'NUM_FLOAT':
          return { is: 'literal', at, value: doubleOf(text), type: doubleType };
        case 'NUM_UINT':
          return { is: 'literal', at, value: uintOf(text), type: uintType };
        case 'STRING':
          return { is: 'literal', at, value: textOf(text), type: stringType };
        case 'BYTES':
          return { is: 'literal', at, value: bytesOf(text), type: bytesType };
        case 'true':
        case 'false':
          return { is: 'literal', at, value: token.kind === 'true', type: boolType };
        case 'null':
          return nothing(at);
        default:
          return undefined;
      }
    };
    let node: CelNode | undefined;
    try {
      node = read();
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      this.issues.push({ at, message: error.message });
      node = nothing(at);
    }
    if (node === undefined) return undefined;
    this.#index += minus === undefined ? 1 : 2;
    this.#lost = false;
    return node;
  }
}
