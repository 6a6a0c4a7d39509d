import type { Deployment } from '../../../api/types.ts';
import {
  ageColumn,
  ageOf,
  nameColumn,
  selectorCell,
  templateCells,
  templateColumns,
} from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  { name: 'Ready', type: 'string', description: 'Number of the pod with ready state' },
  {
    name: 'Up-to-date',
    type: 'string',
    description:
      'Total number of non-terminating pods targeted by this deployment that have the desired template spec.',
  },
  {
    name: 'Available',
    type: 'string',
    description:
      'Total number of available non-terminating pods (ready for at least minReadySeconds) targeted by this deployment.',
  },
  ageColumn,
  ...templateColumns,
  {
    name: 'Selector',
    type: 'string',
    priority: 1,
    description:
      "Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the ones affected by this deployment. It must match the pod template's labels.",
  },
];

/** The columns of `kubectl get`. Models printers.printDeployment (v1.36). */
export const deploymentTable: TableConvertor<Deployment> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    `${object.status?.readyReplicas ?? 0}/${object.spec.replicas ?? 0}`,
    object.status?.updatedReplicas ?? 0,
    object.status?.availableReplicas ?? 0,
    ageOf(object, nowMs),
    ...templateCells(object.spec.template),
    selectorCell(object.spec.selector),
  ],
};
