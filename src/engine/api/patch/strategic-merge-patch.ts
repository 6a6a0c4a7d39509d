import { goText } from '../go-text.ts';
import { deepEqual, setOwn } from '../../sim/plain.ts';
import { fieldsOfStruct, type FieldType } from '../decode.ts';
import { isMap } from './merge-patch.ts';
import { mergeRules, type MergeRule } from './merge-keys.ts';
import { PatchError } from './patch-error.ts';

type PlainMap = Readonly<Record<string, unknown>>;
/** The struct that a map is, by the schema's name; undefined where the schema knows no fields. */
type StructName = string | undefined;

const patchDirective = '$patch';
const retainKeysDirective = '$retainKeys';
const deletePrefix = '$deleteFromPrimitiveList/';
const orderPrefix = '$setElementOrder/';

/**
 * The document after a strategic merge patch. `struct` is the schema's name of the document's kind.
 * Neither argument is changed; the result shares what did not change. Throws a PatchError.
 * Models k8s.io/apimachinery/pkg/util/strategicpatch.StrategicMergeMapPatch (v1.36).
 */
export function applyStrategicMergePatch(
  document: object,
  patch: unknown,
  struct: string,
): Record<string, unknown> {
  if (!isMap(patch)) {
    const type = Array.isArray(patch) ? 'array' : typeof patch;
    throw malformed(`json: cannot unmarshal ${type} into Go value of type map[string]interface {}`);
  }
  return mergeMap(document as PlainMap, patch, struct);
}

function malformed(message: string): PatchError {
  return new PatchError(message, true);
}

export function fieldType(struct: StructName, name: string): FieldType | undefined {
  return struct === undefined ? undefined : fieldsOfStruct(struct).get(name);
}

export function ruleOf(struct: StructName, name: string): MergeRule {
  const short = struct?.replace(/^.*?V[0-9]+(?:(?:alpha|beta)[0-9]+)?(?=[A-Z])/, '') ?? '';
  return mergeRules[short]?.[name] ?? {};
}

export function structIn(type: FieldType | undefined): StructName {
  if (type?.is === 'struct') return type.struct;
  return type?.is === 'list' || type?.is === 'map' ? structIn(type.of) : undefined;
}

function mergeMap(original: PlainMap, patch: PlainMap, struct: StructName): Record<string, unknown> {
  const directive = patch[patchDirective];
  if (directive === 'replace')
    return withoutDirectives(without(patch, patchDirective)) as Record<string, unknown>;
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') {
    throw malformed(`Unknown patch type: ${String(directive)}`);
  }
  const merged: Record<string, unknown> = {};
  const retained = retainedKeys(patch);
  for (const key of Object.keys(original)) {
    if (retained === undefined || retained.has(key)) setOwn(merged, key, original[key]);
  }
  const ordered = new Set<string>();
  for (const key of Object.keys(patch)) {
    if (!key.startsWith(orderPrefix)) continue;
    const field = key.slice(orderPrefix.length);
    ordered.add(field);
    mergeOrdered(merged, patch, field, patch[key], struct);
  }
  for (const key of Object.keys(patch)) {
    if (key === patchDirective || key === retainKeysDirective || key.startsWith(orderPrefix)) continue;
    if (key.startsWith(deletePrefix))
      deleteFromPrimitives(merged, key.slice(deletePrefix.length), patch[key]);
    else if (!ordered.has(key)) mergeField(merged, key, patch[key], struct);
  }
  return merged;
}

function without(map: PlainMap, name: string): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  for (const key of Object.keys(map)) if (key !== name) setOwn(rest, key, map[key]);
  return rest;
}

function retainedKeys(patch: PlainMap): ReadonlySet<unknown> | undefined {
  const keys = patch[retainKeysDirective];
  if (keys === undefined) return undefined;
  if (!Array.isArray(keys)) throw malformed('invalid patch format of retainKeys');
  const retained = new Set<unknown>(keys);
  for (const key of Object.keys(patch)) {
    if (!key.startsWith('$') && patch[key] !== null && !retained.has(key)) {
      throw malformed('invalid patch format of retainKeys');
    }
  }
  return retained;
}

function mergeField(merged: Record<string, unknown>, key: string, value: unknown, struct: StructName): void {
  if (value === null) {
    delete merged[key];
    return;
  }
  const current = Object.hasOwn(merged, key) ? merged[key] : undefined;
  const rule = ruleOf(struct, key);
  const inner = structIn(fieldType(struct, key));
  if (isMap(current) && isMap(value) && rule.replace !== true) {
    setOwn(merged, key, mergeMap(current, value, inner));
  } else if (Array.isArray(current) && Array.isArray(value) && rule.merge === true) {
    setOwn(merged, key, mergeList(current, value, rule.key, inner));
  } else if (isMap(value) && Object.hasOwn(value, patchDirective)) {
    // What shall replace or delete something that is not there is dropped.
    delete merged[key];
  } else {
    setOwn(merged, key, withoutDirectives(value));
  }
}

