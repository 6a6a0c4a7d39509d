import type { ContainerStatus, Pod } from '../../../api/types.ts';
import { parseTime } from '../../../api/time.ts';
import { age, ageOf, none } from '../common/table-cells.ts';
import type { TableRowCondition } from '../strategy.ts';

interface Summary {
  reason: string;
  readonly total: number;
  ready: number;
  restarts: number;
  lastRestart: string | undefined;
}

/** The row of `kubectl get pods`. Models printers.printPod (v1.36). */
export function podRow(pod: Pod, nowMs: number): unknown[] {
  const { reason, total, ready, restarts, lastRestart } = summarize(pod);
  const restartsCell =
    restarts === 0 || lastRestart === undefined
      ? `${restarts}`
      : `${restarts} (${age(lastRestart, nowMs)} ago)`;
  return [
    pod.metadata.name,
    `${ready}/${total}`,
    reason,
    restartsCell,
    ageOf(pod, nowMs),
    pod.status?.podIPs?.[0]?.ip || pod.status?.podIP || none,
    pod.spec.nodeName || none,
    pod.status?.nominatedNodeName || none,
    gatesCell(pod),
  ];
}

function gatesCell({ spec, status }: Pod): string {
  if (!spec.readinessGates?.length) return none;
  const passed = spec.readinessGates.filter(({ conditionType }) =>
    status?.conditions?.some((condition) => condition.type === conditionType && condition.status === 'True'),
  ).length;
  return `${passed}/${spec.readinessGates.length}`;
}

/** Rows of finished pods say so. */
export function podConditions(pod: Pod): TableRowCondition[] {
  const completed = (reason: string, message: string): TableRowCondition[] => [
    { type: 'Completed', status: 'True', reason, message },
  ];
  if (pod.status?.phase === 'Succeeded') return completed('Succeeded', 'The pod has completed successfully.');
  return pod.status?.phase === 'Failed' ? completed('Failed', 'The pod failed.') : [];
}

function summarize(pod: Pod): Summary {
  const { spec, status = {} } = pod;
  const sidecars = new Set(
    (spec.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  );
  const summary: Summary = {
    reason: status.reason || status.phase || '',
    total: (spec.containers?.length ?? 0) + sidecars.size,
    ready: 0,
    restarts: 0,
    lastRestart: undefined,
  };
  const conditionIs = (type: string, value: string): boolean =>
    status.conditions?.some((condition) => condition.type === type && condition.status === value) === true;
  const scheduled = status.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.reason === 'SchedulingGated') summary.reason = 'SchedulingGated';

  const initialising = addInitContainers(pod, summary, sidecars);
  if (!initialising || conditionIs('Initialized', 'True'))
    addContainers(pod, summary, conditionIs('Ready', 'True'));

  if (pod.metadata.deletionTimestamp) {
    if (status.reason === 'NodeLost') summary.reason = 'Unknown';
    else if (status.phase !== 'Succeeded' && status.phase !== 'Failed') summary.reason = 'Terminating';
  }
  return summary;
}

function noteRestarts(summary: Summary, status: ContainerStatus): void {
  summary.restarts += status.restartCount ?? 0;
  const finished = status.lastState?.terminated?.finishedAt;
  if (!finished) return;
  if (
    summary.lastRestart === undefined ||
    (parseTime(finished) ?? 0) > (parseTime(summary.lastRestart) ?? 0)
  ) {
    summary.lastRestart = finished;
  }
}

/** Whether an init container still keeps the pod from running; the first one that does gives the reason. */
function addInitContainers(pod: Pod, summary: Summary, sidecars: ReadonlySet<string>): boolean {
  const statuses = pod.status?.initContainerStatuses ?? [];
  for (const status of statuses) noteRestarts(summary, status);
  for (const [index, status] of statuses.entries()) {
    const { terminated, waiting } = status.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(status.name) && status.started === true) {
      if (status.ready) summary.ready++;
      continue;
    }
    if (terminated) {
      summary.reason = `Init:${terminated.reason || endOf(terminated)}`;
    } else if (waiting?.reason && waiting.reason !== 'PodInitializing') {
      summary.reason = `Init:${waiting.reason}`;
    } else {
      summary.reason = `Init:${index}/${pod.spec.initContainers?.length ?? 0}`;
    }
    return true;
  }
  return false;
}

function endOf({ signal, exitCode }: { signal?: number; exitCode: number }): string {
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

/** From the last container to the first, whose verdict wins. */
function addContainers(pod: Pod, summary: Summary, isReady: boolean): void {
  const sidecars = new Set(
    (pod.spec.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === 'Always')
      .map(({ name }) => name),
  );
  summary.restarts = 0;
  summary.lastRestart = undefined;
  for (const status of pod.status?.initContainerStatuses ?? []) {
    if (sidecars.has(status.name)) noteRestarts(summary, status);
  }
  let isRunning = false;
  let failure = '';
  for (const status of (pod.status?.containerStatuses ?? []).toReversed()) {
    noteRestarts(summary, status);
    const { waiting, terminated, running } = status.state ?? {};
    if (waiting?.reason) summary.reason = waiting.reason;
    else if (terminated) {
      summary.reason = terminated.reason || endOf(terminated);
      if (terminated.exitCode !== 0) failure = summary.reason;
    } else if (status.ready && running) {
      isRunning = true;
      summary.ready++;
    }
  }
  if (summary.reason !== 'Completed') return;
  if (isRunning) summary.reason = isReady ? 'Running' : 'NotReady';
  else if (failure !== '') summary.reason = failure;
}
