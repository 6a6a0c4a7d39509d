import { podRequests, isRestartableInitContainer } from '../../api/pod-resources.ts';
import { isPodReady, podCondition } from '../../api/pod-status.ts';
import { parseQuantity, quantityMilliValue } from '../../api/quantity.ts';
import { parseTime } from '../../api/time.ts';
import type { Pod } from '../../api/types.ts';
import type { PodMetric, PodMetrics } from './metrics-client.ts';
import { MetricProblem } from './metric-problem.ts';

/** For so long after its start a pod's CPU is believed only once it is ready. */
const cpuInitializationMs = 5 * 60_000;
/** A pod that turned unready within this time after its start was never ready. */
const initialReadinessDelayMs = 30_000;

/** How far from the target nothing is done. */
export interface Tolerances {
  readonly up: number;
  readonly down: number;
}

/** What is known when replicas are to be computed. */
export interface UsageView {
  readonly currentReplicas: number;
  /** The pods that the target's selector selects. */
  readonly pods: readonly Pod[];
  readonly tolerances: Tolerances;
  readonly nowMs: number;
}

/** How the values compare with the target. */
interface Usage {
  readonly ratio: number;
  /** Of one pod, on average, in thousandths. */
  readonly average: number;
  /** In percent of what is asked for; where that is the target. */
  readonly utilization?: number;
}

export interface Measure {
  readonly usageOf: (values: ReadonlyMap<string, number>) => Usage;
  /** What a pod without metrics counts for when there would be fewer pods. */
  readonly missingValue: (podName: string) => number;
}

export interface Proposal extends Usage {
  readonly replicas: number;
}

function isWithin({ up, down }: Tolerances, ratio: number): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}

/**
 * How many replicas bring the pods' usage to the target; pods that are not ready yet or tell nothing
 * count for what lets less happen. Throws a MetricProblem.
 * Models GetResourceReplicas and calcPlainMetricReplicas of pkg/controller/podautoscaler (v1.36).
 */
export function replicasForUsage(
  view: UsageView,
  metrics: PodMetrics,
  resource: string,
  { usageOf, missingValue }: Measure,
): Proposal {
  const { currentReplicas, tolerances } = view;
  if (view.pods.length === 0) {
    throw new MetricProblem('no pods returned by selector while calculating replica count');
  }
  const { readyCount, unready, missing, ignored } = groupPods(view, metrics, resource);
  const values = new Map([...metrics].map(([name, { value }]) => [name, value]));
  for (const name of [...ignored, ...unready]) values.delete(name);
  if (values.size === 0) {
    throw new MetricProblem('did not receive metrics for targeted pods (pods might be unready)');
  }
  const usage = usageOf(values);
  const unreadyCount = unready.length > 0 && usage.ratio > 1;
  if (!unreadyCount && missing.length === 0) {
    const replicas = isWithin(tolerances, usage.ratio)
      ? currentReplicas
      : Math.ceil(usage.ratio * readyCount);
    return { ...usage, replicas };
  }
  if (usage.ratio !== 1) {
    for (const name of missing) values.set(name, usage.ratio < 1 ? missingValue(name) : 0);
  }
  if (unreadyCount) for (const name of unready) values.set(name, 0);
  const { ratio } = usageOf(values);
  const replicas = Math.ceil(ratio * values.size);
  const turns = (usage.ratio < 1 && ratio > 1) || (usage.ratio > 1 && ratio < 1);
  const contradicts = (ratio < 1 && replicas > currentReplicas) || (ratio > 1 && replicas < currentReplicas);
  const stays = isWithin(tolerances, ratio) || turns || contradicts;
  return { ...usage, replicas: stays ? currentReplicas : replicas };
}

/** Usage as a share of what the pods ask for. Models GetResourceUtilizationRatio (v1.36). */
export function utilizationMeasure(
  pods: readonly Pod[],
  resource: string,
  container: string | undefined,
  targetPercent: number,
): Measure {
  let known: ReadonlyMap<string, number> | undefined;
  const requests = (): ReadonlyMap<string, number> => (known ??= requestsOf(pods, resource, container));
  return {
    usageOf: (values) => {
      let used = 0;
      let requested = 0;
      let count = 0;
      for (const [name, value] of values) {
        const request = requests().get(name);
        if (request === undefined) continue;
        used += value;
        requested += request;
        count++;
      }
      if (requested === 0) throw new MetricProblem('no metrics returned matched known pods');
      const utilization = Math.trunc((used * 100) / requested);
      return { ratio: utilization / targetPercent, utilization, average: Math.trunc(used / count) };
    },
    missingValue: (name) => Math.trunc(((requests().get(name) ?? 0) * Math.max(100, targetPercent)) / 100),
  };
}