/** A value that is new to the document: its directives and nulls mean nothing there. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value
      .filter((item) => !(isMap(item) && Object.hasOwn(item, patchDirective)))
      .map((item: unknown) => withoutDirectives(item));
  }
  if (!isMap(value)) return value;
  const clean: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const isDirective =
      key === patchDirective ||
      key === retainKeysDirective ||
      key.startsWith(orderPrefix) ||
      key.startsWith(deletePrefix);
    if (!isDirective && value[key] !== null) setOwn(clean, key, withoutDirectives(value[key]));
  }
  return clean;
}

function deleteFromPrimitives(merged: Record<string, unknown>, field: string, value: unknown): void {
  if (!Array.isArray(value)) throw malformed('invalid patch format of primitive list');
  const current = merged[field];
  if (Array.isArray(current)) {
    setOwn(
      merged,
      field,
      current.filter((item) => !value.some((deleted) => deepEqual(item, deleted))),
    );
  }
}

function mergeOrdered(
  merged: Record<string, unknown>,
  patch: PlainMap,
  field: string,
  order: unknown,
  struct: StructName,
): void {
  if (!Array.isArray(order)) throw malformed('invalid patch format of setElementOrder list');
  const { key } = ruleOf(struct, field);
  const current = Object.hasOwn(merged, field) ? merged[field] : undefined;
  const patched = Object.hasOwn(patch, field) ? patch[field] : undefined;
  if (patched === null) {
    delete merged[field];
    return;
  }
  if (Array.isArray(patched)) checkOrder(patched, order, key, field);
  const server = Array.isArray(current) ? (current as unknown[]) : undefined;
  let contents = server;
  if (Array.isArray(patched)) {
    contents =
      server === undefined
        ? (withoutDirectives(patched) as unknown[])
        : mergeList(server, patched, key, structIn(fieldType(struct, field)));
  }
  if (contents !== undefined) setOwn(merged, field, inOrder(contents, order, server ?? [], key));
}

function checkOrder(
  patch: readonly unknown[],
  order: readonly unknown[],
  key: string | undefined,
  field: string,
): void {
  let from = 0;
  for (const item of patch) {
    if (isMap(item) && Object.hasOwn(item, patchDirective)) continue;
    const found = order.findIndex((candidate, index) => index >= from && isSame(candidate, item, key));
    if (found < 0) {
      throw new PatchError(
        `The order in patch list:\n${JSON.stringify(patch)}\n doesn't match $setElementOrder list:\n${JSON.stringify(order)}\n for ${field}`,
        false,
      );
    }
    from = found + 1;
  }
}

function mergeList(
  original: readonly unknown[],
  patch: readonly unknown[],
  key: string | undefined,
  struct: StructName,
): unknown[] {
  if (key === undefined) {
    if ([...original, ...patch].some((item) => isMap(item) || Array.isArray(item))) {
      throw malformed('cannot merge lists without merge key');
    }
    return inOrder([...new Set([...original, ...patch])], patch, original, key);
  }
  let kept = [...original];
  const changes: PlainMap[] = [];
  let replaced = false;
  for (const item of patch) {
    if (!isMap(item)) throw malformed('list element types are not identical');
    const directive = item[patchDirective];
    if (directive === undefined || directive === 'merge') changes.push(without(item, patchDirective));
    else if (directive === 'replace') replaced = true;
    else if (directive === 'delete') {
      if (item[key] === undefined)
        throw malformed(`map: map[$patch:delete] does not contain declared merge key: ${key}`);
      kept = kept.filter((candidate) => !isSame(candidate, item, key));
    } else {
      throw malformed(`Unknown patch type: ${String(directive)}`);
    }
  }
  if (replaced) return changes.map(withoutDirectives);
  const merged = [...kept];
  for (const change of changes) {
    if (change[key] === undefined)
      throw malformed(`map: ${goText(change)} does not contain declared merge key: ${key}`);
    const index = merged.findIndex((candidate) => isSame(candidate, change, key));
    if (index < 0) merged.push(withoutDirectives(change));
    else merged[index] = mergeMap(merged[index] as PlainMap, change, struct);
  }
  return inOrder(merged, changes, kept, key);
}

function isSame(a: unknown, b: unknown, key: string | undefined): boolean {
  if (key === undefined) return deepEqual(a, b);
  return isMap(a) && isMap(b) && deepEqual(a[key], b[key]);
}

/**
 * Items in the patch's order, with those that only the server knows put where they stood among
 * them. Models strategicpatch.normalizeElementOrder (v1.36).
 */
function inOrder(
  items: readonly unknown[],
  patchOrder: readonly unknown[],
  serverOrder: readonly unknown[],
  key: string | undefined,
): unknown[] {
  const indexIn = (list: readonly unknown[], item: unknown): number =>
    list.findIndex((candidate) => isSame(candidate, item, key));
  const sorted = (list: readonly unknown[], order: readonly unknown[]): unknown[] =>
    list.toSorted((a, b) => indexIn(order, a) - indexIn(order, b));
  const patched = sorted(
    items.filter((item) => indexIn(patchOrder, item) >= 0),
    patchOrder,
  );
  const serverOnly = sorted(
    items.filter((item) => indexIn(patchOrder, item) < 0),
    serverOrder,
  );
  const result: unknown[] = [];
  let next = 0;
  for (const item of patched) {
    const place = indexIn(serverOrder, item);
    while (next < serverOnly.length) {
      const index = indexIn(serverOrder, serverOnly[next]);
      if (place < 0 || index < 0 || index > place) break;
      result.push(serverOnly[next++]);
    }
    result.push(item);
  }
  return [...result, ...serverOnly.slice(next)];
}
