import {
  controllerOf,
  deepEqual,
  type Deployment,
  parseTime,
  type PodTemplateSpec,
  type ReplicaSet,
} from '../../engine/index.ts';
import { compareStrings, goSort } from '../go/sort.ts';

const revisionAnnotation = 'deployment.kubernetes.io/revision';
const hashLabel = 'pod-template-hash';

/** The revision that a replica set stands for; 0 where it says none. */
export function revisionOf(object: { metadata: { annotations?: Record<string, string> | null } }): number {
  return Number(object.metadata.annotations?.[revisionAnnotation] ?? 0) || 0;
}

/** The replica sets that a deployment owns, apart by whether they are of its template now. Models util/deployment.GetAllReplicaSets (v1.36). */
export function splitReplicaSets(
  deployment: Deployment,
  all: readonly ReplicaSet[],
): { owned: ReplicaSet[]; old: ReplicaSet[]; current: ReplicaSet | undefined } {
  const owned = all.filter((set) => controllerOf(set)?.uid === deployment.metadata.uid);
  const byAge = goSort([...owned], (a, b) => {
    const difference = age(a) - age(b);
    return difference === 0 ? compareStrings(a.metadata.name, b.metadata.name) < 0 : difference < 0;
  });
  const current = byAge.find((set) => sameTemplate(set.spec.template, deployment.spec.template));
  const old = owned.filter((set) => set.metadata.uid !== current?.metadata.uid);
  return { owned, old, current };
}

function age(set: ReplicaSet): number {
  return parseTime(set.metadata.creationTimestamp) ?? 0;
}

/** Whether two templates are the same but for the hash that the controller added. */
export function sameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return deepEqual(withoutHash(a), withoutHash(b));
}

export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec | undefined {
  const labels = template?.metadata?.labels;
  if (!labels || labels[hashLabel] === undefined) return template;
  const { [hashLabel]: _, ...rest } = labels;
  return { ...template, metadata: { ...template?.metadata, labels: rest } };
}
