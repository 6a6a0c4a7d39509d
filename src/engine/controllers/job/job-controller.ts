import { selectorFrom } from '../../api/labels.ts';
import { controllerOf } from '../../api/owner.ts';
import { isPodReady } from '../../api/pod-status.ts';
import { jobs, pods } from '../../api/resources.ts';
import { isReason, StatusError } from '../../api/status-error.ts';
import { formatTime, parseTime } from '../../api/time.ts';
import type { Job, Pod } from '../../api/types.ts';
import { objectReference } from '../../client/object-reference.ts';
import { whenAllSynced } from '../../client/informers.ts';
import { objectKey } from '../../client/store.ts';
import { WorkQueue } from '../../client/work-queue.ts';
import { deepEqual } from '../../sim/plain.ts';
import { claimObjects } from '../claim.ts';
import {
  counted,
  ifFound,
  makeRuntime,
  type Controller,
  type ControllerContext,
  type ControllerRuntime,
} from '../controller.ts';
import { Expectations } from '../expectations.ts';
import { indexByController, ownedBy, ownedOrOrphaned } from '../indexes.ts';
import { followOwnedObjects } from '../owned-objects.ts';
import { PodControl } from '../pod-control.ts';
import { slowStart } from '../slow-start.ts';
import { countReleased, noteFinishedPods } from './counts.ts';
import { failurePolicyVerdict } from './failure-policy.ts';
import { failureCountAnnotations, hasLimitPerIndex } from './index-failures.ts';
import {
  announce,
  ensureCondition,
  finalCondition,
  findCondition,
  isJobFinished,
  jobCondition,
  type JobCondition,
  type JobStatus,
} from './job-conditions.ts';
import {
  backoffLimit,
  isIndexed,
  isManagedElsewhere,
  isPodFailed,
  isTracked,
  jobTemplate,
  onlyReplacesFailed,
  pastBackoffLimitOnFailure,
  trackingFinalizer,
} from './job-pods.ts';
import { jobStatus } from './job-status.ts';
import { lookAt, type Look } from './look.ts';
import { pendingIndexes, startableIndexes, surplusPods } from './next-pods.ts';
import { remainingMs, type BackoffRecord } from './pod-backoff.ts';
import { successPolicyMatch } from './success-policy.ts';

/** Changes of pods are looked at together. */
const batchMs = 1000;
const burst = 500;

/** Runs pods until enough have succeeded. Models pkg/controller/job (v1.36). */
export function startJobController(context: ControllerContext): Controller {
  return new JobController(context);
}

class JobController implements Controller {
  readonly #context: ControllerContext;
  readonly #runtime: ControllerRuntime;
  readonly #expectations: Expectations;
  readonly #podControl: PodControl<Job>;
  /** Pods whose Job may be gone. */
  readonly #orphans: WorkQueue;
  readonly #backoffs = new Map<string, BackoffRecord>();
  readonly #jobs;
  readonly #pods;

