import { isPodReady, parseTime, type Pod } from '../../engine/index.ts';

/** Whether `a` comes before `b`. */
export type PodOrder = (a: Pod, b: Pod) => boolean;

const phases: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** The pod whose log one would rather see comes first. Models util/podutils.ByLogging (v1.36). */
export const byLogging: PodOrder = (a, b) => {
  if (isAssigned(a) !== isAssigned(b)) return isAssigned(a);
  if (phaseOf(a) !== phaseOf(b)) return phaseOf(a) > phaseOf(b);
  if (isPodReady(a) !== isPodReady(b)) return isPodReady(a);
  if (isPodReady(a) && readySince(a) !== readySince(b)) return readySince(a) < readySince(b);
  if (restarts(a) !== restarts(b)) return restarts(a) > restarts(b);
  return createdMs(a) < createdMs(b);
};

/** The pod that is more alive comes first. Models the reverse of util/podutils.ActivePods (v1.36). */
export const byActivity: PodOrder = (a, b) => {
  if (isAssigned(a) !== isAssigned(b)) return isAssigned(a);
  if (phaseOf(a) !== phaseOf(b)) return phaseOf(a) > phaseOf(b);
  if (isPodReady(a) !== isPodReady(b)) return isPodReady(a);
  if (isPodReady(a) && readySince(a) !== readySince(b)) return readySince(a) < readySince(b);
  if (restarts(a) !== restarts(b)) return restarts(a) < restarts(b);
  return createdMs(a) < createdMs(b);
};

function isAssigned(pod: Pod): boolean {
  return Boolean(pod.spec.nodeName);
}

function phaseOf(pod: Pod): number {
  return phases[pod.status?.phase ?? ''] ?? 0;
}

function readySince(pod: Pod): number {
  const condition = pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
  return parseTime(condition?.lastTransitionTime) ?? 0;
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}

function createdMs(pod: Pod): number {
  return parseTime(pod.metadata.creationTimestamp) ?? 0;
}
