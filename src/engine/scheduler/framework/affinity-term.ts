import { matchesLabels, selectorFrom, type Labels, type Selector } from '../../api/labels.ts';
import type { Pod, PodAffinityTerm } from '../../api/types.ts';

/** A pod affinity term, ready to be matched. Models framework.AffinityTerm (v1.36). */
export interface AffinityTerm {
  readonly namespaces: ReadonlySet<string>;
  readonly namespaceSelector: Selector;
  readonly selector: Selector;
  readonly topologyKey: string;
}

export interface WeightedAffinityTerm extends AffinityTerm {
  readonly weight: number;
}

const noTerms: readonly never[] = [];

/** Models framework.getAffinityTerms (v1.36): without namespaces of its own a term means its pod's. */
export function affinityTerms(
  pod: Pod,
  terms: readonly PodAffinityTerm[] | null | undefined,
): readonly AffinityTerm[] {
  if (!terms?.length) return noTerms;
  return terms.map((term) => affinityTerm(pod, term));
}

export function weightedAffinityTerms(
  pod: Pod,
  terms: readonly { weight: number; podAffinityTerm: PodAffinityTerm }[] | null | undefined,
): readonly WeightedAffinityTerm[] {
  if (!terms?.length) return noTerms;
  return terms.map(({ weight, podAffinityTerm }) => ({ ...affinityTerm(pod, podAffinityTerm), weight }));
}

function affinityTerm(pod: Pod, term: PodAffinityTerm): AffinityTerm {
  const ownNamespace = !term.namespaces?.length && !term.namespaceSelector;
  return {
    namespaces: new Set(ownNamespace ? [pod.metadata.namespace ?? ''] : term.namespaces),
    namespaceSelector: selectorFrom(term.namespaceSelector),
    selector: selectorFrom(term.labelSelector),
    topologyKey: term.topologyKey,
  };
}

/**
 * Whether the term means the pod. `namespaceLabels` are those of the pod's namespace, where the
 * term's namespace selector is still to be looked at.
 */
export function termMatchesPod(term: AffinityTerm, pod: Pod, namespaceLabels: Labels | undefined): boolean {
  if (
    !term.namespaces.has(pod.metadata.namespace ?? '') &&
    !matchesLabels(term.namespaceSelector, namespaceLabels)
  )
    return false;
  return matchesLabels(term.selector, pod.metadata.labels);
}
