import type { StorageClass } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  { name: 'Provisioner', type: 'string', description: 'provisioner indicates the type of the provisioner.' },
  {
    name: 'ReclaimPolicy',
    type: 'string',
    description:
      'reclaimPolicy controls the reclaimPolicy for dynamically provisioned PersistentVolumes of this storage class. Defaults to Delete.',
  },
  {
    name: 'VolumeBindingMode',
    type: 'string',
    description:
      'volumeBindingMode indicates how PersistentVolumeClaims should be provisioned and bound.  When unset, VolumeBindingImmediate is used. This field is only honored by servers that enable the VolumeScheduling feature.',
  },
  {
    name: 'AllowVolumeExpansion',
    type: 'boolean',
    description: 'allowVolumeExpansion shows whether the storage class allow volume expand.',
  },
  ageColumn,
];

const defaultAnnotation = 'storageclass.kubernetes.io/is-default-class';

function nameCell({ metadata }: StorageClass): string {
  return metadata.annotations?.[defaultAnnotation] === 'true' ? `${metadata.name} (default)` : metadata.name;
}

/** The columns of `kubectl get`. Models printers.printStorageClass (v1.36). */
export const storageClassTable: TableConvertor<StorageClass> = {
  columns,
  cells: (object, nowMs) => [
    nameCell(object),
    object.provisioner,
    object.reclaimPolicy ?? 'Delete',
    object.volumeBindingMode ?? '<unset>',
    object.allowVolumeExpansion ?? false,
    ageOf(object, nowMs),
  ],
};
