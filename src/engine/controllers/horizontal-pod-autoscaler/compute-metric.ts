import { selectorFrom, type Selector } from '../../api/labels.ts';
import {
  formatQuantity,
  milliQuantity,
  parseQuantity,
  quantityMilliValue,
  type QuantityText,
} from '../../api/quantity.ts';
import { goSelector } from '../go-selector.ts';
import type { AutoscalerStatus } from './autoscaler-conditions.ts';
import type { AutoscalerSpec } from './scaling-history.ts';
import { MetricProblem, within } from './metric-problem.ts';
import type { MetricsClient } from './metrics-client.ts';
import {
  averageMeasure,
  replicasForRatio,
  replicasForUsage,
  replicasPerPod,
  utilizationMeasure,
  type Proposal,
  type UsageView,
} from './replica-count.ts';

type MetricSpec = NonNullable<AutoscalerSpec['metrics']>[number];
export type MetricStatus = NonNullable<AutoscalerStatus['currentMetrics']>[number];
type Target = NonNullable<MetricSpec['resource']>['target'];
type Current = NonNullable<MetricStatus['resource']>['current'];

export interface MetricView extends UsageView {
  readonly client: MetricsClient;
  readonly namespace: string;
  readonly selector: Selector;
  readonly statusReplicas: number;
}

/** What one metric asks for. */
export interface MetricProposal {
  readonly replicas: number;
  /** How events call the metric. */
  readonly name: string;
  readonly status: MetricStatus;
}

/** How a kind of metric is computed, and how its failure is called. */
interface MetricKind {
  readonly failure: string;
  readonly failed: (spec: MetricSpec) => string;
  readonly compute: (view: MetricView, spec: MetricSpec) => MetricProposal;
}

/** Models computeReplicasForMetric of pkg/controller/podautoscaler (v1.36). */
export const metricKinds: Readonly<Record<string, MetricKind>> = {
  Resource: {
    failure: 'FailedGetResourceMetric',
    failed: ({ resource }) => `failed to get ${resource?.name} resource metric value`,
    compute: (view, { resource }) => {
      const { name = '', target = { type: '' } } = resource ?? {};
      const { current, ...proposal } = resourceProposal(view, name, target);
      return { ...proposal, status: { type: 'Resource', resource: { name, current } } };
    },
  },
  ContainerResource: {
    failure: 'FailedGetContainerResourceMetric',
    failed: ({ containerResource }) => `failed to get ${containerResource?.container} container metric value`,
    compute: (view, { containerResource }) => {
      const { name = '', container = '', target = { type: '' } } = containerResource ?? {};
      const { current, ...proposal } = resourceProposal(view, name, target, container);
      return {
        ...proposal,
        status: { type: 'ContainerResource', containerResource: { name, container, current } },
      };
    },
  },
  Pods: {
    failure: 'FailedGetPodsMetric',
    failed: () => 'failed to get pods metric value',
    compute: (view, { pods }) => {
      const { name = '', selector } = pods?.metric ?? {};
      const target = millis(pods?.target.averageValue ?? 0);
      const proposal = replicasForUsage(
        view,
        within(`unable to get metric ${name}`, () =>
          view.client.ofPods(name, view.namespace, view.selector, selectorFrom(selector)),
        ),
        '',
        averageMeasure(target),
      );
      const current = { averageValue: amount(proposal.average) };
      const metric = { name, ...(selector && { selector }) };
      return {
        replicas: proposal.replicas,
        name: `pods metric ${name}`,
        status: { type: 'Pods', pods: { metric, current } },
      };
    },
  },
  Object: {
    failure: 'FailedGetObjectMetric',
    failed: () => 'failed to get object metric value',
    compute: objectProposal,
  },
  External: {
    failure: 'FailedGetExternalMetric',
    failed: ({ external }) => `failed to get ${external?.metric.name} external metric value`,
    compute: externalProposal,
  },
};

