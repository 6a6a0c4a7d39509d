import type { DaemonSet } from '../../../api/types.ts';
import {
  ageColumn,
  ageOf,
  labelCell,
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
      'The total number of nodes that should be running the daemon pod (including nodes correctly running the daemon pod). More info: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/',
  },
  {
    name: 'Current',
    type: 'integer',
    description:
      'The number of nodes that are running at least 1 daemon pod and are supposed to run the daemon pod. More info: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/',
  },
  {
    name: 'Ready',
    type: 'integer',
    description:
      'numberReady is the number of nodes that should be running the daemon pod and have one or more of the daemon pod running with a Ready Condition.',
  },
  {
    name: 'Up-to-date',
    type: 'integer',
    description: 'The total number of nodes that are running updated daemon pod',
  },
  {
    name: 'Available',
    type: 'integer',
    description:
      'The number of nodes that should be running the daemon pod and have one or more of the daemon pod running and available (ready for at least spec.minReadySeconds)',
  },
  {
    name: 'Node Selector',
    type: 'string',
    description:
      "NodeSelector is a selector which must be true for the pod to fit on a node. Selector which must match a node's labels for the pod to be scheduled on that node. More info: https://kubernetes.io/docs/concepts/configuration/assign-pod-node/",
  },
  ageColumn,
  ...templateColumns,
  {
    name: 'Selector',
    type: 'string',
    priority: 1,
    description:
      "A label query over pods that are managed by the daemon set. Must match in order to be controlled. It must match the pod template's labels. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors",
  },
];

/** The columns of `kubectl get`. Models printers.printDaemonSet (v1.36). */
export const daemonSetTable: TableConvertor<DaemonSet> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    object.status?.desiredNumberScheduled ?? 0,
    object.status?.currentNumberScheduled ?? 0,
    object.status?.numberReady ?? 0,
    object.status?.updatedNumberScheduled ?? 0,
    object.status?.numberAvailable ?? 0,
    labelCell(object.spec.template?.spec?.nodeSelector),
    ageOf(object, nowMs),
    ...templateCells(object.spec.template),
    selectorCell(object.spec.selector),
  ],
};
