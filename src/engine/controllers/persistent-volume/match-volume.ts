import { matchesLabels, selectorFrom } from '../../api/labels.ts';
import { compareQuantities, parseQuantity, type Quantity } from '../../api/quantity.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/types.ts';

/** Whether the volume is bound to this very claim, or is to be. Models IsVolumeBoundToClaim (v1.36). */
export function isBoundTo(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { claimRef } = volume.spec;
  if (claimRef?.name !== claim.metadata.name || claimRef.namespace !== claim.metadata.namespace) return false;
  return !claimRef.uid || claimRef.uid === claim.metadata.uid;
}

/**
 * The volume to bind to a claim: the one that is meant for it, or the smallest free one that will do.
 * While binding waits for a consumer only the former counts. Models volume.FindMatchingVolume (v1.36).
 */
export function bestVolume(
  claim: PersistentVolumeClaim,
  volumes: Iterable<PersistentVolume>,
  waits: boolean,
): PersistentVolume | undefined {
  let best: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (!suits(volume, claim)) continue;
    if (volume.spec.claimRef !== undefined) {
      if (isBoundTo(volume, claim)) return volume;
      continue;
    }
    if (waits || volume.status?.phase !== 'Available') continue;
    if (best === undefined || compareQuantities(capacity(volume), capacity(best)) < 0) best = volume;
  }
  return best;
}

function suits(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { spec } = claim;
  if (volume.metadata.deletionTimestamp) return false;
  if ((volume.spec.volumeMode ?? 'Filesystem') !== (spec.volumeMode ?? 'Filesystem')) return false;
  if ((volume.spec.storageClassName ?? '') !== (spec.storageClassName ?? '')) return false;
  if (spec.selector && !matchesLabels(selectorFrom(spec.selector), volume.metadata.labels)) return false;
  if (!(spec.accessModes ?? []).every((mode) => volume.spec.accessModes?.includes(mode))) return false;
  const requested = parseQuantity(spec.resources?.requests?.['storage'] ?? '0');
  return compareQuantities(capacity(volume), requested) >= 0;
}

function capacity({ spec }: PersistentVolume): Quantity {
  return parseQuantity(spec.capacity?.['storage'] ?? '0');
}
