import type { Volume } from '../../../api/types.ts';

/** A kind of disk that only one node can use, or only one for writing. */
interface DiskKind {
  readonly isUsed: (volume: Volume) => boolean;
  readonly conflict: (a: Volume, b: Volume) => boolean;
}

/** Models volumerestrictions.isVolumeConflict (v1.36). */
const diskKinds: readonly DiskKind[] = [
  {
    isUsed: ({ gcePersistentDisk }) => Boolean(gcePersistentDisk),
    conflict: ({ gcePersistentDisk: a }, { gcePersistentDisk: b }) =>
      a?.pdName === b?.pdName && !(a?.readOnly && b?.readOnly),
  },
  {
    isUsed: ({ awsElasticBlockStore }) => Boolean(awsElasticBlockStore),
    conflict: ({ awsElasticBlockStore: a }, { awsElasticBlockStore: b }) => a?.volumeID === b?.volumeID,
  },
  {
    isUsed: ({ iscsi }) => Boolean(iscsi),
    conflict: ({ iscsi: a }, { iscsi: b }) => a?.iqn === b?.iqn && !(a?.readOnly && b?.readOnly),
  },
  {
    isUsed: ({ rbd }) => Boolean(rbd),
    conflict: ({ rbd: a }, { rbd: b }) =>
      a?.monitors.some((monitor) => b?.monitors.includes(monitor)) === true &&
      (a.pool ?? 'rbd') === (b?.pool ?? 'rbd') &&
      a.image === b?.image &&
      !(a.readOnly && b?.readOnly),
  },
];

/** Whether the volume is a disk that can conflict with another. */
export function isExclusiveDisk(volume: Volume): boolean {
  return diskKinds.some(({ isUsed }) => isUsed(volume));
}

/** Whether the two volumes are the same disk, used in ways that exclude each other. */
export function disksConflict(a: Volume, b: Volume): boolean {
  return diskKinds.some(({ isUsed, conflict }) => isUsed(a) && isUsed(b) && conflict(a, b));
}
