import type { Deployment, ReplicaSet } from '../../api/types.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const revisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history';
export const desiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas';
export const maxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas';

/** Those of a Deployment that its ReplicaSets do not inherit. */
const notCopied: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  'deprecated.deployment.rollback.to',
]);

const longestHistory = 2000;

type Annotations = Readonly<Record<string, string>>;

/** A whole number in an annotation; undefined where there is none. */
export function replicasAnnotation(set: ReplicaSet, name: string): number | undefined {
  const text = set.metadata.annotations?.[name];
  return text !== undefined && /^-?[0-9]+$/.test(text) ? Number(text) : undefined;
}

/** The revision of a ReplicaSet, an int64; 0 where it has none. */
export function revisionOf(set: ReplicaSet): bigint {
  return wholeNumber(set.metadata.annotations?.[revisionAnnotation] ?? '') ?? 0n;
}

function wholeNumber(text: string): bigint | undefined {
  return /^-?[0-9]+$/.test(text) ? BigInt.asIntN(64, BigInt(text)) : undefined;
}

/**
 * The annotations of the newest ReplicaSet: those of its Deployment, and its revision, which rises
 * when it is taken again after others. Models deploymentutil.SetNewReplicaSetAnnotations (v1.36).
 */
export function newSetAnnotations(deployment: Deployment, set: ReplicaSet, revision: bigint): Annotations {
  const annotations: Record<string, string> = { ...set.metadata.annotations };
  for (const [key, value] of Object.entries(deployment.metadata.annotations ?? {})) {
    if (!notCopied.has(key)) annotations[key] = value;
  }
  const old = annotations[revisionAnnotation];
  const known = wholeNumber(old || '0');
  if (known === undefined || known >= revision) return annotations;
  annotations[revisionAnnotation] = String(revision);
  if (old !== undefined) {
    const history = longerHistory(annotations[revisionHistoryAnnotation] ?? '', old);
    if (history !== undefined) annotations[revisionHistoryAnnotation] = history;
  }
  return annotations;
}

/** The history with one more revision; the oldest go where it grows too long. */
function longerHistory(history: string, revision: string): string | undefined {
  if (history === '') return revision;
  const revisions = [...history.split(','), revision];
  while (revisions.length > 1 && revisions.join(',').length > longestHistory) revisions.shift();
  return revision.length > longestHistory ? undefined : revisions.join(',');
}

/** The annotations from which a later change of size is spread. Models deploymentutil.SetReplicasAnnotations (v1.36). */
export function withReplicasAnnotations(set: ReplicaSet, desired: number, most: number): Annotations {
  return {
    ...set.metadata.annotations,
    [desiredReplicasAnnotation]: String(desired),
    [maxReplicasAnnotation]: String(most),
  };
}
