import {
  canonicalQuantity,
  controllerOf,
  type CronJob,
  type DaemonSet,
  type Deployment,
  formatSelector,
  humanDuration,
  type Job,
  type KubeObject,
  parseTime,
  type PersistentVolumeClaim,
  type Pod,
  type ReplicaSet,
  type ReplicationController,
  type Selector,
  selectorFrom,
  selectorFromMap,
  type StatefulSet,
} from '../../engine/index.ts';
import { pods, replicaSets } from '../api/known-resources.ts';
import { asError } from '../errors.ts';
import { splitReplicaSets } from '../rollout/deployment-history.ts';
import { writeEvents, type DescribeRequest } from './describer.ts';
import { controlledBy } from './pod.ts';
import { selectorText, writePodTemplate } from './pod-template.ts';
import { inlineLabels, longTime, orUnset, titleBool, type DescribeWriter } from './writer.ts';

interface PodCounts {
  readonly Running: number;
  readonly Pending: number;
  readonly Succeeded: number;
  readonly Failed: number;
}

async function countPods(
  request: DescribeRequest,
  owner: KubeObject,
  selector: Selector,
): Promise<PodCounts> {
  const counts = { Running: 0, Pending: 0, Succeeded: 0, Failed: 0 };
  const found = await request.list<Pod>(pods, {
    namespace: owner.metadata.namespace,
    labelSelector: formatSelector(selector),
  });
  for (const pod of found) {
    if (controllerOf(pod)?.uid !== owner.metadata.uid) continue;
    const phase = pod.status?.phase as keyof PodCounts | undefined;
    if (phase !== undefined && phase in counts) counts[phase]++;
  }
  return counts;
}

function countsText(counts: PodCounts): string {
  return `${counts.Running} Running / ${counts.Pending} Waiting / ${counts.Succeeded} Succeeded / ${counts.Failed} Failed`;
}

function writeConditions(
  w: DescribeWriter,
  conditions: readonly { type: string; status: string; reason?: string | null }[] | null | undefined,
): void {
  if (!conditions || conditions.length === 0) return;
  w.write(0, 'Conditions:\n  Type\tStatus\tReason\n');
  w.write(1, '----\t------\t------\n');
  for (const { type, status, reason } of conditions) w.write(1, `${type} \t${status}\t${reason ?? ''}\n`);
}

function writeName(w: DescribeWriter, object: KubeObject): void {
  w.write(0, `Name:\t${object.metadata.name}\n`);
  w.write(0, `Namespace:\t${object.metadata.namespace}\n`);
}

function writeLabels(w: DescribeWriter, object: KubeObject): void {
  w.labels('Labels', object.metadata.labels);
  w.annotations('Annotations', object.metadata.annotations);
}

function writeOwner(w: DescribeWriter, object: KubeObject): void {
  const owner = controlledBy(object);
  if (owner !== '') w.write(0, `Controlled By:\t${owner}\n`);
}

