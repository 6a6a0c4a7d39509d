import { matchesLabels, selectorFromMap } from '../../api/labels.ts';
import { isPodAvailable, isPodReady } from '../../api/pod-status.ts';
import type { StatusError } from '../../api/status-error.ts';
import { formatTime } from '../../api/time.ts';
import type { Pod, ReplicaSet, ReplicationController } from '../../api/types.ts';
import { omitZeros } from '../omit-zeros.ts';

export type ReplicaSetStatus = NonNullable<ReplicaSet['status']>;

export interface ReplicaSetView {
  /** Claimed, neither finished nor going. */
  readonly active: readonly Pod[];
  /** Claimed, going, not finished yet; absent where the status does not count them. */
  readonly terminating?: readonly Pod[];
  /** What came of the last attempt to create or delete. */
  readonly error?: StatusError;
}

/** What a ReplicaSet's status should say. Models calculateStatus of pkg/controller/replicaset (v1.36). */
export function replicaSetStatus(
  set: ReplicaSet | ReplicationController,
  view: ReplicaSetView,
  nowMs: number,
): ReplicaSetStatus {
  const { active, terminating, error } = view;
  const template = selectorFromMap(set.spec.template?.metadata?.labels);
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  const ready = active.filter(isPodReady);
  const conditions = conditionsAfter(set, active.length, error, nowMs);
  const status: ReplicaSetStatus = {
    replicas: active.length,
    fullyLabeledReplicas: active.filter((pod) => matchesLabels(template, pod.metadata.labels)).length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => isPodAvailable(pod, minReadySeconds, nowMs)).length,
    terminatingReplicas: terminating?.length,
    observedGeneration: set.metadata.generation,
    ...(conditions.length > 0 && { conditions }),
  };
  return omitZeros(status, ['replicas', 'terminatingReplicas']);
}

function conditionsAfter(
  set: ReplicaSet | ReplicationController,
  activeCount: number,
  error: StatusError | undefined,
  nowMs: number,
): NonNullable<ReplicaSetStatus['conditions']> {
  const conditions = set.status?.conditions ?? [];
  const failed = conditions.some(({ type }) => type === 'ReplicaFailure');
  if (error === undefined) return conditions.filter(({ type }) => type !== 'ReplicaFailure');
  if (failed) return conditions;
  return [
    ...conditions,
    {
      type: 'ReplicaFailure',
      status: 'True',
      lastTransitionTime: formatTime(nowMs),
      reason: activeCount < (set.spec.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete',
      message: error.message,
    },
  ];
}
