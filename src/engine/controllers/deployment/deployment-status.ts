import { formatTime, parseTime } from '../../api/time.ts';
import type { Deployment, ReplicaSet } from '../../api/types.ts';
import { omitZeros } from '../omit-zeros.ts';
import { maxUnavailable, totalActual, totalAvailable, totalSize, wanted } from './rollout-math.ts';

export type DeploymentStatus = NonNullable<Deployment['status']>;
export type DeploymentCondition = NonNullable<DeploymentStatus['conditions']>[number];
type ConditionType = 'Progressing' | 'Available' | 'ReplicaFailure';
type ConditionStatus = 'True' | 'False' | 'Unknown';

export function deploymentCondition(
  status: DeploymentStatus | undefined,
  type: ConditionType,
): DeploymentCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

export function newCondition(
  type: ConditionType,
  status: ConditionStatus,
  reason: string,
  message: string,
  nowMs: number,
): DeploymentCondition {
  const time = formatTime(nowMs);
  return { type, status, lastUpdateTime: time, lastTransitionTime: time, reason, message };
}

function withoutCondition(status: DeploymentStatus, type: ConditionType): DeploymentStatus {
  const { conditions, ...rest } = status;
  const kept = (conditions ?? []).filter((condition) => condition.type !== type);
  return kept.length > 0 ? { ...rest, conditions: kept } : rest;
}

/**
 * The status with a condition in it. One that changes status or reason goes to the end of the list;
 * else nothing changes. Models deploymentutil.SetDeploymentCondition (v1.36).
 */
export function withCondition(status: DeploymentStatus, condition: DeploymentCondition): DeploymentStatus {
  const type = condition.type as ConditionType;
  const current = deploymentCondition(status, type);
  if (current?.status === condition.status && current.reason === condition.reason) return status;
  const lastTransitionTime =
    current?.status === condition.status ? current.lastTransitionTime : condition.lastTransitionTime;
  const others = withoutCondition(status, type);
  return { ...others, conditions: [...(others.conditions ?? []), { ...condition, lastTransitionTime }] };
}

/** The counts and the condition Available. Models calculateStatus of pkg/controller/deployment (v1.36). */
export function countedStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const available = totalAvailable(all);
  const counts: DeploymentStatus = omitZeros(
    {
      observedGeneration: deployment.metadata.generation,
      replicas: totalActual(all),
      updatedReplicas: newSet === undefined ? 0 : totalActual([newSet]),
      readyReplicas: all.reduce((total, set) => total + (set.status?.readyReplicas ?? 0), 0),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, totalSize(all) - available),
      terminatingReplicas: terminating(all),
      collisionCount: deployment.status?.collisionCount,
      ...(deployment.status?.conditions && { conditions: deployment.status.conditions }),
    },
    ['terminatingReplicas', 'collisionCount'],
  );
  const enough = available >= wanted(deployment) - maxUnavailable(deployment);
  const condition = enough
    ? newCondition(
        'Available',
        'True',
        'MinimumReplicasAvailable',
        'Deployment has minimum availability.',
        nowMs,
      )
    : newCondition(
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
        nowMs,
      );
  return withCondition(counts, condition);
}

/** Unknown as long as one ReplicaSet that was looked at does not say. */
function terminating(all: readonly ReplicaSet[]): number | undefined {
  let total = 0;
  for (const { status } of all) {
    if (status?.terminatingReplicas === undefined) {
      if ((status?.observedGeneration ?? 0) > 0) return undefined;
      continue;
    }
    total += status.terminatingReplicas;
  }
  return total;
}

/** What the condition Progressing is about, as its messages name it. */
function subject(deployment: Deployment, newSet: ReplicaSet | undefined): string {
  return newSet === undefined
    ? `Deployment "${deployment.metadata.name}"`
    : `ReplicaSet "${newSet.metadata.name}"`;
}