/** Models describe.describeDeployment (v1.36). */
export async function describeDeployment(deployment: Deployment, request: DescribeRequest): Promise<string> {
  const { spec, status, metadata } = deployment;
  const events = await request.eventsOf(deployment);
  const all = await request
    .list<ReplicaSet>(replicaSets, {
      namespace: metadata.namespace,
      labelSelector: formatSelector(selectorFrom(spec.selector)),
    })
    .catch((): ReplicaSet[] => []);
  const { old, current } = splitReplicaSets(deployment, all);
  const w = request.writer();
  writeName(w, deployment);
  w.write(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}\n`);
  writeLabels(w, deployment);
  w.write(0, `Selector:\t${formatSelector(selectorFrom(spec.selector))}\n`);
  w.write(
    0,
    `Replicas:\t${spec.replicas ?? 1} desired | ${status?.updatedReplicas ?? 0} updated | ${status?.replicas ?? 0} total | ` +
      `${status?.availableReplicas ?? 0} available | ${status?.unavailableReplicas ?? 0} unavailable\n`,
  );
  w.write(0, `StrategyType:\t${spec.strategy?.type ?? ''}\n`);
  w.write(0, `MinReadySeconds:\t${spec.minReadySeconds ?? 0}\n`);
  const rolling = spec.strategy?.rollingUpdate;
  if (rolling) {
    w.write(
      0,
      `RollingUpdateStrategy:\t${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge\n`,
    );
  }
  writePodTemplate(w, spec.template);
  writeConditions(w, status?.conditions);
  if (old.length > 0 || current !== undefined) {
    w.write(0, `OldReplicaSets:\t${replicaSetsText(old)}\n`);
    w.write(0, `NewReplicaSet:\t${replicaSetsText(current === undefined ? [] : [current])}\n`);
  }
  writeEvents(w, events);
  return w.finish();
}

function replicaSetsText(sets: readonly ReplicaSet[]): string {
  const texts = sets.map(
    ({ metadata, spec, status }) =>
      `${metadata.name} (${status?.replicas ?? 0}/${spec.replicas ?? 1} replicas created)`,
  );
  return texts.join(', ') || '<none>';
}

/** Models describe.describeReplicaSet (v1.36). */
export async function describeReplicaSet(set: ReplicaSet, request: DescribeRequest): Promise<string> {
  let counts: string;
  try {
    counts = countsText(await countPods(request, set, selectorFrom(set.spec.selector)));
  } catch (error) {
    counts = `error in fetching pods: ${asError(error).message}`;
  }
  const events = await request.eventsOf(set);
  const w = request.writer();
  writeName(w, set);
  w.write(0, `Selector:\t${selectorText(set.spec.selector)}\n`);
  writeLabels(w, set);
  writeOwner(w, set);
  w.write(0, `Replicas:\t${set.status?.replicas ?? 0} current / ${set.spec.replicas ?? 1} desired\n`);
  w.write(0, `Pods Status:\t${counts}\n`);
  writePodTemplate(w, set.spec.template);
  writeConditions(w, set.status?.conditions);
  writeEvents(w, events);
  return w.finish();
}

/** Models describe.describeReplicationController (v1.36). */
export async function describeReplicationController(
  controller: ReplicationController,
  request: DescribeRequest,
): Promise<string> {
  const counts = await countPods(request, controller, selectorFromMap(controller.spec.selector));
  const events = await request.eventsOf(controller);
  const w = request.writer();
  writeName(w, controller);
  w.write(0, `Selector:\t${inlineLabels(controller.spec.selector)}\n`);
  writeLabels(w, controller);
  w.write(
    0,
    `Replicas:\t${controller.status?.replicas ?? 0} current / ${controller.spec.replicas ?? 1} desired\n`,
  );
  w.write(0, `Pods Status:\t${countsText(counts)}\n`);
  writePodTemplate(w, controller.spec.template);
  writeConditions(w, controller.status?.conditions);
  writeEvents(w, events);
  return w.finish();
}

/** Models describe.describeDaemonSet (v1.36). */
export async function describeDaemonSet(set: DaemonSet, request: DescribeRequest): Promise<string> {
  const selector = selectorFrom(set.spec.selector);
  const counts = await countPods(request, set, selector);
  const events = await request.eventsOf(set);
  const { status } = set;
  const w = request.writer();
  writeName(w, set);
  w.write(0, `Selector:\t${formatSelector(selector)}\n`);
  w.write(0, `Node-Selector:\t${inlineLabels(set.spec.template.spec?.nodeSelector)}\n`);
  writeLabels(w, set);
  w.write(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}\n`);
  w.write(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}\n`);
  w.write(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}\n`);
  w.write(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}\n`);
  w.write(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}\n`);
  w.write(0, `Pods Status:\t${countsText(counts)}\n`);
  writePodTemplate(w, set.spec.template);
  writeEvents(w, events);
  return w.finish();
}

/** Models describe.describeStatefulSet (v1.36). */
export async function describeStatefulSet(set: StatefulSet, request: DescribeRequest): Promise<string> {
  const selector = selectorFrom(set.spec.selector);
  const counts = await countPods(request, set, selector);
  const events = await request.eventsOf(set);
  const w = request.writer();
  writeName(w, set);
  w.write(0, `CreationTimestamp:\t${longTime(set.metadata.creationTimestamp)}\n`);
  w.write(0, `Selector:\t${formatSelector(selector)}\n`);
  writeLabels(w, set);
  w.write(0, `Replicas:\t${set.spec.replicas ?? 1} desired | ${set.status?.replicas ?? 0} total\n`);
  w.write(0, `Update Strategy:\t${set.spec.updateStrategy?.type ?? ''}\n`);
  const rolling = set.spec.updateStrategy?.rollingUpdate;
  if (rolling?.partition !== undefined && rolling.partition !== null) {
    w.write(1, `Partition:\t${rolling.partition}\n`);
    if (rolling.maxUnavailable !== undefined) w.write(1, `MaxUnavailable:\t${rolling.maxUnavailable}\n`);
  }
  w.write(0, `Pods Status:\t${countsText(counts)}\n`);
  writePodTemplate(w, set.spec.template);
  writeClaimTemplates(w, (set.spec.volumeClaimTemplates ?? []) as PersistentVolumeClaim[]);
  writeEvents(w, events);
  return w.finish();
}

function writeClaimTemplates(w: DescribeWriter, templates: readonly PersistentVolumeClaim[]): void {
  if (templates.length === 0) {
    w.write(0, 'Volume Claims:\t<none>\n');
    return;
  }
  w.write(0, 'Volume Claims:\n');
  for (const { metadata, spec } of templates) {
    w.write(1, `Name:\t${metadata.name}\n`);
    w.write(1, `StorageClass:\t${spec.storageClassName ?? ''}\n`);
    w.labels('Labels', metadata.labels, '  ');
    w.labels('Annotations', metadata.annotations, '  ');
    const storage = spec.resources?.requests?.['storage'];
    w.write(1, `Capacity:\t${storage === undefined ? '<default>' : canonicalQuantity(storage)}\n`);
    w.write(1, `Access Modes:\t[${(spec.accessModes ?? []).join(' ')}]\n`);
  }
}

