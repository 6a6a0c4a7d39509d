import { formatTime } from '../../api/time.ts';
import type { Job } from '../../api/types.ts';

export type JobStatus = NonNullable<Job['status']>;
export type JobCondition = NonNullable<JobStatus['conditions']>[number];

export function jobCondition(
  type: string,
  status: 'True' | 'False',
  reason: string,
  message: string,
  nowMs: number,
): JobCondition {
  const time = formatTime(nowMs);
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message };
}

export function findCondition(status: JobStatus | undefined, type: string): JobCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

/** Whether nothing will happen to the Job any more. */
export function isJobFinished(job: Job): boolean {
  return (
    findCondition(job.status, 'Complete') !== undefined || findCondition(job.status, 'Failed') !== undefined
  );
}

/**
 * The conditions with this one: changed in place, or appended unless it is False.
 * Models ensureJobConditionStatus of pkg/controller/job (v1.36).
 */
export function ensureCondition(
  conditions: readonly JobCondition[],
  condition: JobCondition,
): readonly JobCondition[] {
  const index = conditions.findIndex(({ type }) => type === condition.type);
  const current = conditions[index];
  if (current === undefined) return condition.status === 'False' ? conditions : [...conditions, condition];
  const same =
    current.status === condition.status &&
    current.reason === condition.reason &&
    current.message === condition.message;
  return same ? conditions : conditions.with(index, condition);
}

/** The conditions with the one that says how the Job will end. */
export function announce(
  conditions: readonly JobCondition[],
  finished: JobCondition | undefined,
): readonly JobCondition[] {
  if (finished === undefined || conditions.some(({ type }) => type === finished.type)) return conditions;
  return [...conditions, finished];
}

/** How a Job that was announced to end has ended. */
export function finalCondition(
  { type, reason = '', message = '' }: JobCondition,
  nowMs: number,
): JobCondition {
  return jobCondition(type === 'FailureTarget' ? 'Failed' : 'Complete', 'True', reason, message, nowMs);
}
