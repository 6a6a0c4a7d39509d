// Long because: it is one grammar, whose rules call each other.
import { jqTokens, type Token } from './lexer.ts';
import { JqSyntaxError, type Filter, type Pattern } from './syntax.ts';

const mostDepth = 200;
const keywords = [
  'def',
  'if',
  'then',
  'elif',
  'else',
  'end',
  'as',
  'reduce',
  'foreach',
  'try',
  'catch',
  'and',
  'or',
];
const identity: Filter = { kind: 'identity' };

/** Operators of two sides, the loosest first, below `|` and `,`. */
const levels: readonly { readonly signs: readonly string[]; readonly groups: 'left' | 'right' | 'none' }[] = [
  { signs: ['//'], groups: 'right' },
  { signs: ['=', '|=', '+=', '-=', '*=', '/=', '%=', '//='], groups: 'none' },
  { signs: ['or'], groups: 'left' },
  { signs: ['and'], groups: 'left' },
  { signs: ['==', '!=', '<', '<=', '>', '>='], groups: 'none' },
  { signs: ['+', '-'], groups: 'left' },
  { signs: ['*', '/', '%'], groups: 'left' },
];

/** Reads a jq program. Throws a JqSyntaxError. */
export function parseJq(program: string): Filter {
  const tokens = jqTokens(program);
  if (tokens.length === 0) return identity;
  return new Parser(tokens).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], depth = 0) {
    this.#tokens = tokens;
    this.#depth = depth;
  }

  whole(): Filter {
    const filter = this.#pipe();
    if (this.#at < this.#tokens.length) throw this.#problem();
    return filter;
  }

  #pipe(): Filter {
    if (++this.#depth > mostDepth) throw new JqSyntaxError('filters nest too deep');
    const filter = this.#definition() ?? this.#piped();
    this.#depth--;
    return filter;
  }

  #definition(): Filter | undefined {
    if (!this.#takeName('def')) return undefined;
    const name = this.#name();
    const parameters: string[] = [];
    if (this.#take('(')) {
      do {
        const token = this.#tokens[this.#at++];
        if (token?.kind === 'variable') parameters.push(`$${token.value}`);
        else if (token?.kind === 'name') parameters.push(token.value);
        else throw this.#problem();
      } while (this.#take(';'));
      this.#expect(')');
    }
    this.#expect(':');
    const body = this.#pipe();
    this.#expect(';');
    const rest = this.#at >= this.#tokens.length ? identity : this.#pipe();
    return { kind: 'define', name, parameters, body, rest };
  }

  #piped(): Filter {
    const left = this.#comma();
    if (this.#takeName('as')) {
      const pattern = this.#pattern();
      this.#expect('|');
      return { kind: 'as', source: left, pattern, body: this.#pipe() };
    }
    return this.#take('|') ? { kind: 'pipe', left, right: this.#pipe() } : left;
  }

  #comma(): Filter {
    let left = this.#binary(0);
    while (this.#take(',')) left = { kind: 'comma', left, right: this.#binary(0) };
    return left;
  }

  #binary(level: number): Filter {
    const found = levels[level];
    if (found === undefined) return this.#postfix();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = found.signs.find((sign) => this.#isOperator(sign));
      if (operator === undefined) return left;
      this.#at++;
      const right = this.#binary(found.groups === 'right' ? level : level + 1);
      left = combined(operator, left, right);
      if (found.groups === 'none') return left;
    }
  }

  #postfix(): Filter {
    let filter = this.#primary();
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token?.kind === 'field') {
        this.#at++;
        filter = { kind: 'field', of: filter, key: { kind: 'literal', value: token.value } };
      } else if (this.#is('.') && this.#tokens[this.#at + 1]?.kind === 'text') {
        this.#at++;
        filter = {
          kind: 'field',
          of: filter,
          key: this.#text(this.#tokens[this.#at++] as Token & { kind: 'text' }),
        };
      } else if (this.#is('.') && this.#isAt(this.#at + 1, '[')) this.#at++;
      else if (this.#take('[')) filter = this.#subscript(filter);
      else if (this.#take('?')) filter = { kind: 'try', body: filter };
      else return filter;
    }
  }

  #subscript(of: Filter): Filter {
    if (this.#take(']')) return { kind: 'each', of };
    if (this.#take(':')) {
      const to = this.#pipe();
      this.#expect(']');
      return { kind: 'slice', of, to };
    }
    const key = this.#pipe();
    if (this.#take(':')) {
      const to = this.#is(']') ? undefined : this.#pipe();
      this.#expect(']');
      return { kind: 'slice', of, from: key, ...(to && { to }) };
    }
    this.#expect(']');
    return { kind: 'field', of, key };
  }

  #primary(): Filter {
    const token = this.#tokens[this.#at++];
    switch (token?.kind) {
      case 'number':
        return { kind: 'literal', value: token.value };
      case 'text':
        return this.#text(token);
      case 'format': {
        const text = this.#tokens[this.#at];
        if (text?.kind !== 'text') return { kind: 'format', name: token.value };
        this.#at++;
        return this.#text(text, token.value);
      }
      case 'field':
        return { kind: 'field', of: identity, key: { kind: 'literal', value: token.value } };
      case 'variable':
        return { kind: 'variable', name: token.value };
      case 'name':
        return this.#named(token.value);
      case 'sign':
        return this.#signed(token.value);
      default:
        this.#at--;
        throw this.#problem();
    }
  }

  #signed(sign: string): Filter {
    switch (sign) {
      case '.': {
        const text = this.#tokens[this.#at];
        if (text?.kind !== 'text') return identity;
        this.#at++;
        return { kind: 'field', of: identity, key: this.#text(text) };
      }
      case '..':
        return { kind: 'recurse' };
      case '-':
        return { kind: 'negate', operand: this.#postfix() };
      case '(': {
        const inner = this.#pipe();
        this.#expect(')');
        return inner;
      }
      case '[': {
        if (this.#take(']')) return { kind: 'array' };
        const items = this.#pipe();
        this.#expect(']');
        return { kind: 'array', items };
      }
      case '{':
        return this.#object();
      default:
        this.#at--;
        throw this.#problem();
    }
  }

  #named(name: string): Filter {
    switch (name) {
      case 'if':
        return this.#if();
      case 'try': {
        const body = this.#postfix();
        return this.#takeName('catch')
          ? { kind: 'try', body, handler: this.#postfix() }
          : { kind: 'try', body };
      }
      case 'reduce':
      case 'foreach':
        return this.#fold(name);
      case 'true':
      case 'false':
        return { kind: 'literal', value: name === 'true' };
      case 'null':
        return { kind: 'literal', value: null };
      case 'empty':
        return { kind: 'empty' };
      case 'def': {
        this.#at--;
        return this.#definition() as Filter;
      }
      default:
    }
    if (keywords.includes(name)) {
      this.#at--;
      throw this.#problem();
    }
    const args: Filter[] = [];
    if (this.#take('(')) {
      do args.push(this.#pipe());
      while (this.#take(';'));
      this.#expect(')');
    }
    return { kind: 'call', name, args };
  }

  #if(): Filter {
    const condition = this.#pipe();
    this.#expectName('then');
    const yes = this.#pipe();
    if (this.#takeName('elif')) return { kind: 'if', condition, yes, no: this.#if() };
    const no = this.#takeName('else') ? this.#pipe() : undefined;
    this.#expectName('end');
    return { kind: 'if', condition, yes, ...(no && { no }) };
  }

  #fold(kind: 'reduce' | 'foreach'): Filter {
    const source = this.#postfix();
    this.#expectName('as');
    const pattern = this.#pattern();
    this.#expect('(');
    const start = this.#pipe();
    this.#expect(';');
    const update = this.#pipe();
    const extract = kind === 'foreach' && this.#take(';') ? this.#pipe() : undefined;
    this.#expect(')');
    if (kind === 'reduce') return { kind, source, pattern, start, update };
    return { kind, source, pattern, start, update, ...(extract && { extract }) };
  }

  #object(): Filter {
    const entries: [Filter, Filter][] = [];
    while (!this.#take('}')) {
      const token = this.#tokens[this.#at++];
      if (token?.kind === 'variable') {
        entries.push([
          { kind: 'literal', value: token.value },
          { kind: 'variable', name: token.value },
        ]);
      } else {
        const key = this.#objectKey(token);
        const value: Filter = this.#take(':') ? this.#objectValue() : { kind: 'field', of: identity, key };
        entries.push([key, value]);
      }
      if (!this.#is('}')) this.#expect(',');
    }
    return { kind: 'object', entries };
  }

  #objectKey(token: Token | undefined): Filter {
    if (token?.kind === 'name') return { kind: 'literal', value: token.value };
    if (token?.kind === 'number') return { kind: 'literal', value: String(token.value) };
    if (token?.kind === 'text') return this.#text(token);
    if (token?.kind === 'sign' && token.value === '(') {
      const key = this.#pipe();
      this.#expect(')');
      return key;
    }
    this.#at--;
    throw this.#problem();
  }

  /** A comma ends it; a pipe needs no parentheses. */
  #objectValue(): Filter {
    const left = this.#binary(0);
    return this.#take('|') ? { kind: 'pipe', left, right: this.#objectValue() } : left;
  }

  #pattern(): Pattern {
    const token = this.#tokens[this.#at++];
    if (token?.kind === 'variable') return { kind: 'variable', name: token.value };
    if (token?.kind === 'sign' && token.value === '[') {
      const items: Pattern[] = [];
      do items.push(this.#pattern());
      while (this.#take(','));
      this.#expect(']');
      return { kind: 'array', items };
    }
    if (token?.kind === 'sign' && token.value === '{') {
      const entries: [Filter, Pattern][] = [];
      do {
        const key = this.#tokens[this.#at++];
        if (key?.kind === 'variable') {
          entries.push([
            { kind: 'literal', value: key.value },
            { kind: 'variable', name: key.value },
          ]);
        } else {
          const name = this.#objectKey(key);
          this.#expect(':');
          entries.push([name, this.#pattern()]);
        }
      } while (this.#take(','));
      this.#expect('}');
      return { kind: 'object', entries };
    }
    this.#at--;
    throw this.#problem();
  }

  #text({ parts }: Token & { kind: 'text' }, format?: string): Filter {
    const [only] = parts;
    if (parts.length === 1 && typeof only === 'string') return { kind: 'literal', value: only };
    const filters = parts.map((part) =>
      typeof part === 'string' ? part : new Parser(part, this.#depth).whole(),
    );
    return { kind: 'text', parts: filters, ...(format !== undefined && { format }) };
  }

  #name(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind === 'name') return token.value;
    throw this.#problem();
  }

  #isAt(index: number, sign: string): boolean {
    const token = this.#tokens[index];
    return token?.kind === 'sign' && token.value === sign;
  }

  #is(sign: string): boolean {
    return this.#isAt(this.#at, sign);
  }

  #isOperator(sign: string): boolean {
    const token = this.#tokens[this.#at];
    return (token?.kind === 'sign' || token?.kind === 'name') && token.value === sign;
  }

  #take(sign: string): boolean {
    const found = this.#is(sign);
    if (found) this.#at++;
    return found;
  }

  #takeName(name: string): boolean {
    const token = this.#tokens[this.#at];
    const found = token?.kind === 'name' && token.value === name;
    if (found) this.#at++;
    return found;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#problem();
  }

  #expectName(name: string): void {
    if (!this.#takeName(name)) throw this.#problem();
  }

  #problem(): JqSyntaxError {
    const token = this.#tokens[this.#at];
    const found =
      token === undefined ? 'end of file' : token.kind === 'text' ? 'QQSTRING_START' : `'${token.value}'`;
    return new JqSyntaxError(`syntax error, unexpected ${found} (Unix shell quoting issues?)`);
  }
}

function combined(operator: string, left: Filter, right: Filter): Filter {
  if (operator === '//') return { kind: 'alternative', left, right };
  if (operator === 'and' || operator === 'or') return { kind: operator, left, right };
  if (operator.endsWith('=') && !['==', '!=', '<=', '>='].includes(operator))
    return { kind: 'assign', operator: operator.slice(0, -1), path: left, value: right };
  return { kind: 'operation', operator, left, right };
}
