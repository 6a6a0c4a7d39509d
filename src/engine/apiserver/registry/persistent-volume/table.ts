import type { PersistentVolume } from '../../../api/types.ts';
import { accessModesCell } from '../persistent-volume-claim/access-modes.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Capacity',
    type: 'string',
    description:
      "capacity is the description of the persistent volume's resources and capacity. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#capacity",
  },
  {
    name: 'Access Modes',
    type: 'string',
    description:
      'accessModes contains all ways the volume can be mounted. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#access-modes',
  },
  {
    name: 'Reclaim Policy',
    type: 'string',
    description:
      'persistentVolumeReclaimPolicy defines what happens to a persistent volume when released from its claim. Valid options are Retain (default for manually created PersistentVolumes), Delete (default for dynamically provisioned PersistentVolumes), and Recycle (deprecated). Recycle must be supported by the volume plugin underlying this PersistentVolume. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#reclaiming',
  },
  {
    name: 'Status',
    type: 'string',
    description:
      'status represents the current information/status for the persistent volume. Populated by the system. Read-only. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#persistent-volumes',
  },
  {
    name: 'Claim',
    type: 'string',
    description:
      'claimRef is part of a bi-directional binding between PersistentVolume and PersistentVolumeClaim. Expected to be non-nil when bound. claim.VolumeName is the authoritative bind between PV and PVC. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#binding',
  },
  { name: 'StorageClass', type: 'string', description: 'StorageClass of the pv' },
  {
    name: 'VolumeAttributesClass',
    type: 'string',
    description:
      'Name of VolumeAttributesClass to which this persistent volume belongs. Empty value is not allowed. When this field is not set, it indicates that this volume does not belong to any VolumeAttributesClass. This field is mutable and can be changed by the CSI driver after a volume has been updated successfully to a new class. For an unbound PersistentVolume, the volumeAttributesClassName will be matched with unbound PersistentVolumeClaims during the binding process.',
  },
  {
    name: 'Reason',
    type: 'string',
    description:
      'reason is a brief CamelCase string that describes any failure and is meant for machine parsing and tidy display in the CLI.',
  },
  ageColumn,
  {
    name: 'VolumeMode',
    type: 'string',
    priority: 1,
    description:
      'volumeMode defines if a volume is intended to be used with a formatted filesystem or to remain in raw block state. Value of Filesystem is implied when not included in spec.',
  },
];

function claimCell({ spec }: PersistentVolume): string {
  return spec.claimRef ? `${spec.claimRef.namespace}/${spec.claimRef.name}` : '';
}

function statusCell({ metadata, status }: PersistentVolume): string {
  return metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? '');
}

/** The columns of `kubectl get`. Models printers.printPersistentVolume (v1.36). */
export const persistentVolumeTable: TableConvertor<PersistentVolume> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    String(object.spec.capacity?.['storage'] ?? ''),
    accessModesCell(object.spec.accessModes),
    object.spec.persistentVolumeReclaimPolicy ?? '',
    statusCell(object),
    claimCell(object),
    object.spec.storageClassName ?? '',
    object.spec.volumeAttributesClassName || '<unset>',
    object.status?.reason ?? '',
    ageOf(object, nowMs),
    object.spec.volumeMode ?? '<unset>',
  ],
};
