import type { KubeObject, OwnerReference } from '../../api/types.ts';

/** An object's owners by what keeps it alive. */
export interface ClassifiedOwners {
  /** There, and not waiting for their dependents to go. */
  readonly solid: readonly OwnerReference[];
  /** Gone, or replaced by another object of that name. */
  readonly dangling: readonly OwnerReference[];
  /** Being deleted in the foreground: waiting for their dependents to go. */
  readonly waiting: readonly OwnerReference[];
}

/** Models classifyReferences of pkg/controller/garbagecollector (v1.36). */
export function classifyOwners(
  references: readonly OwnerReference[],
  read: (reference: OwnerReference) => KubeObject | 'unknown' | undefined,
): ClassifiedOwners {
  const solid: OwnerReference[] = [];
  const dangling: OwnerReference[] = [];
  const waiting: OwnerReference[] = [];
  for (const reference of references) {
    const owner = read(reference);
    if (owner === undefined) dangling.push(reference);
    else if (owner !== 'unknown' && isDeletingDependents(owner)) waiting.push(reference);
    else solid.push(reference);
  }
  return { solid, dangling, waiting };
}

/** How an object that nobody owns any more is to be deleted: as its finalizers ask for. */
export function propagationOf({ metadata }: KubeObject): 'Orphan' | 'Foreground' | 'Background' {
  if (metadata.finalizers?.includes('orphan')) return 'Orphan';
  return metadata.finalizers?.includes('foregroundDeletion') ? 'Foreground' : 'Background';
}

/** Whether an object is being deleted in the foreground. */
export function isDeletingDependents({ metadata }: KubeObject): boolean {
  return isGoingWith(metadata, 'foregroundDeletion');
}

/** Whether an object is being deleted and its dependents shall stay. */
export function isToBeOrphaned({ metadata }: KubeObject): boolean {
  return isGoingWith(metadata, 'orphan');
}

function isGoingWith(metadata: KubeObject['metadata'], finalizer: string): boolean {
  return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(finalizer) === true;
}
