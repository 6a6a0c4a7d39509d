import type { ReplicationController } from '../../../api/types.ts';
import {
  ageColumn,
  ageOf,
  labelCell,
  nameColumn,
  templateCells,
  templateColumns,
} from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Desired',
    type: 'integer',
    description:
      'Replicas is the number of desired replicas. This is a pointer to distinguish between explicit zero and unspecified. Defaults to 1. More info: https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller#what-is-a-replicationcontroller',
  },
  {
    name: 'Current',
    type: 'integer',
    description:
      'Replicas is the most recently observed number of replicas. More info: https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller#what-is-a-replicationcontroller',
  },
  {
    name: 'Ready',
    type: 'integer',
    description: 'The number of ready replicas for this replication controller.',
  },
  ageColumn,
  ...templateColumns,
  {
    name: 'Selector',
    type: 'string',
    priority: 1,
    description:
      'Selector is a label query over pods that should match the Replicas count. If Selector is empty, it is defaulted to the labels present on the Pod template. Label keys and values that must match in order to be controlled by this replication controller, if empty defaulted to labels on Pod template. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors',
  },
];

/** The columns of `kubectl get`. Models printers.printReplicationController (v1.36). */
export const replicationControllerTable: TableConvertor<ReplicationController> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec.replicas ?? 0,
    object.status?.replicas ?? 0,
    object.status?.readyReplicas ?? 0,
    ageOf(object, nowMs),
    ...templateCells(object.spec.template),
    labelCell(object.spec.selector),
  ],
};
