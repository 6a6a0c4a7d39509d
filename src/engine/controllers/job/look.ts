import { isPodActive, isPodReady, isPodTerminal } from '../../api/pod-status.ts';
import { formatTime } from '../../api/time.ts';
import type { Job, Pod } from '../../api/types.ts';
import { failedIndexesOf, hasLimitPerIndex, heldBackPods } from './index-failures.ts';
import { completionIndex, parseIndexes } from './indexes.ts';
import type { JobCondition } from './job-conditions.ts';
import { isIndexed, isPodFailed, isTracked } from './job-pods.ts';
import { withFinished, type BackoffRecord } from './pod-backoff.ts';

/** One look at one Job. Counters change as pods are created and deleted. */
export interface Look {
  readonly job: Job;
  readonly key: string;
  readonly pods: readonly Pod[];
  readonly activePods: readonly Pod[];
  readonly succeededIndexes: ReadonlySet<number>;
  readonly succeeded: number;
  /** Where each index has a limit of its own: those that have failed for good. */
  readonly failedIndexes: ReadonlySet<number> | undefined;
  /** Failed pods that stay until their successor is there, by index. */
  readonly heldBack: ReadonlyMap<number, Pod>;
  readonly backoff: BackoffRecord;
  active: number;
  ready: number;
  terminating: number;
  conditions: readonly JobCondition[];
  startTime: string | undefined;
}

/** What there is to know about a Job before anything is done for it. */
export function lookAt(
  key: string,
  job: Job,
  claimed: readonly Pod[],
  backoff: BackoffRecord | undefined,
  nowMs: number,
): Look {
  const { status } = job;
  const activePods = claimed.filter(isPodActive);
  const counted = new Set([
    ...(status?.uncountedTerminatedPods?.succeeded ?? []),
    ...(status?.uncountedTerminatedPods?.failed ?? []),
  ]);
  const fresh = claimed.filter((pod) => isTracked(pod) && !counted.has(pod.metadata.uid ?? ''));
  const newSucceeded = fresh.filter(({ status: of }) => of?.phase === 'Succeeded');
  const newFailed = fresh.filter((pod) => isPodFailed(pod, job));
  const succeededIndexes = parseIndexes(status?.completedIndexes);
  for (const pod of claimed) {
    const index = completionIndex(pod);
    if (pod.status?.phase === 'Succeeded' && index !== undefined) succeededIndexes.add(index);
  }
  const failedIndexes = hasLimitPerIndex(job) ? failedIndexesOf(job, claimed) : undefined;
  const activeIndexes = new Set(activePods.map(completionIndex));
  const heldBack =
    failedIndexes === undefined
      ? new Map<number, Pod>()
      : heldBackPods(
          job,
          claimed,
          (index) => succeededIndexes.has(index) || failedIndexes.has(index) || activeIndexes.has(index),
        );
  const suspended = job.spec.suspend === true;
  return {
    job,
    key,
    pods: claimed,
    activePods,
    succeededIndexes,
    succeeded: isIndexed(job)
      ? succeededIndexes.size
      : (status?.succeeded ?? 0) +
        newSucceeded.length +
        (status?.uncountedTerminatedPods?.succeeded ?? []).length,
    failedIndexes,
    heldBack,
    backoff: withFinished(backoff, newSucceeded, newFailed),
    active: activePods.length,
    ready: activePods.filter(isPodReady).length,
    terminating: claimed.filter((pod) => pod.metadata.deletionTimestamp && !isPodTerminal(pod)).length,
    conditions: status?.conditions ?? [],
    startTime: status?.startTime ?? (suspended ? undefined : formatTime(nowMs)),
  };
}
