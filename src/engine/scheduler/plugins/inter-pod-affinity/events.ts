import type { Node, Pod } from '../../../api/types.ts';
import { affinityTerms, type AffinityTerm } from '../../framework/affinity-term.ts';
import { action, type ClusterEventWithHint, type QueueingHint } from '../../framework/cluster-event.ts';
import { matchesAllTerms } from './topology-counts.ts';

/** What may make a refused pod schedulable. Models interpodaffinity.EventsToRegister (v1.36). */
export const interPodAffinityEvents: readonly ClusterEventWithHint[] = [
  {
    event: { resource: 'Pod', actionType: action.add | action.updatePodLabel | action.delete },
    hint: (pod, before, now) => afterPodChange(pod, before as Pod | undefined, now as Pod | undefined),
  },
  {
    event: { resource: 'Node', actionType: action.add | action.updateNodeLabel },
    hint: (pod, before, now) => afterNodeChange(pod, before as Node | undefined, now as Node),
  },
];

function requiredAffinity(pod: Pod): readonly AffinityTerm[] {
  return affinityTerms(pod, pod.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
}

function requiredAntiAffinity(pod: Pod): readonly AffinityTerm[] {
  return affinityTerms(
    pod,
    pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
  );
}

/** Namespace selectors are not looked up here: upstream's hint matches them with no labels. */
function afterPodChange(pod: Pod, before: Pod | undefined, now: Pod | undefined): QueueingHint {
  if (before !== undefined && now !== undefined && now.metadata.uid === pod.metadata.uid) return 'Queue';
  if (hasNoPlace(now) || hasNoPlace(before)) return 'QueueSkip';
  const affinity = requiredAffinity(pod);
  const antiAffinity = requiredAntiAffinity(pod);
  const matches = (terms: readonly AffinityTerm[], other: Pod | undefined): boolean =>
    other !== undefined && matchesAllTerms(terms, other);
  if (now !== undefined) {
    const comesNear = !matches(affinity, before) && matches(affinity, now);
    const goesAway = matches(antiAffinity, before) && !matches(antiAffinity, now);
    return comesNear || goesAway ? 'Queue' : 'QueueSkip';
  }
  if (before === undefined) return 'QueueSkip';
  const wasInTheWay = matches(antiAffinity, before) || matchesAllTerms(requiredAntiAffinity(before), pod);
  return wasInTheWay ? 'Queue' : 'QueueSkip';
}

/** Whether the pod neither runs somewhere nor is nominated to. */
function hasNoPlace(pod: Pod | undefined): boolean {
  return pod !== undefined && !pod.spec.nodeName && !pod.status?.nominatedNodeName;
}

function afterNodeChange(pod: Pod, before: Node | undefined, now: Node): QueueingHint {
  const comesInto = ({ topologyKey }: AffinityTerm): boolean => {
    const value = now.metadata.labels?.[topologyKey];
    return value !== undefined && value !== before?.metadata.labels?.[topologyKey];
  };
  const leaves = ({ topologyKey }: AffinityTerm): boolean => {
    if (before === undefined) return true;
    const value = before.metadata.labels?.[topologyKey];
    return value !== undefined && value !== now.metadata.labels?.[topologyKey];
  };
  return requiredAffinity(pod).some(comesInto) || requiredAntiAffinity(pod).some(leaves)
    ? 'Queue'
    : 'QueueSkip';
}
