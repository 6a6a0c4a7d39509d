import { newControllerRef } from '../../api/owner.ts';
import type {
  KubeObject,
  ObjectMeta,
  OwnerReference,
  PersistentVolumeClaim,
  Pod,
  StatefulSet,
} from '../../api/types.ts';
import { isInRange } from './identity.ts';

const setKind = { apiVersion: 'apps/v1', kind: 'StatefulSet' };
const podKind = { apiVersion: 'v1', kind: 'Pod' };

interface Policy {
  readonly whenDeleted: string;
  readonly whenScaled: string;
}

function policyOf({ spec }: StatefulSet): Policy {
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = spec.persistentVolumeClaimRetentionPolicy ?? {};
  return { whenDeleted, whenScaled };
}

/**
 * Who shall own a member's claim, so that it goes when the retention policy says so: the set where it
 * goes with the set, the pod where that is to be scaled away. Undefined where it is so already, or
 * where the claim is somebody else's affair.
 * Models isClaimOwnerUpToDate and updateClaimOwnerRefForSetAndPod of pkg/controller/statefulset (v1.36).
 */
export function claimOwners(
  claim: PersistentVolumeClaim,
  set: StatefulSet,
  pod: Pod,
): readonly OwnerReference[] | undefined {
  const owners = claim.metadata.ownerReferences ?? [];
  if (isStale(claim, set, setKind) || isStale(claim, pod, podKind)) return undefined;
  const own = owners.filter(({ uid }) => uid === set.metadata.uid || uid === pod.metadata.uid);
  const others = owners.filter((owner) => !own.includes(owner));
  if (hasConflictingController(claim, set, pod)) return own.length > 0 ? others : undefined;
  const wanted = wantedOwners(set, pod);
  const isRight =
    own.length === wanted.length &&
    wanted.every(({ uid }) => own.some((owner) => owner.uid === uid && owner.controller === true));
  return isRight ? undefined : [...others, ...wanted];
}

function wantedOwners(set: StatefulSet, pod: Pod): OwnerReference[] {
  const { whenDeleted, whenScaled } = policyOf(set);
  const goesWithPod = whenScaled === 'Delete' && !isInRange(set, pod);
  if (goesWithPod) return [newControllerRef(pod, podKind)];
  return whenDeleted === 'Delete' ? [newControllerRef(set, setKind)] : [];
}

/** Whether somebody else controls the claim although the policy would have it deleted. Models hasUnexpectedController (v1.36). */
export function hasConflictingController(
  { metadata }: PersistentVolumeClaim,
  set: StatefulSet,
  pod: Pod,
): boolean {
  const { whenDeleted, whenScaled } = policyOf(set);
  if (whenDeleted === 'Retain' && whenScaled === 'Retain') return false;
  return (metadata.ownerReferences ?? []).some(
    ({ uid, controller }) => controller === true && uid !== set.metadata.uid && uid !== pod.metadata.uid,
  );
}

/** Whether the claim is that of an earlier pod of this name and goes with it. Models PodClaimIsStale (v1.36). */
export function isClaimOfEarlierPod(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  return policyOf(set).whenScaled !== 'Retain' && isStale(claim, pod, podKind);
}

/** Whether the claim is owned by something of the object's name that is another one. */
function isStale(
  { metadata }: PersistentVolumeClaim,
  { metadata: { name, uid } }: KubeObject,
  { apiVersion, kind }: typeof setKind,
): boolean {
  const owner = (metadata.ownerReferences ?? []).find(
    (reference) => reference.apiVersion === apiVersion && reference.kind === kind && reference.name === name,
  );
  return owner !== undefined && owner.uid !== uid;
}

/** A claim with other owners. */
export function ownedClaim(
  claim: PersistentVolumeClaim,
  owners: readonly OwnerReference[],
): PersistentVolumeClaim {
  const metadata: ObjectMeta = { ...claim.metadata, ownerReferences: [...owners] };
  return { ...claim, metadata };
}
