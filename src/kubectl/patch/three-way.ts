import { deepEqual, fieldType, ruleOf, structIn } from '../../engine/index.ts';
import { compareStrings } from '../go/sort.ts';
import { goValue, isMap, type ValueMap } from '../go/values.ts';

interface DiffOptions {
  readonly ignoreChanges: boolean;
  readonly ignoreDeletions: boolean;
  readonly retainKeys: boolean;
  readonly elementOrder: boolean;
}

type Struct = string | undefined;

/**
 * The strategic merge patch that brings `current` to `modified`, and takes away what `original` had
 * and `modified` has no more. `struct` names the kind's type; without one lists are replaced.
 * Models apimachinery/pkg/util/strategicpatch.CreateThreeWayMergePatch (v1.36).
 */
export function threeWayPatch(
  original: ValueMap,
  modified: ValueMap,
  current: ValueMap,
  struct: Struct,
): ValueMap {
  const delta = diffMaps(current, modified, struct, {
    ignoreChanges: false,
    ignoreDeletions: true,
    retainKeys: false,
    elementOrder: true,
  });
  const deletions = diffMaps(original, modified, struct, {
    ignoreChanges: true,
    ignoreDeletions: false,
    retainKeys: false,
    elementOrder: true,
  });
  return mergePatches(deletions, delta, struct);
}

/** The strategic merge patch from one object to another. Models strategicpatch.CreateTwoWayMergePatch. */
export function twoWayPatch(original: ValueMap, modified: ValueMap, struct: Struct): ValueMap {
  return diffMaps(original, modified, struct, {
    ignoreChanges: false,
    ignoreDeletions: false,
    retainKeys: false,
    elementOrder: true,
  });
}

