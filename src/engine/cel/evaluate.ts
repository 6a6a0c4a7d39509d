/**
 * Makes a checked expression into something that can be run.
 * Models cel-go/interpreter (v0.26), its runtime costs included.
 */
import type {
  BindNode,
  CallNode,
  CelNode,
  FoldNode,
  ListNode,
  MapNode,
  SelectNode,
  StructNode,
} from './ast.ts';
import type { Overload } from './functions.ts';
import { parseRegExp, RegExpError } from '../api/regexp.ts';
import { asBoolean, elements, folders } from './folds.ts';
import type { CelType } from './types.ts';
import {
  CelCostError,
  CelError,
  CelList,
  CelMap,
  CelOptional,
  CelTypeValue,
  isOfType,
  namedTypes,
  noSuchOverload,
  typeOf,
  ValueList,
  ValueMap,
  type CelValue,
} from './values.ts';

/** What an expression may cost; evaluating throws a CelCostError when it is used up. */
export class CostBudget {
  #left: number;
  #spent = 0;

  constructor(limit: number) {
    this.#left = limit;
  }

  get spent(): number {
    return this.#spent;
  }

  spend(cost: number): void {
    this.#spent += cost;
    this.#left -= cost;
    if (this.#left < 0) throw new CelCostError('operation cancelled: actual cost limit exceeded');
  }
}

/** The values of variables, by name; undefined for one that is not known. */
export type Activation = (name: string) => CelValue | undefined;

interface Frame {
  readonly activation: Activation;
  readonly budget: CostBudget;
  /** The variables of macros, innermost last. */
  readonly locals: CelValue[];
}

type Run = (frame: Frame) => CelValue;

/** Evaluates an expression under an activation; throws a CelError or a CelCostError. */
export type Program = (activation: Activation, budget: CostBudget) => CelValue;

/** How a value is made of `Name{…}`. */
export type MakeStruct = (type: CelType, fields: ValueMap) => CelValue;

const identCost = 1;
const listCost = 10;
const mapCost = 30;
const structCost = 40;
/** What a step of a macro costs by itself, as its expansion would. */
const foldCost = 3;

export function program(node: CelNode, makeStruct: MakeStruct): Program {
  const run = new Compiler(makeStruct).compile(node);
  return (activation, budget) => run({ activation, budget, locals: [] });
}

class Compiler {
  readonly #makeStruct: MakeStruct;
  readonly #locals: string[] = [];

  constructor(makeStruct: MakeStruct) {
    this.#makeStruct = makeStruct;
  }

  compile(node: CelNode): Run {
    switch (node.is) {
      case 'literal': {
        const { value } = node;
        return () => value;
      }
      case 'ident':
        return this.#name(node.name);
      case 'select':
        return node.qualified === undefined ? this.#select(node) : this.#name(node.qualified);
      case 'call':
        return this.#call(node);
      case 'list':
        return this.#list(node);
      case 'map':
        return this.#map(node);
      case 'struct':
        return this.#struct(node);
      case 'fold':
        return this.#fold(node);
      case 'bind':
        return this.#bind(node);
    }
  }

  #name(path: string): Run {
    const name = path.replace(/^\./, '');
    const local = this.#locals.lastIndexOf(path);
    if (local >= 0)
      return ({ budget, locals }) => {
        budget.spend(identCost);
        return locals[local] as CelValue;
      };
    const type = namedTypes.get(name);
    return ({ activation, budget }) => {
      budget.spend(identCost);
      const value = activation(name);
      if (value !== undefined) return value;
      if (type !== undefined) return new CelTypeValue(type);
      throw new CelError(`no such attribute(s): ${name}`);
    };
  }

