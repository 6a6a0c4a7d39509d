import type { HorizontalPodAutoscaler } from '../../../api/types.ts';
import { targetsCell } from './targets.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Reference',
    type: 'string',
    description:
      'scaleTargetRef points to the target resource to scale, and is used to the pods for which metrics should be collected, as well as to actually change the replica count.',
  },
  {
    name: 'Targets',
    type: 'string',
    description:
      'metrics contains the specifications for which to use to calculate the desired replica count (the maximum replica count across all metrics will be used).  The desired replica count is calculated multiplying the ratio between the target value and the current value by the current number of pods.  Ergo, metrics used must decrease as the pod count is increased, and vice-versa.  See the individual metric source types for more information about how each type of metric must respond. If not set, the default metric will be set to 80% average CPU utilization.',
  },
  {
    name: 'MinPods',
    type: 'string',
    description:
      'minReplicas is the lower limit for the number of replicas to which the autoscaler can scale down.  It defaults to 1 pod.  minReplicas is allowed to be 0 if the alpha feature gate HPAScaleToZero is enabled and at least one Object or External metric is configured.  Scaling is active as long as at least one metric value is available.',
  },
  {
    name: 'MaxPods',
    type: 'string',
    description:
      'maxReplicas is the upper limit for the number of replicas to which the autoscaler can scale up. It cannot be less that minReplicas.',
  },
  {
    name: 'Replicas',
    type: 'integer',
    description:
      'currentReplicas is current number of replicas of pods managed by this autoscaler, as last seen by the autoscaler.',
  },
  ageColumn,
];

function minPods({ spec }: HorizontalPodAutoscaler): string {
  return spec?.minReplicas === undefined ? '<unset>' : String(spec.minReplicas);
}

/** The columns of `kubectl get`. Models printers.printHorizontalPodAutoscaler (v1.36). */
export const horizontalPodAutoscalerTable: TableConvertor<HorizontalPodAutoscaler> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    `${object.spec?.scaleTargetRef.kind}/${object.spec?.scaleTargetRef.name}`,
    targetsCell(object),
    minPods(object),
    object.spec?.maxReplicas ?? 0,
    object.status?.currentReplicas ?? 0,
    ageOf(object, nowMs),
  ],
};
