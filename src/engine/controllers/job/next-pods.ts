import { isPodTerminal } from '../../api/pod-status.ts';
import type { Pod } from '../../api/types.ts';
import { chooseVictims } from '../victims.ts';
import { allFailures, indexWithin } from './index-failures.ts';
import { completionIndex } from './indexes.ts';
import { isIndexed, onlyReplacesFailed } from './job-pods.ts';
import type { Look } from './look.ts';
import { finishedMs, remainingMs } from './pod-backoff.ts';

/** The lowest indexes that neither succeeded nor run. Models firstPendingIndexes (v1.36). */
export function pendingIndexes(
  { job, activePods, pods: all, succeededIndexes, failedIndexes }: Look,
  count: number,
): number[] {
  const running = onlyReplacesFailed(job) ? all.filter((pod) => !isPodTerminal(pod)) : activePods;
  const taken = new Set(running.map(completionIndex));
  const pending: number[] = [];
  for (let index = 0; index < (job.spec.completions ?? 0) && pending.length < count; index++) {
    if (succeededIndexes.has(index) || failedIndexes?.has(index) || taken.has(index)) continue;
    pending.push(index);
  }
  return pending;
}

/**
 * Those of the indexes whose last failure is long enough ago, or how long it takes until there is one.
 * Models getPodCreationInfoForIndependentIndexes (v1.36).
 */
export function startableIndexes(
  pending: readonly number[],
  heldBack: ReadonlyMap<number, Pod>,
  nowMs: number,
): { indexes: readonly number[]; waitMs: number } {
  const waits = pending.map((index): [number, number] => {
    const last = heldBack.get(index);
    if (last === undefined) return [index, 0];
    const record = { failures: allFailures(last) + 1, lastFailureMs: finishedMs(last) };
    return [index, remainingMs(record, nowMs)];
  });
  const indexes = waits.filter(([, waitMs]) => waitMs === 0).map(([index]) => index);
  const shortest = Math.min(...waits.map(([, waitMs]) => waitMs));
  return { indexes, waitMs: indexes.length > 0 || waits.length === 0 ? 0 : shortest };
}

/**
 * The pods to delete, at least so many: of an Indexed Job first those that have no index of it, or one
 * that another has too. Models activePodsForRemoval (v1.36).
 */
export function surplusPods({ job, activePods }: Look, atLeast: number, nowMs: number): Pod[] {
  const surplus: Pod[] = [];
  const left: Pod[] = [];
  if (isIndexed(job)) {
    const byIndex = new Map<number | undefined, Pod[]>();
    for (const pod of activePods) {
      const index = indexWithin(job, pod);
      byIndex.set(index, [...(byIndex.get(index) ?? []), pod]);
    }
    for (const [index, pods] of byIndex) {
      const doomed = index === undefined ? pods : chooseVictims(pods, [], pods.length - 1, nowMs);
      surplus.push(...doomed);
      left.push(...pods.filter((pod) => !doomed.includes(pod)));
    }
  } else {
    left.push(...activePods);
  }
  const more = atLeast - surplus.length;
  return more > 0 ? [...surplus, ...chooseVictims(left, [], more, nowMs)] : surplus;
}
