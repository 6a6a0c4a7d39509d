import type { NodeInfo } from '../../framework/node-info.ts';
import { hasAllTopologyKeys, hostname, type SpreadConstraint } from './constraints.ts';
import type { DomainCounts } from './domain-counts.ts';
import type { SpreadTally } from './spread-tally.ts';

/** How pods lie over the domains of the soft constraints. Models podtopologyspread.preScoreState (v1.36). */
export class SoftState {
  readonly #constraints: readonly SpreadConstraint[];
  readonly #tally: SpreadTally;
  /** Nodes that lack a key and are not scored. */
  readonly #ignored = new Set<NodeInfo>();
  readonly #weights: readonly number[];

  /**
   * `candidates` are the nodes that fit; `tally` what all nodes have of each constraint's pods.
   * `requireAllTopologies`: nodes without all keys are left out altogether, not only from what they lack.
   */
  constructor(options: {
    readonly constraints: readonly SpreadConstraint[];
    readonly tally: SpreadTally;
    readonly candidates: readonly NodeInfo[];
    readonly requireAllTopologies: boolean;
  }) {
    const { constraints, tally, candidates, requireAllTopologies } = options;
    this.#constraints = constraints;
    this.#tally = tally;
    const among = constraints.map(() => new Set<string>());
    for (const node of candidates) {
      if (requireAllTopologies && !hasAllTopologyKeys(node.labels, constraints)) {
        this.#ignored.add(node);
        continue;
      }
      for (let index = 0; index < constraints.length; index++) {
        const { topologyKey } = constraints[index] as SpreadConstraint;
        // A node without the key makes up a domain of its own, the nameless one.
        if (topologyKey !== hostname) among[index]?.add(node.label(topologyKey) ?? '');
      }
    }
    this.#weights = constraints.map(({ topologyKey }, index) => {
      const scored = candidates.length - this.#ignored.size;
      return Math.log((topologyKey === hostname ? scored : (among[index] as Set<string>).size) + 2);
    });
  }

  isIgnored(node: NodeInfo): boolean {
    return this.#ignored.size > 0 && this.#ignored.has(node);
  }

  /** The more matching pods in the node's domains, the higher. Those of hostnames are counted on the node. */
  score(node: NodeInfo): number {
    if (this.isIgnored(node)) return 0;
    let score = 0;
    for (let index = 0; index < this.#constraints.length; index++) {
      const { topologyKey, maxSkew } = this.#constraints[index] as SpreadConstraint;
      const value = node.label(topologyKey);
      if (value === undefined) continue;
      const count =
        topologyKey === hostname
          ? this.#tally.podsOn(node, index)
          : (this.#tally.counts[index] as DomainCounts).get(value);
      score += count * (this.#weights[index] as number) + (maxSkew - 1);
    }
    return Math.round(score);
  }
}
