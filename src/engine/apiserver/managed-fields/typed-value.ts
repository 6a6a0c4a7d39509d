/**
 * How values of each type are owned field by field: what is one field and what has fields of its own.
 * Models structured-merge-diff's typed.Compare, ToFieldSet, Merge and RemoveItems (v1.36).
 */
import { fieldsOfStruct, type FieldType } from '../../api/decode.ts';
import { mergeRules } from '../../api/patch/merge-keys.ts';
import { isMap } from '../../api/patch/merge-patch.ts';
import { deepEqual, setOwn } from '../../sim/plain.ts';
import { elementText, emptySet, insertPath, type FieldSet } from './field-set.ts';

/** The part of a type that ownership needs. `any` is for values without schema. */
export type Shape =
  | { readonly is: 'leaf' }
  | { readonly is: 'any' }
  | { readonly is: 'struct'; readonly struct: string }
  | { readonly is: 'map'; readonly of: Shape }
  | { readonly is: 'set' }
  | { readonly is: 'keyed'; readonly keys: readonly string[]; readonly of: Shape };

type KeyedShape = Extract<Shape, { is: 'keyed' }>;

type PlainMap = Readonly<Record<string, unknown>>;

const leaf: Shape = { is: 'leaf' };

/** Structs that have one owner as a whole. */
const atomicStructs = new Set([
  'ConfigMapKeySelector',
  'LabelSelector',
  'LocalObjectReference',
  'NodeSelector',
  'NodeSelectorTerm',
  'ObjectFieldSelector',
  'ObjectReference',
  'ResourceFieldSelector',
  'ScopeSelector',
  'SecretKeySelector',
  'SecretReference',
  'TopologySelectorTerm',
  'TypedLocalObjectReference',
]);

/** Maps that have one owner as a whole, by struct and field. */
const atomicMaps = new Set([
  'PodSpec.nodeSelector',
  'ReplicationControllerSpec.selector',
  'ServiceSpec.selector',
]);

/** Lists whose items are told apart by more than the key of their strategic merge. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  'Container.ports': ['containerPort', 'protocol'],
  'EphemeralContainer.ports': ['containerPort', 'protocol'],
  'ServiceSpec.ports': ['port', 'protocol'],
  'PodSpec.topologySpreadConstraints': ['topologyKey', 'whenUnsatisfiable'],
};

/** What a key counts as where an item leaves it out. */
const keyDefaults: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

function shortName(struct: string): string {
  return struct.replace(/^.*?V[0-9]+(?:(?:alpha|beta)[0-9]+)?(?=[A-Z])/, '');
}

/** The shape of a field of a struct. */
export function fieldShape(struct: string, name: string, type: FieldType): Shape {
  const short = shortName(struct);
  const field = `${short}.${name}`;
  if (type.is === 'map') return atomicMaps.has(field) ? leaf : { is: 'map', of: typeShape(type.of) };
  if (type.is !== 'list') return typeShape(type);
  const rule = mergeRules[short]?.[name];
  if (rule?.merge !== true) return leaf;
  if (rule.key === undefined) return { is: 'set' };
  return { is: 'keyed', keys: keysOf[field] ?? [rule.key], of: typeShape(type.of) };
}

function typeShape(type: FieldType): Shape {
  if (type.is === 'struct') return structShape(type.struct);
  return type.is === 'any' ? { is: 'any' } : leaf;
}

export function structShape(struct: string): Shape {
  return atomicStructs.has(shortName(struct)) ? leaf : { is: 'struct', struct };
}

/** The shape of a member; undefined for fields that the struct does not have. */
function memberShape(shape: Shape, name: string, value: unknown): Shape | undefined {
  if (shape.is === 'map') return shape.of;
  if (shape.is === 'any') return isMap(value) ? shape : leaf;
  if (shape.is !== 'struct') return undefined;
  const type = fieldsOfStruct(shape.struct).get(name);
  return type && fieldShape(shape.struct, name, type);
}

export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** Which fields differ between two values. */
export function compare(shape: Shape, before: unknown, after: unknown): Comparison {
  const result = { added: emptySet(), modified: emptySet(), removed: emptySet() };
  compareAt(shape, before, after, [], result);
  return result;
}

function compareAt(
  shape: Shape,
  before: unknown,
  after: unknown,
  path: readonly string[],
  result: Comparison,
): void {
  if (deepEqual(before, after)) return;
  const note = (): void =>
    insertPath(
      before === undefined ? result.added : after === undefined ? result.removed : result.modified,
      path,
    );
  if (shape.is === 'set' || shape.is === 'keyed') {
    compareItems(shape, before, after, path, result);
    return;
  }
  if (shape.is === 'leaf' || (isBlank(before) && isBlank(after))) {
    note();
    return;
  }
  if (shape.is === 'map' && (before === undefined || after === undefined)) note();
  const from = asMap(before);
  const to = asMap(after);
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const member = memberShape(shape, name, to[name] ?? from[name]);
    if (member !== undefined) compareAt(member, from[name], to[name], [...path, `f:${name}`], result);
  }
}

