import { matchesLabels, selectorFrom } from '../../../api/labels.ts';
import { compareQuantities, parseQuantity } from '../../../api/quantity.ts';
import type { Node, PersistentVolume, PersistentVolumeClaim } from '../../../api/types.ts';
import { claimClass, volumeClass, volumeFitsNode } from '../../framework/volumes.ts';

/**
 * The volume that is bound to the claim already, else the smallest that the claim can have on the
 * node. Models component-helpers/storage/volume.FindMatchingVolume (v1.36).
 */
export function findMatchingVolume(
  claim: PersistentVolumeClaim,
  volumes: Iterable<PersistentVolume>,
  node: Node,
  taken: ReadonlySet<string>,
): PersistentVolume | undefined {
  let smallest: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (taken.has(volume.metadata.name)) continue;
    const bound = isBoundToClaim(volume, claim);
    if (volume.spec.claimRef && !bound) continue;
    if (compareSizes(volume, claim) < 0 || volumeModeOf(volume) !== volumeModeOf(claim)) continue;
    if (volume.metadata.deletionTimestamp) continue;
    if (bound) return volumeFitsNode(volume, node) ? volume : undefined;
    if (!isOnOffer(volume, claim) || !volumeFitsNode(volume, node)) continue;
    if (smallest === undefined || sizeOf(volume).nanos < sizeOf(smallest).nanos) smallest = volume;
  }
  return smallest;
}

/** Whether the volume's claimRef means the claim. Models IsVolumeBoundToClaim (v1.36). */
export function isBoundToClaim({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const { claimRef } = spec;
  if (!claimRef) return false;
  if (claimRef.name !== metadata.name || claimRef.namespace !== metadata.namespace) return false;
  return !claimRef.uid || claimRef.uid === metadata.uid;
}

function isOnOffer(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  if (volume.status?.phase !== 'Available' || volumeClass(volume) !== claimClass(claim)) return false;
  const { selector, accessModes } = claim.spec;
  if (selector && !matchesLabels(selectorFrom(selector), volume.metadata.labels)) return false;
  return (accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode) === true);
}

function sizeOf({ spec }: PersistentVolume) {
  return parseQuantity(spec.capacity?.['storage'] ?? '0');
}

/** What the claim asks for; 0 where it does not say. */
export function requestedSize({ spec }: PersistentVolumeClaim) {
  return parseQuantity(spec.resources?.requests?.['storage'] ?? '0');
}

function compareSizes(volume: PersistentVolume, claim: PersistentVolumeClaim): number {
  return compareQuantities(sizeOf(volume), requestedSize(claim));
}

function volumeModeOf({ spec }: PersistentVolume | PersistentVolumeClaim): string {
  return spec.volumeMode ?? 'Filesystem';
}
