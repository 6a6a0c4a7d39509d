// Long because: one grammar, read from top to bottom.
import { awkTokens, type Token } from './lexer.ts';
import {
  AwkProblem,
  type AwkFunction,
  type AwkProgram,
  type Expression,
  type Rule,
  type Statement,
} from './syntax.ts';

const mostDepth = 200;
const comparisons = ['<', '<=', '==', '!=', '>=', '>'];

/** Reads an awk program. Throws an AwkProblem. */
export function parseAwk(program: string): AwkProgram {
  return new Parser(awkTokens(program)).program();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  /** Within `print …`, a `>` is where the output goes. */
  #noGreater = false;
  /** Within `for (x in …`, `in` is no operator. */
  #noIn = false;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  program(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    for (;;) {
      this.#skipEnds();
      if (this.#at >= this.#tokens.length) return { rules, functions };
      if (this.#takeName('function') || this.#takeName('func')) this.#function(functions);
      else rules.push(this.#rule());
    }
  }

  #function(functions: Map<string, AwkFunction>): void {
    const token = this.#tokens[this.#at++];
    if (token === undefined || (token.kind !== 'name' && token.kind !== 'call')) throw this.#problem();
    const parameters: string[] = [];
    this.#expect('(');
    while (!this.#take(')')) {
      const parameter = this.#tokens[this.#at++];
      if (parameter?.kind !== 'name') throw this.#problem();
      parameters.push(parameter.value);
      this.#take(',');
      this.#skipNewlines();
    }
    this.#skipNewlines();
    functions.set(token.value, { parameters, body: this.#block() });
  }

  #rule(): Rule {
    if (this.#takeName('BEGIN')) return { when: 'begin', body: this.#ruleBody() };
    if (this.#takeName('END')) return { when: 'end', body: this.#ruleBody() };
    if (this.#is('{')) return { when: 'line', body: this.#block() };
    const pattern = this.#expression();
    let until: Expression | undefined;
    if (this.#take(',')) {
      this.#skipNewlines();
      until = this.#expression();
    }
    const body = this.#is('{') ? this.#block() : undefined;
    return { when: 'line', pattern, ...(until && { until }), ...(body && { body }) };
  }

  #ruleBody(): Statement {
    this.#skipNewlines();
    return this.#block();
  }

  #block(): Statement {
    this.#expect('{');
    const body: Statement[] = [];
    for (;;) {
      this.#skipEnds();
      if (this.#take('}')) return { kind: 'block', body };
      if (this.#at >= this.#tokens.length) throw this.#problem();
      body.push(this.#statement());
    }
  }

  #statement(): Statement {
    if (++this.#depth > mostDepth) throw new AwkProblem('statements nest too deep');
    const statement = this.#anyStatement();
    this.#depth--;
    return statement;
  }

  #anyStatement(): Statement {
    if (this.#is('{')) return this.#block();
    if (this.#take(';')) return { kind: 'block', body: [] };
    if (this.#takeName('if')) return this.#if();
    if (this.#takeName('while')) {
      const condition = this.#inParentheses();
      return { kind: 'while', condition, body: this.#body(), first: false };
    }
    if (this.#takeName('do')) {
      const body = this.#body();
      this.#skipEnds();
      if (!this.#takeName('while')) throw this.#problem();
      return { kind: 'while', condition: this.#inParentheses(), body, first: true };
    }
    if (this.#takeName('for')) return this.#for();
    return this.#simple();
  }

  #if(): Statement {
    const condition = this.#inParentheses();
    const yes = this.#body();
    const from = this.#at;
    this.#skipEnds();
    if (this.#takeName('else')) return { kind: 'if', condition, yes, no: this.#body() };
    this.#at = from;
    return { kind: 'if', condition, yes };
  }

  #body(): Statement {
    this.#skipNewlines();
    return this.#statement();
  }

  #for(): Statement {
    this.#expect('(');
    const [variable, inWord, array, close] = this.#tokens.slice(this.#at, this.#at + 4);
    if (
      variable?.kind === 'name' &&
      inWord?.kind === 'name' &&
      inWord.value === 'in' &&
      array?.kind === 'name' &&
      close?.kind === 'sign' &&
      close.value === ')'
    ) {
      this.#at += 4;
      return { kind: 'each', variable: variable.value, array: array.value, body: this.#body() };
    }
    const start = this.#is(';') ? undefined : this.#simple();
    this.#expect(';');
    const condition = this.#is(';') ? undefined : this.#expression();
    this.#expect(';');
    const step = this.#is(')') ? undefined : this.#simple();
    this.#expect(')');
    return {
      kind: 'for',
      ...(start && { start }),
      ...(condition && { condition }),
      ...(step && { step }),
      body: this.#body(),
    };
  }

  #simple(): Statement {
    for (const kind of ['print', 'printf'] as const) {
      if (this.#takeName(kind)) return this.#print(kind);
    }
    for (const kind of ['next', 'break', 'continue'] as const) if (this.#takeName(kind)) return { kind };
    for (const kind of ['exit', 'return'] as const) {
      if (!this.#takeName(kind)) continue;
      return this.#ends() ? { kind } : { kind, value: this.#expression() };
    }
    if (this.#takeName('delete')) {
      const array = this.#tokens[this.#at++];
      if (array?.kind !== 'name') throw this.#problem();
      if (!this.#take('[')) return { kind: 'delete', array: array.value };
      const index = this.#list(']');
      return { kind: 'delete', array: array.value, index };
    }
    return { kind: 'expression', expression: this.#expression() };
  }

  #print(kind: 'print' | 'printf'): Statement {
    const outer = this.#noGreater;
    let values: Expression[] = [];
    if (!this.#ends() && !this.#is('>') && !this.#is('>>') && !this.#is('|')) {
      const from = this.#at;
      if (this.#take('(')) {
        values = this.#list(')');
        // `print (a)(b)` and `print (a) > b ? c : d` go on.
        if (!this.#ends() && !this.#is('>') && !this.#is('>>')) {
          this.#at = from;
          values = [];
        }
      }
      if (values.length === 0 && !this.#ends()) {
        this.#noGreater = true;
        do {
          this.#skipNewlines();
          values.push(this.#expression());
        } while (this.#take(','));
        this.#noGreater = outer;
      }
    }
    if (this.#is('|')) throw new AwkProblem('output to a command is not possible here');
    const append = this.#is('>>');
    if (!append && !this.#is('>')) return { kind, values };
    this.#at++;
    return { kind, values, to: { path: this.#concatenation(), append } };
  }

  #inParentheses(): Expression {
    this.#expect('(');
    const expression = this.#open(() => this.#expression());
    this.#expect(')');
    return expression;
  }

  /** Within parentheses, `>` and `in` have their meaning again. */
  #open<T>(parse: () => T): T {
    const [greater, inWord] = [this.#noGreater, this.#noIn];
    this.#noGreater = false;
    this.#noIn = false;
    const result = parse();
    [this.#noGreater, this.#noIn] = [greater, inWord];
    return result;
  }

  #list(close: string): Expression[] {
    return this.#open(() => {
      const list: Expression[] = [];
      this.#skipNewlines();
      while (!this.#take(close)) {
        list.push(this.#expression());
        if (!this.#is(close)) this.#expect(',');
        this.#skipNewlines();
      }
      return list;
    });
  }

  #expression(): Expression {
    if (++this.#depth > mostDepth) throw new AwkProblem('expressions nest too deep');
    const left = this.#choice();
    this.#depth--;
    const operator = ['=', '+=', '-=', '*=', '/=', '%=', '^=', '**='].find((each) => this.#is(each));
    if (operator === undefined) return left;
    if (!isTarget(left)) throw this.#problem();
    this.#at++;
    this.#skipNewlines();
    return { kind: 'assign', operator: operator.slice(0, -1), target: left, value: this.#expression() };
  }

  #choice(): Expression {
    const condition = this.#logical('||', () => this.#logical('&&', () => this.#membership()));
    if (!this.#take('?')) return condition;
    this.#skipNewlines();
    const yes = this.#expression();
    this.#skipNewlines();
    this.#expect(':');
    this.#skipNewlines();
    return { kind: 'choice', condition, yes, no: this.#expression() };
  }

  #logical(operator: string, next: () => Expression): Expression {
    let left = next();
    while (this.#take(operator)) {
      this.#skipNewlines();
      left = { kind: 'binary', operator, left, right: next() };
    }
    return left;
  }

  #membership(): Expression {
    let left = this.#matching();
    while (!this.#noIn && this.#takeName('in')) {
      const array = this.#tokens[this.#at++];
      if (array?.kind !== 'name') throw this.#problem();
      left = { kind: 'in', index: [left], array: array.value };
    }
    return left;
  }

  #matching(): Expression {
    let left = this.#comparison();
    for (;;) {
      const operator = this.#is('~') ? '~' : this.#is('!~') ? '!~' : undefined;
      if (operator === undefined) return left;
      this.#at++;
      left = { kind: 'binary', operator, left, right: this.#comparison() };
    }
  }

  #comparison(): Expression {
    const left = this.#concatenation();
    const operator = comparisons.find((each) => this.#is(each));
    if (operator === undefined || (operator === '>' && this.#noGreater)) return left;
    this.#at++;
    return { kind: 'binary', operator, left, right: this.#concatenation() };
  }

  #concatenation(): Expression {
    let left = this.#sum();
    while (this.#operandStarts()) left = { kind: 'binary', operator: ' ', left, right: this.#sum() };
    return left;
  }

  #operandStarts(): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'newline') return false;
    if (token.kind === 'name') return token.value !== 'in';
    if (token.kind !== 'sign') return token.kind !== 'regex';
    return ['$', '!', '(', '-', '+', '++', '--'].includes(token.value);
  }

  #sum(): Expression {
    return this.#chain(['+', '-'], () => this.#chain(['*', '/', '%'], () => this.#unary()));
  }

  #chain(operators: readonly string[], next: () => Expression): Expression {
    let left = next();
    for (;;) {
      const operator = operators.find((each) => this.#is(each));
      if (operator === undefined) return left;
      this.#at++;
      left = { kind: 'binary', operator, left, right: next() };
    }
  }

  #unary(): Expression {
    for (const operator of ['!', '-', '+'] as const) {
      if (this.#take(operator)) return { kind: 'unary', operator, operand: this.#unary() };
    }
    const base = this.#postfix();
    if (!this.#take('^') && !this.#take('**')) return base;
    // `-` may stand before an exponent, and powers group from the right.
    return { kind: 'binary', operator: '^', left: base, right: this.#unary() };
  }

  #postfix(): Expression {
    for (const [sign, by] of [
      ['++', 1],
      ['--', -1],
    ] as const) {
      if (this.#take(sign)) return { kind: 'step', target: this.#primary(), by, prefix: true };
    }
    const target = this.#primary();
    if (!isTarget(target)) return target;
    for (const [sign, by] of [
      ['++', 1],
      ['--', -1],
    ] as const) {
      if (this.#take(sign)) return { kind: 'step', target, by, prefix: false };
    }
    return target;
  }

  #primary(): Expression {
    const token = this.#tokens[this.#at++];
    switch (token?.kind) {
      case 'number':
        return { kind: 'number', value: token.value };
      case 'text':
        return { kind: 'text', value: token.value };
      case 'regex':
        return { kind: 'regex', source: token.value };
      case 'call':
        this.#expect('(');
        return { kind: 'call', name: token.value, args: this.#list(')') };
      case 'name':
        return this.#named(token.value);
      case 'sign':
        if (token.value === '$') return { kind: 'field', index: this.#fieldIndex() };
        if (token.value === '(') return this.#grouped();
        break;
      default:
    }
    this.#at--;
    throw this.#problem();
  }

  #fieldIndex(): Expression {
    for (const [sign, by] of [
      ['++', 1],
      ['--', -1],
    ] as const) {
      if (this.#take(sign)) return { kind: 'step', target: this.#primary(), by, prefix: true };
    }
    if (this.#take('-')) return { kind: 'unary', operator: '-', operand: this.#primary() };
    return this.#primary();
  }

  #grouped(): Expression {
    const list = this.#list(')');
    const [only] = list;
    if (list.length === 1 && only !== undefined) return only;
    if (!this.#takeName('in')) throw this.#problem();
    const array = this.#tokens[this.#at++];
    if (array?.kind !== 'name') throw this.#problem();
    return { kind: 'in', index: list, array: array.value };
  }

  #named(name: string): Expression {
    if (name === 'getline') throw new AwkProblem('getline is not possible here');
    if (name === 'length') return { kind: 'call', name, args: [] };
    if (this.#take('[')) return { kind: 'element', array: name, index: this.#list(']') };
    return { kind: 'variable', name };
  }

  #is(sign: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'sign' && token.value === sign;
  }

  #take(sign: string): boolean {
    const found = this.#is(sign);
    if (found) this.#at++;
    return found;
  }

  #takeName(name: string): boolean {
    const token = this.#tokens[this.#at];
    const found = (token?.kind === 'name' || token?.kind === 'call') && token.value === name;
    if (found) this.#at++;
    return found;
  }

  #ends(): boolean {
    const token = this.#tokens[this.#at];
    return token === undefined || token.kind === 'newline' || this.#is(';') || this.#is('}');
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#problem();
  }

  #skipNewlines(): void {
    while (this.#tokens[this.#at]?.kind === 'newline') this.#at++;
  }

  #skipEnds(): void {
    while (this.#tokens[this.#at]?.kind === 'newline' || this.#is(';')) this.#at++;
  }

  #problem(): AwkProblem {
    const token = this.#tokens[this.#at];
    const found =
      token === undefined ? 'end of file' : token.kind === 'newline' ? 'newline' : String(token.value);
    return new AwkProblem(`syntax error near ${found}`);
  }
}

function isTarget({ kind }: Expression): boolean {
  return kind === 'variable' || kind === 'field' || kind === 'element';
}
