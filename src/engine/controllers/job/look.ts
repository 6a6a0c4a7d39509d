import { isPodActive, isPodReady, isPodTerminal } from '../../api/pod-status.ts';
import { formatTime } from '../../api/time.ts';
import type { Job, Pod } from '../../api/types.ts';
import { completionIndex, parseIndexes } from './indexes.ts';
import type { JobCondition } from './job-conditions.ts';
import { isIndexed, isPodFailed, isTracked, onlyReplacesFailed } from './job-pods.ts';
import { withFinished, type BackoffRecord } from './pod-backoff.ts';

/** One look at one Job. Counters change as pods are created and deleted. */
export interface Look {
  readonly job: Job;
  readonly key: string;
  readonly pods: readonly Pod[];
  readonly activePods: readonly Pod[];
  readonly succeededIndexes: ReadonlySet<number>;
  readonly succeeded: number;
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
    backoff: withFinished(backoff, newSucceeded, newFailed),
    active: activePods.length,
    ready: activePods.filter(isPodReady).length,
    terminating: claimed.filter((pod) => pod.metadata.deletionTimestamp && !isPodTerminal(pod)).length,
    conditions: status?.conditions ?? [],
    startTime: status?.startTime ?? (suspended ? undefined : formatTime(nowMs)),
  };
}

/** The lowest indexes that neither succeeded nor run. Models firstPendingIndexes (v1.36). */
export function pendingIndexes(
  { job, activePods, pods: all, succeededIndexes }: Look,
  count: number,
): number[] {
  const running = onlyReplacesFailed(job) ? all.filter((pod) => !isPodTerminal(pod)) : activePods;
  const taken = new Set(running.map(completionIndex));
  const pending: number[] = [];
  for (let index = 0; index < (job.spec.completions ?? 0) && pending.length < count; index++) {
    if (!succeededIndexes.has(index) && !taken.has(index)) pending.push(index);
  }
  return pending;
}
