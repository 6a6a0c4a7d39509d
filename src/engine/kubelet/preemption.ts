import { podRequests } from '../api/pod-resources.ts';
import type { Pod } from '../api/types.ts';
import type { Shortage } from './admission.ts';
import { isCriticalPod } from './static-pod.ts';

const qosRank: Readonly<Record<string, number>> = { BestEffort: 0, Burstable: 1, Guaranteed: 2 };

/**
 * The pods to end so that a critical pod finds room, or undefined when ending all that may go would not
 * do. First those of the lowest quality of service, and of these as few and as small as possible.
 * Models pkg/kubelet/preemption (v1.36).
 *
 * Simplified: within a class, the pods that free the most go first.
 */
export function podsToPreempt(
  critical: Pod,
  active: readonly Pod[],
  shortages: readonly Shortage[],
): Pod[] | undefined {
  const missing = new Map(
    shortages.map(({ resource, requested, used, capacity }) => [resource, requested - (capacity - used)]),
  );
  const candidates = active
    .filter((pod) => !isCriticalPod(pod) && (pod.spec.priority ?? 0) < (critical.spec.priority ?? 0))
    .toSorted((a, b) => rank(a) - rank(b) || freed(b, missing) - freed(a, missing));
  const victims: Pod[] = [];
  for (const pod of candidates) {
    if (isMet(missing)) break;
    if (freed(pod, missing) === 0) continue;
    victims.push(pod);
    const requests = podRequests(pod);
    for (const [resource, amount] of missing)
      missing.set(resource, amount - (resource === 'pods' ? 1 : (requests.get(resource) ?? 0)));
  }
  return isMet(missing) ? victims : undefined;
}

function isMet(missing: ReadonlyMap<string, number>): boolean {
  return [...missing.values()].every((amount) => amount <= 0);
}

function rank(pod: Pod): number {
  return qosRank[pod.status?.qosClass ?? 'BestEffort'] ?? 0;
}

function freed(pod: Pod, missing: ReadonlyMap<string, number>): number {
  const requests = podRequests(pod);
  let share = 0;
  for (const [resource, amount] of missing) {
    if (amount <= 0) continue;
    share += Math.min(1, (resource === 'pods' ? 1 : (requests.get(resource) ?? 0)) / amount);
  }
  return share;
}
