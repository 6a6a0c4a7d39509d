import { CronScheduleError, parseCronSchedule, type CronSchedule } from '../../api/cron-schedule.ts';
import { newControllerRef } from '../../api/owner.ts';
import { cronJobs, jobs } from '../../api/resources.ts';
import { isReason, StatusError } from '../../api/status-error.ts';
import { formatTime, parseTime } from '../../api/time.ts';
import type { CronJob, Job } from '../../api/types.ts';
import type { Informer } from '../../client/informer.ts';
import { objectReference } from '../../client/object-reference.ts';
import { deepEqual } from '../../sim/plain.ts';
import {
  ifFound,
  makeRuntime,
  type Controller,
  type ControllerContext,
  type ControllerRuntime,
} from '../controller.ts';
import { indexByController, ownedBy } from '../indexes.ts';
import { followOwnedObjects } from '../owned-objects.ts';
import { nothing } from '../../api/labels.ts';
import { nextTime } from './next-time.ts';
import { formatTimeIn } from './time-zone.ts';

/** A little after the minute, so that it has come for sure. */
const scheduleDeltaMs = 100;
const cronJobKind = { apiVersion: 'batch/v1', kind: 'CronJob' };

/** Starts Jobs by the clock. Models pkg/controller/cronjob (v1.36). */
export function startCronJobController(context: ControllerContext): Controller {
  return new CronJobController(context);
}

type CronJobStatus = NonNullable<CronJob['status']>;