function compareItems(
  shape: Extract<Shape, { is: 'set' | 'keyed' }>,
  before: unknown,
  after: unknown,
  path: readonly string[],
  result: Comparison,
): void {
  const from = itemsOf(shape, before);
  const to = itemsOf(shape, after);
  for (const element of new Set([...from.keys(), ...to.keys()])) {
    const here = [...path, element];
    if (!from.has(element)) insertPath(result.added, here);
    if (!to.has(element)) insertPath(result.removed, here);
    if (shape.is === 'keyed') compareAt(shape.of, from.get(element), to.get(element), here, result);
  }
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (isMap(value) && Object.keys(value).length === 0);
}

function asMap(value: unknown): PlainMap {
  return isMap(value) ? value : {};
}

/** The items of a list by their path elements. */
function itemsOf(shape: Extract<Shape, { is: 'set' | 'keyed' }>, list: unknown): Map<string, unknown> {
  const items = new Map<string, unknown>();
  if (Array.isArray(list)) for (const item of list as unknown[]) items.set(itemElement(shape, item), item);
  return items;
}

/** The shape of a field whose items have keys; undefined for all others. */
export function itemShape(struct: string, name: string, type: FieldType): KeyedShape | undefined {
  const shape = fieldShape(struct, name, type);
  return shape.is === 'keyed' ? shape : undefined;
}

/** The key that two items of a list share, in words: `[name="a"]`. */
export function duplicateItem(shape: KeyedShape, list: unknown): string | undefined {
  if (!Array.isArray(list)) return undefined;
  const seen = new Set<string>();
  for (const item of list as unknown[]) {
    const element = itemElement(shape, item);
    if (seen.has(element)) return elementText(element);
    seen.add(element);
  }
  return undefined;
}

function itemElement(shape: Extract<Shape, { is: 'set' | 'keyed' }>, item: unknown): string {
  if (shape.is === 'set') return `v:${JSON.stringify(item)}`;
  const keys = shape.keys.map((key) => [key, asMap(item)[key] ?? keyDefaults[key]]);
  return `k:${JSON.stringify(Object.fromEntries(keys))}`;
}

/** The fields that a value sets, as an applied configuration owns them. */
export function fieldSetOf(shape: Shape, value: unknown): FieldSet {
  const set = emptySet();
  collect(shape, value, [], set);
  return set;
}

function collect(shape: Shape, value: unknown, path: readonly string[], set: FieldSet): void {
  if (shape.is === 'set' || shape.is === 'keyed') {
    const items = itemsOf(shape, value);
    if (items.size === 0) insertPath(set, path);
    for (const [element, item] of items) {
      insertPath(set, [...path, element]);
      if (shape.is === 'keyed') collect(shape.of, item, [...path, element], set);
    }
    return;
  }
  if (shape.is === 'leaf' || isBlank(value)) {
    insertPath(set, path);
    return;
  }
  for (const [name, member] of Object.entries(asMap(value))) {
    const inner = memberShape(shape, name, member);
    if (inner !== undefined) collect(inner, member, [...path, `f:${name}`], set);
  }
}

/** `base` with what `patch` sets. Neither is changed. */
export function mergeTyped(shape: Shape, base: unknown, patch: unknown): unknown {
  if (patch === undefined) return base;
  if (shape.is === 'set' || shape.is === 'keyed') {
    const items = itemsOf(shape, base);
    for (const [element, item] of itemsOf(shape, patch))
      items.set(element, shape.is === 'keyed' ? mergeTyped(shape.of, items.get(element), item) : item);
    return [...items.values()];
  }
  if (shape.is === 'leaf' || !isMap(patch) || !isMap(base)) return patch;
  const merged: Record<string, unknown> = {};
  for (const name of Object.keys(base)) setOwn(merged, name, base[name]);
  for (const name of Object.keys(patch)) {
    const inner = memberShape(shape, name, patch[name]) ?? leaf;
    const own = Object.hasOwn(base, name) ? base[name] : undefined;
    setOwn(merged, name, mergeTyped(inner, own, patch[name]));
  }
  return merged;
}

/** `value` without the fields of a set; maps and lists that lose everything go too. */
export function removeFields(shape: Shape, value: unknown, set: FieldSet): unknown {
  if (set.children.size === 0) return set.member ? undefined : value;
  if (shape.is === 'set' || shape.is === 'keyed') {
    const kept: unknown[] = [];
    for (const [element, item] of itemsOf(shape, value)) {
      const child = set.children.get(element);
      if (child === undefined) kept.push(item);
      else if (!child.member && shape.is === 'keyed') kept.push(removeFields(shape.of, item, child));
    }
    return kept.length === 0 ? undefined : kept;
  }
  if (!isMap(value)) return value;
  const rest: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const child = set.children.get(`f:${name}`);
    const inner = memberShape(shape, name, member) ?? leaf;
    const left = child === undefined ? member : removeFields(inner, member, child);
    if (left !== undefined) setOwn(rest, name, left);
  }
  return shape.is === 'map' && Object.keys(rest).length === 0 ? undefined : rest;
}
