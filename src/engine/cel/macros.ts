/**
 * Calls that are more than calls: `has`, `all`, `map` and the like.
 * Models cel-go/parser/macro.go, ext/comprehensions.go and the macros of optionals (v0.26).
 */
import type { CelNode, Fold } from './ast.ts';
import type { CelIssue } from './source.ts';

type Expansion = CelNode | CelIssue;

interface FoldMacro {
  readonly fold: Fold;
  /** How many names come first. */
  readonly names: 1 | 2;
  /** Which arguments are the filter and the body; without a body the element stays what it is. */
  readonly filter?: number;
  readonly body?: number;
  /** What is said of an argument that should be a name. */
  readonly complaint: string;
}

const simpleName = 'argument must be a simple name';
const identifier = 'argument is not an identifier';

/** By name and number of arguments. */
const folds: ReadonlyMap<string, FoldMacro> = new Map<string, FoldMacro>([
  ['all/2', { fold: 'all', names: 1, body: 1, complaint: simpleName }],
  ['exists/2', { fold: 'exists', names: 1, body: 1, complaint: simpleName }],
  ['exists_one/2', { fold: 'existsOne', names: 1, body: 1, complaint: simpleName }],
  ['existsOne/2', { fold: 'existsOne', names: 1, body: 1, complaint: simpleName }],
  ['map/2', { fold: 'list', names: 1, body: 1, complaint: identifier }],
  ['map/3', { fold: 'list', names: 1, filter: 1, body: 2, complaint: identifier }],
  ['filter/2', { fold: 'list', names: 1, filter: 1, complaint: identifier }],
  ['all/3', { fold: 'all', names: 2, body: 2, complaint: simpleName }],
  ['exists/3', { fold: 'exists', names: 2, body: 2, complaint: simpleName }],
  ['exists_one/3', { fold: 'existsOne', names: 2, body: 2, complaint: simpleName }],
  ['existsOne/3', { fold: 'existsOne', names: 2, body: 2, complaint: simpleName }],
  ['transformList/3', { fold: 'list', names: 2, body: 2, complaint: simpleName }],
  ['transformList/4', { fold: 'list', names: 2, filter: 2, body: 3, complaint: simpleName }],
  ['transformMap/3', { fold: 'map', names: 2, body: 2, complaint: simpleName }],
  ['transformMap/4', { fold: 'map', names: 2, filter: 2, body: 3, complaint: simpleName }],
  ['transformMapEntry/3', { fold: 'mapEntries', names: 2, body: 2, complaint: simpleName }],
  ['transformMapEntry/4', { fold: 'mapEntries', names: 2, filter: 2, body: 3, complaint: simpleName }],
]);

/** What a call stands for, or what is wrong with it; undefined where it is a call like others. */
export function expandMacro(
  name: string,
  target: CelNode | undefined,
  args: readonly CelNode[],
  at: number,
): Expansion | undefined {
  if (target === undefined)
    return name === 'has' && args.length === 1 ? has(args[0] as CelNode, at) : undefined;
  const macro = folds.get(`${name}/${args.length}`);
  if (macro !== undefined) return foldOf(macro, target, args, at);
  if ((name === 'optMap' || name === 'optFlatMap') && args.length === 2)
    return optionalMap(name, target, args[0] as CelNode, args[1] as CelNode, at);
  if (name === 'bind' && args.length === 3 && target.is === 'ident' && target.name === 'cel')
    return bind(args as readonly [CelNode, CelNode, CelNode], at);
  if (name === 'sortBy' && args.length === 2)
    return sortBy(target, args[0] as CelNode, args[1] as CelNode, at);
  return undefined;
}

function has(argument: CelNode, at: number): Expansion {
  if (argument.is !== 'select' || argument.optional === true)
    return { at: argument.at, message: 'invalid argument to has() macro' };
  return { ...argument, at, testOnly: true };
}

function foldOf(
  { fold, names, filter, body, complaint }: FoldMacro,
  range: CelNode,
  args: readonly CelNode[],
  at: number,
): Expansion {
  const variables: string[] = [];
  for (const argument of args.slice(0, names)) {
    if (argument.is !== 'ident') return { at: argument.at, message: complaint };
    if (variables.includes(argument.name))
      return { at: argument.at, message: `duplicate variable name: ${argument.name}` };
    if (['__result__', '@result'].includes(argument.name))
      return { at: argument.at, message: 'iteration variable overwrites accumulator variable' };
    variables.push(argument.name);
  }
  return {
    is: 'fold',
    at,
    fold,
    range,
    variables,
    ...(filter !== undefined && { filter: args[filter] as CelNode }),
    body: body === undefined ? (args[0] as CelNode) : (args[body] as CelNode),
  };
}

/** Models cel-go/ext/bindings.go (v0.26). */
function bind([variable, value, body]: readonly [CelNode, CelNode, CelNode], at: number): Expansion {
  if (variable.is !== 'ident')
    return { at: variable.at, message: 'cel.bind() variable names must be simple identifiers' };
  return { is: 'bind', at, variable: variable.name, value, body };
}

function optionalMap(name: string, value: CelNode, variable: CelNode, body: CelNode, at: number): Expansion {
  if (variable.is !== 'ident')
    return { at: variable.at, message: `${name}() variable name must be a simple identifier` };
  const through = name === 'optMap' ? 'some' : 'as it is';
  return { is: 'bind', at, variable: variable.name, value, body, through };
}

function sortBy(list: CelNode, variable: CelNode, key: CelNode, at: number): Expansion {
  if (variable.is !== 'ident') return { at: variable.at, message: 'argument must be a simple name' };
  const keys: CelNode = { is: 'fold', at, fold: 'list', range: list, variables: [variable.name], body: key };
  return { is: 'call', at, name: '@sortByAssociatedKeys', target: list, args: [keys] };
}
