import { ShellSyntaxError } from './lexer.ts';

/** The variables that an expression reads and sets. */
export interface ArithmeticVariables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** Operators of two sides by how tightly they bind, the loosest first. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
  ['**'],
];

const tokenPattern =
  /\s*(0[xX][\da-fA-F]+|\d+|\$?[A-Za-z_]\w*|\$\d|\*\*|<<=|>>=|[-+*/%&|^]=|\+\+|--|&&|\|\||[=!<>]=|<<|>>|[-+*/%()<>=!~&|^?:,])/y;

const mostDepth = 100;

/** What `$(( expression ))` is: whole numbers, as C reckons. Throws a ShellSyntaxError. */
export function evaluateArithmetic(expression: string, variables: ArithmeticVariables): number {
  return new Evaluation(tokensOf(expression), variables).all();
}

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  const text = expression.trim();
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const at = tokenPattern.lastIndex;
    const token = tokenPattern.exec(text)?.[1];
    if (token === undefined) throw problem(text, text.slice(at).trim());
    tokens.push(token.replace(/^\$/, ''));
  }
  return tokens;
}

function problem(expression: string, token: string): ShellSyntaxError {
  return new ShellSyntaxError(
    `sh: ${expression}: syntax error: operand expected (error token is "${token}")`,
  );
}

class Evaluation {
  readonly #tokens: readonly string[];
  readonly #variables: ArithmeticVariables;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[], variables: ArithmeticVariables) {
    this.#tokens = tokens;
    this.#variables = variables;
  }

  all(): number {
    if (this.#tokens.length === 0) return 0;
    let value = this.#assignment();
    while (this.#take(',')) value = this.#assignment();
    if (this.#at < this.#tokens.length) throw this.#problem();
    return value;
  }

  #problem(): ShellSyntaxError {
    return problem(this.#tokens.join(' '), this.#tokens.slice(this.#at).join(' '));
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #assignment(): number {
    if (++this.#depth > mostDepth) throw this.#problem();
    const name = this.#tokens[this.#at] ?? '';
    const operator = this.#tokens[this.#at + 1] ?? '';
    let value: number;
    if (isName(name) && /^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator)) {
      this.#at += 2;
      const right = this.#assignment();
      value = operator === '=' ? right : this.#combined(this.#value(name), operator.slice(0, -1), right);
      this.#variables.set(name, String(value));
    } else value = this.#choice();
    this.#depth--;
    return value;
  }

  #choice(): number {
    const condition = this.#binary(0);
    if (!this.#take('?')) return condition;
    const yes = this.#assignment();
    if (!this.#take(':')) throw this.#problem();
    const no = this.#assignment();
    return condition === 0 ? no : yes;
  }

  #binary(level: number): number {
    const operators = levels[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#tokens[this.#at] ?? '';
      if (!operators.includes(operator)) return left;
      this.#at++;
      left = this.#combined(left, operator, this.#binary(level + 1));
    }
  }

  #combined(a: number, operator: string, b: number): number {
    if ((operator === '/' || operator === '%') && b === 0) {
      throw new ShellSyntaxError(
        `sh: ${this.#tokens.join(' ')}: division by 0 (error token is "${this.#tokens[this.#at - 1]}")`,
      );
    }
    return combine[operator]?.(a, b) ?? 0;
  }

  #unary(): number {
    if (this.#take('-')) return -this.#unary();
    if (this.#take('+')) return this.#unary();
    if (this.#take('!')) return this.#unary() === 0 ? 1 : 0;
    if (this.#take('~')) return ~this.#unary();
    for (const operator of ['++', '--']) {
      if (!this.#take(operator)) continue;
      const name = this.#tokens[this.#at++] ?? '';
      const value = this.#value(name) + (operator === '++' ? 1 : -1);
      this.#variables.set(name, String(value));
      return value;
    }
    return this.#operand();
  }

  #operand(): number {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw this.#problem();
    if (this.#take('(')) {
      let value = this.#assignment();
      while (this.#take(',')) value = this.#assignment();
      if (!this.#take(')')) throw this.#problem();
      return value;
    }
    if (/^\d/.test(token)) {
      this.#at++;
      return numberOf(token);
    }
    if (!isName(token)) throw this.#problem();
    this.#at++;
    const value = this.#value(token);
    for (const operator of ['++', '--']) {
      if (this.#take(operator)) this.#variables.set(token, String(value + (operator === '++' ? 1 : -1)));
    }
    return value;
  }

  #value(name: string): number {
    const text = (this.#variables.get(name) ?? '').trim();
    return text === '' ? 0 : numberOf(text);
  }
}

const truth = (holds: boolean): number => (holds ? 1 : 0);

const combine: Readonly<Record<string, (a: number, b: number) => number>> = {
  '||': (a, b) => truth(a !== 0 || b !== 0),
  '&&': (a, b) => truth(a !== 0 && b !== 0),
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '&': (a, b) => a & b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>': (a, b) => truth(a > b),
  '>=': (a, b) => truth(a >= b),
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => Math.trunc(a / b),
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
};

function isName(token: string): boolean {
  return /^[A-Za-z_]/.test(token);
}

/** A number as C writes them; a text that is none counts as 0. */
function numberOf(text: string): number {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  if (!Number.isFinite(value)) return 0;
  return Math.trunc(negative ? -value : value) + 0;
}
