import { podCondition } from '../../api/pod-status.ts';
import { parseTime } from '../../api/time.ts';
import type { Pod } from '../../api/types.ts';

const firstMs = 10_000;
const longestMs = 10 * 60_000;

/** How a Job's pods have fared of late. */
export interface BackoffRecord {
  /** Failures since the last success. */
  readonly failures: number;
  readonly lastFailureMs: number;
}

/** The record with pods that have just finished. Models newBackoffRecord of pkg/controller/job (v1.36). */
export function withFinished(
  record: BackoffRecord | undefined,
  succeeded: readonly Pod[],
  failed: readonly Pod[],
): BackoffRecord {
  const lastSuccessMs = Math.max(0, ...succeeded.map(finishedMs));
  const later = failed.map(finishedMs).filter((timeMs) => timeMs > lastSuccessMs);
  const kept = succeeded.length === 0 ? (record?.failures ?? 0) : 0;
  return {
    failures: kept + later.length,
    lastFailureMs: Math.max(record?.lastFailureMs ?? 0, ...later),
  };
}

/** How long no new pod may be made. */
export function remainingMs({ failures, lastFailureMs }: BackoffRecord, nowMs: number): number {
  if (failures === 0) return 0;
  const waitMs = Math.min(firstMs * 2 ** (failures - 1), longestMs);
  return Math.max(0, waitMs - (nowMs - lastFailureMs));
}

/** When a pod ended, as far as can be told. Models getFinishedTime (v1.36). */
export function finishedMs(pod: Pod): number {
  const ends = (pod.status?.containerStatuses ?? []).map(({ state }) =>
    parseTime(state?.terminated?.finishedAt),
  );
  if (ends.length > 0 && ends.every((end) => end !== undefined)) return Math.max(...ends);
  const ready = podCondition(pod, 'Ready');
  if (ready?.status === 'False') return parseTime(ready.lastTransitionTime) ?? 0;
  const deletedMs = parseTime(pod.metadata.deletionTimestamp);
  if (deletedMs !== undefined) return deletedMs - (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  return parseTime(pod.metadata.creationTimestamp) ?? 0;
}
