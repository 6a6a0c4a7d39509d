import { omitZeros } from '../omit-zeros.ts';
import type { Counts } from './counts.ts';
import { formatIndexes } from './indexes.ts';
import type { JobCondition, JobStatus } from './job-conditions.ts';
import { isIndexed } from './job-pods.ts';
import type { Look } from './look.ts';

/** What the status should say. */
export function jobStatus(look: Look, conditions: readonly JobCondition[], counts: Counts): JobStatus {
  const { job } = look;
  const indexes = isIndexed(job) ? formatIndexes(counts.indexes) : '';
  const { succeededUids, failedUids } = counts;
  return omitZeros(
    {
      ...(conditions.length > 0 && { conditions: [...conditions] }),
      startTime: look.startTime,
      completionTime: job.status?.completionTime,
      active: look.active,
      succeeded: isIndexed(job) ? counts.indexes.size : counts.succeeded,
      failed: counts.failed,
      terminating: look.terminating,
      ...(indexes !== '' && { completedIndexes: indexes }),
      ...(look.failedIndexes && { failedIndexes: formatIndexes(look.failedIndexes) }),
      uncountedTerminatedPods: {
        ...(succeededUids.length > 0 && { succeeded: [...succeededUids] }),
        ...(failedUids.length > 0 && { failed: [...failedUids] }),
      },
      ready: look.ready,
    },
    ['terminating', 'ready'],
  );
}
