import type { Job, Pod } from '../../api/types.ts';
import { failurePolicyVerdict } from './failure-policy.ts';
import { completionIndex, parseIndexes } from './indexes.ts';
import { isPodFailed, isTracked } from './job-pods.ts';
import { finishedMs } from './pod-backoff.ts';

const failureCountKey = 'batch.kubernetes.io/job-index-failure-count';
const ignoredCountKey = 'batch.kubernetes.io/job-index-ignored-failure-count';

/** Whether each index may fail so and so often, whatever becomes of the others. */
export function hasLimitPerIndex({ spec }: Job): boolean {
  return spec.backoffLimitPerIndex !== undefined;
}

/** The indexes that have failed for good. Models calculateFailedIndexes of pkg/controller/job (v1.36). */
export function failedIndexesOf(job: Job, pods: readonly Pod[]): Set<number> {
  const failed = parseIndexes(job.status?.failedIndexes);
  for (const pod of pods) {
    const index = indexWithin(job, pod);
    if (index !== undefined && isTracked(pod) && isIndexFailed(job, pod)) failed.add(index);
  }
  return failed;
}

/** The pod's completion index, if it is one of the Job's. */
export function indexWithin({ spec }: Job, pod: Pod): number | undefined {
  const index = completionIndex(pod);
  return index !== undefined && index < (spec.completions ?? 0) ? index : undefined;
}

function isIndexFailed(job: Job, pod: Pod): boolean {
  if (!isPodFailed(pod, job)) return false;
  const action = failurePolicyVerdict(job, pod)?.action;
  if (action === 'FailIndex') return true;
  return action !== 'Ignore' && annotated(pod, failureCountKey) >= (job.spec.backoffLimitPerIndex ?? 0);
}

/**
 * The failed pods that stay until their successor is there, which goes on counting where they were.
 * Models getPodsWithDelayedDeletionPerIndex (v1.36).
 */
export function heldBackPods(
  job: Job,
  pods: readonly Pod[],
  settled: (index: number) => boolean,
): Map<number, Pod> {
  const held = new Map<number, Pod>();
  for (const pod of pods) {
    const index = indexWithin(job, pod);
    if (index === undefined || !isTracked(pod) || !isPodFailed(pod, job) || settled(index)) continue;
    const other = held.get(index);
    const isLater =
      other === undefined || (allFailures(other) <= allFailures(pod) && finishedMs(pod) >= finishedMs(other));
    if (isLater) held.set(index, pod);
  }
  return held;
}

/** How often an index failed, for its next pod to carry. Models getNewIndexFailureCounts (v1.36). */
export function failureCountAnnotations(job: Job, replaced: Pod | undefined): Record<string, string> {
  if (replaced === undefined) return { [failureCountKey]: '0' };
  const isIgnored = failurePolicyVerdict(job, replaced)?.action === 'Ignore';
  const failures = annotated(replaced, failureCountKey) + (isIgnored ? 0 : 1);
  const ignored = annotated(replaced, ignoredCountKey) + (isIgnored ? 1 : 0);
  return {
    [failureCountKey]: String(failures),
    ...(ignored > 0 && { [ignoredCountKey]: String(ignored) }),
  };
}

/** How often the index of a pod had failed before it, ignored failures counted. */
export function allFailures(pod: Pod): number {
  return annotated(pod, failureCountKey) + annotated(pod, ignoredCountKey);
}

function annotated({ metadata }: Pod, key: string): number {
  const text = metadata.annotations?.[key] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}
