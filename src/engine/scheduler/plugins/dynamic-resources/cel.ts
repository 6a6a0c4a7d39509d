import { compareQuantities, parseQuantity, QuantityError, type Quantity } from '../../../api/quantity.ts';

/**
 * The part of CEL that selectors of devices are made of: literals, members, indexes, comparisons,
 * `in`, `!`, `&&`, `||`, parentheses, and quantities with their comparisons. Simplified: other functions
 * and arithmetic are refused.
 */
export type CelValue = string | number | boolean | null | CelMap | CelQuantity | readonly CelValue[];
export interface CelMap {
  readonly [key: string]: CelValue;
}

/** An amount, such as of a device's capacity. */
export class CelQuantity {
  readonly quantity: Quantity;

  constructor(quantity: Quantity) {
    this.quantity = quantity;
  }
}

/** An expression that cannot be read, or whose evaluation fails. */
export class CelError extends Error {
  override name = 'CelError';
}

type Evaluate = (variables: CelMap) => CelValue;

const tokenPattern =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|([0-9]+(?:\.[0-9]+)?)|([A-Za-z_][A-Za-z0-9_]*)|(==|!=|<=|>=|&&|\|\||[<>!().[\],]))/y;
const longestExpression = 10_240;
const deepestNesting = 100;