/** Models describe.describeJob (v1.36). */
export async function describeJob(job: Job, request: DescribeRequest): Promise<string> {
  const events = await request.eventsOf(job);
  const { spec } = job;
  const status = job.status ?? {};
  const w = request.writer();
  writeName(w, job);
  w.write(0, `Selector:\t${formatSelector(selectorFrom(spec.selector))}\n`);
  writeLabels(w, job);
  writeOwner(w, job);
  const isSet = (value: unknown): boolean => value !== undefined && value !== null;
  if (isSet(spec.parallelism)) w.write(0, `Parallelism:\t${spec.parallelism}\n`);
  w.write(0, `Completions:\t${orUnset(spec.completions)}\n`);
  if (spec.completionMode) w.write(0, `Completion Mode:\t${spec.completionMode}\n`);
  if (isSet(spec.suspend)) w.write(0, `Suspend:\t${spec.suspend}\n`);
  if (isSet(spec.backoffLimit)) w.write(0, `Backoff Limit:\t${spec.backoffLimit}\n`);
  if (isSet(spec.ttlSecondsAfterFinished)) {
    w.write(0, `TTL Seconds After Finished:\t${spec.ttlSecondsAfterFinished}\n`);
  }
  if (status.startTime) w.write(0, `Start Time:\t${longTime(status.startTime)}\n`);
  if (status.completionTime) w.write(0, `Completed At:\t${longTime(status.completionTime)}\n`);
  const started = parseTime(status.startTime);
  const completed = parseTime(status.completionTime);
  if (started !== undefined && completed !== undefined)
    w.write(0, `Duration:\t${humanDuration(completed - started)}\n`);
  if (isSet(spec.activeDeadlineSeconds))
    w.write(0, `Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s\n`);
  const ready = isSet(status.ready) ? ` (${status.ready} Ready)` : '';
  w.write(
    0,
    `Pods Statuses:\t${status.active ?? 0} Active${ready} / ${status.succeeded ?? 0} Succeeded / ${status.failed ?? 0} Failed\n`,
  );
  if (spec.completionMode === 'Indexed')
    w.write(0, `Completed Indexes:\t${cappedIndexes(status.completedIndexes ?? '')}\n`);
  writePodTemplate(w, spec.template);
  writeEvents(w, events);
  return w.finish();
}

function cappedIndexes(indexes: string): string {
  if (indexes === '') return '<none>';
  const comma = indexes.indexOf(',', 50);
  return comma < 0 ? indexes : `${indexes.slice(0, comma + 1)}...`;
}

/** Models describe.describeCronJob (v1.36). */
export async function describeCronJob(cronJob: CronJob, request: DescribeRequest): Promise<string> {
  const events = await request.eventsOf(cronJob);
  const { spec } = cronJob;
  const w = request.writer();
  writeName(w, cronJob);
  writeLabels(w, cronJob);
  w.write(0, `Schedule:\t${spec.schedule}\n`);
  w.write(0, `Concurrency Policy:\t${spec.concurrencyPolicy ?? ''}\n`);
  w.write(0, `Suspend:\t${titleBool(spec.suspend)}\n`);
  w.write(0, `Time Zone:\t${orUnset(spec.timeZone)}\n`);
  w.write(0, `Successful Job History Limit:\t${orUnset(spec.successfulJobsHistoryLimit)}\n`);
  w.write(0, `Failed Job History Limit:\t${orUnset(spec.failedJobsHistoryLimit)}\n`);
  const starting = spec.startingDeadlineSeconds;
  w.write(
    0,
    `Starting Deadline Seconds:\t${starting === undefined || starting === null ? '<unset>' : `${starting}s`}\n`,
  );
  const job = spec.jobTemplate.spec;
  w.write(0, `Selector:\t${job?.selector ? formatSelector(selectorFrom(job.selector)) : '<unset>'}\n`);
  w.write(0, `Parallelism:\t${orUnset(job?.parallelism)}\n`);
  w.write(0, `Completions:\t${orUnset(job?.completions)}\n`);
  if (job?.activeDeadlineSeconds) w.write(0, `Active Deadline Seconds:\t${job.activeDeadlineSeconds}s\n`);
  writePodTemplate(w, job?.template);
  const last = cronJob.status?.lastScheduleTime;
  w.write(0, `Last Schedule Time:\t${last ? longTime(last) : '<unset>'}\n`);
  const active = (cronJob.status?.active ?? []).map((reference) => reference.name).join(', ');
  w.write(0, `Active Jobs:\t${active || '<none>'}\n`);
  writeEvents(w, events);
  return w.finish();
}
