import { podRequests } from '../api/pod-resources.ts';
import type { Pod } from '../api/types.ts';
import type { Shortage } from './admission.ts';
import { isCriticalPod } from './static-pod.ts';

/** How much of each resource is still to be freed; what is met is not in it. */
type Missing = ReadonlyMap<string, number>;

/** Those that are ended first come first. */
const classes = ['BestEffort', 'Burstable', 'Guaranteed'] as const;

/**
 * The pods to end so that a critical pod finds room, or undefined when ending all that may go would not
 * do. As few of the higher classes as possible, and of each class as few pods as possible, and small ones.
 * Models pkg/kubelet/preemption (v1.36).
 */
export function podsToPreempt(
  critical: Pod,
  active: readonly Pod[],
  shortages: readonly Shortage[],
): Pod[] | undefined {
  const missing: Missing = new Map(
    shortages.map(({ resource, requested, used, capacity }) => [resource, requested - (capacity - used)]),
  );
  const candidates = active.filter((pod) => mayPreempt(critical, pod));
  if (without(missing, candidates).size > 0) return undefined;
  const byClass = new Map(classes.map((name) => [name, candidates.filter((pod) => classOf(pod) === name)]));
  const chosen = new Map<string, readonly Pod[]>(byClass);
  // From the highest class down: what it must give although all of the lower ones are ended.
  for (const name of classes.toReversed()) {
    const others = [...chosen].flatMap(([other, pods]) => (other === name ? [] : pods));
    chosen.set(name, fewest(byClass.get(name) ?? [], without(missing, others)));
  }
  return [...chosen.values()].flat();
}

/** Models kubelettypes.Preemptable (v1.36). */
function mayPreempt(critical: Pod, pod: Pod): boolean {
  return !isCriticalPod(pod) || (pod.spec.priority ?? 0) < (critical.spec.priority ?? 0);
}

function classOf(pod: Pod): string {
  return pod.status?.qosClass ?? 'BestEffort';
}

/** Again and again the pod that comes closest to what is missing. */
function fewest(pods: readonly Pod[], missing: Missing): Pod[] {
  const left = [...pods];
  const chosen: Pod[] = [];
  let rest = missing;
  while (rest.size > 0 && left.length > 0) {
    const [best] = left.toSorted((a, b) => distance(a, rest) - distance(b, rest) || bySize(a, b)) as [Pod];
    left.splice(left.indexOf(best), 1);
    chosen.push(best);
    rest = without(rest, [best]);
  }
  return chosen;
}

/** How much of what is missing would still be, each resource weighing the same. */
function distance(pod: Pod, missing: Missing): number {
  let sum = 0;
  for (const [resource, amount] of missing)
    sum += Math.max(0, (amount - freedBy(pod, resource)) / amount) ** 2;
  return sum;
}

function bySize(a: Pod, b: Pod): number {
  return freedBy(a, 'memory') - freedBy(b, 'memory') || freedBy(a, 'cpu') - freedBy(b, 'cpu');
}

function without(missing: Missing, pods: readonly Pod[]): Missing {
  const rest = new Map<string, number>();
  for (const [resource, amount] of missing) {
    const left = pods.reduce((sum, pod) => sum - freedBy(pod, resource), amount);
    if (left > 0) rest.set(resource, left);
  }
  return rest;
}

function freedBy(pod: Pod, resource: string): number {
  return resource === 'pods' ? 1 : (podRequests(pod).get(resource) ?? 0);
}