  #select({ operand, field, testOnly, optional }: SelectNode): Run {
    const run = this.compile(operand);
    if (testOnly === true) return (frame) => hasField(run(frame), field);
    return (frame) => {
      const value = run(frame);
      frame.budget.spend(identCost);
      return optional === true || value instanceof CelOptional
        ? optionalMember(value, field)
        : member(value, field);
    };
  }

  #call(node: CallNode): Run {
    const args = (node.target === undefined ? node.args : [node.target, ...node.args]).map((argument) =>
      this.compile(argument),
    );
    const [first, second, third] = args as [Run, Run, Run];
    switch (node.name) {
      case '_&&_':
        return logical(false, first, second);
      case '_||_':
        return logical(true, first, second);
      case '_?_:_':
        return (frame) => (asBoolean(first(frame)) ? second(frame) : third(frame));
      case '_[_]':
        return (frame) => {
          const of = first(frame);
          const key = second(frame);
          frame.budget.spend(identCost);
          return of instanceof CelOptional ? optionalMember(of, key) : member(of, key);
        };
      case '_[?_]':
        return (frame) => {
          const of = first(frame);
          const key = second(frame);
          frame.budget.spend(identCost);
          return optionalMember(of, key);
        };
      default:
        return this.#function(node, args);
    }
  }

  #function({ name, overloads = [], args: nodes }: CallNode, args: readonly Run[]): Run {
    const run: Run = (frame) => {
      const values = args.map((argument) => argument(frame));
      const overload = overloads.length === 1 ? overloads[0] : fitting(overloads, values);
      if (overload === undefined || !fits(overload, values))
        throw new CelError(overloadProblem(name, values));
      const result = overload.call(...values);
      frame.budget.spend(overload.cost === undefined ? 1 : overload.cost(values, result));
      return result;
    };
    if (patterns.has(name)) checkPattern(nodes[0]);
    // What is converted from a literal is converted once, and what cannot be is told beforehand.
    const isConstant = conversions.has(name) && nodes.every(({ is }) => is === 'literal');
    if (!isConstant) return run;
    const value = run({ activation: () => undefined, budget: new CostBudget(Infinity), locals: [] });
    return () => value;
  }

  #list({ items }: ListNode): Run {
    const runs = items.map(({ value, optional }) => ({ run: this.compile(value), optional }));
    const isConstant = items.every(({ value }) => value.is === 'literal');
    return (frame) => {
      const values: CelValue[] = [];
      for (const { run, optional } of runs) {
        const value = run(frame);
        if (!optional) values.push(value);
        else if (!(value instanceof CelOptional))
          throw new CelError(`cannot initialize optional list element`);
        else if (value.value !== undefined) values.push(value.value);
      }
      if (!isConstant) frame.budget.spend(listCost);
      return new ValueList(values);
    };
  }

  #map({ entries }: MapNode): Run {
    const runs = entries.map(({ key, value, optional }) => ({
      key: this.compile(key),
      value: this.compile(value),
      optional,
    }));
    return (frame) => {
      const map = new ValueMap();
      for (const { key, value, optional } of runs) put(map, key(frame), value(frame), optional);
      frame.budget.spend(mapCost);
      return map;
    };
  }

  #struct({ fields, type }: StructNode): Run {
    const runs = fields.map(({ name, value, optional }) => ({ name, run: this.compile(value), optional }));
    return (frame) => {
      const map = new ValueMap();
      for (const { name, run, optional } of runs) put(map, name, run(frame), optional);
      frame.budget.spend(structCost);
      return this.#makeStruct(type as CelType, map);
    };
  }

  #fold({ fold, range, variables, filter, body }: FoldNode): Run {
    const over = this.compile(range);
    const base = this.#locals.length;
    this.#locals.push(...variables);
    const passes = filter === undefined ? undefined : this.compile(filter);
    const run = this.compile(body);
    this.#locals.length = base;
    const start = folders[fold];
    return (frame) => {
      const folder = start();
      for (const [key, value] of elements(over(frame), variables.length === 2)) {
        frame.budget.spend(foldCost);
        frame.locals.length = base;
        frame.locals.push(key, value);
        if (passes !== undefined && !asBoolean(passes(frame))) continue;
        if (fold === 'list') frame.budget.spend(listCost);
        if (folder.take(() => run(frame), key)) break;
      }
      frame.locals.length = base;
      return folder.result();
    };
  }

  #bind({ variable, value: source, body, through }: BindNode): Run {
    const within = this.compile(source);
    const base = this.#locals.length;
    this.#locals.push(variable);
    const run = this.compile(body);
    this.#locals.length = base;
    const runWith = (frame: Frame, value: CelValue): CelValue => {
      frame.locals.length = base;
      frame.locals.push(value);
      const result = run(frame);
      frame.locals.length = base;
      return result;
    };
    if (through === undefined) return (frame) => runWith(frame, within(frame));
    return (frame) => {
      const optional = within(frame);
      if (!(optional instanceof CelOptional)) throw new CelError(noSuchOverload);
      frame.budget.spend(1);
      if (optional.value === undefined) return optional;
      const result = runWith(frame, optional.value);
      return through === 'some' ? new CelOptional(result) : result;
    };
  }
}

