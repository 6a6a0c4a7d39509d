import type { ReplicaSet } from '../../../api/types.ts';
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
  {
    name: 'Desired',
    type: 'integer',
    description:
      'Replicas is the number of desired pods. This is a pointer to distinguish between explicit zero and unspecified. Defaults to 1. More info: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset',
  },
  {
    name: 'Current',
    type: 'integer',
    description:
      'Replicas is the most recently observed number of non-terminating pods. More info: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset',
  },
  {
    name: 'Ready',
    type: 'integer',
    description: 'The number of non-terminating pods targeted by this ReplicaSet with a Ready Condition.',
  },
  ageColumn,
  ...templateColumns,
  {
    name: 'Selector',
    type: 'string',
    priority: 1,
    description:
      "Selector is a label query over pods that should match the replica count. Label keys and values that must match in order to be controlled by this replica set. It must match the pod template's labels. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors",
  },
];

/** The columns of `kubectl get`. Models printers.printReplicaSet (v1.36). */
export const replicaSetTable: TableConvertor<ReplicaSet> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    object.spec.replicas ?? 0,
    object.status?.replicas ?? 0,
    object.status?.readyReplicas ?? 0,
    ageOf(object, nowMs),
    ...templateCells(object.spec.template),
    selectorCell(object.spec.selector),
  ],
};
