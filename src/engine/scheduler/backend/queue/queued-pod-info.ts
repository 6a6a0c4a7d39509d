import type { Pod } from '../../../api/types.ts';
import type { ClusterEvent } from '../../framework/cluster-event.ts';
import type { QueueEntry } from '../../framework/interface.ts';
import { PodInfo } from '../../framework/pod-info.ts';

/** A pod in the scheduling queue. Models framework.QueuedPodInfo (v1.36). */
export class QueuedPodInfo implements QueueEntry {
  /** `namespace/name`. */
  readonly key: string;
  podInfo: PodInfo;
  /** When it was added, or came back after an attempt. */
  timestampMs: number;
  /** When it first stood in activeQ. */
  initialAttemptMs: number | undefined;
  /** How often it was popped. */
  attempts = 0;
  /** How often plugins refused it: what the backoff is computed from. */
  unschedulableCount = 0;
  /** How often in a row an attempt broke. */
  consecutiveErrorsCount = 0;
  /** Computed when first asked for; forgotten when the pod comes back. */
  backoffExpirationMs: number | undefined;
  /** The plugins that refused it in its last attempt, or keep it out of the queue. */
  readonly unschedulablePlugins = new Set<string>();
  /** The plugins that answered Pending: their events skip the backoff. */
  readonly pendingPlugins = new Set<string>();
  /** The PreEnqueue plugin that keeps it out; empty if none does. */
  gatingPlugin = '';
  /** The only events that can open the gate. */
  gatingPluginEvents: readonly ClusterEvent[] = [];

  constructor(pod: Pod, nowMs: number) {
    this.key = podKey(pod);
    this.podInfo = new PodInfo(pod);
    this.timestampMs = nowMs;
  }

  get pod(): Pod {
    return this.podInfo.pod;
  }

  get uid(): string {
    return this.podInfo.uid;
  }

  get gated(): boolean {
    return this.gatingPlugin !== '';
  }

  /** Whether any plugin refused it: if not, its last attempt broke. */
  get rejected(): boolean {
    return this.unschedulablePlugins.size > 0 || this.pendingPlugins.size > 0;
  }

  /** Takes the pod's newer version. */
  update(pod: Pod): void {
    if (pod !== this.pod) this.podInfo = new PodInfo(pod, this.podInfo);
  }
}

/** `namespace/name`. */
export function podKey(pod: Pod): string {
  return `${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
}
