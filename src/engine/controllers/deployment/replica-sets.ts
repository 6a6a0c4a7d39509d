import { deepEqual } from '../../sim/plain.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../api/types.ts';
import { revisionOf } from './annotations.ts';
import { olderFirst, size } from './rollout-math.ts';

export const podTemplateHashLabel = 'pod-template-hash';

/** The ReplicaSet whose template is the Deployment's, the oldest of several. Models deploymentutil.FindNewReplicaSet (v1.36). */
export function findNewSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return sets.toSorted(olderFirst).find((set) => isSameTemplate(set.spec.template, deployment.spec.template));
}

/** Equal but for the hash label. Models deploymentutil.EqualIgnoreHash (v1.36). */
export function isSameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return deepEqual(withoutHash(a), withoutHash(b));
}

function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec | undefined {
  const labels = template?.metadata?.labels;
  if (labels === undefined || !Object.hasOwn(labels, podTemplateHashLabel)) return template;
  const { [podTemplateHashLabel]: _, ...rest } = labels;
  return { ...template, metadata: { ...template?.metadata, labels: rest } };
}

/** Those that ask for pods. */
export function activeSets(sets: readonly ReplicaSet[]): ReplicaSet[] {
  return sets.filter((set) => size(set) > 0);
}

export function highestRevision(sets: readonly ReplicaSet[]): bigint {
  return sets.map(revisionOf).reduce((highest, revision) => (revision > highest ? revision : highest), 0n);
}

/** The one ReplicaSet that a change of size is about; undefined in the midst of a rollout. Models FindActiveOrLatest (v1.36). */
export function activeOrLatest(
  newSet: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): ReplicaSet | undefined {
  const active = activeSets(newSet === undefined ? old : [...old, newSet]);
  if (active.length > 1) return undefined;
  return active[0] ?? newSet ?? old.toSorted((a, b) => olderFirst(b, a))[0];
}

/** The old ReplicaSets beyond the history limit, oldest revision first. Models cleanupDeployment (v1.36). */
export function outlivedSets(deployment: Deployment, old: readonly ReplicaSet[]): ReplicaSet[] {
  const limit = deployment.spec.revisionHistoryLimit;
  if (limit === undefined || limit === 2 ** 31 - 1) return [];
  const alive = old.filter(({ metadata }) => !metadata.deletionTimestamp);
  return alive
    .toSorted((a, b) => Number(revisionOf(a) - revisionOf(b)) || olderFirst(a, b))
    .slice(0, Math.max(0, alive.length - limit))
    .filter(
      (set) =>
        (set.status?.replicas ?? 0) === 0 &&
        size(set) === 0 &&
        (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0),
    );
}
