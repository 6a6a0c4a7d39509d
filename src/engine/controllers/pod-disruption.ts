import { pods } from '../api/resources.ts';
import { podCondition } from '../api/pod-status.ts';
import { formatTime } from '../api/time.ts';
import type { Pod } from '../api/types.ts';
import type { Client } from '../client/client.ts';

/** Why a pod is ended from outside, as its condition DisruptionTarget says. */
export interface Disruption {
  readonly reason: string;
  readonly message: string;
}

/** Writes the condition, if it is new, and the phase Failed where asked. Models apipod.PatchPodStatus (v1.36). */
export function markDisrupted(
  client: Client,
  pod: Pod,
  disruption: Disruption | undefined,
  nowMs: number,
  fails = false,
): void {
  const status: Record<string, unknown> = {};
  if (fails) status['phase'] = 'Failed';
  const current = podCondition(pod, 'DisruptionTarget');
  if (disruption !== undefined && (current?.status !== 'True' || current.reason !== disruption.reason)) {
    // Where it goes among the others: those it had, then this one, unless it is there already.
    const types = (pod.status?.conditions ?? []).map(({ type }) => ({ type }));
    const known = types.some(({ type }) => type === 'DisruptionTarget');
    status['$setElementOrder/conditions'] = known ? types : [...types, { type: 'DisruptionTarget' }];
    status['conditions'] = [
      {
        type: 'DisruptionTarget',
        observedGeneration: pod.metadata.generation,
        status: 'True',
        lastTransitionTime: formatTime(nowMs),
        ...disruption,
      },
    ];
  }
  if (Object.keys(status).length === 0) return;
  const { namespace, name, uid } = pod.metadata;
  const body = { metadata: { uid }, status };
  client.patch(pods, { namespace, name }, { type: 'strategic', body }, 'status');
}
