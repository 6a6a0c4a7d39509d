import type { HorizontalPodAutoscaler, KubeObject } from '../../../api/types.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import { setDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';
import { horizontalPodAutoscalerTable } from './table.ts';
import { autoscalerSpecErrors } from './validation.ts';

type Spec = NonNullable<HorizontalPodAutoscaler['spec']>;
type ScalingRules = NonNullable<NonNullable<Spec['behavior']>['scaleUp']>;

const defaultUtilization = 80;
const { statusUpdate, ...parts } = specAndStatus<HorizontalPodAutoscaler>(
  'ApiAutoscalingV2HorizontalPodAutoscalerStatus',
  { generation: false },
);

/** The rules of HorizontalPodAutoscalers. Models pkg/registry/autoscaling/horizontalpodautoscaler (v1.36). */
export const horizontalPodAutoscalerStrategy: Strategy<HorizontalPodAutoscaler> = {
  ...parts,
  defaults: ({ spec }) => {
    if (!spec) return;
    setDefault(spec, 'minReplicas', 1);
    if (!spec.metrics?.length) {
      spec.metrics = [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: defaultUtilization } },
        },
      ];
    }
    setBehaviorDefaults(spec);
  },
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, true),
    ...autoscalerSpecErrors(spec),
  ],
  validateUpdate: ({ spec }) => autoscalerSpecErrors(spec),
  subresources: { status: { prepareForUpdate: statusUpdate } },
  table: horizontalPodAutoscalerTable,
};

/** Models SetDefaults_HorizontalPodAutoscalerBehavior (v1.36). */
function setBehaviorDefaults({ behavior }: Spec): void {
  if (!behavior) return;
  const fill = (rules: ScalingRules | undefined, usual: ScalingRules): ScalingRules => ({
    ...usual,
    ...rules,
  });
  behavior.scaleUp = fill(behavior.scaleUp, {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  });
  behavior.scaleDown = fill(behavior.scaleDown, {
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  });
}

interface AutoscalerV1 extends KubeObject {
  spec?: Omit<Spec, 'metrics' | 'behavior'> & { targetCPUUtilizationPercentage?: number };
  status?: Record<string, unknown>;
}

const isCpuUtilization = (metric: NonNullable<Spec['metrics']>[number]): boolean =>
  metric.resource?.name === 'cpu' && metric.resource.target.averageUtilization !== undefined;

/** autoscaling/v1 shows and sets the target for CPU alone. Simplified: other metrics do not show as annotations. */
export const horizontalPodAutoscalerV1Strategy: Strategy<AutoscalerV1> = {
  defaults: ({ spec }) => {
    if (!spec) return;
    setDefault(spec, 'minReplicas', 1);
  },
  prepareForCreate(draft) {
    draft.status = { currentReplicas: 0, desiredReplicas: 0 };
  },
  validateCreate: (draft) => [
    ...objectMetaErrors(draft.metadata, true),
    ...autoscalerSpecErrors(toV2(draft).spec),
  ],
  validateUpdate: (draft) => autoscalerSpecErrors(toV2(draft).spec),
  conversion: {
    storedAs: 'horizontalpodautoscalers.autoscaling',
    toStored: toV2,
    fromStored: (object) => toV1(object as HorizontalPodAutoscaler),
  },
  table: {
    columns: horizontalPodAutoscalerTable.columns,
    cells: (object, nowMs) => horizontalPodAutoscalerTable.cells(toV2(object), nowMs),
  },
};

function toV2(object: AutoscalerV1): HorizontalPodAutoscaler {
  const { targetCPUUtilizationPercentage: target = defaultUtilization, ...spec } =
    object.spec ?? ({} as never);
  const metrics: Spec['metrics'] = [
    {
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } },
    },
  ];
  const { currentReplicas, desiredReplicas = 0 } = object.status ?? {};
  return {
    ...object,
    apiVersion: 'autoscaling/v2',
    spec: { ...spec, metrics },
    status: {
      desiredReplicas: Number(desiredReplicas),
      currentMetrics: null as never,
      ...(currentReplicas ? { currentReplicas: Number(currentReplicas) } : {}),
    },
  };
}

function toV1(object: HorizontalPodAutoscaler): AutoscalerV1 {
  const { metrics, behavior: _behavior, ...spec } = object.spec ?? ({} as never);
  const target = metrics?.find(isCpuUtilization)?.resource?.target.averageUtilization;
  const { currentReplicas = 0, desiredReplicas = 0 } = object.status ?? {};
  return {
    ...object,
    apiVersion: 'autoscaling/v1',
    spec: { ...spec, ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }) },
    status: { currentReplicas, desiredReplicas },
  };
}
