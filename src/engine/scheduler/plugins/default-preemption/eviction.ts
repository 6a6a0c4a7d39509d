import { info } from '../../../api/klog.ts';
import { StatusError, isReason } from '../../../api/status-error.ts';
import type { Pod, PodCondition } from '../../../api/types.ts';
import type { Handle } from '../../framework/handle.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { Candidate } from './candidates.ts';

/**
 * Makes room on the chosen node, after the cycle that chose it. Meanwhile the preemptor is kept out
 * of the queue, until just before its last victim goes, whose deletion then brings it back. Models
 * preemption.Executor (v1.36).
 */
export class Eviction {
  readonly #handle: Handle;
  /** Uids of pods for which victims are being evicted. */
  readonly #preempting = new Set<string>();

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  isPreempting(pod: Pod): boolean {
    return this.#preempting.has(pod.metadata.uid ?? '');
  }

  start(candidate: Candidate, preemptor: PodInfo): void {
    const victims = candidate.victims.filter(({ pod }) => !pod.metadata.deletionTimestamp);
    if (victims.length === 0) return;
    this.#preempting.add(preemptor.uid);
    const about = { preemptor: keyOf(preemptor.pod), node: candidate.node };
    this.#handle.soon(() => {
      const { log } = this.#handle;
      info(log, 2, 'executor.go:251', 'Start the preemption asynchronously', {
        ...about,
        numVictims: candidate.victims.length,
        numVictimsToDelete: victims.length,
      });
      try {
        this.#clearLowerNominations(candidate.node, preemptor);
        victims.forEach(({ pod }, index) => {
          if (index === victims.length - 1) this.#preempting.delete(preemptor.uid);
          this.#preempt(pod, preemptor.pod, candidate.node);
        });
        info(log, 2, 'executor.go:303', 'Async Preemption finished completely', {
          ...about,
          result: 'success',
        });
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        // No deletion will wake the preemptor up.
        this.#preempting.delete(preemptor.uid);
        this.#handle.activate(preemptor.pod);
      }
    });
  }

  /** Pods of lower priority that wait for the same node are to look for another. */
  #clearLowerNominations(node: string, preemptor: PodInfo): void {
    for (const { pod, priority } of this.#handle.nominator.nominatedPodsForNode(node)) {
      if (priority >= preemptor.priority || !pod.status?.nominatedNodeName) continue;
      ignoreGone(() => this.#handle.api.patchPodStatus(pod, { nominatedNodeName: '' }));
    }
  }

  #preempt(victim: Pod, preemptor: Pod, node: string): void {
    const inMemory = this.#handle.preemptWaitingPod(victim, 'preempted');
    if (!inMemory) {
      ignoreGone(() => {
        this.#handle.api.patchPodStatus(victim, { condition: disruptionTarget(victim, preemptor) });
        this.#handle.api.deletePod(victim);
      });
    }
    info(this.#handle.log, 2, 'executor.go:152', 'Preemptor Pod preempted victim Pod', {
      preemptor: keyOf(preemptor),
      victim: keyOf(victim),
      node,
    });
    this.#handle.recordEvent({
      regarding: victim,
      related: preemptor,
      type: 'Normal',
      reason: 'Preempted',
      action: 'Preempting',
      note: `Preempted by pod ${preemptor.metadata.uid} on node ${node}${inMemory ? ' (in kube-scheduler memory).' : ''}`,
    });
  }
}

/** `namespace/name`. */
export function keyOf({ metadata }: Pod): string {
  return `${metadata.namespace}/${metadata.name}`;
}

function disruptionTarget(victim: Pod, preemptor: Pod): PodCondition {
  return {
    type: 'DisruptionTarget',
    observedGeneration: victim.metadata.generation,
    status: 'True',
    reason: 'PreemptionByScheduler',
    message: `${preemptor.spec.schedulerName}: preempting to accommodate a higher priority pod`,
  };
}

/** Whether the pod is on its way out because the scheduler preempted it. */
export function isTerminatingByPreemption({ metadata, status }: Pod): boolean {
  if (!metadata.deletionTimestamp) return false;
  const condition = status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
  return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler';
}

/** A pod that is gone already needs nothing more. */
function ignoreGone(call: () => void): void {
  try {
    call();
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}
