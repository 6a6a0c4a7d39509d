import type { Labels } from '../../../api/labels.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import type { RequiredTerms } from './required-tallies.ts';
import {
  affinityShares,
  antiAffinityShares,
  matchesAllTerms,
  type TopologyCounts,
} from './topology-counts.ts';

/** Pods by topology, as one pod sees them. */
interface RequiredCounts {
  /** Pods that its affinity wants to be near. */
  readonly affinity: TopologyCounts;
  /** Pods that its anti-affinity wants to be away from. */
  readonly antiAffinity: TopologyCounts;
  /** Pods whose own anti-affinity wants it away. */
  readonly existingAntiAffinity: TopologyCounts;
}

/** How the pods of the cluster lie for one pod's required terms. Models interpodaffinity.preFilterState (v1.36). */
export class RequiredState {
  readonly #podInfo: PodInfo;
  readonly #terms: RequiredTerms;
  /** Labels of the pod's own namespace. */
  readonly #namespaceLabels: Labels;
  /** Shared with others until `change` needs its own. */
  #counts: RequiredCounts;
  #owned = false;

  constructor(podInfo: PodInfo, terms: RequiredTerms, namespaceLabels: Labels, counts: RequiredCounts) {
    this.#podInfo = podInfo;
    this.#terms = terms;
    this.#namespaceLabels = namespaceLabels;
    this.#counts = counts;
  }

  /** A pod comes to (1) or leaves (-1) the node. */
  change(existing: PodInfo, node: NodeInfo, by: 1 | -1): void {
    const { affinity, antiAffinity } = this.#terms;
    const counts = this.#ownCounts();
    counts.affinity.addAll(affinityShares(affinity, existing.pod, node), by);
    counts.antiAffinity.addAll(antiAffinityShares(antiAffinity, existing.pod, undefined, node), by);
    counts.existingAntiAffinity.addAll(
      antiAffinityShares(existing.requiredAntiAffinityTerms, this.#podInfo.pod, this.#namespaceLabels, node),
      by,
    );
  }

  clone(): RequiredState {
    // From here on neither may change what both have.
    this.#owned = false;
    return new RequiredState(this.#podInfo, this.#terms, this.#namespaceLabels, this.#counts);
  }

  satisfiesAffinity(node: NodeInfo): boolean {
    const { affinity } = this.#counts;
    let near = true;
    for (const { topologyKey } of this.#terms.affinity) {
      const value = node.label(topologyKey);
      if (value === undefined) return false;
      if (affinity.get(topologyKey, value) <= 0) near = false;
    }
    // The first pod of a group that wants to be near itself would wait for ever.
    return near || (affinity.empty && matchesAllTerms(this.#terms.affinity, this.#podInfo.pod));
  }

  satisfiesAntiAffinity(node: NodeInfo): boolean {
    const { antiAffinity } = this.#counts;
    if (antiAffinity.empty) return true;
    for (const { topologyKey } of this.#terms.antiAffinity) {
      const value = node.label(topologyKey);
      if (value !== undefined && antiAffinity.get(topologyKey, value) > 0) return false;
    }
    return true;
  }

  satisfiesExistingAntiAffinity(node: NodeInfo): boolean {
    return !this.#counts.existingAntiAffinity.hasAny(node);
  }

  #ownCounts(): RequiredCounts {
    if (!this.#owned) {
      const { affinity, antiAffinity, existingAntiAffinity } = this.#counts;
      this.#counts = {
        affinity: affinity.clone(),
        antiAffinity: antiAffinity.clone(),
        existingAntiAffinity: existingAntiAffinity.clone(),
      };
      this.#owned = true;
    }
    return this.#counts;
  }
}
