import { StatusError } from '../api/status-error.ts';
import type { Pod } from '../api/types.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { TraceSink } from '../sim/trace.ts';
import { noNodesAvailable } from './algorithm.ts';
import type { Cache } from './backend/cache.ts';
import type { QueuedPodInfo } from './backend/queue/queued-pod-info.ts';
import type { SchedulingQueue } from './backend/queue/scheduling-queue.ts';
import type { ApiCalls } from './framework/handle.ts';
import type { Framework } from './framework/runtime/framework.ts';
import { error, info, type Log } from '../api/klog.ts';

/** What the scheduling cycle and the binding cycle share. */
export interface CycleParts {
  readonly sim: Simulation;
  readonly cache: Cache;
  readonly queue: SchedulingQueue;
  readonly api: ApiCalls;
  readonly trace: TraceSink;
  readonly log: Log;
  /** Names this scheduler in traces. */
  readonly name: string;
  /** The pod as the scheduler last heard of it. */
  livePod(pod: Pod): Pod | undefined;
  isRunning(): boolean;
}

/** Why a pod was not placed. */
export interface Failure {
  /** The whole text; for events and conditions. */
  readonly message: string;
  /** Whether plugins refused it, as opposed to something having broken. */
  readonly rejected: boolean;
  readonly unschedulablePlugins?: ReadonlySet<string>;
  readonly pendingPlugins?: ReadonlySet<string>;
  /** The node to nominate; empty clears the nomination, undefined leaves it. */
  readonly nominatedNodeName?: string;
}

/**
 * Puts a pod that was not placed back into the queue and says why, in an event and in its status.
 * Models Scheduler.handleSchedulingFailure (v1.36).
 */
export function handleFailure(
  parts: CycleParts,
  framework: Framework,
  queued: QueuedPodInfo,
  failure: Failure,
): void {
  const { queue, api, log } = parts;
  const { pod } = queued;
  logFailure(log, queued, failure);
  for (const plugin of failure.unschedulablePlugins ?? []) queued.unschedulablePlugins.add(plugin);
  for (const plugin of failure.pendingPlugins ?? []) queued.pendingPlugins.add(plugin);
  requeue(parts, queued);
  queue.nominator.add(queued.podInfo, failure.nominatedNodeName);
  const { message, nominatedNodeName } = failure;
  framework.recordEvent({
    regarding: pod,
    type: 'Warning',
    reason: 'FailedScheduling',
    action: 'Scheduling',
    note: message,
  });
  const reason = failure.rejected ? 'Unschedulable' : 'SchedulerError';
  info(log, 3, 'schedule_one.go:1325', 'Updating pod condition and nominated node name', {
    pod: queued.key,
    conditionType: 'PodScheduled',
    conditionStatus: 'False',
    conditionReason: reason,
    nominatedNodeName: nominatedNodeName ?? '',
    nominatingMode: nominatedNodeName === undefined ? 0 : 1,
  });
  try {
    const condition = { type: 'PodScheduled', status: 'False', reason, message };
    api.patchPodStatus(pod, { condition, nominatedNodeName });
  } catch (problem) {
    if (!(problem instanceof StatusError)) throw problem;
    error(log, 'schedule_one.go:1314', 'Error updating pod', { err: problem.message, pod: queued.key });
  }
}

function requeue(parts: CycleParts, queued: QueuedPodInfo): void {
  const { queue, log } = parts;
  const live = parts.livePod(queued.pod);
  if (live === undefined || live.metadata.uid !== queued.uid) {
    const err = `pod "${queued.pod.metadata.name}" not found`;
    info(log, 0, 'schedule_one.go:1268', "Pod doesn't exist in informer cache", { pod: queued.key, err });
    queue.done(queued.uid);
  } else if (live.spec.nodeName) {
    const message = 'Pod has been assigned to node. Abort adding it back to queue.';
    info(log, 0, 'schedule_one.go:1277', message, { pod: queued.key, node: live.spec.nodeName });
    queue.done(queued.uid);
  } else {
    queued.update(live);
    queue.addUnschedulable(queued);
  }
}

function logFailure(
  log: Log,
  queued: QueuedPodInfo,
  { message, rejected, unschedulablePlugins }: Failure,
): void {
  const pod = queued.key;
  if (message === noNodesAvailable) {
    const text = 'Unable to schedule pod; no nodes are registered to the cluster; waiting';
    info(log, 2, 'schedule_one.go:1235', text, { pod });
  } else if (rejected && unschedulablePlugins !== undefined) {
    info(log, 2, 'schedule_one.go:1239', 'Unable to schedule pod; no fit; waiting', { pod, err: message });
  } else {
    error(log, 'schedule_one.go:1241', 'Error scheduling pod; retrying', {
      err: message,
      logger: 'UnhandledError',
      pod,
    });
  }
}
