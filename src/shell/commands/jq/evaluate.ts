// Long because: each kind of filter is evaluated here, and they evaluate each other.
import { formatted } from './formats.ts';
import { JqProblem, type Filter, type Json, type Pattern } from './syntax.ts';
import {
  calculate,
  compare,
  isList,
  isMap,
  kindOf,
  mapOf,
  member,
  shown,
  truthOf,
  withMember,
} from './values.ts';

/** A value, and where it was found when paths are asked for. */
export interface Located {
  readonly value: Json;
  readonly path?: readonly Json[];
}

/** A function's argument: a filter with what was known where it was written. */
interface Closure {
  readonly parameters: readonly string[];
  readonly body: Filter;
  /** Set once it is made: a function knows itself. */
  env: Environment;
}

export interface Environment {
  readonly variables: ReadonlyMap<string, Json>;
  /** By name and number of parameters: `f/1`. */
  readonly functions: ReadonlyMap<string, Closure>;
  readonly library: Library;
  readonly budget: { steps: number; depth: number };
}

/** What jq brings along, by `name/count`. */
export interface Library {
  builtin(key: string): Builtin | undefined;
  /** What is written in jq itself. */
  definition(key: string): { readonly parameters: readonly string[]; readonly body: Filter } | undefined;
}

export type Builtin = (at: Located, args: readonly Filter[], env: Environment) => Iterable<Located>;

const most = { steps: 5_000_000, depth: 2_000 };

/** What a filter makes of a value. Throws a JqProblem. */
export function* evaluate(
  filter: Filter,
  input: Json,
  { variables, library }: Pick<Environment, 'variables' | 'library'>,
): Generator<Json> {
  const env = { variables, functions: new Map(), library, budget: { steps: 0, depth: 0 } };
  for (const { value } of run(filter, { value: input }, env)) yield value;
}

/** Values alone. */
export function* valuesOf(filter: Filter, input: Json, env: Environment): Generator<Json> {
  for (const { value } of run(filter, { value: input }, env)) yield value;
}

/** Values with their paths. */
export function* pathsOf(
  filter: Filter,
  input: Json,
  env: Environment,
): Generator<{ value: Json; path: readonly Json[] }> {
  for (const { value, path } of run(filter, { value: input, path: [] }, env)) {
    if (path === undefined) throw new JqProblem(`Invalid path expression with result ${shown(value)}`);
    yield { value, path };
  }
}

export function* run(filter: Filter, at: Located, env: Environment): Generator<Located> {
  if (++env.budget.steps > most.steps) throw new JqProblem('the filter takes too long');
  if (++env.budget.depth > most.depth) throw new JqProblem('the filter nests too deep');
  try {
    yield* step(filter, at, env);
  } finally {
    env.budget.depth--;
  }
}

function* step(filter: Filter, at: Located, env: Environment): Generator<Located> {
  switch (filter.kind) {
    case 'identity':
      yield at;
      return;
    case 'empty':
      return;
    case 'recurse':
      yield* below(at);
      return;
    case 'literal':
      yield { value: filter.value };
      return;
    case 'format':
      yield { value: formatted(filter.name, at.value) };
      return;
    case 'text':
      yield* texts(filter, at.value, env);
      return;
    case 'field':
      for (const found of run(filter.of, at, env))
        for (const key of valuesOf(filter.key, at.value, env)) yield locatedMember(found, key);
      return;
    case 'slice':
      yield* slices(filter, at, env);
      return;
    case 'each':
      for (const found of run(filter.of, at, env)) yield* elements(found);
      return;
    case 'try':
      yield* attempted(filter, at, env);
      return;
    case 'pipe':
      for (const found of run(filter.left, at, env)) yield* run(filter.right, found, env);
      return;
    case 'comma':
      yield* run(filter.left, at, env);
      yield* run(filter.right, at, env);
      return;
    case 'alternative':
      yield* alternatives(filter, at, env);
      return;
    case 'and':
    case 'or':
      for (const left of valuesOf(filter.left, at.value, env)) {
        const decided = truthOf(left) === (filter.kind === 'or');
        if (decided) yield { value: filter.kind === 'or' };
        else for (const right of valuesOf(filter.right, at.value, env)) yield { value: truthOf(right) };
      }
      return;
    case 'operation':
      for (const right of valuesOf(filter.right, at.value, env))
        for (const left of valuesOf(filter.left, at.value, env))
          yield { value: calculate(filter.operator, left, right) };
      return;
    case 'negate':
      for (const value of valuesOf(filter.operand, at.value, env)) {
        if (typeof value !== 'number') throw new JqProblem(`${shown(value)} cannot be negated`);
        yield { value: -value };
      }
      return;
    case 'assign':
      yield* assigned(filter, at.value, env);
      return;
    case 'array':
      yield { value: filter.items === undefined ? [] : [...valuesOf(filter.items, at.value, env)] };
      return;
    case 'object':
      yield* objects(filter.entries, at.value, env, []);
      return;
    case 'if':
      for (const condition of valuesOf(filter.condition, at.value, env)) {
        if (truthOf(condition)) yield* run(filter.yes, at, env);
        else if (filter.no === undefined) yield at;
        else yield* run(filter.no, at, env);
      }
      return;
    case 'variable': {
      const value = env.variables.get(filter.name);
      if (value === undefined) throw new JqProblem(`$${filter.name} is not defined`);
      yield { value };
      return;
    }
    case 'as':
      for (const value of valuesOf(filter.source, at.value, env))
        for (const inner of bound(filter.pattern, value, env)) yield* run(filter.body, at, inner);
      return;
    case 'reduce':
    case 'foreach':
      yield* folded(filter, at, env);
      return;
    case 'define': {
      const closure: Closure = { parameters: filter.parameters, body: filter.body, env };
      const name = `${filter.name}/${filter.parameters.length}`;
      const inner = { ...env, functions: new Map([...env.functions, [name, closure]]) };
      closure.env = inner;
      yield* run(filter.rest, at, inner);
      return;
    }
    case 'call':
      yield* called(filter, at, env);
      return;
  }
}