/** Usage as it is. Models GetMetricUsageRatio (v1.36). */
export function averageMeasure(targetMillis: number): Measure {
  return {
    usageOf: (values) => {
      const average = Math.trunc([...values.values()].reduce((a, b) => a + b, 0) / values.size);
      return { ratio: average / targetMillis, average };
    },
    missingValue: () => targetMillis,
  };
}

/** For a value that all pods share. Models getUsageRatioReplicaCount (v1.36). */
export function replicasForRatio({ currentReplicas, pods, tolerances }: UsageView, ratio: number): number {
  if (currentReplicas === 0) return Math.ceil(ratio);
  if (isWithin(tolerances, ratio)) return currentReplicas;
  if (pods.length === 0) {
    throw new MetricProblem(
      'unable to calculate ready pods: no pods returned by selector while calculating replica count',
    );
  }
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && isPodReady(pod)).length;
  return Math.ceil(ratio * ready);
}

/** For a value of which each pod shall have so much. Models GetExternalPerPodMetricReplicas (v1.36). */
export function replicasPerPod(
  statusReplicas: number,
  tolerances: Tolerances,
  usageMillis: number,
  targetMillis: number,
): Proposal {
  const ratio = usageMillis / (targetMillis * statusReplicas);
  const replicas = isWithin(tolerances, ratio) ? statusReplicas : Math.ceil(usageMillis / targetMillis);
  return { ratio, replicas, average: Math.ceil(usageMillis / statusReplicas) };
}

interface PodGroups {
  readonly readyCount: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
  readonly ignored: readonly string[];
}

/** Models groupPods (v1.36). */
function groupPods({ pods, nowMs }: UsageView, metrics: PodMetrics, resource: string): PodGroups {
  const groups: Record<'ready' | 'unready' | 'missing' | 'ignored', string[]> = {
    ready: [],
    unready: [],
    missing: [],
    ignored: [],
  };
  for (const pod of pods) {
    const { name } = pod.metadata;
    const metric = metrics.get(name);
    if (pod.metadata.deletionTimestamp || pod.status?.phase === 'Failed') groups.ignored.push(name);
    else if (pod.status?.phase === 'Pending') groups.unready.push(name);
    else if (metric === undefined) groups.missing.push(name);
    else if (resource === 'cpu' && !isBelievable(pod, metric, nowMs)) groups.unready.push(name);
    else groups.ready.push(name);
  }
  return { ...groups, readyCount: groups.ready.length };
}

/** Whether what a pod used of the CPU tells how it works, and not how it starts. */
function isBelievable(pod: Pod, { atMs, windowMs }: PodMetric, nowMs: number): boolean {
  const ready = podCondition(pod, 'Ready');
  const startMs = parseTime(pod.status?.startTime);
  if (ready === undefined || startMs === undefined) return false;
  const changedMs = parseTime(ready.lastTransitionTime) ?? 0;
  if (startMs + cpuInitializationMs > nowMs) return ready.status !== 'False' && atMs >= changedMs + windowMs;
  return ready.status !== 'False' || startMs + initialReadinessDelayMs <= changedMs;
}

/** What each pod asks for, in thousandths. Models calculateRequests (v1.36). */
function requestsOf(
  pods: readonly Pod[],
  resource: string,
  container: string | undefined,
): ReadonlyMap<string, number> {
  return new Map(
    pods.map((pod) => [
      pod.metadata.name,
      container === undefined && hasPodLevelRequests(pod)
        ? podLevelRequest(pod, resource)
        : containerRequests(pod, resource, container),
    ]),
  );
}

function hasPodLevelRequests({ spec }: Pod): boolean {
  return Object.keys(spec.resources?.requests ?? {}).length > 0;
}

function podLevelRequest(pod: Pod, resource: string): number {
  const amount = podRequests(pod).get(resource);
  if (amount === undefined) {
    throw new MetricProblem(`missing pod-level request for ${resource} in Pod ${pod.metadata.name}`);
  }
  return resource === 'cpu' ? amount : amount * 1000;
}

function containerRequests(pod: Pod, resource: string, only: string | undefined): number {
  const { name } = pod.metadata;
  const { containers, initContainers = [] } = pod.spec;
  const counted = [...containers, ...initContainers.filter(isRestartableInitContainer)].filter(
    (container) => only === undefined || container.name === only,
  );
  if (only !== undefined && counted.length === 0) {
    throw new MetricProblem(`container ${only} not found in Pod ${name}`);
  }
  return counted.reduce((sum, container) => {
    const request = container.resources?.requests?.[resource];
    if (request === undefined) {
      throw new MetricProblem(
        `missing request for ${resource} in container ${container.name} of Pod ${name}`,
      );
    }
    return sum + Number(quantityMilliValue(parseQuantity(request)));
  }, 0);
}
