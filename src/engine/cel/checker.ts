/**
 * Finds out the type of an expression, which functions its calls mean, and what is wrong with it.
 * Models cel-go/checker (v0.26).
 */
// Long because: one walk knows all kinds of nodes and what it has found out so far.
import type { BindNode, CallNode, CelNode, FoldNode, SelectNode, StructNode } from './ast.ts';
import type { FunctionTable, Overload } from './functions.ts';
import { literalIssues } from './literal-checks.ts';
import type { CelIssue } from './source.ts';
import {
  assign,
  boolType,
  dynType,
  errorType,
  formatType,
  intType,
  isDyn,
  isDynOrError,
  isExactType,
  listType,
  mapType,
  mostGeneral,
  optionalType,
  substitute,
  typeOfType,
  typeParam,
  unwrapOptional,
  type CelType,
  type Substitutions,
} from './types.ts';
import { namedTypes } from './values.ts';

/** What an expression may name. */
export interface Declarations {
  readonly functions: FunctionTable;
  /** The variables and their types. */
  readonly variables: ReadonlyMap<string, CelType>;
  /** Types that `Name{…}` makes, by name. */
  readonly structs?: (name: string) => CelType | undefined;
}

export interface Checked {
  readonly type: CelType;
  readonly issues: readonly CelIssue[];
}

/** Checks an expression, and writes into its calls which overloads they may mean. */
export function check(node: CelNode, declarations: Declarations): Checked {
  const checker = new Checker(declarations);
  const type = checker.check(node);
  const issues = checker.issues.length > 0 ? checker.issues : checker.literalIssues;
  return { type: substitute(checker.known, type, true), issues };
}

