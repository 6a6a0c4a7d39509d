import type { Pod, PodStatus } from '../api/types.ts';
import { observedGeneration } from './pod-conditions.ts';

export interface ForcedEnd {
  readonly reason: string;
  readonly message: string;
  /** What the condition DisruptionTarget says; absent = none is set. */
  readonly disruption?: string;
}

/** What becomes of the status of a pod that the kubelet itself ends. Models killPodNow's status functions (v1.36). */
export function forcedEnd(
  pod: Pod,
  { reason, message, disruption }: ForcedEnd,
): (status: PodStatus) => PodStatus {
  return (status) => {
    const ended: PodStatus = { ...status, phase: 'Failed', reason, message };
    if (disruption === undefined) return ended;
    const others = (status.conditions ?? []).filter(({ type }) => type !== 'DisruptionTarget');
    const condition = {
      type: 'DisruptionTarget',
      ...observedGeneration(pod),
      status: 'True' as const,
      reason: 'TerminationByKubelet',
      message: disruption,
    };
    return { ...ended, conditions: [...others, condition] };
  };
}