function diffMaps(original: ValueMap, modified: ValueMap, struct: Struct, options: DiffOptions): ValueMap {
  const patch: ValueMap = {};
  for (const [key, value] of Object.entries(modified)) {
    if (value === undefined) continue;
    const before = original[key];
    if (before === undefined || typeName(before) !== typeName(value)) {
      if (!options.ignoreChanges) patch[key] = value;
    } else if (isMap(before) && isMap(value)) {
      diffMapField(key, before, value, patch, struct, options);
    } else if (Array.isArray(before) && Array.isArray(value)) {
      diffListField(key, before, value, patch, struct, options);
    } else if (!options.ignoreChanges && !deepEqual(before, value)) {
      patch[key] = value;
    }
  }
  if (!options.ignoreDeletions) {
    for (const key of Object.keys(original)) {
      if (original[key] !== undefined && modified[key] === undefined) patch[key] = null;
    }
  }
  if (options.retainKeys) retain(original, modified, patch);
  return patch;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

function retain(original: ValueMap, modified: ValueMap, patch: ValueMap): void {
  const kept = Object.keys(modified).filter((key) => modified[key] !== null && modified[key] !== undefined);
  const isNew = kept.some((key) => original[key] === undefined);
  if (kept.length > 0 && (Object.keys(patch).length > 0 || isNew))
    patch['$retainKeys'] = kept.sort(compareStrings);
}

function diffMapField(
  key: string,
  before: ValueMap,
  value: ValueMap,
  patch: ValueMap,
  struct: Struct,
  options: DiffOptions,
): void {
  const rule = ruleOf(struct, key);
  if (rule.replace) {
    if (!options.ignoreChanges) patch[key] = value;
    return;
  }
  const inner = structIn(fieldType(struct, key));
  const difference = diffMaps(before, value, inner, { ...options, retainKeys: rule.retainKeys ?? false });
  if (Object.keys(difference).length > 0) patch[key] = difference;
}

function diffListField(
  key: string,
  before: readonly unknown[],
  value: readonly unknown[],
  patch: ValueMap,
  struct: Struct,
  options: DiffOptions,
): void {
  const rule = ruleOf(struct, key);
  if (!rule.merge) {
    if (!options.ignoreChanges && !deepEqual(before, value)) patch[key] = value;
    return;
  }
  if (before.length === 0) {
    if (value.length > 0 && !options.ignoreChanges) patch[key] = value;
    return;
  }
  if (rule.key === undefined) {
    diffScalars(key, before, value, patch, options);
    return;
  }
  const inner = structIn(fieldType(struct, key));
  const items = diffItems(before as ValueMap[], value as ValueMap[], inner, rule.key, {
    ...options,
    retainKeys: rule.retainKeys ?? false,
  });
  if (items.length > 0) patch[key] = items;
  const sameOrder = deepEqual(keysOf(before, rule.key, value), keysOf(value, rule.key, before));
  const ordered =
    (!options.ignoreChanges && (items.length > 0 || !sameOrder)) ||
    (!options.ignoreDeletions && items.length > 0);
  if (options.elementOrder && ordered) {
    const mergeKey = rule.key;
    patch[`$setElementOrder/${key}`] = value.map((item) => ({ [mergeKey]: (item as ValueMap)[mergeKey] }));
  }
}

/** The merge keys of the items of `list` that `other` has too, in order. */
function keysOf(list: readonly unknown[], mergeKey: string, other: readonly unknown[]): unknown[] {
  const known = new Set(other.map((item) => goValue((item as ValueMap)[mergeKey])));
  return list.map((item) => (item as ValueMap)[mergeKey]).filter((key) => known.has(goValue(key)));
}

function diffScalars(
  key: string,
  before: readonly unknown[],
  value: readonly unknown[],
  patch: ValueMap,
  options: DiffOptions,
): void {
  const added = value.filter((item) => !before.includes(item));
  const removed = before.filter((item) => !value.includes(item));
  if (added.length > 0 && !options.ignoreChanges) patch[key] = added;
  if (removed.length > 0 && !options.ignoreDeletions) patch[`$deleteFromPrimitiveList/${key}`] = removed;
  const ordered =
    (!options.ignoreDeletions && removed.length > 0) || (!options.ignoreChanges && !deepEqual(before, value));
  if (options.elementOrder && ordered) patch[`$setElementOrder/${key}`] = value;
}

function diffItems(
  before: readonly ValueMap[],
  value: readonly ValueMap[],
  struct: Struct,
  mergeKey: string,
  options: DiffOptions,
): ValueMap[] {
  const old = new Map(before.map((item) => [goValue(item[mergeKey]), item]));
  const kept = new Set<string>();
  const items: ValueMap[] = [];
  for (const item of value) {
    const id = goValue(item[mergeKey]);
    kept.add(id);
    const previous = old.get(id);
    if (previous === undefined) {
      if (!options.ignoreChanges) items.push(item);
      continue;
    }
    const difference = diffMaps(previous, item, struct, options);
    if (Object.keys(difference).length > 0) items.push({ ...difference, [mergeKey]: item[mergeKey] });
  }
  if (options.ignoreDeletions) return items;
  const removed = [...old].filter(([id]) => !kept.has(id)).sort(([a], [b]) => compareStrings(a, b));
  return [...items, ...removed.map(([, item]) => ({ $patch: 'delete', [mergeKey]: item[mergeKey] }))];
}

/** The second patch laid over the first. */
function mergePatches(first: ValueMap, second: ValueMap, struct: Struct): ValueMap {
  const merged: ValueMap = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = merged[key];
    if (isMap(before) && isMap(value)) {
      merged[key] = mergePatches(before, value, structIn(fieldType(struct, key)));
    } else if (Array.isArray(before) && Array.isArray(value) && !key.startsWith('$')) {
      const rule = ruleOf(struct, key);
      merged[key] =
        rule.key === undefined
          ? value
          : mergeItems(before as ValueMap[], value as ValueMap[], rule.key, struct, key);
    } else {
      merged[key] = value;
    }
  }
  return merged;
}

function mergeItems(
  before: ValueMap[],
  value: ValueMap[],
  mergeKey: string,
  struct: Struct,
  field: string,
): ValueMap[] {
  const inner = structIn(fieldType(struct, field));
  const merged = new Map(before.map((item) => [goValue(item[mergeKey]), item]));
  const firsts: ValueMap[] = [];
  for (const item of value) {
    const id = goValue(item[mergeKey]);
    const other = merged.get(id);
    firsts.push(other === undefined ? item : mergePatches(other, item, inner));
    merged.delete(id);
  }
  return [...firsts, ...merged.values()];
}