/** Reads an expression; what comes back evaluates it. Throws a CelError. */
export function compileCel(text: string): Evaluate {
  if (text.length > longestExpression) throw new CelError('the expression is too long');
  return new Parser(tokensOf(text)).parse();
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  let index = 0;
  const source = text.trimEnd();
  while (index < source.length) {
    tokenPattern.lastIndex = index;
    const match = tokenPattern.exec(source);
    if (match === null)
      throw new CelError(`Syntax error: token recognition error at: '${source.slice(index)}'`);
    tokens.push(match[0].trim());
    index = tokenPattern.lastIndex;
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  parse(): Evaluate {
    const expression = this.#or();
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return expression;
  }

  #or(): Evaluate {
    if (++this.#depth > deepestNesting) throw new CelError('the expression is nested too deeply');
    let left = this.#and();
    while (this.#take('||')) {
      const [a, b] = [left, this.#and()];
      left = (variables) => decide(true, a, b, variables);
    }
    this.#depth--;
    return left;
  }

  #and(): Evaluate {
    let left = this.#relation();
    while (this.#take('&&')) {
      const [a, b] = [left, this.#relation()];
      left = (variables) => decide(false, a, b, variables);
    }
    return left;
  }

  #relation(): Evaluate {
    const left = this.#unary();
    const operator = this.#tokens[this.#at];
    const compare = operator === undefined ? undefined : relations.get(operator);
    if (compare === undefined) return left;
    this.#at++;
    const right = this.#unary();
    return (variables) => compare(left(variables), right(variables));
  }

  #unary(): Evaluate {
    if (!this.#take('!')) return this.#member();
    const operand = this.#unary();
    return (variables) => !asBoolean(operand(variables));
  }

  #member(): Evaluate {
    let value = this.#primary();
    for (;;) {
      const of = value;
      if (this.#take('.')) {
        const name = this.#next();
        value = this.#take('(') ? this.#call(name, of) : (variables) => lookUp(of(variables), name);
      } else if (this.#take('[')) {
        const key = this.#or();
        this.#expect(']');
        value = (variables) => lookUp(of(variables), key(variables));
      } else return value;
    }
  }

  /** A method of a quantity, its parenthesis open. */
  #call(name: string, of: Evaluate): Evaluate {
    const method = quantityMethods.get(name);
    if (method === undefined) throw new CelError(`undeclared reference to '${name}'`);
    const argument = this.#or();
    this.#expect(')');
    return (variables) => method(comparedQuantities(of(variables), argument(variables)));
  }

  /** `quantity("1Gi")`, its parenthesis open. */
  #quantity(): Evaluate {
    const argument = this.#or();
    this.#expect(')');
    return (variables) => quantityOf(argument(variables));
  }

  #primary(): Evaluate {
    const token = this.#next();
    if (token === '(') {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    if (token === '[') return this.#list();
    if (/^["']/.test(token)) {
      const text = token.slice(1, -1).replace(/\\(.)/g, '$1');
      return () => text;
    }
    if (/^[0-9]/.test(token)) return () => Number(token);
    if (token === 'true' || token === 'false') return () => token === 'true';
    if (token === 'null') return () => null;
    if (token === 'quantity' && this.#take('(')) return this.#quantity();
    if (!/^[A-Za-z_]/.test(token) || this.#tokens[this.#at] === '(') throw this.#unexpected(token);
    return (variables) => lookUp(variables, token);
  }

  #list(): Evaluate {
    const items: Evaluate[] = [];
    while (!this.#take(']')) {
      if (items.length > 0) this.#expect(',');
      items.push(this.#or());
    }
    return (variables) => items.map((item) => item(variables));
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new CelError("Syntax error: mismatched input '<EOF>'");
    return token;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#unexpected();
  }

  #unexpected(token = this.#tokens[this.#at] ?? '<EOF>'): CelError {
    return new CelError(`Syntax error: mismatched input '${token}'`);
  }
}

const relations: ReadonlyMap<string, (a: CelValue, b: CelValue) => boolean> = new Map([
  ['==', (a, b) => a === b],
  ['!=', (a, b) => a !== b],
  ['<', (a, b) => order(a, b) < 0],
  ['<=', (a, b) => order(a, b) <= 0],
  ['>', (a, b) => order(a, b) > 0],
  ['>=', (a, b) => order(a, b) >= 0],
  ['in', isMember],
]);

/** By how the quantity compares with the argument: below 0 for less. */
const quantityMethods: ReadonlyMap<string, (compared: number) => CelValue> = new Map<
  string,
  (compared: number) => CelValue
>([
  ['compareTo', Math.sign],
  ['isGreaterThan', (compared) => compared > 0],
  ['isLessThan', (compared) => compared < 0],
]);

function comparedQuantities(a: CelValue, b: CelValue): number {
  if (a instanceof CelQuantity && b instanceof CelQuantity) return compareQuantities(a.quantity, b.quantity);
  throw new CelError('no such overload');
}

function quantityOf(text: CelValue): CelQuantity {
  if (typeof text !== 'string') throw new CelError('no such overload');
  try {
    return new CelQuantity(parseQuantity(text));
  } catch (error) {
    if (!(error instanceof QuantityError)) throw error;
    throw new CelError(error.message);
  }
}

function order(a: CelValue, b: CelValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  throw new CelError('no such overload');
}

function isMember(item: CelValue, of: CelValue): boolean {
  if (Array.isArray(of)) return of.includes(item);
  if (typeof of === 'object' && of !== null && typeof item === 'string') return Object.hasOwn(of, item);
  throw new CelError('no such overload');
}

/** `||` (true) and `&&` (false): one side that decides makes up for an error on the other. */
function decide(deciding: boolean, left: Evaluate, right: Evaluate, variables: CelMap): boolean {
  let first: boolean;
  try {
    first = asBoolean(left(variables));
  } catch (error) {
    if (!(error instanceof CelError) || asBoolean(right(variables)) !== deciding) throw error;
    return deciding;
  }
  return first === deciding ? deciding : asBoolean(right(variables));
}

function asBoolean(value: CelValue): boolean {
  if (typeof value !== 'boolean') throw new CelError('no such overload');
  return value;
}

function lookUp(of: CelValue, key: CelValue): CelValue {
  if (
    typeof of !== 'object' ||
    of === null ||
    Array.isArray(of) ||
    of instanceof CelQuantity ||
    typeof key !== 'string'
  ) {
    throw new CelError('no such overload');
  }
  if (!Object.hasOwn(of, key)) throw new CelError(`no such key: ${key}`);
  return (of as CelMap)[key] as CelValue;
}