const conversions: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'double',
  'duration',
  'int',
  'string',
  'timestamp',
  'uint',
]);

/** Functions whose second argument is a pattern, which is read beforehand if it is written out. */
const patterns: ReadonlySet<string> = new Set(['find', 'findAll']);

function checkPattern(pattern: CelNode | undefined): void {
  if (pattern?.is !== 'literal' || typeof pattern.value !== 'string') return;
  try {
    parseRegExp(pattern.value);
  } catch (error) {
    if (error instanceof RegExpError) throw new CelError(`error parsing regexp: ${error.message}`);
    throw error;
  }
}

/** Functions that are refused without their name. */
const unnamed = /^(?:[_!@-].*|contains|endsWith|startsWith|matches)$/;

function overloadProblem(name: string, values: readonly CelValue[]): string {
  const isOrdered = typeOf(values[0] as CelValue).kind !== 'list' || !/^_[<>]=?_$/.test(name);
  if (unnamed.test(name) && isOrdered) return noSuchOverload;
  if (name === 'size' || unnamed.test(name)) return `${noSuchOverload}: ${name}`;
  return `${noSuchOverload}: ${name}(${values.map((value) => typeOf(value).name).join(', ')})`;
}

function fits({ args }: Overload, values: readonly CelValue[]): boolean {
  return args.every((type, index) => isOfType(values[index] as CelValue, type));
}

function fitting(overloads: readonly Overload[], values: readonly CelValue[]): Overload | undefined {
  return overloads.find((overload) => overload.args.length === values.length && fits(overload, values));
}

function put(map: ValueMap, key: CelValue, value: CelValue, optional: boolean): void {
  if (optional) {
    if (!(value instanceof CelOptional)) throw new CelError('cannot initialize optional entry');
    if (value.value !== undefined) map.set(key, value.value);
    return;
  }
  map.set(key, value);
}

/** `||` (true) and `&&` (false): one side that decides makes up for an error on the other. */
function logical(deciding: boolean, left: Run, right: Run): Run {
  return (frame) => {
    const depth = frame.locals.length;
    let first: boolean;
    try {
      first = asBoolean(left(frame));
    } catch (error) {
      if (!(error instanceof CelError)) throw error;
      frame.locals.length = depth;
      if (decides(right, frame, deciding)) return deciding;
      throw error;
    }
    return first === deciding ? deciding : asBoolean(right(frame));
  };
}

function decides(run: Run, frame: Frame, deciding: boolean): boolean {
  try {
    return run(frame) === deciding;
  } catch (error) {
    if (error instanceof CelError) return false;
    throw error;
  }
}

function member(of: CelValue, key: CelValue): CelValue {
  if (of instanceof CelList) return of.at(indexIn(of, key));
  const value = of instanceof CelMap ? of.get(key) : undefined;
  if (value === undefined) throw new CelError(`no such key: ${keyName(key)}`);
  return value;
}

function keyName(key: CelValue): string {
  return typeof key === 'object' && key !== null ? '' : String(key);
}

function indexIn(list: CelList, key: CelValue): number {
  const index = typeof key === 'number' && Number.isInteger(key) ? BigInt(key) : key;
  if (typeof index !== 'bigint')
    throw new CelError(`unsupported index type '${typeof key === 'object' ? 'object' : typeof key}' in list`);
  if (index < 0n || index >= BigInt(list.size)) throw new CelError(`index out of bounds: ${index}`);
  return Number(index);
}

function optionalMember(of: CelValue, key: CelValue): CelOptional {
  const within = of instanceof CelOptional ? of.value : of;
  if (within === undefined) return new CelOptional();
  if (within instanceof CelList) {
    const index = typeof key === 'bigint' ? Number(key) : indexIn(within, key);
    return index >= 0 && index < within.size ? new CelOptional(within.at(index)) : new CelOptional();
  }
  return new CelOptional(within instanceof CelMap ? within.get(key) : undefined);
}

function hasField(of: CelValue, field: string): boolean {
  if (of instanceof CelOptional) return of.value !== undefined && hasField(of.value, field);
  return of instanceof CelMap && of.get(field) !== undefined;
}
