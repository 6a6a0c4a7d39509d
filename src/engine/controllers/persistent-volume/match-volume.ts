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
  const { selector } = claim.spec;
  if (selector && !matchesLabels(selectorFrom(selector), volume.metadata.labels)) return false;
  return mismatch(volume, claim) === undefined;
}

/** Why a volume cannot be bound to a claim. Models checkVolumeSatisfyClaim (v1.36). */
export function mismatch(volume: PersistentVolume, { spec }: PersistentVolumeClaim): string | undefined {
  if (volume.metadata.deletionTimestamp) return `the volume is marked for deletion "${volume.metadata.name}"`;
  const requested = parseQuantity(spec.resources?.requests?.['storage'] ?? '0');
  if (compareQuantities(capacity(volume), requested) < 0) return 'requested PV is too small';
  if ((volume.spec.storageClassName ?? '') !== (spec.storageClassName ?? '')) {
    return 'storageClassName does not match';
  }
  if ((volume.spec.volumeAttributesClassName ?? '') !== (spec.volumeAttributesClassName ?? '')) {
    return 'volumeAttributesClassName does not match';
  }
  if ((volume.spec.volumeMode ?? 'Filesystem') !== (spec.volumeMode ?? 'Filesystem')) {
    return 'incompatible volumeMode';
  }
  const modes = spec.accessModes ?? [];
  return modes.every((mode) => volume.spec.accessModes?.includes(mode))
    ? undefined
    : 'incompatible accessMode';
}

function capacity({ spec }: PersistentVolume): Quantity {
  return parseQuantity(spec.capacity?.['storage'] ?? '0');
}
