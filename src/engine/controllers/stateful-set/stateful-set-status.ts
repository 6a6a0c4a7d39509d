import type { Pod, StatefulSet } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';
import { omitZeros } from '../omit-zeros.ts';
import {
  isCreated,
  isRunningAndAvailable,
  isRunningAndReady,
  isTerminating,
  revisionOf,
} from './identity.ts';

export type StatefulSetStatus = NonNullable<StatefulSet['status']>;

export interface Revisions {
  /** The names of the revision that members had and of that which they are to get. */
  readonly current: string;
  readonly update: string;
  readonly collisionCount: number;
}

/** What the status should say of these members. Models updateStatus and computeReplicaStatus (v1.36). */
export function statefulSetStatus(
  set: StatefulSet,
  members: readonly Pod[],
  { current, update, collisionCount }: Revisions,
  nowMs: number,
): StatefulSetStatus {
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  const ready = members.filter(isRunningAndReady);
  const living = members.filter((pod) => isCreated(pod) && !isTerminating(pod));
  const { conditions } = set.status ?? {};
  return {
    observedGeneration: set.metadata.generation,
    replicas: members.filter(isCreated).length,
    readyReplicas: ready.length,
    currentReplicas: living.filter((pod) => revisionOf(pod) === current).length,
    updatedReplicas: living.filter((pod) => revisionOf(pod) === update).length,
    currentRevision: current,
    updateRevision: update,
    collisionCount,
    availableReplicas: ready.filter((pod) => isRunningAndAvailable(pod, minReadySeconds, nowMs)).length,
    ...(conditions && { conditions }),
  };
}

/** The status to write; undefined where it would say nothing new. Models completeRollingUpdate and inconsistentStatus (v1.36). */
export function statusToWrite(set: StatefulSet, status: StatefulSetStatus): StatefulSetStatus | undefined {
  const wanted = set.spec.replicas ?? 1;
  const complete =
    set.spec.updateStrategy?.type === 'RollingUpdate' &&
    status.updatedReplicas === wanted &&
    status.readyReplicas === wanted &&
    status.replicas === wanted;
  const final = complete
    ? { ...status, currentReplicas: status.updatedReplicas, currentRevision: status.updateRevision }
    : status;
  const plain = omitZeros(final, ['replicas', 'collisionCount', 'availableReplicas']);
  return deepEqual(set.status, plain) ? undefined : plain;
}
