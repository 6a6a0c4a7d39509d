/**
 * The types that expressions have, and when one may stand for another.
 * Models cel-go/checker/types.go and common/types.Type (v0.26).
 */
type CelKind =
  | 'any'
  | 'bool'
  | 'bytes'
  | 'double'
  | 'duration'
  | 'dyn'
  | 'error'
  | 'int'
  | 'list'
  | 'map'
  | 'null'
  | 'opaque'
  | 'string'
  | 'struct'
  | 'timestamp'
  | 'type'
  | 'typeParam'
  | 'uint';

export interface CelType {
  readonly kind: CelKind;
  /** How the type is called at run time: `list`, `google.protobuf.Duration`, `kubernetes.Quantity`. */
  readonly name: string;
  readonly parameters: readonly CelType[];
  /** The fields of a struct. Read when needed, so that types may contain themselves. */
  readonly fields?: () => ReadonlyMap<string, CelType>;
}

function simple(kind: CelKind, name: string = kind): CelType {
  return { kind, name, parameters: [] };
}

export const anyType = simple('any', 'google.protobuf.Any');
export const boolType = simple('bool');
export const bytesType = simple('bytes');
export const doubleType = simple('double');
export const durationType = simple('duration', 'google.protobuf.Duration');
export const dynType = simple('dyn');
export const errorType = simple('error', '!error!');
export const intType = simple('int');
export const nullType = simple('null', 'null_type');
export const stringType = simple('string');
export const timestampType = simple('timestamp', 'google.protobuf.Timestamp');
export const typeType = simple('type');
export const uintType = simple('uint');

export function listType(of: CelType): CelType {
  return { kind: 'list', name: 'list', parameters: [of] };
}

export function mapType(key: CelType, value: CelType): CelType {
  return { kind: 'map', name: 'map', parameters: [key, value] };
}

/** A type that only functions look into, such as `kubernetes.Quantity`. */
export function opaqueType(name: string, ...parameters: readonly CelType[]): CelType {
  return { kind: 'opaque', name, parameters };
}

export function optionalType(of: CelType): CelType {
  return opaqueType('optional_type', of);
}

export function structType(name: string, fields: () => ReadonlyMap<string, CelType>): CelType {
  return { kind: 'struct', name, parameters: [], fields };
}

export function typeParam(name: string): CelType {
  return simple('typeParam', name);
}

/** The type of a type: what `type(1)` has. */
export function typeOfType(of: CelType): CelType {
  return { kind: 'type', name: 'type', parameters: [of] };
}

export function isDyn({ kind }: CelType): boolean {
  return kind === 'dyn' || kind === 'any';
}

export function isDynOrError(type: CelType): boolean {
  return isDyn(type) || type.kind === 'error';
}

/** What an optional may hold; undefined where the type is no optional. */
export function unwrapOptional({ kind, name, parameters }: CelType): CelType | undefined {
  return kind === 'opaque' && name === 'optional_type' ? parameters[0] : undefined;
}

const shortNames: Partial<Record<CelKind, string>> = {
  any: 'any',
  duration: 'duration',
  null: 'null',
  timestamp: 'timestamp',
};

/** As type errors name it: `map(string, int)`. Models checker.FormatCELType. */
export function formatType(type: CelType): string {
  const short = shortNames[type.kind];
  if (short !== undefined) return short;
  return type.parameters.length === 0
    ? type.name
    : `${type.name}(${type.parameters.map(formatType).join(', ')})`;
}

/** As other errors name it: `google.protobuf.Duration`. Models types.Type.String. */
export function typeText(type: CelType): string {
  return type.parameters.length === 0
    ? type.name
    : `${type.name}(${type.parameters.map(typeText).join(', ')})`;
}

export function isExactType(a: CelType, b: CelType): boolean {
  if (a === b) return true;
  return (
    a.kind === b.kind &&
    a.name === b.name &&
    a.parameters.length === b.parameters.length &&
    a.parameters.every((parameter, index) => isExactType(parameter, b.parameters[index] as CelType))
  );
}

