import type { Job, Pod } from '../../api/types.ts';
import { failurePolicyVerdict } from './failure-policy.ts';
import { indexWithin } from './index-failures.ts';
import { completionIndex, parseIndexes } from './indexes.ts';
import type { JobCondition } from './job-conditions.ts';
import { isIndexed, isPodFailed, isTracked } from './job-pods.ts';

/** What a Job's status counts, and the pods that are noted but not counted yet. */
export interface Counts {
  readonly succeeded: number;
  readonly failed: number;
  readonly succeededUids: readonly string[];
  readonly failedUids: readonly string[];
  readonly indexes: ReadonlySet<number>;
}

export interface Noted extends Counts {
  readonly release: readonly Pod[];
}

/** Notes the pods that have ended, or whose Job has; those may let go of their finalizer. */
export function noteFinishedPods(
  job: Job,
  pods: readonly Pod[],
  finished: JobCondition | undefined,
  heldBack: ReadonlyMap<number, Pod>,
): Noted {
  const tracked = pods.filter(isTracked);
  const withFinalizer = new Set(tracked.map(({ metadata }) => metadata.uid ?? ''));
  const uncounted = job.status?.uncountedTerminatedPods;
  const isHeld = (uid: string): boolean => withFinalizer.has(uid);
  const succeededBefore = uncounted?.succeeded ?? [];
  const failedBefore = uncounted?.failed ?? [];
  const succeededUids = succeededBefore.filter(isHeld);
  const failedUids = failedBefore.filter(isHeld);
  const indexes = new Set(parseIndexes(job.status?.completedIndexes));
  const release: Pod[] = [];
  for (const pod of tracked) {
    const uid = pod.metadata.uid ?? '';
    const failed = isPodFailed(pod, job);
    const succeeded = pod.status?.phase === 'Succeeded';
    const index = completionIndex(pod);
    const isOver = succeeded || job.metadata.deletionTimestamp !== undefined || finished !== undefined;
    const stays = index !== undefined && heldBack.get(index) === pod;
    if (!isOver && (!failed || stays)) continue;
    release.push(pod);
    if (succeeded && !failedUids.includes(uid)) {
      if (!isIndexed(job)) {
        if (!succeededUids.includes(uid)) succeededUids.push(uid);
      } else if (index !== undefined && indexWithin(job, pod) !== undefined) {
        indexes.add(index);
      }
    } else if (failed || (finished !== undefined && finished.type !== 'SuccessCriteriaMet')) {
      const ignored = failed && failurePolicyVerdict(job, pod)?.action === 'Ignore';
      const counts = !isIndexed(job) || indexWithin(job, pod) !== undefined;
      if (counts && !ignored && !failedUids.includes(uid)) failedUids.push(uid);
    }
  }
  return {
    succeeded: (job.status?.succeeded ?? 0) + succeededBefore.length - succeededBefore.filter(isHeld).length,
    failed: (job.status?.failed ?? 0) + failedBefore.length - failedBefore.filter(isHeld).length,
    succeededUids,
    failedUids,
    indexes,
    release,
  };
}

/** The counts once the noted pods have let go of their finalizers. */
export function countReleased(noted: Noted): Counts {
  const released = new Set(noted.release.map(({ metadata }) => metadata.uid ?? ''));
  const isReleased = (uid: string): boolean => released.has(uid);
  return {
    succeeded: noted.succeeded + noted.succeededUids.filter(isReleased).length,
    failed: noted.failed + noted.failedUids.filter(isReleased).length,
    succeededUids: noted.succeededUids.filter((uid) => !isReleased(uid)),
    failedUids: noted.failedUids.filter((uid) => !isReleased(uid)),
    indexes: noted.indexes,
  };
}