  constructor(context: ControllerContext) {
    this.#context = context;
    this.#jobs = context.informers.of(jobs);
    this.#pods = context.informers.of(pods);
    this.#expectations = new Expectations(context.sim);
    this.#runtime = makeRuntime(context, {
      name: 'job-controller',
      needs: [this.#jobs, this.#pods],
      sync: (key) => this.#sync(key),
    });
    this.#orphans = new WorkQueue({ sim: context.sim, process: (key) => this.#syncOrphan(key) });
    whenAllSynced([this.#jobs, this.#pods], () => this.#orphans.start());
    const { client, recorder } = this.#runtime;
    this.#podControl = new PodControl({ client, recorder, resource: jobs });
    indexByController(this.#pods);
    this.#follow();
  }

  stop(): void {
    this.#orphans.shutDown();
    this.#runtime.stop();
  }

  get #nowMs(): number {
    return this.#context.sim.nowMs;
  }

  #follow(): void {
    const { enqueue, queue } = this.#runtime;
    const batched = (job: Job): void => queue.addAfter(objectKey(job), batchMs);
    this.#jobs.addHandler({
      onAdd: enqueue,
      onUpdate: (old, job) => {
        if (old.metadata.generation === job.metadata.generation) batched(job);
        else enqueue(job);
      },
      onDelete: (job) => {
        enqueue(job);
        for (const pod of ownedBy(this.#pods, job.metadata.uid)) this.#freeOrphan(pod);
      },
    });
    followOwnedObjects<Job, Pod>({
      owners: this.#jobs,
      objects: this.#pods,
      selectorOf: ({ spec }) => selectorFrom(spec.selector),
      enqueue: batched,
      onCreated: (job) => this.#expectations.creationObserved(objectKey(job)),
      onGone: (job, pod) => this.#expectations.deletionObserved(objectKey(job), pod.metadata.uid ?? ''),
    });
    this.#pods.addHandler({
      onAdd: (pod) => this.#freeOrphan(pod),
      onUpdate: (_, pod) => this.#freeOrphan(pod),
    });
  }

  /** A pod whose Job is gone must not be held by the Job's finalizer. */
  #freeOrphan(pod: Pod): void {
    const owner = controllerOf(pod);
    if (!isTracked(pod) || owner?.kind !== 'Job') return;
    this.#orphans.add(objectKey(pod));
  }

  #syncOrphan(key: string): void {
    const pod = this.#pods.lister.get(key);
    const owner = pod && controllerOf(pod);
    if (pod === undefined || owner === undefined) return;
    const job = this.#jobs.lister.get(`${pod.metadata.namespace}/${owner.name}`);
    if (job !== undefined && isManagedElsewhere(job)) return;
    if (job?.metadata.uid !== owner.uid) this.#removeFinalizer(pod);
  }

  #removeFinalizer(pod: Pod): void {
    const { namespace, name, uid } = pod.metadata;
    const finalizers = (pod.metadata.finalizers ?? []).filter((other) => other !== trackingFinalizer);
    const current = this.#pods.lister.get(objectKey(pod));
    if (current === undefined || current.metadata.uid !== uid || !isTracked(current)) return;
    const body = { metadata: { uid, finalizers: finalizers.length > 0 ? finalizers : null } };
    ifFound(() => this.#runtime.client.patch(pods, { namespace, name }, { type: 'merge', body }));
  }

  #sync(key: string): void {
    const job = this.#jobs.lister.get(key);
    if (job !== undefined && isManagedElsewhere(job)) return;
    if (job === undefined || isJobFinished(job)) {
      this.#expectations.forget(key);
      this.#backoffs.delete(key);
      return;
    }
    const settled = this.#expectations.satisfied(key);
    const claimed = claimObjects(
      {
        client: this.#runtime.client,
        resource: jobs,
        owner: job,
        selector: selectorFrom(job.spec.selector),
      },
      pods,
      ownedOrOrphaned(this.#pods, job),
    );
    const look = lookAt(key, job, claimed, this.#backoffs.get(key), this.#nowMs);
    let finished = this.#finishedBefore(look) ?? this.#failure(look) ?? this.#earlySuccess(look);
    let error: StatusError | undefined;
    if (finished !== undefined) {
      const all = look.active;
      error = this.#deletePods(look, look.activePods);
      if (all !== 0 && look.active !== 0) finished = undefined;
      if (!settled) finished = undefined;
    } else {
      if (settled && !job.metadata.deletionTimestamp) error = this.#manage(look);
      finished = this.#success(look);
      if (finished === undefined && settled && !job.metadata.deletionTimestamp) this.#noteSuspension(look);
    }
    this.#track(look, finished);
    this.#backoffs.set(key, look.backoff);
    if (error !== undefined) throw error;
  }

  /** The end that was announced before and is not there yet. */
  #finishedBefore({ job }: Look): JobCondition | undefined {
    return findCondition(job.status, 'SuccessCriteriaMet') ?? findCondition(job.status, 'FailureTarget');
  }

  #failure(look: Look): JobCondition | undefined {
    const { job } = look;
    const fail = (reason: string, message: string): JobCondition =>
      jobCondition('FailureTarget', 'True', reason, message, this.#nowMs);
    for (const pod of look.pods.filter((candidate) => isPodFailed(candidate, job))) {
      const verdict = failurePolicyVerdict(job, pod);
      if (verdict?.action === 'FailJob') return fail('PodFailurePolicy', verdict.message);
    }
    if (this.#failedCount(look) > backoffLimit(job) || pastBackoffLimitOnFailure(job, look.pods)) {
      return fail('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
    }
    if (this.#isPastDeadline(look)) {
      return fail('DeadlineExceeded', 'Job was active longer than specified deadline');
    }
    const { maxFailedIndexes = Number.POSITIVE_INFINITY, completions = 0 } = job.spec;
    const failed = look.failedIndexes?.size ?? 0;
    if (failed > maxFailedIndexes) {
      const message = 'Job has exceeded the specified maximal number of failed indexes';
      return fail('MaxFailedIndexesExceeded', message);
    }
    if (failed > 0 && failed + look.succeededIndexes.size >= completions) {
      return fail('FailedIndexes', 'Job has failed indexes');
    }
    return undefined;
  }

  /** Looks again when the deadline comes. */
  #isPastDeadline({ job, key, startTime }: Look): boolean {
    const { activeDeadlineSeconds, suspend } = job.spec;
    const startMs = parseTime(job.status?.startTime ?? startTime);
    if (activeDeadlineSeconds === undefined || startMs === undefined || suspend) return false;
    const leftMs = startMs + activeDeadlineSeconds * 1000 - this.#nowMs;
    if (leftMs > 0) this.#runtime.queue.addAfter(key, leftMs);
    return leftMs <= 0;
  }

  /** Enough indexes have succeeded, by the Job's own rules. */
  #earlySuccess({ job, succeededIndexes }: Look): JobCondition | undefined {
    const message = isIndexed(job) ? successPolicyMatch(job, succeededIndexes) : undefined;
    if (message === undefined) return undefined;
    return jobCondition('SuccessCriteriaMet', 'True', 'SuccessPolicy', message, this.#nowMs);
  }

  #failedCount({ job, pods: all }: Look): number {
    const uncounted = job.status?.uncountedTerminatedPods;
    const known = new Set([...(uncounted?.succeeded ?? []), ...(uncounted?.failed ?? [])]);
    const fresh = all.filter(
      (pod) =>
        isTracked(pod) &&
        !known.has(pod.metadata.uid ?? '') &&
        isPodFailed(pod, job) &&
        failurePolicyVerdict(job, pod)?.action !== 'Ignore',
    );
    return (job.status?.failed ?? 0) + fresh.length + (uncounted?.failed ?? []).length;
  }

  #success({ job, succeeded, active }: Look): JobCondition | undefined {
    const { completions } = job.spec;
    const complete = active === 0 && (completions === undefined ? succeeded > 0 : succeeded >= completions);
    if (!complete) return undefined;
    const message = 'Reached expected number of succeeded pods';
    return jobCondition('SuccessCriteriaMet', 'True', 'CompletionsReached', message, this.#nowMs);
  }

  #noteSuspension(look: Look): void {
    const suspended = look.job.spec.suspend === true;
    const condition = suspended
      ? jobCondition('Suspended', 'True', 'JobSuspended', 'Job suspended', this.#nowMs)
      : jobCondition('Suspended', 'False', 'JobResumed', 'Job resumed', this.#nowMs);
    const conditions = ensureCondition(look.conditions, condition);
    if (conditions === look.conditions) return;
    look.conditions = conditions;
    this.#tell(look.job, 'Normal', suspended ? 'Suspended' : 'Resumed', condition.message ?? '');
    if (!suspended) look.startTime = formatTime(this.#nowMs);
  }

  /** Creates or deletes pods so that the right number runs. Models manageJob (v1.36). */
  #manage(look: Look): StatusError | undefined {
    const { job, succeeded } = look;
    const { parallelism = 1, completions } = job.spec;
    if (job.spec.suspend) return this.#deletePods(look, look.activePods);
    const wanted =
      completions === undefined
        ? succeeded > 0
          ? look.active
          : parallelism
        : Math.max(0, Math.min(completions - succeeded, parallelism));
    const victims = surplusPods(look, look.active - wanted, this.#nowMs);
    if (victims.length > 0) return this.#deletePods(look, victims.slice(0, burst));
    const going = onlyReplacesFailed(job) ? look.terminating : 0;
    const missing = wanted - going - look.active;
    if (missing <= 0) return undefined;
    const count = Math.min(missing, burst);
    const pending = isIndexed(job) ? pendingIndexes(look, count) : undefined;
    const { indexes, waitMs } =
      pending !== undefined && hasLimitPerIndex(job)
        ? startableIndexes(pending, look.heldBack, this.#nowMs)
        : { indexes: pending, waitMs: remainingMs(look.backoff, this.#nowMs) };
    if (waitMs > 0) {
      this.#runtime.queue.addAfter(look.key, waitMs);
      return undefined;
    }
    return this.#createPods(look, indexes?.length ?? count, indexes);
  }

  #createPods(look: Look, count: number, indexes: readonly number[] | undefined): StatusError | undefined {
    const { job, key } = look;
    this.#runtime.decided(
      'Job',
      job,
      () => `Creates ${counted(count, 'pod')}: ${look.succeeded} succeeded so far.`,
    );
    this.#expectations.expect(key, count);
    const { succeeded, error } = slowStart(count, (number) => {
      const index = indexes?.[number];
      const metadata = index === undefined ? undefined : { generateName: `${job.metadata.name}-${index}-` };
      const failures =
        index !== undefined && hasLimitPerIndex(job)
          ? failureCountAnnotations(job, look.heldBack.get(index))
          : {};
      this.#podControl.create(job, jobTemplate(job, index, failures), metadata);
    });
    this.#expectations.creationObserved(key, count - succeeded);
    look.active += succeeded;
    return error;
  }

  #deletePods(look: Look, victims: readonly Pod[]): StatusError | undefined {
    if (victims.length === 0) return undefined;
    this.#expectations.expect(
      look.key,
      0,
      victims.map(({ metadata }) => metadata.uid ?? ''),
    );
    let firstError: StatusError | undefined;
    for (const pod of victims) {
      try {
        this.#podControl.delete(look.job, pod);
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        this.#expectations.deletionObserved(look.key, pod.metadata.uid ?? '');
        if (!isReason(error, 'NotFound')) {
          firstError ??= error;
          continue;
        }
      }
      look.active--;
      look.terminating++;
      if (isPodReady(pod)) look.ready--;
    }
    return firstError;
  }

  /**
   * Counts finished pods so that none is counted twice: their uids are noted in the status before
   * their finalizer goes, and counted afterwards. Models trackJobStatusAndRemoveFinalizers (v1.36).
   */
  #track(look: Look, finished: JobCondition | undefined): void {
    const { job } = look;
    const noted = noteFinishedPods(job, look.pods, finished, look.heldBack);
    const announced = announce(look.conditions, finished);
    let status = jobStatus(look, announced, noted);
    const { client } = this.#runtime;
    let current = job;
    const write = (next: JobStatus): void => {
      current = client.update(jobs, { ...current, status: next }, 'status');
      status = next;
    };
    if (!deepEqual(job.status ?? {}, status)) write(status);
    for (const pod of noted.release) this.#removeFinalizer(pod);
    const settled = jobStatus(look, announced, countReleased(noted));
    const end = finished && look.terminating === 0 ? finalCondition(finished, this.#nowMs) : undefined;
    const final: JobStatus =
      end === undefined
        ? settled
        : {
            ...settled,
            conditions: [...ensureCondition(announced, end)],
            ...(end.type === 'Complete' && { completionTime: end.lastTransitionTime }),
          };
    if (!deepEqual(status, final)) write(final);
    if (end === undefined) return;
    if (end.type === 'Complete') {
      if ((final.succeeded ?? 0) > (job.spec.completions ?? Number.POSITIVE_INFINITY)) {
        const message = 'Too many succeeded pods running after completion count reached';
        this.#tell(job, 'Warning', 'TooManySucceededPods', message);
      }
      this.#tell(job, 'Normal', 'Completed', 'Job completed');
    } else this.#tell(job, 'Warning', end.reason ?? '', end.message ?? '');
  }

  #tell(job: Job, type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#runtime.recorder.event(objectReference(jobs, job), type, reason, message);
  }
}