function resourceProposal(
  view: MetricView,
  resource: string,
  { averageValue, averageUtilization }: Target,
  container?: string,
): { replicas: number; name: string; current: Current } {
  const read = (): Parameters<typeof replicasForUsage>[1] =>
    within(`unable to get metrics for resource ${resource}`, () =>
      view.client.resource(resource, view.namespace, view.selector, container),
    );
  const show = ({ average }: Proposal): string => amount(average, resource);
  if (averageValue !== undefined) {
    const measure = averageMeasure(millis(averageValue));
    const proposal = within(`failed to get ${resource} usage`, () =>
      replicasForUsage(view, read(), resource, measure),
    );
    return {
      replicas: proposal.replicas,
      name: `${resource} resource`,
      current: { averageValue: show(proposal) },
    };
  }
  if (averageUtilization === undefined) {
    throw new MetricProblem(
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    );
  }
  const measure = utilizationMeasure(view.pods, resource, container, averageUtilization);
  const proposal = within(`failed to get ${resource} utilization`, () =>
    replicasForUsage(view, read(), resource, measure),
  );
  return {
    replicas: proposal.replicas,
    name: `${resource} ${container === undefined ? '' : 'container '}resource utilization (percentage of request)`,
    current: { averageUtilization: proposal.utilization, averageValue: show(proposal) },
  };
}

function objectProposal(view: MetricView, { object }: MetricSpec): MetricProposal {
  const { name = '', selector } = object?.metric ?? {};
  const describedObject = object?.describedObject ?? { kind: '', name: '' };
  const { type, value, averageValue } = object?.target ?? { type: '' };
  const metric = { name, ...(selector && { selector }) };
  const read = (): number =>
    within(
      // The words stand in this order.
      `unable to get metric ${name}: ${describedObject.kind} on ${view.namespace} ${describedObject.name}`,
      () => view.client.ofObject(name, view.namespace, describedObject, selectorFrom(selector)),
      '/',
    );
  if (type === 'Value' && value !== undefined) {
    const used = read();
    return {
      replicas: replicasForRatio(view, used / millis(value)),
      name: `${describedObject.kind} metric ${name}`,
      status: { type: 'Object', object: { metric, describedObject, current: { value: amount(used) } } },
    };
  }
  if (type === 'AverageValue' && averageValue !== undefined) {
    const proposal = within(`failed to get ${name} object metric`, () =>
      replicasPerPod(view.statusReplicas, view.tolerances, read(), millis(averageValue)),
    );
    const current = { averageValue: amount(proposal.average) };
    return {
      replicas: proposal.replicas,
      name: `external metric ${name}(${goSelector(selector)})`,
      status: { type: 'Object', object: { metric, describedObject, current } },
    };
  }
  throw new MetricProblem(
    'invalid object metric source: neither a value target nor an average value target was set',
  );
}

function externalProposal(view: MetricView, { external }: MetricSpec): MetricProposal {
  const { name = '', selector } = external?.metric ?? {};
  const { value, averageValue } = external?.target ?? {};
  const metric = { name, ...(selector && { selector }) };
  const read = (): number =>
    within(`unable to get external metric ${view.namespace}/${name}/${goSelector(selector)}`, () =>
      view.client.external(name, view.namespace, selectorFrom(selector)).reduce((sum, each) => sum + each, 0),
    );
  const title = `external metric ${name}(${goSelector(selector)})`;
  if (averageValue !== undefined) {
    const proposal = within(`failed to get ${name} external metric`, () =>
      replicasPerPod(view.statusReplicas, view.tolerances, read(), millis(averageValue)),
    );
    const current = { averageValue: amount(proposal.average) };
    return {
      replicas: proposal.replicas,
      name: title,
      status: { type: 'External', external: { metric, current } },
    };
  }
  if (value !== undefined) {
    return within(`failed to get external metric ${name}`, () => {
      const used = read();
      return {
        replicas: replicasForRatio(view, used / millis(value)),
        name: title,
        status: { type: 'External', external: { metric, current: { value: amount(used) } } },
      };
    });
  }
  throw new MetricProblem(
    'invalid external metric source: neither a value target nor an average value target was set',
  );
}

function millis(target: QuantityText): number {
  return Number(quantityMilliValue(parseQuantity(target)));
}

/** Thousandths as a quantity; memory is told in powers of two. Models buildQuantity (v1.36). */
function amount(value: number, resource?: string): string {
  return formatQuantity(milliQuantity(value, resource === 'memory' ? 'BinarySI' : 'DecimalSI'));
}
