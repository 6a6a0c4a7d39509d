import { structOfKind } from '../../api/decode.ts';
import type { KubeObject } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';
import { compareText } from '../storage/object-table.ts';
import {
  difference,
  emptySet,
  fromFieldsV1,
  insertPath,
  isEmptySet,
  toFieldsV1,
  union,
  type FieldSet,
} from './field-set.ts';
import { compare, structShape, type Comparison, type Shape } from './typed-value.ts';

/** metav1.ManagedFieldsEntry. */
interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly apiVersion?: string;
  readonly time?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: unknown;
  readonly subresource?: string;
}

/** Who writes, and how. */
export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
}

/** What one manager owns. */
export interface Ownership {
  readonly manager: Manager;
  readonly time: string;
  readonly fields: FieldSet;
}

/** How the fields of an object are owned: by its kind's schema, or one by one where there is none. */
export function shapeOf({ apiVersion = '', kind = '' }: KubeObject): Shape {
  const struct = structOfKind(apiVersion, kind);
  return struct === undefined ? { is: 'any' } : structShape(struct);
}

/** Fields that are nobody's. */
const systemFields = [
  ['f:apiVersion'],
  ['f:kind'],
  ...[
    'creationTimestamp',
    'deletionGracePeriodSeconds',
    'deletionTimestamp',
    'generation',
    'managedFields',
    'name',
    'namespace',
    'resourceVersion',
    'selfLink',
    'uid',
  ].map((field) => ['f:metadata', `f:${field}`]),
];

/** The set without what the system owns and what the path resets (`status`, `metadata.labels`). */
export function ownable(set: FieldSet, resetFields: readonly string[]): FieldSet {
  const system = emptySet();
  for (const path of systemFields) insertPath(system, path);
  let own = difference(set, system);
  for (const field of resetFields) own = without(own, field.split('.'));
  const metadata = own.children.get('f:metadata');
  if (metadata !== undefined && metadata.children.size === 0) own = without(own, ['metadata']);
  return own;
}

/** The set without a field and all below it. */
function without(set: FieldSet, [first = '', ...rest]: readonly string[]): FieldSet {
  const element = `f:${first}`;
  const child = set.children.get(element);
  if (child === undefined) return set;
  const children = new Map(set.children);
  const left = rest.length === 0 ? emptySet() : without(child, rest);
  if (isEmptySet(left)) children.delete(element);
  else children.set(element, left);
  return { member: set.member, children };
}

/** The owners that an object names. */
export function ownersOf({ metadata }: KubeObject): Ownership[] {
  return ((metadata.managedFields ?? []) as readonly ManagedFieldsEntry[]).map((entry) => ({
    manager: {
      name: entry.manager ?? '',
      operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
      apiVersion: entry.apiVersion ?? '',
      subresource: entry.subresource ?? '',
    },
    time: entry.time ?? '',
    fields: fromFieldsV1(entry.fieldsV1),
  }));
}

export function isSameManager(a: Manager, b: Manager): boolean {
  return (
    a.name === b.name &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    (a.operation === 'Apply' || a.apiVersion === b.apiVersion)
  );
}

/** Writes the owners into an object; those who own nothing are left out. */
export function setOwners(draft: KubeObject, owners: readonly Ownership[]): void {
  const entries = owners
    .filter(({ fields }) => !isEmptySet(fields))
    .toSorted(
      (a, b) =>
        compareText(a.manager.operation, b.manager.operation) ||
        compareText(a.time, b.time) ||
        compareText(a.manager.name, b.manager.name) ||
        compareText(a.manager.subresource, b.manager.subresource),
    )
    .map(({ manager, time, fields }) => ({
      manager: manager.name,
      operation: manager.operation,
      apiVersion: manager.apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(fields),
      ...(manager.subresource !== '' && { subresource: manager.subresource }),
    }));
  if (entries.length === 0) delete draft.metadata.managedFields;
  else draft.metadata.managedFields = entries as KubeObject['metadata']['managedFields'];
}

/**
 * Notes who changed what in a plain write: the manager comes to own what it set or changed, and
 * everybody loses what is changed or gone.
 * Models apimachinery/pkg/util/managedfields FieldManager.Update (v1.36).
 */
export function trackUpdate(
  old: KubeObject | undefined,
  draft: KubeObject,
  manager: Manager,
  now: string,
  resetFields: readonly string[],
): void {
  const given = draft.metadata.managedFields as readonly ManagedFieldsEntry[] | undefined;
  // A list with one empty entry is how clients give all ownership up.
  const isReset = given?.length === 1 && Object.keys(given[0] as object).length === 0;
  if (isReset) {
    delete draft.metadata.managedFields;
    return;
  }
  const isGiven = manager.subresource === '' && given !== undefined && given.length > 0;
  const before = isGiven ? ownersOf(draft) : old === undefined ? [] : ownersOf(old);
  const changes = compare(shapeOf(draft), old, draft);
  const own = (set: FieldSet): FieldSet => ownable(set, resetFields);
  const comparison: Comparison = {
    added: own(changes.added),
    modified: own(changes.modified),
    removed: own(changes.removed),
  };
  const touched = union(comparison.added, comparison.modified);
  if (isEmptySet(touched) && isEmptySet(comparison.removed)) {
    if (!isGiven || deepEqual(given, old?.metadata.managedFields)) keepOwners(draft, old);
    else setOwners(draft, before);
    return;
  }
  const lost = union(comparison.modified, comparison.removed);
  const others = before
    .filter((owner) => !isSameManager(owner.manager, manager))
    .map((owner) => ({ ...owner, fields: difference(owner.fields, lost) }));
  const mine = before.find((owner) => isSameManager(owner.manager, manager));
  const fields = union(difference(mine?.fields ?? emptySet(), comparison.removed), touched);
  const unchanged = mine !== undefined && deepEqual(toFieldsV1(fields), toFieldsV1(mine.fields));
  setOwners(draft, [...others, { manager, time: unchanged ? mine.time : now, fields }]);
}

export function keepOwners(draft: KubeObject, old: KubeObject | undefined): void {
  if (old?.metadata.managedFields === undefined) delete draft.metadata.managedFields;
  else draft.metadata.managedFields = old.metadata.managedFields;
}
