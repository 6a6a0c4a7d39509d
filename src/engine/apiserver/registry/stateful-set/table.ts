import type { StatefulSet } from '../../../api/types.ts';
import { ageColumn, ageOf, nameColumn, templateCells, templateColumns } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  { name: 'Ready', type: 'string', description: 'Number of the pod with ready state' },
  ageColumn,
  ...templateColumns,
];

/** The columns of `kubectl get`. Models printers.printStatefulSet (v1.36). */
export const statefulSetTable: TableConvertor<StatefulSet> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    `${object.status?.readyReplicas ?? 0}/${object.spec.replicas ?? 0}`,
    ageOf(object, nowMs),
    ...templateCells(object.spec.template),
  ],
};
