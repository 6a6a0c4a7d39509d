import type { PodTemplate } from '../../../api/types.ts';
import { labelCell, nameColumn, templateCells } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  { name: 'Containers', type: 'string', description: 'Names of each container in the template.' },
  { name: 'Images', type: 'string', description: 'Images referenced by each container in the template.' },
  { name: 'Pod Labels', type: 'string', description: 'The labels for the pod template.' },
];

/** The columns of `kubectl get`. Models printers.printPodTemplate (v1.36). */
export const podTemplateTable: TableConvertor<PodTemplate> = {
  columns,
  cells: (object) => [
    object.metadata.name,
    ...templateCells(object.template),
    labelCell(object.template?.metadata?.labels),
  ],
};
