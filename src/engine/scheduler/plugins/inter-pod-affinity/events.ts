import type { Node, Pod } from '../../../api/types.ts';
import { affinityTerms, type AffinityTerm } from '../../framework/affinity-term.ts';
import { action, type ClusterEventWithHint, type QueueingHint } from '../../framework/cluster-event.ts';
import { matchesAllTerms } from './topology-counts.ts';

type ResolveNamespaces = (terms: readonly AffinityTerm[]) => readonly AffinityTerm[];

/** What may make a refused pod schedulable. Models interpodaffinity.EventsToRegister (v1.36). */
export function interPodAffinityEvents(resolve: ResolveNamespaces): readonly ClusterEventWithHint[] {
  return [
    {
      event: { resource: 'Pod', actionType: action.add | action.updatePodLabel | action.delete },
      hint: (pod, before, now) =>
        afterPodChange(pod, before as Pod | undefined, now as Pod | undefined, resolve),
    },
    {
      event: { resource: 'Node', actionType: action.add | action.updateNodeLabel },
      hint: (pod, before, now) => afterNodeChange(pod, before as Node | undefined, now as Node),
    },
  ];
}

function requiredAffinity(pod: Pod): readonly AffinityTerm[] {
  return affinityTerms(pod, pod.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
}

function requiredAntiAffinity(pod: Pod): readonly AffinityTerm[] {
  return affinityTerms(
    pod,
    pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
  );
}

function afterPodChange(
  pod: Pod,
  before: Pod | undefined,
  now: Pod | undefined,
  resolve: ResolveNamespaces,
): QueueingHint {
  if (now !== undefined && now.metadata.uid === pod.metadata.uid) return 'Queue';
  if ((now !== undefined && !now.spec.nodeName) || (before !== undefined && !before.spec.nodeName)) {
    return 'QueueSkip';
  }
  const affinity = resolve(requiredAffinity(pod));
  const antiAffinity = resolve(requiredAntiAffinity(pod));
  const matches = (terms: readonly AffinityTerm[], other: Pod | undefined): boolean =>
    other !== undefined && matchesAllTerms(terms, other);
  if (now !== undefined) {
    const comesNear = !matches(affinity, before) && matches(affinity, now);
    const goesAway = matches(antiAffinity, before) && !matches(antiAffinity, now);
    return comesNear || goesAway ? 'Queue' : 'QueueSkip';
  }
  if (before === undefined) return 'QueueSkip';
  const wasInTheWay =
    matches(antiAffinity, before) || matchesAllTerms(resolve(requiredAntiAffinity(before)), pod);
  return wasInTheWay ? 'Queue' : 'QueueSkip';
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
