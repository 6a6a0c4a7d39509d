import { failure, type StatusError } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';
import {
  difference,
  emptySet,
  intersection,
  isEmptySet,
  pathTexts,
  toFieldsV1,
  union,
  type FieldSet,
} from './field-set.ts';
import { lastAppliedFields, takesOver, updateLastApplied } from './last-applied.ts';
import {
  isSameManager,
  keepOwners,
  ownable,
  ownersOf,
  setOwners,
  shapeOf,
  type Manager,
  type Ownership,
} from './managed-fields.ts';
import { compare, fieldSetOf, mergeTyped, removeFields } from './typed-value.ts';

export interface ApplyOptions {
  readonly manager: Manager;
  readonly force: boolean;
  readonly now: string;
  readonly resetFields: readonly string[];
}

/**
 * What an applied configuration makes of the live object: its fields are set, those that it gave up
 * go, and fields of others that differ are conflicts. `live` is only the kind for a new object.
 * Models apimachinery/pkg/util/managedfields FieldManager.Apply (v1.36).
 */
export function applyConfiguration(
  live: KubeObject,
  configuration: KubeObject,
  options: ApplyOptions,
): KubeObject {
  const { manager, force, now, resetFields } = options;
  const shape = shapeOf(configuration);
  const owners = ownersOf(live);
  const others = owners.filter((owner) => !isSameManager(owner.manager, manager));
  const mine = owners.find((owner) => isSameManager(owner.manager, manager));
  const fields = ownable(fieldSetOf(shape, configuration), resetFields);

  const merged = mergeTyped(shape, live, configuration) as KubeObject;
  const { added, modified } = compare(shape, live, merged);
  const conflicts = others
    .map((owner) => ({ owner, fields: intersection(owner.fields, union(added, modified)) }))
    .filter((conflict) => !isEmptySet(conflict.fields));
  if (conflicts.length > 0 && !force) {
    const allowed = manager.name === takesOver ? lastAppliedFields(shape, live) : undefined;
    const refused = withoutFields(conflicts, allowed ?? emptySet());
    if (refused.length > 0) throw conflictError(refused);
  }
  const left = others.map((owner) => {
    const conflict = conflicts.find((candidate) => candidate.owner === owner);
    return conflict === undefined ? owner : { ...owner, fields: difference(owner.fields, conflict.fields) };
  });

  const givenUp = left.reduce(
    (set, owner) => difference(set, owner.fields),
    difference(mine?.fields ?? emptySet(), fields),
  );
  const owned = left.reduce((set, owner) => union(set, owner.fields), fields);
  const draft = removeFields(shape, merged, withoutParents(givenUp, owned)) as KubeObject;
  draft.metadata = { ...draft.metadata };
  if (manager.name === takesOver) updateLastApplied(draft, configuration);
  const isSame = mine !== undefined && deepEqual(toFieldsV1(mine.fields), toFieldsV1(fields));
  if (isSame && conflicts.length === 0 && deepEqual(withoutOwners(draft), withoutOwners(live)))
    keepOwners(draft, live);
  else setOwners(draft, [...left, { manager, time: isSame ? mine.time : now, fields }]);
  return draft;
}

function withoutFields(conflicts: readonly Conflict[], allowed: FieldSet): Conflict[] {
  return conflicts
    .map(({ owner, fields }) => ({ owner, fields: difference(fields, allowed) }))
    .filter(({ fields }) => !isEmptySet(fields));
}

/** The set without fields below which something is owned still. */
function withoutParents(set: FieldSet, owned: FieldSet): FieldSet {
  const children = new Map<string, FieldSet>();
  for (const [element, child] of set.children) {
    const other = owned.children.get(element);
    const left = other === undefined ? child : withoutParents(child, other);
    if (!isEmptySet(left)) children.set(element, left);
  }
  return { member: set.member && owned.children.size === 0, children };
}

function withoutOwners(object: KubeObject): unknown {
  return { ...object, metadata: { ...object.metadata, managedFields: undefined } };
}

interface Conflict {
  readonly owner: Ownership;
  readonly fields: FieldSet;
}

/** Models managedfields/internal.NewConflictError (v1.36). */
function conflictError(conflicts: readonly Conflict[]): StatusError {
  const all = conflicts
    .toSorted((a, b) => (a.owner.manager.name < b.owner.manager.name ? -1 : 1))
    .map(({ owner, fields }) => ({ who: managerText(owner.manager), paths: pathTexts(fields) }));
  const causes = all.flatMap(({ who, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${who}`, field })),
  );
  const only = causes.length === 1 ? causes[0] : undefined;
  const message =
    only !== undefined
      ? `Apply failed with 1 conflict: ${only.message}: ${only.field}`
      : `Apply failed with ${causes.length} conflicts: ${all
          .flatMap(({ who, paths }) => [`conflicts with ${who}:`, ...paths.map((path) => `- ${path}`)])
          .join('\n')}`;
  return failure(409, 'Conflict', message, { causes });
}

/** `"alice"`, `"kubectl" with subresource "scale" using apps/v1`. */
function managerText({ name, operation, apiVersion, subresource }: Manager): string {
  let text = JSON.stringify(name);
  if (subresource !== '') text += ` with subresource ${JSON.stringify(subresource)}`;
  if (operation === 'Update') text += ` using ${apiVersion}`;
  return text;
}
