import type { Deployment, ReplicaSet } from '../../api/types.ts';
import { scaledValue } from '../int-or-percent.ts';
import { desiredReplicasAnnotation, maxReplicasAnnotation, replicasAnnotation } from './annotations.ts';

/** How many pods a Deployment asks for. */
export function wanted(deployment: Deployment): number {
  return deployment.spec.replicas ?? 1;
}

/** How many pods a ReplicaSet asks for. */
export function size(set: ReplicaSet): number {
  return set.spec.replicas ?? 1;
}

export function totalSize(sets: readonly ReplicaSet[]): number {
  return sets.reduce((total, set) => total + size(set), 0);
}

export function totalAvailable(sets: readonly ReplicaSet[]): number {
  return sets.reduce((total, set) => total + (set.status?.availableReplicas ?? 0), 0);
}

export function totalActual(sets: readonly ReplicaSet[]): number {
  return sets.reduce((total, set) => total + (set.status?.replicas ?? 0), 0);
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec.strategy?.type === 'RollingUpdate';
}

/** Both bounds of a rolling update in pods. Models deploymentutil.ResolveFenceposts (v1.36). */
function fenceposts(deployment: Deployment): { surge: number; unavailable: number } {
  const { maxSurge, maxUnavailable } = deployment.spec.strategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, wanted(deployment), 'up');
  const unavailable = scaledValue(maxUnavailable, wanted(deployment), 'down');
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0;
}

export function maxUnavailable(deployment: Deployment): number {
  if (!isRollingUpdate(deployment) || wanted(deployment) === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, wanted(deployment));
}

/** How large the new ReplicaSet may be now. Models deploymentutil.NewRSNewReplicas (v1.36). */
export function newSetSize(deployment: Deployment, all: readonly ReplicaSet[], newSet: ReplicaSet): number {
  if (!isRollingUpdate(deployment)) return wanted(deployment);
  const room = wanted(deployment) + maxSurge(deployment) - totalSize(all);
  if (room <= 0) return size(newSet);
  return size(newSet) + Math.min(room, wanted(deployment) - size(newSet));
}

/** A new size for one ReplicaSet. */
export interface Resize {
  readonly set: ReplicaSet;
  readonly to: number;
}

/**
 * How the old ReplicaSets may shrink now, step by step: first what is unhealthy in them, then as much
 * as keeps enough pods available. Models reconcileOldReplicaSets of pkg/controller/deployment (v1.36).
 */
export function shrinkOldSets(
  deployment: Deployment,
  old: readonly ReplicaSet[],
  newSet: ReplicaSet,
): Resize[] {
  if (totalSize(old) === 0) return [];
  const atLeast = wanted(deployment) - maxUnavailable(deployment);
  const newUnavailable = size(newSet) - (newSet.status?.availableReplicas ?? 0);
  const mostDown = totalSize([...old, newSet]) - atLeast - newUnavailable;
  if (mostDown <= 0) return [];
  const byAge = old.toSorted(olderFirst);
  const sizes = new Map(byAge.map((set) => [set, size(set)]));
  const steps: Resize[] = [];
  const shrink = (most: number, spareable: (set: ReplicaSet, current: number) => number): void => {
    let left = most;
    for (const set of byAge) {
      const current = sizes.get(set) ?? 0;
      const count = Math.min(left, spareable(set, current));
      if (count <= 0) continue;
      left -= count;
      sizes.set(set, current - count);
      steps.push({ set, to: current - count });
    }
  };
  shrink(mostDown, (set, current) => current - (set.status?.availableReplicas ?? 0));
  shrink(totalAvailable([...old, newSet]) - atLeast, (_, current) => current);
  return steps;
}

/**
 * The sizes that spread a change of `spec.replicas` over the ReplicaSets of a rollout under way, in
 * proportion. Models scale of pkg/controller/deployment (v1.36).
 */
export function spreadProportionally(deployment: Deployment, active: readonly ReplicaSet[]): Resize[] {
  const allowed = wanted(deployment) > 0 ? wanted(deployment) + maxSurge(deployment) : 0;
  const toAdd = allowed - totalSize(active);
  const largestFirst = active.toSorted(
    (a, b) => size(b) - size(a) || (toAdd > 0 ? olderFirst(b, a) : olderFirst(a, b)),
  );
  let added = 0;
  const resized = largestFirst.map((set) => {
    const share = toAdd === 0 ? 0 : proportion(deployment, set, toAdd, added);
    added += share;
    return { set, to: size(set) + share };
  });
  return resized.map(({ set, to }, index) => ({
    set,
    to: index === 0 && toAdd !== 0 ? Math.max(0, to + toAdd - added) : to,
  }));
}

function proportion(deployment: Deployment, set: ReplicaSet, toAdd: number, added: number): number {
  if (size(set) === 0 || toAdd === added) return 0;
  const left = toAdd - added;
  const fraction = fractionOf(deployment, set);
  return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
}

function fractionOf(deployment: Deployment, set: ReplicaSet): number {
  if (wanted(deployment) === 0) return -size(set);
  const most = wanted(deployment) + maxSurge(deployment);
  const mostBefore = replicasAnnotation(set, maxReplicasAnnotation) ?? deployment.status?.replicas ?? 0;
  if (mostBefore === 0) return 0;
  return Math.round((size(set) * most) / mostBefore) - size(set);
}

/** Whether the new ReplicaSet is all there and no other is needed. Models deploymentutil.IsSaturated (v1.36). */
export function isSaturated(deployment: Deployment, newSet: ReplicaSet | undefined): boolean {
  return (
    newSet !== undefined &&
    size(newSet) === wanted(deployment) &&
    replicasAnnotation(newSet, desiredReplicasAnnotation) === wanted(deployment) &&
    newSet.status?.availableReplicas === wanted(deployment)
  );
}

/** By creation time, then by name. Models controller.ReplicaSetsByCreationTimestamp (v1.36). */
export function olderFirst(a: ReplicaSet, b: ReplicaSet): number {
  const [left, right] = [a.metadata, b.metadata];
  if (left.creationTimestamp !== right.creationTimestamp) {
    return (left.creationTimestamp ?? '') < (right.creationTimestamp ?? '') ? -1 : 1;
  }
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