class CronJobController implements Controller {
  readonly #context: ControllerContext;
  readonly #runtime: ControllerRuntime;
  readonly #cronJobs: Informer<CronJob>;
  readonly #jobs: Informer<Job>;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#cronJobs = context.informers.of(cronJobs);
    this.#jobs = context.informers.of(jobs);
    indexByController(this.#jobs);
    this.#runtime = makeRuntime(context, {
      name: 'cronjob-controller',
      needs: [this.#cronJobs, this.#jobs],
      sync: (key) => this.#sync(key),
    });
    const { enqueue } = this.#runtime;
    this.#cronJobs.addHandler({
      onAdd: enqueue,
      onUpdate: (_, cronJob) => enqueue(cronJob),
      onDelete: enqueue,
    });
    followOwnedObjects<CronJob, Job>({
      owners: this.#cronJobs,
      objects: this.#jobs,
      selectorOf: () => nothing,
      enqueue,
    });
  }

  stop(): void {
    this.#runtime.stop();
  }

  #sync(key: string): void {
    const cronJob = this.#cronJobs.lister.get(key);
    if (cronJob === undefined) return;
    const children = [...ownedBy(this.#jobs, cronJob.metadata.uid)];
    this.#deleteOutlived(cronJob, children);
    const noted = this.#noteFinished(cronJob, children);
    const status = this.#start(key, cronJob, noted, children);
    if (deepEqual(cronJob.status ?? {}, status)) return;
    this.#runtime.client.update(cronJobs, { ...cronJob, status }, 'status');
  }

  /** The status without the Jobs that have finished or are gone. */
  #noteFinished(cronJob: CronJob, children: readonly Job[]): CronJobStatus {
    let { lastSuccessfulTime } = cronJob.status ?? {};
    const active = (cronJob.status?.active ?? []).filter(({ uid, name }) => {
      const job = children.find(({ metadata }) => metadata.uid === uid);
      if (job === undefined) {
        this.#tell(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${name}`);
        return false;
      }
      const end = finishedAs(job);
      if (end === undefined) return true;
      this.#tell(cronJob, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${end}`);
      return false;
    });
    for (const job of children) {
      const { completionTime } = job.status ?? {};
      if (finishedAs(job) !== 'Complete' || completionTime === undefined) continue;
      if (lastSuccessfulTime === undefined || lastSuccessfulTime < completionTime)
        lastSuccessfulTime = completionTime;
    }
    const { lastScheduleTime } = cronJob.status ?? {};
    return {
      ...(active.length > 0 && { active }),
      ...(lastScheduleTime !== undefined && { lastScheduleTime }),
      ...(lastSuccessfulTime !== undefined && { lastSuccessfulTime }),
    };
  }

  /** Starts the Job that is due, if it is and may. */
  #start(key: string, cronJob: CronJob, status: CronJobStatus, children: readonly Job[]): CronJobStatus {
    const { spec, metadata } = cronJob;
    if (metadata.deletionTimestamp || spec.suspend) return status;
    const schedule = this.#scheduleOf(cronJob);
    if (schedule === undefined) return status;
    const { nowMs } = this.#context.sim;
    const sinceMs = parseTime(status.lastScheduleTime ?? metadata.creationTimestamp) ?? nowMs;
    if (nextTime(schedule, sinceMs, spec.timeZone) === undefined) {
      // Grammatical, but of no day that there is: the 31st of February.
      const message = `invalid schedule: ${spec.schedule} : time difference between two schedules is less than 1 second`;
      this.#tell(cronJob, 'Warning', 'InvalidSchedule', message);
      return status;
    }
    const dueMs = latestDue(schedule, sinceMs, nowMs, spec.timeZone);
    const nextMs = nextTime(schedule, nowMs, spec.timeZone);
    if (nextMs !== undefined) this.#runtime.queue.addAfter(key, nextMs - nowMs + scheduleDeltaMs);
    if (dueMs === undefined) return status;
    const { startingDeadlineSeconds, concurrencyPolicy } = spec;
    if (startingDeadlineSeconds !== undefined && dueMs + startingDeadlineSeconds * 1000 < nowMs) {
      const message = `Missed scheduled time to start a job: ${formatTime(dueMs)}`;
      this.#tell(cronJob, 'Warning', 'MissSchedule', message);
      return status;
    }
    const name = `${metadata.name}-${Math.floor(dueMs / 60_000)}`;
    if (children.some((job) => job.metadata.name === name)) return status;
    let active = status.active ?? [];
    if (concurrencyPolicy === 'Forbid' && active.length > 0) {
      const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
      this.#tell(cronJob, 'Normal', 'JobAlreadyActive', message);
      return status;
    }
    if (concurrencyPolicy === 'Replace') {
      for (const { name: old = '' } of active) this.#delete(cronJob, old);
      active = [];
    }
    const job = this.#create(cronJob, name, dueMs);
    if (job === undefined) return status;
    return {
      ...status,
      active: [...active, objectReference(jobs, job)],
      lastScheduleTime: formatTime(dueMs),
    };
  }

  #scheduleOf(cronJob: CronJob): CronSchedule | undefined {
    try {
      return parseCronSchedule(cronJob.spec.schedule);
    } catch (error) {
      if (!(error instanceof CronScheduleError)) throw error;
      const message = `unparseable schedule: "${cronJob.spec.schedule}" : ${error.message}`;
      this.#tell(cronJob, 'Warning', 'UnparseableSchedule', message);
      return undefined;
    }
  }

  #create(cronJob: CronJob, name: string, dueMs: number): Job | undefined {
    const { metadata, spec } = cronJob.spec.jobTemplate;
    const { timeZone } = cronJob.spec;
    const scheduled = timeZone === undefined ? formatTime(dueMs) : formatTimeIn(timeZone, dueMs);
    this.#runtime.decided('CronJob', cronJob, () => `Creates ${name}: it is time.`);
    try {
      const job = this.#runtime.client.create(jobs, {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name,
          namespace: cronJob.metadata.namespace,
          ...(metadata?.labels && { labels: metadata.labels }),
          annotations: {
            ...metadata?.annotations,
            'batch.kubernetes.io/cronjob-scheduled-timestamp': scheduled,
          },
          ownerReferences: [newControllerRef(cronJob, cronJobKind)],
        },
        spec: spec as Job['spec'],
      });
      this.#tell(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${name}`);
      return job;
    } catch (error) {
      if (isReason(error, 'AlreadyExists')) return undefined;
      if (error instanceof StatusError) {
        this.#tell(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`);
      }
      throw error;
    }
  }

  #delete(cronJob: CronJob, name: string): void {
    const { namespace } = cronJob.metadata;
    ifFound(() =>
      this.#runtime.client.delete(jobs, { namespace, name }, { propagationPolicy: 'Background' }),
    );
    this.#tell(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`);
  }

  /** Finished Jobs beyond the history limits go, oldest first. */
  #deleteOutlived(cronJob: CronJob, children: readonly Job[]): void {
    const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = cronJob.spec;
    const started = ({ status }: Job): string => status?.startTime ?? '';
    for (const [end, limit] of [
      ['Complete', successfulJobsHistoryLimit],
      ['Failed', failedJobsHistoryLimit],
    ] as const) {
      const finished = children
        .filter((job) => finishedAs(job) === end && !job.metadata.deletionTimestamp)
        .toSorted((a, b) => (started(a) < started(b) ? -1 : 1));
      const outlived = finished.slice(0, Math.max(0, finished.length - limit));
      for (const { metadata } of outlived) this.#delete(cronJob, metadata.name);
    }
  }

  #tell(cronJob: CronJob, type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#runtime.recorder.event(objectReference(cronJobs, cronJob), type, reason, message);
  }
}

function finishedAs({ status }: Job): string | undefined {
  return status?.conditions?.find(
    ({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True',
  )?.type;
}

/** The last time that was due after `sinceMs`; of many missed ones only that is made up for. */
function latestDue(
  schedule: CronSchedule,
  sinceMs: number,
  nowMs: number,
  timeZone: string | undefined,
): number | undefined {
  let latest: number | undefined;
  let next = nextTime(schedule, sinceMs, timeZone);
  while (next !== undefined && next <= nowMs) {
    latest = next;
    next = nextTime(schedule, next, timeZone);
  }
  return latest;
}
