/** How functions are declared: by signature, with what they do and what a call costs. */
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  dynType,
  intType,
  listType,
  mapType,
  nullType,
  opaqueType,
  optionalType,
  stringType,
  timestampType,
  typeOfType,
  typeParam,
  typeType,
  uintType,
  type CelType,
} from './types.ts';
import { sizeOf, type CelValue } from './values.ts';

/** The cost of a call by its arguments and what it gave; 1 where a function has none of its own. */
export type CallCost = (args: readonly CelValue[], result: CelValue) => number;

// Overloads are kept by signature, which promises that the arguments fit; what a function does with
// them is written with their own types.
// oxlint-disable-next-line typescript/no-explicit-any
type Implementation = (...args: any[]) => CelValue;

export interface Overload {
  /** Whether it is called on its first argument: `text.size()`. */
  readonly member: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
  readonly call: Implementation;
  readonly cost: CallCost | undefined;
}

/** The overloads of each function, by its name. */
export type FunctionTable = ReadonlyMap<string, readonly Overload[]>;

/** `size(string): int` is a function, `(string).size(): int` a member. Capital letters are type parameters. */
export type Declaration = readonly [signature: string, call: Implementation, cost?: CallCost];

export function declare(...libraries: readonly (readonly Declaration[])[]): FunctionTable {
  const table = new Map<string, Overload[]>();
  for (const [signature, call, cost] of libraries.flat()) {
    const { name, ...rest } = readSignature(signature);
    const overloads = table.get(name);
    const overload: Overload = { ...rest, call, cost };
    if (overloads === undefined) table.set(name, [overload]);
    else overloads.push(overload);
  }
  return table;
}

function readSignature(signature: string): {
  name: string;
  member: boolean;
  args: CelType[];
  result: CelType;
} {
  const [, receiver, name = '', args = '', result = ''] =
    /^(?:\(([^)]*)\)\.)?([^(]+)\(([^)]*)\): (.+)$/.exec(signature) ?? [];
  const types = splitTypes(args).map(readType);
  return {
    name,
    member: receiver !== undefined,
    args: receiver === undefined ? types : [readType(receiver), ...types],
    result: readType(result),
  };
}

function splitTypes(text: string): string[] {
  return text === '' ? [] : text.split(/, (?![^<]*>)/);
}

const known: Readonly<Record<string, CelType>> = {
  bool: boolType,
  bytes: bytesType,
  double: doubleType,
  duration: durationType,
  dyn: dynType,
  int: intType,
  null: nullType,
  string: stringType,
  timestamp: timestampType,
  type: typeType,
  uint: uintType,
};

function readType(text: string): CelType {
  const type = known[text];
  if (type !== undefined) return type;
  if (/^[A-Z]$/.test(text)) return typeParam(text);
  const [, name = text, inner = ''] = /^(\w+)<(.+)>$/.exec(text) ?? [];
  const parameters = splitTypes(inner).map(readType);
  const [first = dynType, second = dynType] = parameters;
  switch (name) {
    case 'list':
      return listType(first);
    case 'type':
      return typeOfType(first);
    case 'map':
      return mapType(first, second);
    case 'optional':
      return optionalType(first);
    default:
      return opaqueType(name, ...parameters);
  }
}

/** What looking at each character of a text costs, by character. */
const traversal = 0.1;

/** Walks over one argument, `times` over. */
export function traverses(index: number, times = 1): CallCost {
  return (args) => Math.ceil(sizeOf(args[index] as CelValue) * times * traversal);
}

/** Walks over all items of a list. */
export const walksList: CallCost = (args) => sizeOf(args[0] as CelValue);

/** Makes a text as long as its result. */
export const buildsText: CallCost = (_args, result) => Math.ceil(sizeOf(result) * 2 * traversal);

/** Matches a pattern (the second argument) on a text (the first). */
export const matches: CallCost = (args) =>
  Math.ceil((1 + sizeOf(args[0] as CelValue)) * traversal) * Math.ceil(sizeOf(args[1] as CelValue) * 0.25);

/** Looks for one text in another. */
export const searches: CallCost = (args) =>
  Math.ceil(sizeOf(args[0] as CelValue) * traversal) * Math.ceil(sizeOf(args[1] as CelValue) * traversal);
