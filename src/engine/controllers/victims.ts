import { isPodActive, isPodReady, podCondition } from '../api/pod-status.ts';
import { parseTime } from '../api/time.ts';
import type { Pod } from '../api/types.ts';

/** Negative when a pod goes before the other. */
type Order = (a: Candidate, b: Candidate) => number;

interface Candidate {
  readonly pod: Pod;
  /** How many pods of the same owner share its node. */
  readonly neighbours: number;
  readonly ready: boolean;
}

/**
 * The `count` pods to delete first when there are too many. `related` are the pods that spread with
 * them: those of all ReplicaSets of one owner.
 * Models getPodsToDelete and controller.ActivePodsWithRanks (v1.36).
 */
export function chooseVictims(
  pods: readonly Pod[],
  related: Iterable<Pod>,
  count: number,
  nowMs: number,
): Pod[] {
  if (count >= pods.length) return [...pods];
  const onNode = new Map<string, number>();
  for (const pod of related) {
    if (!isPodActive(pod)) continue;
    const node = pod.spec.nodeName ?? '';
    onNode.set(node, (onNode.get(node) ?? 0) + 1);
  }
  const candidates = pods.map((pod): Candidate => ({
    pod,
    neighbours: onNode.get(pod.spec.nodeName ?? '') ?? 0,
    ready: isPodReady(pod),
  }));
  const order = deletionOrder(nowMs);
  return candidates
    .toSorted((a, b) => firstDifference(order, a, b))
    .slice(0, count)
    .map(({ pod }) => pod);
}

function firstDifference(order: readonly Order[], a: Candidate, b: Candidate): number {
  for (const compare of order) {
    const difference = compare(a, b);
    if (difference !== 0) return difference;
  }
  return 0;
}

const phaseRank: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** The rules, in the order in which they decide. */
function deletionOrder(nowMs: number): readonly Order[] {
  return [
    by(({ pod }) => (pod.spec.nodeName ? 1 : 0)),
    by(({ pod }) => phaseRank[pod.status?.phase ?? 'Pending'] ?? 0),
    by(({ ready }) => (ready ? 1 : 0)),
    by(({ pod }) => deletionCost(pod)),
    by(({ neighbours }) => -neighbours),
    (a, b) => (a.ready && b.ready ? younger(readyTime(a.pod), readyTime(b.pod), a, b, nowMs) : 0),
    by(({ pod }) => -mostRestarts(pod.status?.containerStatuses)),
    by(({ pod }) => -mostRestarts(pod.status?.initContainerStatuses)),
    (a, b) => younger(creationTime(a.pod), creationTime(b.pod), a, b, nowMs),
  ];
}

function by(rank: (candidate: Candidate) => number): Order {
  return (a, b) => rank(a) - rank(b);
}

/** Ages of the same order of magnitude are equal, and the uid, which is chance, decides. */
function younger(aMs: number, bMs: number, a: Candidate, b: Candidate, nowMs: number): number {
  if (aMs === bMs) return 0;
  const difference = magnitude(nowMs - aMs) - magnitude(nowMs - bMs);
  if (difference !== 0) return difference;
  return (a.pod.metadata.uid ?? '') < (b.pod.metadata.uid ?? '') ? -1 : 1;
}

/** The binary logarithm of an age in nanoseconds, cut to a whole number. */
function magnitude(ageMs: number): number {
  return ageMs <= 0 ? -1 : Math.trunc(Math.log2(ageMs * 1_000_000));
}

/** Annotation `controller.kubernetes.io/pod-deletion-cost`; 0 where it is absent or no number. */
function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? '';
  return /^(0|-?[1-9][0-9]*)$/.test(text) ? Number(text) : 0;
}

function readyTime(pod: Pod): number {
  return parseTime(podCondition(pod, 'Ready')?.lastTransitionTime) ?? 0;
}

function creationTime(pod: Pod): number {
  return parseTime(pod.metadata.creationTimestamp) ?? 0;
}

function mostRestarts(statuses: readonly { restartCount: number }[] | undefined): number {
  return Math.max(0, ...(statuses ?? []).map(({ restartCount }) => restartCount));
}
