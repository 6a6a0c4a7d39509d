import type { Labels } from '../../../api/labels.ts';
import type { Pod } from '../../../api/types.ts';
import {
  termMatchesPod,
  type AffinityTerm,
  type WeightedAffinityTerm,
} from '../../framework/affinity-term.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

/** What the pods of the cluster make each topology domain worth. Models interpodaffinity.preScoreState (v1.36). */
export class PreferredState {
  /** By label key, then value. */
  readonly #scores = new Map<string, Map<string, number>>();
  readonly #pod: Pod;
  readonly #affinity: readonly WeightedAffinityTerm[];
  readonly #antiAffinity: readonly WeightedAffinityTerm[];
  readonly #namespaceLabels: Labels;
  readonly #hardPodAffinityWeight: number;

  /** The incoming pod's terms have their namespace selectors resolved. */
  constructor(options: {
    readonly pod: Pod;
    readonly affinity: readonly WeightedAffinityTerm[];
    readonly antiAffinity: readonly WeightedAffinityTerm[];
    readonly namespaceLabels: Labels;
    readonly hardPodAffinityWeight: number;
  }) {
    this.#pod = options.pod;
    this.#affinity = options.affinity;
    this.#antiAffinity = options.antiAffinity;
    this.#namespaceLabels = options.namespaceLabels;
    this.#hardPodAffinityWeight = options.hardPodAffinityWeight;
  }

  /** Whether no domain is worth more than another. */
  get empty(): boolean {
    return this.#scores.size === 0;
  }

  /** What the incoming pod thinks of `existing`, and `existing` of it. */
  count(existing: PodInfo, node: NodeInfo): void {
    for (const term of this.#affinity) this.#add(term, term.weight, existing.pod, undefined, node);
    for (const term of this.#antiAffinity) this.#add(term, -term.weight, existing.pod, undefined, node);
    const labels = this.#namespaceLabels;
    if (this.#hardPodAffinityWeight > 0) {
      for (const term of existing.requiredAffinityTerms) {
        this.#add(term, this.#hardPodAffinityWeight, this.#pod, labels, node);
      }
    }
    for (const term of existing.preferredAffinityTerms) this.#add(term, term.weight, this.#pod, labels, node);
    for (const term of existing.preferredAntiAffinityTerms) {
      this.#add(term, -term.weight, this.#pod, labels, node);
    }
  }

  score(node: NodeInfo): number {
    let sum = 0;
    for (const [key, values] of this.#scores) {
      const value = node.label(key);
      if (value !== undefined) sum += values.get(value) ?? 0;
    }
    return sum;
  }

  #add(
    term: AffinityTerm,
    weight: number,
    pod: Pod,
    namespaceLabels: Labels | undefined,
    node: NodeInfo,
  ): void {
    const value = node.label(term.topologyKey);
    if (value === undefined || !termMatchesPod(term, pod, namespaceLabels)) return;
    const values = this.#scores.get(term.topologyKey);
    if (values === undefined) this.#scores.set(term.topologyKey, new Map([[value, weight]]));
    else values.set(value, (values.get(value) ?? 0) + weight);
  }
}
