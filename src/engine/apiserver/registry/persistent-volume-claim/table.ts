import type { PersistentVolumeClaim } from '../../../api/types.ts';
import { accessModesCell } from './access-modes.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Status',
    type: 'string',
    description:
      'status represents the current information/status of a persistent volume claim. Read-only. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#persistentvolumeclaims',
  },
  {
    name: 'Volume',
    type: 'string',
    description: 'volumeName is the binding reference to the PersistentVolume backing this claim.',
  },
  {
    name: 'Capacity',
    type: 'string',
    description: 'capacity represents the actual resources of the underlying volume.',
  },
  {
    name: 'Access Modes',
    type: 'string',
    description:
      'accessModes contains the actual access modes the volume backing the PVC has. More info: https://kubernetes.io/docs/concepts/storage/persistent-volumes#access-modes-1',
  },
  { name: 'StorageClass', type: 'string', description: 'StorageClass of the pvc' },
  {
    name: 'VolumeAttributesClass',
    type: 'string',
    description:
      'volumeAttributesClassName may be used to set the VolumeAttributesClass used by this claim. If specified, the CSI driver will create or update the volume with the attributes defined in the corresponding VolumeAttributesClass. This has a different purpose than storageClassName, it can be changed after the claim is created. An empty string or nil value indicates that no VolumeAttributesClass will be applied to the claim. If the claim enters an Infeasible error state, this field can be reset to its previous value (including nil) to cancel the modification. If the resource referred to by volumeAttributesClass does not exist, this PersistentVolumeClaim will be set to a Pending state, as reflected by the modifyVolumeStatus field, until such as a resource exists. More info: https://kubernetes.io/docs/concepts/storage/volume-attributes-classes/',
  },
  ageColumn,
  {
    name: 'VolumeMode',
    type: 'string',
    priority: 1,
    description:
      'volumeMode defines what type of volume is required by the claim. Value of Filesystem is implied when not included in claim spec.',
  },
];

function boundCells({ spec, status }: PersistentVolumeClaim): [capacity: string, modes: string] {
  if (!spec.volumeName) return ['', ''];
  return [String(status?.capacity?.['storage'] ?? '0'), accessModesCell(status?.accessModes)];
}

/** The columns of `kubectl get`. Models printers.printPersistentVolumeClaim (v1.36). */
export const persistentVolumeClaimTable: TableConvertor<PersistentVolumeClaim> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    object.metadata.deletionTimestamp ? 'Terminating' : (object.status?.phase ?? ''),
    object.spec.volumeName ?? '',
    ...boundCells(object),
    object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ??
      object.spec.storageClassName ??
      '',
    object.spec.volumeAttributesClassName || '<unset>',
    ageOf(object, nowMs),
    object.spec.volumeMode ?? '<unset>',
  ],
};
