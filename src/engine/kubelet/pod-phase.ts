import type { Container, ContainerStatus, Pod } from '../api/types.ts';
import { isRestartableInitContainer, restartsAfter } from './restart-policy.ts';
import { isStaticPod } from './static-pod.ts';

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

interface Counts {
  unknown: number;
  running: number;
  waiting: number;
  stopped: number;
  stoppedForGood: number;
  succeeded: number;
}

/**
 * The phase that follows from the containers' states. `isTerminal`: nothing of the pod will be started
 * again. Models getPhase of pkg/kubelet/kubelet_pods.go (v1.36).
 */
export function podPhase(
  pod: Pod,
  statuses: readonly ContainerStatus[],
  isTerminal: boolean,
  hasInitialized: boolean,
): Phase {
  const statusOf = new Map(statuses.map((status) => [status.name, status]));
  const init = initProgress(pod, statusOf);
  const counts: Counts = { unknown: 0, running: 0, waiting: 0, stopped: 0, stoppedForGood: 0, succeeded: 0 };
  const pendingSidecars = countSidecars(pod, statusOf, counts);
  for (const container of pod.spec.containers)
    countRegular(pod, container, statusOf.get(container.name), counts);

  if (init.failedForGood) return 'Failed';
  if (init.pending > 0 || (pendingSidecars > 0 && !hasInitialized) || counts.waiting > 0) return 'Pending';
  if (counts.unknown > 0) return 'Pending';
  if (counts.running > 0) return 'Running';
  if (counts.stopped === 0) return 'Pending';
  const ended = counts.stopped === counts.succeeded ? 'Succeeded' : 'Failed';
  if (isTerminal && !isStaticPod(pod)) return ended;
  return counts.stopped === counts.stoppedForGood ? ended : 'Running';
}

/** How far the ordinary init containers are. */
function initProgress(
  pod: Pod,
  statusOf: ReadonlyMap<string, ContainerStatus>,
): { pending: number; failedForGood: boolean } {
  let pending = 0;
  let failedForGood = false;
  for (const container of pod.spec.initContainers ?? []) {
    if (isRestartableInitContainer(container)) continue;
    const status = statusOf.get(container.name);
    const ended =
      status?.state?.terminated ?? (status?.state?.waiting ? status.lastState?.terminated : undefined);
    if (!ended) pending++;
    else if (ended.exitCode !== 0 && !restartsAfter(container, pod, ended.exitCode)) failedForGood = true;
  }
  return { pending, failedForGood };
}

/** Counts sidecars in; returns how many have not started yet. Ended ones do not matter for the phase. */
function countSidecars(pod: Pod, statusOf: ReadonlyMap<string, ContainerStatus>, counts: Counts): number {
  let pending = 0;
  for (const container of pod.spec.initContainers ?? []) {
    if (!isRestartableInitContainer(container)) continue;
    const status = statusOf.get(container.name);
    const { state } = status ?? {};
    if (state?.running) {
      if (status?.started !== true) pending++;
      counts.running++;
    } else if (state?.waiting) {
      if (status?.lastState?.terminated) continue;
      pending++;
      counts.waiting++;
    } else if (!state?.terminated) {
      counts.unknown++;
    }
  }
  return pending;
}

function countRegular(
  pod: Pod,
  container: Container,
  status: ContainerStatus | undefined,
  counts: Counts,
): void {
  const { state, lastState } = status ?? {};
  const ended = state?.terminated ?? (state?.waiting ? lastState?.terminated : undefined);
  if (state?.running) {
    counts.running++;
  } else if (ended) {
    counts.stopped++;
    if (!restartsAfter(container, pod, ended.exitCode)) counts.stoppedForGood++;
    if (state?.terminated?.exitCode === 0) counts.succeeded++;
  } else if (state?.waiting) {
    counts.waiting++;
  } else {
    counts.unknown++;
  }
}