/** What type parameters have turned out to be, by name. */
export type Substitutions = ReadonlyMap<string, CelType>;

/** The substitutions under which each of one list is assignable to its peer; undefined if there are none. */
export function assign(
  known: Substitutions,
  from: readonly CelType[],
  to: readonly CelType[],
): Substitutions | undefined {
  const draft = new Map(known);
  return areAssignable(draft, from, to) ? draft : undefined;
}

function areAssignable(map: Map<string, CelType>, from: readonly CelType[], to: readonly CelType[]): boolean {
  return (
    from.length === to.length && from.every((type, index) => isAssignable(map, type, to[index] as CelType))
  );
}

const nullable: ReadonlySet<CelKind> = new Set(['opaque', 'struct', 'any', 'duration', 'timestamp', 'null']);

function isAssignable(map: Map<string, CelType>, a: CelType, b: CelType): boolean {
  if (b.kind === 'typeParam') {
    const { valid, known } = substitutes(map, a, b);
    if (valid || known) return valid;
  }
  if (a.kind === 'typeParam') return substitutes(map, b, a).valid;
  if (isDynOrError(a) || isDynOrError(b)) return true;
  if (a.kind === 'null') return nullable.has(b.kind);
  if (b.kind === 'null') return nullable.has(a.kind);
  if (a.kind === 'type') return b.kind === 'type';
  return a.kind === b.kind && a.name === b.name && areAssignable(map, a.parameters, b.parameters);
}

/** Whether a type may take the place of a type parameter, and whether that had a place taker already. */
function substitutes(
  map: Map<string, CelType>,
  type: CelType,
  parameter: CelType,
): { readonly valid: boolean; readonly known: boolean } {
  if (isExactType(type, parameter)) return { valid: true, known: true };
  const taken = map.get(parameter.name);
  if (taken === undefined) {
    if (!isFreeOf(map, parameter, type)) return { valid: false, known: false };
    map.set(parameter.name, type);
    return { valid: true, known: false };
  }
  if (isExactType(type, taken)) return { valid: true, known: true };
  if (!isAssignable(map, type, taken)) return { valid: false, known: true };
  const general = mostGeneral(type, taken);
  if (isFreeOf(map, parameter, general)) map.set(parameter.name, general);
  return { valid: true, known: true };
}

/** Whether a type parameter does not occur in a type. */
function isFreeOf(map: Substitutions, parameter: CelType, within: CelType): boolean {
  if (isExactType(parameter, within)) return false;
  if (within.kind === 'typeParam') {
    const taken = map.get(within.name);
    return taken === undefined || isFreeOf(map, parameter, taken);
  }
  return within.parameters.every((inner) => isFreeOf(map, parameter, inner));
}

/** The more general of two types that go together. */
export function mostGeneral(a: CelType, b: CelType): CelType {
  return isLessSpecific(a, b) ? a : b;
}

function isLessSpecific(a: CelType, b: CelType): boolean {
  if (isDyn(a) || a.kind === 'typeParam') return true;
  if (isDyn(b) || b.kind === 'typeParam' || a.kind !== b.kind) return false;
  if (a.kind === 'type') return true;
  return (
    a.name === b.name &&
    a.parameters.length === b.parameters.length &&
    a.parameters.every((parameter, index) => isLessSpecific(parameter, b.parameters[index] as CelType))
  );
}

/** A type with its type parameters replaced; those that are still free become `dyn` if `freeAsDyn`. */
export function substitute(map: Substitutions, type: CelType, freeAsDyn: boolean): CelType {
  if (type.kind === 'typeParam') {
    const taken = map.get(type.name);
    if (taken !== undefined) return substitute(map, taken, freeAsDyn);
    return freeAsDyn ? dynType : type;
  }
  if (type.parameters.length === 0) return type;
  return { ...type, parameters: type.parameters.map((inner) => substitute(map, inner, freeAsDyn)) };
}