function locatedMember({ value, path }: Located, key: Json): Located {
  return { value: member(value, key), ...(path && { path: [...path, key] }) };
}

function* elements(found: Located): Generator<Located> {
  const { value } = found;
  if (isList(value)) for (const index of value.keys()) yield locatedMember(found, index);
  else if (isMap(value)) for (const key of Object.keys(value)) yield locatedMember(found, key);
  else throw new JqProblem(`Cannot iterate over ${value === null ? 'null' : shown(value)}`);
}

function* below(at: Located): Generator<Located> {
  yield at;
  if (isList(at.value) || isMap(at.value)) for (const inner of elements(at)) yield* below(inner);
}

function* texts(
  { parts, format = '@text' }: Filter & { kind: 'text' },
  input: Json,
  env: Environment,
  from = 0,
  before = '',
): Generator<Located> {
  const part = parts[from];
  if (part === undefined) yield { value: before };
  else if (typeof part === 'string')
    yield* texts({ kind: 'text', parts, format }, input, env, from + 1, before + part);
  else {
    for (const value of valuesOf(part, input, env))
      yield* texts({ kind: 'text', parts, format }, input, env, from + 1, before + formatted(format, value));
  }
}

function* slices(
  { of, from, to }: Filter & { kind: 'slice' },
  at: Located,
  env: Environment,
): Generator<Located> {
  const nothing: Filter = { kind: 'literal', value: null };
  for (const { value, path } of run(of, at, env)) {
    for (const end of valuesOf(to ?? nothing, at.value, env)) {
      for (const start of valuesOf(from ?? nothing, at.value, env)) {
        if (value !== null && !isList(value) && typeof value !== 'string')
          throw new JqProblem(`Cannot index ${kindOf(value)} with object`);
        const [first, last] = [start, end].map((edge) =>
          typeof edge === 'number' ? Math.trunc(edge) : undefined,
        );
        const sliced = value === null ? null : value.slice(first ?? 0, last);
        yield { value: sliced, ...(path && { path: [...path, { from: start, to: end }] }) };
      }
    }
  }
}

function* attempted(
  { body, handler }: Filter & { kind: 'try' },
  at: Located,
  env: Environment,
): Generator<Located> {
  const { depth } = env.budget;
  try {
    yield* run(body, at, env);
  } catch (error) {
    if (!(error instanceof JqProblem)) throw error;
    env.budget.depth = depth;
    if (handler !== undefined) yield* run(handler, { value: error.value }, env);
  }
}

function* alternatives(
  { left, right }: Filter & { kind: 'alternative' },
  at: Located,
  env: Environment,
): Generator<Located> {
  let any = false;
  for (const found of attempted({ kind: 'try', body: left }, at, env)) {
    if (!truthOf(found.value)) continue;
    any = true;
    yield found;
  }
  if (!any) yield* run(right, at, env);
}

function* assigned(
  { operator, path, value }: Filter & { kind: 'assign' },
  input: Json,
  env: Environment,
): Generator<Located> {
  if (operator === '|') {
    let result = input;
    for (const { path: place } of pathsOf(path, input, env)) {
      const [changed] = valuesOf(value, at(result, place), env);
      result = changed === undefined ? result : withPath(result, place, changed);
    }
    yield { value: result };
    return;
  }
  for (const right of valuesOf(value, input, env)) {
    let result = input;
    for (const { path: place } of pathsOf(path, input, env)) {
      const before = at(result, place);
      const after =
        operator === ''
          ? right
          : operator === '//'
            ? truthOf(before)
              ? before
              : right
            : calculate(operator, before, right);
      result = withPath(result, place, after);
    }
    yield { value: result };
  }
}

/** What lies at a path. */
export function at(value: Json, path: readonly Json[]): Json {
  let found = value;
  for (const key of path) {
    if (found === null) return null;
    found = isMap(key) ? sliceAt(found, key) : member(found, key);
  }
  return found;
}