/**
 * The status in the midst of a rollout, with the conditions Progressing and ReplicaFailure.
 * Models syncRolloutStatus of pkg/controller/deployment (v1.36).
 */
export function rolloutStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  let status = countedStatus(deployment, all, newSet, nowMs);
  if (hasProgressDeadline(deployment)) status = withProgress(deployment, status, newSet, nowMs);
  else status = withoutCondition(status, 'Progressing');
  const failure = replicaFailure(all, newSet);
  return failure === undefined ? withoutCondition(status, 'ReplicaFailure') : withCondition(status, failure);
}

function withProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  newSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const current = deploymentCondition(deployment.status, 'Progressing');
  const finished =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable';
  if (finished) return status;
  const about = subject(deployment, newSet);
  const progressing = (value: 'True' | 'False', reason: string, message: string): DeploymentCondition =>
    newCondition('Progressing', value, reason, message, nowMs);
  if (isComplete(deployment, status)) {
    const message = `${about} has successfully progressed.`;
    return withCondition(status, progressing('True', 'NewReplicaSetAvailable', message));
  }
  if (isProgressing(deployment.status, status)) {
    const condition = progressing('True', 'ReplicaSetUpdated', `${about} is progressing.`);
    // Taken out and put back, so that its update time moves even when nothing else in it changes.
    return withCondition(withoutCondition(status, 'Progressing'), {
      ...condition,
      ...(current?.status === 'True' && { lastTransitionTime: current.lastTransitionTime }),
    });
  }
  if (isTimedOut(deployment, status, nowMs)) {
    const message = `${about} has timed out progressing.`;
    return withCondition(status, progressing('False', 'ProgressDeadlineExceeded', message));
  }
  return status;
}

/** Whether every pod is new and available. Models deploymentutil.DeploymentComplete (v1.36). */
export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const count = wanted(deployment);
  return (
    (status?.updatedReplicas ?? 0) === count &&
    (status?.replicas ?? 0) === count &&
    (status?.availableReplicas ?? 0) === count &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** Models deploymentutil.DeploymentProgressing (v1.36). */
function isProgressing(old: DeploymentStatus | undefined, status: DeploymentStatus): boolean {
  const updated = (of: DeploymentStatus | undefined): number => of?.updatedReplicas ?? 0;
  const outdated = (of: DeploymentStatus | undefined): number => (of?.replicas ?? 0) - updated(of);
  return (
    updated(status) > updated(old) ||
    outdated(status) < outdated(old) ||
    (status.readyReplicas ?? 0) > (old?.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (old?.availableReplicas ?? 0)
  );
}

/** Models deploymentutil.DeploymentTimedOut (v1.36). */
function isTimedOut(deployment: Deployment, status: DeploymentStatus, nowMs: number): boolean {
  const condition = deploymentCondition(status, 'Progressing');
  if (condition === undefined || condition.reason === 'NewReplicaSetAvailable') return false;
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  return progressDeadlineMs(deployment, condition) < nowMs;
}

export function hasProgressDeadline(deployment: Deployment): boolean {
  const { progressDeadlineSeconds } = deployment.spec;
  return progressDeadlineSeconds !== undefined && progressDeadlineSeconds !== 2 ** 31 - 1;
}

/** When a rollout that makes no more progress will be called stuck. */
export function progressDeadlineMs(deployment: Deployment, condition: DeploymentCondition): number {
  return (parseTime(condition.lastUpdateTime) ?? 0) + (deployment.spec.progressDeadlineSeconds ?? 600) * 1000;
}

/** The failure of the new ReplicaSet, or else of any. Models getReplicaFailures (v1.36). */
function replicaFailure(
  all: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
): DeploymentCondition | undefined {
  for (const set of [...(newSet === undefined ? [] : [newSet]), ...all]) {
    const found = set.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (found === undefined) continue;
    const { type, status, lastTransitionTime, reason, message } = found;
    return { type, status, lastUpdateTime: lastTransitionTime, lastTransitionTime, reason, message };
  }
  return undefined;
}