class Checker {
  readonly issues: CelIssue[] = [];
  /** What is wrong with the values of literals; told when nothing else is wrong. */
  readonly literalIssues: CelIssue[] = [];
  readonly #declarations: Declarations;
  readonly #scopes: ReadonlyMap<string, CelType>[];
  known: Substitutions = new Map();
  #free = 0;
  /** Within the arguments of `format`, which may be of any types. */
  #inFormat = false;

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
    this.#scopes = [declarations.variables];
  }

  check(node: CelNode): CelType {
    switch (node.is) {
      case 'literal':
        return node.type;
      case 'ident':
        return this.#named(node.name) ?? this.#undeclared(node.at, node.name);
      case 'select':
        return this.#select(node);
      case 'call':
        return this.#call(node);
      case 'list':
        return this.#list(node.items);
      case 'map':
        return this.#map(node.entries);
      case 'struct':
        return this.#struct(node);
      case 'fold':
        return this.#fold(node);
      case 'bind':
        return this.#bind(node);
    }
  }

  #error(at: number, message: string): void {
    this.issues.push({ at, message });
  }

  #undeclared(at: number, name: string): CelType {
    this.#error(at, `undeclared reference to '${name}' (in container '')`);
    return errorType;
  }

  #mismatch(at: number, expected: CelType, actual: CelType): void {
    this.#error(at, mismatch(expected, actual));
  }

  /** The type of what a name stands for; a leading dot says that no local variable is meant. */
  #named(path: string): CelType | undefined {
    const name = path.replace(/^\./, '');
    for (const scope of this.#scopes) {
      const type = scope.get(name);
      if (type !== undefined) return type;
    }
    const type = namedTypes.get(name);
    return type && typeOfType(type);
  }

  #newParameter(): CelType {
    return typeParam(`_var${this.#free++}`);
  }

  #resolved(type: CelType): CelType {
    return substitute(this.known, type, false);
  }

  #isAssignable(from: CelType, to: CelType): boolean {
    const substitutions = assign(this.known, [from], [to]);
    if (substitutions !== undefined) this.known = substitutions;
    return substitutions !== undefined;
  }

  #select(node: SelectNode): CelType {
    const name = node.testOnly === true || node.optional === true ? undefined : qualifiedName(node);
    const whole = name === undefined ? undefined : this.#named(name);
    if (name !== undefined && whole !== undefined) {
      node.qualified = name;
      return whole;
    }
    const type = this.#field(node);
    return node.testOnly === true ? boolType : this.#resolved(type);
  }

  #field({ operand, field, at, optional }: SelectNode): CelType {
    const type = this.#resolved(this.check(operand));
    const within = unwrapOptional(type);
    const result = this.#fieldOf(within ?? type, field, at);
    return within !== undefined || optional === true ? optionalType(result) : result;
  }

  #fieldOf(type: CelType, field: string, at: number): CelType {
    switch (type.kind) {
      case 'map':
        return type.parameters[1] as CelType;
      case 'struct': {
        const found = type.fields?.().get(field);
        if (found === undefined) this.#error(at, `undefined field '${field}'`);
        return found ?? errorType;
      }
      case 'typeParam':
        this.#isAssignable(dynType, type);
        return dynType;
      default:
        if (!isDynOrError(type))
          this.#error(at, `type '${formatType(type)}' does not support field selection`);
        return dynType;
    }
  }

  #call(node: CallNode): CelType {
    const outside = this.#inFormat;
    this.#inFormat ||= node.name === 'format';
    const args = node.args.map((argument) => this.check(argument));
    this.#inFormat = outside;
    const { functions } = this.#declarations;
    if (node.target === undefined) {
      const overloads = functions.get(node.name);
      if (overloads === undefined) return this.#undeclared(node.at, node.name);
      return this.#resolve(node, overloads, args);
    }
    const prefix = qualifiedName(node.target);
    const whole = prefix === undefined ? undefined : `${prefix}.${node.name}`;
    const namespaced = whole === undefined ? undefined : functions.get(whole);
    if (whole !== undefined && namespaced !== undefined) {
      node.name = whole;
      delete node.target;
      return this.#resolve(node, namespaced, args);
    }
    const target = this.check(node.target);
    const overloads = functions.get(node.name);
    if (overloads === undefined) return this.#undeclared(node.at, node.name);
    return this.#resolve(node, overloads, [target, ...args]);
  }

  #resolve(node: CallNode, overloads: readonly Overload[], args: readonly CelType[]): CelType {
    const type = this.#resolveOverload(node, overloads, args);
    this.literalIssues.push(...literalIssues(node));
    return type;
  }

  #resolveOverload(node: CallNode, overloads: readonly Overload[], args: readonly CelType[]): CelType {
    const member = node.target !== undefined;
    if (node.name === '_&&_' || node.name === '_||_') return this.#logical(node, args);
    let result: CelType | undefined;
    const meant: Overload[] = [];
    for (const overload of overloads) {
      if (overload.member !== member) continue;
      const [type, ...parameters] = this.#instantiate([overload.result, ...overload.args]);
      const substitutions = assign(this.known, args, parameters);
      if (substitutions === undefined) continue;
      this.known = substitutions;
      meant.push(overload);
      const resolved = this.#resolved(type as CelType);
      if (result === undefined) result = resolved;
      else if (!isDyn(result) && !isExactType(resolved, result)) result = dynType;
    }
    node.overloads = meant;
    return result ?? this.#noOverload(node.at, node.name, args, member);
  }

  #logical(node: CallNode, args: readonly CelType[]): CelType {
    let failed = false;
    args.forEach((type, index) => {
      if (this.#isAssignable(type, boolType)) return;
      this.#mismatch((node.args[index] as CelNode).at, boolType, type);
      failed = true;
    });
    return failed ? errorType : boolType;
  }

  #noOverload(at: number, name: string, args: readonly CelType[], member: boolean): CelType {
    const types = args.map((type) => formatType(substitute(this.known, type, true)));
    const signature = member ? `${types[0]}.(${types.slice(1).join(', ')})` : `(${types.join(', ')})`;
    this.#error(at, `found no matching overload for '${name}' applied to '${signature}'`);
    return errorType;
  }

  /** Types with type parameters of their own. */
  #instantiate(types: readonly CelType[]): CelType[] {
    const fresh = new Map<string, CelType>();
    const walk = (type: CelType): CelType => {
      if (type.kind === 'typeParam') {
        const own = fresh.get(type.name) ?? this.#newParameter();
        fresh.set(type.name, own);
        return own;
      }
      return type.parameters.length === 0 ? type : { ...type, parameters: type.parameters.map(walk) };
    };
    return types.map(walk);
  }

  #join(previous: CelType | undefined, current: CelType): CelType {
    if (previous === undefined) return current;
    return this.#isAssignable(previous, current) ? mostGeneral(previous, current) : dynType;
  }

  #element({ value, optional }: { readonly value: CelNode; readonly optional: boolean }): CelType {
    const type = this.check(value);
    if (!optional) return type;
    const within = unwrapOptional(type);
    if (within === undefined && !isDyn(type)) this.#mismatch(value.at, optionalType(type), type);
    return within ?? type;
  }

  #list(items: readonly { readonly value: CelNode; readonly optional: boolean }[]): CelType {
    let joined: CelType | undefined;
    const types = items.map((item) => {
      const type = this.#element(item);
      joined = this.#join(joined, type);
      return { at: item.value.at, type };
    });
    this.#checkAlike(types, true);
    return listType(joined ?? this.#newParameter());
  }

  #map(
    entries: readonly { readonly key: CelNode; readonly value: CelNode; readonly optional: boolean }[],
  ): CelType {
    let keys: CelType | undefined;
    let values: CelType | undefined;
    const types = entries.map((entry) => {
      const key = this.check(entry.key);
      const value = this.#element(entry);
      keys = this.#join(keys, key);
      values = this.#join(values, value);
      return { key: { at: entry.key.at, type: key }, value: { at: entry.value.at, type: value } };
    });
    this.#checkAlike(types.map(({ key }) => key));
    this.#checkAlike(types.map(({ value }) => value));
    return mapType(keys ?? this.#newParameter(), values ?? this.#newParameter());
  }

  /** All elements of a list or map that is written out must have the type of the first. */
  #checkAlike(types: readonly { readonly at: number; readonly type: CelType }[], firstOnly = false): void {
    if (this.#inFormat) return;
    const [first, ...rest] = types.map(({ at, type }) => ({ at, type: substitute(this.known, type, true) }));
    const odd = rest.filter(({ type }) => !isExactType(type, (first as { type: CelType }).type));
    for (const { at, type } of firstOnly ? odd.slice(0, 1) : odd)
      this.literalIssues.push({ at, message: mismatch((first as { type: CelType }).type, type) });
  }

  #struct(node: StructNode): CelType {
    const type = this.#declarations.structs?.(node.name);
    if (type === undefined) {
      for (const { value } of node.fields) this.check(value);
      return this.#undeclared(node.at, node.name);
    }
    node.type = type;
    for (const field of node.fields) {
      const actual = this.#element(field);
      const expected = type.fields?.().get(field.name);
      if (expected === undefined) this.#error(field.at, `undefined field '${field.name}'`);
      else if (!this.#isAssignable(expected, actual))
        this.#error(
          field.at,
          `expected type of field '${field.name}' is '${formatType(expected)}' but provided type is '${formatType(actual)}'`,
        );
    }
    return type;
  }

  #fold(node: FoldNode): CelType {
    const range = this.#resolved(this.check(node.range));
    const variables = this.#variablesOf(node, range);
    const scope = new Map(node.variables.map((name, index) => [name, variables[index] as CelType]));
    return this.#within(scope, () => this.#folded(node, variables[0] as CelType));
  }

  #within<T>(scope: ReadonlyMap<string, CelType>, act: () => T): T {
    this.#scopes.unshift(scope);
    const result = act();
    this.#scopes.shift();
    return result;
  }

  #variablesOf({ range, variables }: FoldNode, type: CelType): CelType[] {
    const two = variables.length === 2;
    const [first = dynType, second = dynType] = type.parameters;
    switch (type.kind) {
      case 'list':
        return two ? [intType, first] : [first];
      case 'map':
        return two ? [first, second] : [first];
      case 'dyn':
      case 'any':
      case 'error':
      case 'typeParam':
        this.#isAssignable(dynType, type);
        return [dynType, dynType];
      default:
        this.#error(
          range.at,
          `expression of type '${formatType(type)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
        );
        return [errorType, errorType];
    }
  }

  #folded({ fold, filter, body, at }: FoldNode, key: CelType): CelType {
    const filtered = filter === undefined ? boolType : this.check(filter);
    const type = this.check(body);
    const asked = fold === 'existsOne' ? type : filtered;
    let result: CelType;
    switch (fold) {
      case 'all':
      case 'exists':
        if (!this.#isAssignable(type, boolType)) this.#mismatch(body.at, boolType, type);
        return boolType;
      case 'existsOne':
        result = intType;
        break;
      case 'list':
        result = listType(type);
        break;
      case 'map':
        result = mapType(key, type);
        break;
      case 'mapEntries': {
        const map = mapType(this.#newParameter(), this.#newParameter());
        if (!this.#isAssignable(type, map)) this.#noOverload(at, 'cel.@mapInsert', [map, type], false);
        result = map;
      }
    }
    if (!this.#isAssignable(asked, boolType)) this.#noOverload(at, '_?_:_', [asked, result, result], false);
    return fold === 'existsOne' ? boolType : this.#resolved(result);
  }

  #bind({ variable, value, body, at, through }: BindNode): CelType {
    const type = this.#resolved(this.check(value));
    if (through === undefined) return this.#within(new Map([[variable, type]]), () => this.check(body));
    const within = isDynOrError(type) ? dynType : unwrapOptional(type);
    if (within === undefined) {
      this.#noOverload(at, 'hasValue', [type], true);
      this.#noOverload(at, 'value', [type], true);
    }
    const scope = new Map([[variable, within ?? errorType]]);
    const result = this.#within(scope, () => this.check(body));
    return through === 'some' ? optionalType(result) : result;
  }
}

function mismatch(expected: CelType, actual: CelType): string {
  return `expected type '${formatType(expected)}' but found '${formatType(actual)}'`;
}

/** `a.b.c` of a path of names; undefined for all else. */
function qualifiedName(node: CelNode): string | undefined {
  if (node.is === 'ident') return node.name;
  if (node.is !== 'select' || node.testOnly === true || node.optional === true) return undefined;
  const prefix = qualifiedName(node.operand);
  return prefix === undefined ? undefined : `${prefix}.${node.field}`;
}
