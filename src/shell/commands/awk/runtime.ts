// Long because: what an expression is and what it does to the variables belong together.
import { arithmetic, comparisons, mathematics } from './operators.ts';
import { posixExpression } from '../patterns.ts';
import { printfText } from '../printf-format.ts';
import { AwkProblem, type AwkProgram, type Expression, type Statement } from './syntax.ts';
import { compareValues, fromOutside, numberOf, textOf, truthOf, type Value } from './value.ts';

const mostSteps = 5_000_000;
const mostDepth = 200;

/** What ends a statement early. */
export type Outcome = 'go on' | 'next' | 'break' | 'continue' | 'exit' | 'return';

/** Where a program's output goes. */
export interface AwkOutput {
  print(text: string): void;
  write(path: string, text: string, append: boolean): void;
}

/** A program while it runs: its variables, the current line, what its expressions are. */
export class AwkRuntime {
  readonly #program: AwkProgram;
  readonly #output: AwkOutput;
  readonly #random: () => number;
  readonly #variables = new Map<string, Value>([
    ['FS', ' '],
    ['OFS', ' '],
    ['ORS', '\n'],
    ['RS', '\n'],
    ['SUBSEP', '\u001C'],
    ['NR', 0],
    ['FNR', 0],
    ['RSTART', 0],
    ['RLENGTH', -1],
    ['FILENAME', ''],
  ]);
  readonly #arrays = new Map<string, Map<string, Value>>();
  readonly #expressions = new Map<string, RegExp>();
  /** Parameters of the functions that run, the innermost last. */
  readonly #frames: { values: Map<string, Value>; arrays: Map<string, string> }[] = [];
  #line = '';
  #fields: string[] | undefined = [];
  #returned: Value;
  #steps = 0;
  #localArrays = 0;
  exitCode = 0;

  constructor(program: AwkProgram, output: AwkOutput, random: () => number) {
    this.#program = program;
    this.#output = output;
    this.#random = random;
  }

  get(name: string): Value {
    if (name === 'NF') return this.#split().length;
    const frame = this.#frames.at(-1);
    return frame?.values.has(name) === true ? frame.values.get(name) : this.#variables.get(name);
  }

  set(name: string, value: Value): void {
    if (name === 'NF') {
      const fields = this.#split();
      fields.length = Math.max(0, Math.min(10_000, numberOf(value)));
      this.#fields = Array.from(fields, (field) => field ?? '');
      this.#rejoin();
      return;
    }
    const frame = this.#frames.at(-1);
    if (frame?.values.has(name) === true) frame.values.set(name, value);
    else this.#variables.set(name, value);
  }

  setElement(array: string, key: string, value: Value): void {
    this.#array(array).set(key, value);
  }

  set line(text: string) {
    this.#line = text;
    this.#fields = undefined;
  }

  get line(): string {
    return this.#line;
  }

  truth(expression: Expression): boolean {
    return truthOf(this.value(expression));
  }

  run(statement: Statement): Outcome {
    if (++this.#steps > mostSteps) throw new AwkProblem('the program takes too long');
    switch (statement.kind) {
      case 'block':
        for (const each of statement.body) {
          const outcome = this.run(each);
          if (outcome !== 'go on') return outcome;
        }
        return 'go on';
      case 'expression':
        this.value(statement.expression);
        return 'go on';
      case 'print':
      case 'printf':
        this.#print(statement);
        return 'go on';
      case 'if':
        if (this.truth(statement.condition)) return this.run(statement.yes);
        return statement.no === undefined ? 'go on' : this.run(statement.no);
      case 'while': {
        let first = statement.first;
        return this.#loop(statement.body, () => {
          const goesOn = first || this.truth(statement.condition);
          first = false;
          return goesOn;
        });
      }
      case 'for': {
        const { start, condition, step } = statement;
        if (start !== undefined) this.run(start);
        let first = true;
        return this.#loop(statement.body, () => {
          if (!first && step !== undefined) this.run(step);
          first = false;
          return condition === undefined || this.truth(condition);
        });
      }
      case 'each': {
        const keys = [...this.#array(statement.array).keys()];
        return this.#loop(statement.body, () => {
          const key = keys.shift();
          if (key !== undefined) this.set(statement.variable, fromOutside(key));
          return key !== undefined;
        });
      }
      case 'delete':
        if (statement.index === undefined) this.#array(statement.array).clear();
        else this.#array(statement.array).delete(this.#key(statement.index));
        return 'go on';
      case 'exit':
        if (statement.value !== undefined) this.exitCode = numberOf(this.value(statement.value)) & 255;
        return 'exit';
      case 'return':
        this.#returned = statement.value === undefined ? undefined : this.value(statement.value);
        return 'return';
      default:
        return statement.kind;
    }
  }

  #loop(body: Statement, goesOn: () => boolean): Outcome {
    while (goesOn()) {
      const outcome = this.run(body);
      if (outcome === 'break') break;
      if (outcome !== 'go on' && outcome !== 'continue') return outcome;
    }
    return 'go on';
  }

  #print({ kind, values, to }: Statement & { kind: 'print' | 'printf' }): void {
    const given = values.map((each) => textOf(this.value(each)));
    const text =
      kind === 'printf'
        ? printfText(given[0] ?? '', given.slice(1), false)
        : `${given.length === 0 ? this.#line : given.join(textOf(this.get('OFS')))}${textOf(this.get('ORS'))}`;
    const path = to === undefined ? undefined : textOf(this.value(to.path));
    if (path === undefined || path === '/dev/stdout') this.#output.print(text);
    else this.#output.write(path, text, to?.append ?? false);
  }

  value(expression: Expression): Value {
    switch (expression.kind) {
      case 'number':
      case 'text':
        return expression.value;
      case 'regex':
        return this.#expression(expression.source).test(this.#line) ? 1 : 0;
      case 'variable':
        return this.get(expression.name);
      case 'field':
        return this.#field(numberOf(this.value(expression.index)));
      case 'element':
        return this.#element(expression.array, this.#key(expression.index));
      case 'in':
        return this.#array(expression.array).has(this.#key(expression.index)) ? 1 : 0;
      case 'unary': {
        const operand = this.value(expression.operand);
        if (expression.operator === '!') return truthOf(operand) ? 0 : 1;
        return expression.operator === '-' ? -numberOf(operand) : numberOf(operand);
      }
      case 'binary':
        return this.#binary(expression);
      case 'choice':
        return this.value(this.truth(expression.condition) ? expression.yes : expression.no);
      case 'assign': {
        const { operator, target } = expression;
        const right = this.value(expression.value);
        const value =
          operator === '' ? right : arithmetic(operator, numberOf(this.value(target)), numberOf(right));
        this.#assign(target, value);
        return value;
      }
      case 'step': {
        const before = numberOf(this.value(expression.target));
        this.#assign(expression.target, before + expression.by);
        return expression.prefix ? before + expression.by : before;
      }
      case 'call':
        return this.#call(expression);
    }
  }

  #binary({ operator, left, right }: Expression & { kind: 'binary' }): Value {
    if (operator === '&&') return this.truth(left) && this.truth(right) ? 1 : 0;
    if (operator === '||') return this.truth(left) || this.truth(right) ? 1 : 0;
    if (operator === '~' || operator === '!~')
      return this.#expressionOf(right).test(textOf(this.value(left))) === (operator === '~') ? 1 : 0;
    const [a, b] = [this.value(left), this.value(right)];
    if (operator === ' ') return textOf(a) + textOf(b);
    const compare = comparisons[operator];
    if (compare !== undefined) return compare(compareValues(a, b)) ? 1 : 0;
    return arithmetic(operator, numberOf(a), numberOf(b));
  }

  #assign(target: Expression, value: Value): void {
    if (target.kind === 'variable') this.set(target.name, value);
    else if (target.kind === 'element') this.#array(target.array).set(this.#key(target.index), value);
    else if (target.kind === 'field') {
      const index = numberOf(this.value(target.index));
      if (index === 0) this.line = textOf(value);
      else if (index > 0 && index <= 10_000) {
        const fields = this.#split();
        while (fields.length < index) fields.push('');
        fields[index - 1] = textOf(value);
        this.#rejoin();
      }
    }
  }

  #field(index: number): Value {
    if (index === 0) return fromOutside(this.#line);
    if (index < 0) throw new AwkProblem(`attempt to access field ${index}`);
    const field = this.#split()[index - 1];
    return field === undefined ? undefined : fromOutside(field);
  }

  #split(): string[] {
    return (this.#fields ??= this.#pieces(this.#line, textOf(this.#variables.get('FS'))));
  }

  #pieces(text: string, separator: string): string[] {
    if (separator === ' ') return text.trim() === '' ? [] : text.trim().split(/\s+/);
    if (text === '') return [];
    if (separator === '') return Array.from(text);
    if (separator.length === 1 && separator !== '\\') return text.split(separator);
    return text.split(this.#expression(separator));
  }

  #rejoin(): void {
    this.#line = (this.#fields ?? []).join(textOf(this.get('OFS')));
  }

  #array(name: string): Map<string, Value> {
    const real = this.#frames.at(-1)?.arrays.get(name) ?? name;
    let array = this.#arrays.get(real);
    if (array === undefined) this.#arrays.set(real, (array = new Map()));
    return array;
  }

  #element(name: string, key: string): Value {
    const array = this.#array(name);
    // Asking for an element makes it.
    if (!array.has(key)) array.set(key, undefined);
    return array.get(key);
  }

  #key(index: readonly Expression[]): string {
    return index.map((each) => textOf(this.value(each))).join(textOf(this.#variables.get('SUBSEP')));
  }

  /** An operand as an expression: a literal one, or what a value says. */
  #expressionOf(operand: Expression): RegExp {
    return this.#expression(operand.kind === 'regex' ? operand.source : textOf(this.value(operand)));
  }

  #expression(source: string): RegExp {
    let expression = this.#expressions.get(source);
    if (expression === undefined) {
      try {
        expression = new RegExp(posixExpression(source, true));
      } catch {
        throw new AwkProblem(`invalid regular expression: /${source}/`);
      }
      this.#expressions.set(source, expression);
    }
    return expression;
  }

  #call({ name, args }: Expression & { kind: 'call' }): Value {
    const own = this.#program.functions.get(name);
    if (own !== undefined) return this.#callOwn(own.parameters, own.body, args);
    const text = (index: number): string => {
      const arg = args[index];
      return arg === undefined ? '' : textOf(this.value(arg));
    };
    const number = (index: number): number => {
      const arg = args[index];
      return arg === undefined ? 0 : numberOf(this.value(arg));
    };
    switch (name) {
      case 'length': {
        const [arg] = args;
        if (arg === undefined) return this.#line.length;
        if (
          arg.kind === 'variable' &&
          this.#arrays.has(this.#frames.at(-1)?.arrays.get(arg.name) ?? arg.name)
        )
          return this.#array(arg.name).size;
        return text(0).length;
      }
      case 'substr': {
        const from = Math.round(number(1));
        const end = args[2] === undefined ? Number.POSITIVE_INFINITY : from + Math.round(number(2));
        return text(0).slice(Math.max(0, from - 1), Math.max(0, end - 1));
      }
      case 'index':
        return text(0).indexOf(text(1)) + 1;
      case 'split':
        return this.#splitInto(text(0), args);
      case 'sub':
      case 'gsub':
        return this.#substitute(name === 'gsub', args);
      case 'match': {
        const found = args[1] === undefined ? null : this.#expressionOf(args[1]).exec(text(0));
        this.set('RSTART', found === null ? 0 : found.index + 1);
        this.set('RLENGTH', found === null ? -1 : found[0].length);
        const into = args[2];
        if (into?.kind === 'variable') {
          this.#array(into.name).clear();
          for (const [index, group] of (found ?? []).entries())
            this.#array(into.name).set(String(index), fromOutside(group ?? ''));
        }
        return this.get('RSTART');
      }
      case 'sprintf':
        return printfText(
          text(0),
          args.slice(1).map((each) => textOf(this.value(each))),
          false,
        );
      case 'tolower':
        return text(0).toLowerCase();
      case 'toupper':
        return text(0).toUpperCase();
      case 'int':
        return Math.trunc(number(0));
      case 'rand':
        return this.#random();
      case 'srand':
      case 'close':
      case 'fflush':
        return 0;
      case 'atan2':
        return Math.atan2(number(0), number(1));
      default: {
        const known = mathematics[name];
        if (known === undefined) throw new AwkProblem(`function \`${name}' not defined`);
        return known(number(0));
      }
    }
  }

  #callOwn(parameters: readonly string[], body: Statement, args: readonly Expression[]): Value {
    if (this.#frames.length >= mostDepth) throw new AwkProblem('functions call each other too deep');
    const values = new Map<string, Value>();
    const arrays = new Map<string, string>();
    for (const [index, parameter] of parameters.entries()) {
      const arg = args[index];
      // An array is handed over as itself; what is not given may become one.
      if (arg?.kind === 'variable')
        arrays.set(parameter, this.#frames.at(-1)?.arrays.get(arg.name) ?? arg.name);
      else arrays.set(parameter, `local array ${++this.#localArrays}`);
      values.set(parameter, arg === undefined ? undefined : this.value(arg));
    }
    this.#returned = undefined;
    this.#frames.push({ values, arrays });
    this.run(body);
    this.#frames.pop();
    const value = this.#returned;
    this.#returned = undefined;
    return value;
  }

  #splitInto(text: string, [, into, by]: readonly Expression[]): number {
    if (into?.kind !== 'variable') throw new AwkProblem('split: second argument is not an array');
    const separator =
      by === undefined
        ? textOf(this.#variables.get('FS'))
        : by.kind === 'regex'
          ? by.source
          : textOf(this.value(by));
    const pieces =
      by?.kind === 'regex' && text !== ''
        ? text.split(this.#expression(separator))
        : this.#pieces(text, separator);
    const array = this.#array(into.name);
    array.clear();
    for (const [index, piece] of pieces.entries()) array.set(String(index + 1), fromOutside(piece));
    return pieces.length;
  }

  #substitute(all: boolean, [what, by, where]: readonly Expression[]): number {
    if (what === undefined || by === undefined) throw new AwkProblem('sub: too few arguments');
    const target = where ?? { kind: 'field', index: { kind: 'number', value: 0 } };
    const template = textOf(this.value(by));
    const expression = new RegExp(this.#expressionOf(what).source, all ? 'g' : '');
    let count = 0;
    const text = textOf(this.value(target)).replace(expression, (match: string) => {
      count++;
      return template.replaceAll(/\\([&\\])|&/g, (_, escaped?: string) => escaped ?? match);
    });
    if (count > 0) this.#assign(target, text);
    return count;
  }
}
