import { isPodReady } from '../../api/pod-status.ts';
import { formatTime, parseTime } from '../../api/time.ts';
import type { Pod, PodDisruptionBudget } from '../../api/types.ts';
import { scaledValue } from '../int-or-percent.ts';

export type BudgetStatus = NonNullable<PodDisruptionBudget['status']>;
type BudgetCondition = NonNullable<BudgetStatus['conditions']>[number];

/** An evicted pod that is not being deleted after this time stays. */
const deletionTimeoutMs = 2 * 60_000;

export interface BudgetView {
  readonly budget: PodDisruptionBudget;
  /** The pods that the budget selects. */
  readonly pods: readonly Pod[];
  /** How many pods their controllers want in all. */
  readonly expectedScale: number;
}

/** How many pods a budget counts on, and how many must be healthy. Models getExpectedPodCount (v1.36). */
function expectedPods({ budget, pods, expectedScale }: BudgetView): {
  expected: number;
  healthy: number;
} {
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  if (maxUnavailable !== undefined) {
    const unavailable = scaledValue(maxUnavailable, expectedScale, 'up');
    return { expected: expectedScale, healthy: Math.max(0, expectedScale - unavailable) };
  }
  if (typeof minAvailable === 'number') return { expected: pods.length, healthy: minAvailable };
  if (minAvailable === undefined) return { expected: 0, healthy: 0 };
  return { expected: expectedScale, healthy: scaledValue(minAvailable, expectedScale, 'up') };
}

/** Models trySync and updatePdbStatus of pkg/controller/disruption (v1.36). */
export function budgetStatus(view: BudgetView, nowMs: number): BudgetStatus {
  const { budget, pods } = view;
  const { expected, healthy } = expectedPods(view);
  const disruptedPods = stillDisrupted(budget, pods, nowMs);
  const current = pods.filter(
    (pod) =>
      !pod.metadata.deletionTimestamp && !Object.hasOwn(disruptedPods, pod.metadata.name) && isPodReady(pod),
  ).length;
  const allowed = expected > 0 ? Math.max(0, current - healthy) : 0;
  return {
    observedGeneration: budget.metadata.generation,
    ...(Object.keys(disruptedPods).length > 0 && { disruptedPods }),
    disruptionsAllowed: allowed,
    currentHealthy: current,
    desiredHealthy: healthy,
    expectedPods: expected,
    conditions: withAllowed(budget, allowed > 0, nowMs),
  };
}

/** Pods that were evicted and of whose deletion nothing has been heard yet. Models buildDisruptedPodMap (v1.36). */
function stillDisrupted(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  nowMs: number,
): Record<string, string> {
  const disrupted = budget.status?.disruptedPods ?? {};
  return Object.fromEntries(
    Object.entries(disrupted).filter(([name, since]) => {
      const pod = pods.find(({ metadata }) => metadata.name === name);
      if (pod === undefined || pod.metadata.deletionTimestamp) return false;
      return (parseTime(since) ?? 0) + deletionTimeoutMs > nowMs;
    }),
  );
}

function withAllowed(budget: PodDisruptionBudget, allowed: boolean, nowMs: number): BudgetCondition[] {
  const conditions = [...(budget.status?.conditions ?? [])];
  const index = conditions.findIndex(({ type }) => type === 'DisruptionAllowed');
  const status = allowed ? 'True' : 'False';
  const current = conditions[index];
  const condition: BudgetCondition = {
    type: 'DisruptionAllowed',
    status,
    observedGeneration: budget.metadata.generation,
    lastTransitionTime: current?.status === status ? current.lastTransitionTime : formatTime(nowMs),
    reason: allowed ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  };
  if (current === undefined) conditions.push(condition);
  else conditions[index] = condition;
  return conditions;
}
