import type { Labels } from '../../../api/labels.ts';
import type { Pod } from '../../../api/types.ts';
import {
  termMatchesPod,
  type AffinityTerm,
  type WeightedAffinityTerm,
} from '../../framework/affinity-term.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { Tally } from '../../framework/tally.ts';
import { domainShare, TopologyCounts, type DomainShare } from './topology-counts.ts';

/** What makes a pod prefer nodes, namespace selectors of its own terms resolved. */
export interface Preferences {
  /** Stands for all pods of its namespace and labels. */
  readonly pod: Pod;
  readonly affinity: readonly WeightedAffinityTerm[];
  readonly antiAffinity: readonly WeightedAffinityTerm[];
  readonly namespaceLabels: Labels;
  readonly hardPodAffinityWeight: number;
}

/** What the pods of the cluster make each topology domain worth. Models interpodaffinity.preScoreState (v1.36). */
export class PreferredTally extends Tally<readonly DomainShare[]> {
  #scores = new TopologyCounts();
  /** How many shares there are; they can cancel each other out and still count as something to score. */
  #shares = 0;
  readonly #preferences: Preferences;

  constructor(preferences: Preferences) {
    super();
    this.#preferences = preferences;
  }

  /** Whether no pod has a say. */
  get empty(): boolean {
    return this.#shares === 0;
  }

  score(node: NodeInfo): number {
    return this.#scores.sum(node);
  }

  protected override contributionOf(node: NodeInfo): readonly DomainShare[] | undefined {
    const { affinity, antiAffinity } = this.#preferences;
    // Without preferences of its own, only pods that have some can make a difference.
    const existing = affinity.length > 0 || antiAffinity.length > 0 ? node.pods : node.podsWithAffinity;
    if (existing.length === 0) return undefined;
    const shares: DomainShare[] = [];
    for (const podInfo of existing) this.#collect(podInfo, node, shares);
    return shares.length === 0 ? undefined : shares;
  }

  protected override add(shares: readonly DomainShare[], sign: 1 | -1): void {
    this.#scores.addAll(shares, sign);
    this.#shares += sign * shares.length;
  }

  protected override reset(): void {
    this.#scores = new TopologyCounts();
    this.#shares = 0;
  }

  /** What the pod thinks of `existing`, and `existing` of it. */
  #collect(existing: PodInfo, node: NodeInfo, shares: DomainShare[]): void {
    const { pod, affinity, antiAffinity, namespaceLabels, hardPodAffinityWeight } = this.#preferences;
    const collect = (term: AffinityTerm, weight: number, of: Pod, labels: Labels | undefined): void => {
      if (!termMatchesPod(term, of, labels)) return;
      const share = domainShare(node, term.topologyKey, weight);
      if (share !== undefined) shares.push(share);
    };
    for (const term of affinity) collect(term, term.weight, existing.pod, undefined);
    for (const term of antiAffinity) collect(term, -term.weight, existing.pod, undefined);
    if (hardPodAffinityWeight > 0) {
      for (const term of existing.requiredAffinityTerms) {
        collect(term, hardPodAffinityWeight, pod, namespaceLabels);
      }
    }
    for (const term of existing.preferredAffinityTerms) collect(term, term.weight, pod, namespaceLabels);
    for (const term of existing.preferredAntiAffinityTerms) {
      collect(term, -term.weight, pod, namespaceLabels);
    }
  }
}