function sliceAt(value: Json, { from, to }: { readonly [key: string]: Json }): Json {
  if (!isList(value)) return null;
  return value.slice(typeof from === 'number' ? from : 0, typeof to === 'number' ? to : undefined);
}

/** A value with another at a path. */
export function withPath(value: Json, [key, ...rest]: readonly Json[], to: Json): Json {
  if (key === undefined) return to;
  return withMember(value, key, withPath(at(value, [key]), rest, to));
}

function* objects(
  entries: readonly (readonly [Filter, Filter])[],
  input: Json,
  env: Environment,
  before: readonly (readonly [string, Json])[],
): Generator<Located> {
  const [first, ...rest] = entries;
  if (first === undefined) {
    yield { value: mapOf(before) };
    return;
  }
  for (const key of valuesOf(first[0], input, env)) {
    if (typeof key !== 'string') throw new JqProblem(`Object keys must be strings, not ${shown(key)}`);
    for (const value of valuesOf(first[1], input, env))
      yield* objects(rest, input, env, [...before, [key, value]]);
  }
}

function* bound(pattern: Pattern, value: Json, env: Environment): Generator<Environment> {
  if (pattern.kind === 'variable') {
    yield { ...env, variables: new Map([...env.variables, [pattern.name, value]]) };
    return;
  }
  const parts: [Pattern, Json][] = [];
  if (pattern.kind === 'array')
    for (const [index, item] of pattern.items.entries()) parts.push([item, member(value, index)]);
  else
    for (const [key, inner] of pattern.entries)
      for (const name of valuesOf(key, value, env)) parts.push([inner, member(value, name)]);
  yield* boundAll(parts, env);
}

function* boundAll([first, ...rest]: readonly [Pattern, Json][], env: Environment): Generator<Environment> {
  if (first === undefined) yield env;
  else for (const inner of bound(first[0], first[1], env)) yield* boundAll(rest, inner);
}

function* folded(
  filter: Filter & { kind: 'reduce' | 'foreach' },
  at: Located,
  env: Environment,
): Generator<Located> {
  for (const start of valuesOf(filter.start, at.value, env)) {
    let state: Json | undefined = start;
    for (const item of valuesOf(filter.source, at.value, env)) {
      for (const inner of bound(filter.pattern, item, env)) {
        let last: Json | undefined;
        for (const next of valuesOf(filter.update, state ?? null, inner)) {
          last = next;
          if (filter.kind === 'foreach')
            yield* filter.extract === undefined
              ? [{ value: next }]
              : run(filter.extract, { value: next }, inner);
        }
        state = last;
      }
    }
    if (filter.kind === 'reduce') yield { value: state ?? null };
  }
}

function* called(
  { name, args }: Filter & { kind: 'call' },
  at: Located,
  env: Environment,
): Generator<Located> {
  const key = `${name}/${args.length}`;
  const own = env.functions.get(key) ?? definedFunction(key, env);
  if (own !== undefined) {
    yield* applied(own, args, at, env);
    return;
  }
  const builtin = env.library.builtin(key);
  if (builtin === undefined) throw new JqProblem(`${key} is not defined`);
  yield* builtin(at, args, env);
}

function* applied(
  closure: Closure,
  args: readonly Filter[],
  at: Located,
  env: Environment,
): Generator<Located> {
  const functions = new Map(closure.env.functions);
  const values: [name: string, filter: Filter][] = [];
  for (const [index, parameter] of closure.parameters.entries()) {
    const body = args[index] as Filter;
    functions.set(`${parameter.replace(/^\$/, '')}/0`, { parameters: [], body, env });
    if (parameter.startsWith('$')) values.push([parameter.slice(1), body]);
  }
  const inner = { ...closure.env, functions, budget: env.budget };
  yield* withValues(values, at, env, inner, closure.body);
}

function* withValues(
  [first, ...rest]: readonly [name: string, filter: Filter][],
  at: Located,
  outer: Environment,
  inner: Environment,
  body: Filter,
): Generator<Located> {
  if (first === undefined) {
    yield* run(body, at, inner);
    return;
  }
  for (const value of valuesOf(first[1], at.value, outer))
    yield* withValues(
      rest,
      at,
      outer,
      { ...inner, variables: new Map([...inner.variables, [first[0], value]]) },
      body,
    );
}

const nothingKnown: Pick<Environment, 'variables' | 'functions'> = {
  variables: new Map(),
  functions: new Map(),
};

/** What jq defines in its own language. */
function definedFunction(key: string, { library, budget }: Environment): Closure | undefined {
  const found = library.definition(key);
  return found && { ...found, env: { ...nothingKnown, library, budget } };
}

/** The places of equal values in a sorted list begin with the first of each. */
export function sortedBy(
  list: readonly Json[],
  by: Filter,
  env: Environment,
): { readonly key: readonly Json[]; readonly value: Json }[] {
  return list
    .map((value) => ({ key: [...valuesOf(by, value, env)], value }))
    .toSorted((a, b) => compare(a.key, b.key));
}
