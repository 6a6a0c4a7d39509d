import type { VolumeAttachment } from '../../../api/types.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Attacher',
    type: 'string',
    description:
      'attacher indicates the name of the volume driver that MUST handle this request. This is the name returned by GetPluginName().',
  },
  {
    name: 'PV',
    type: 'string',
    description: 'persistentVolumeName represents the name of the persistent volume to attach.',
  },
  {
    name: 'Node',
    type: 'string',
    description: 'nodeName represents the node that the volume should be attached to.',
  },
  {
    name: 'Attached',
    type: 'boolean',
    description:
      'attached indicates the volume is successfully attached. This field must only be set by the entity completing the attach operation, i.e. the external-attacher.',
  },
  ageColumn,
];

/** The columns of `kubectl get`. Models printers.printVolumeAttachment (v1.36). */
export const volumeAttachmentTable: TableConvertor<VolumeAttachment> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec.attacher,
    object.spec.source.persistentVolumeName ?? '',
    object.spec.nodeName,
    object.status?.attached ?? false,
    ageOf(object, nowMs),
  ],
};
