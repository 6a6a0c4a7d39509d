import type { Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { countMatchingPods, hasAllTopologyKeys, includesNode, type SpreadConstraint } from './constraints.ts';

const hostname = 'kubernetes.io/hostname';

/** How pods lie over the domains of the soft constraints. Models podtopologyspread.preScoreState (v1.36). */
export class SoftState {
  readonly #namespace: string;
  readonly #constraints: readonly SpreadConstraint[];
  /** Nodes that lack a key and are not scored. */
  readonly #ignored = new Set<NodeInfo>();
  /** Per constraint, the matching pods of each domain that has a candidate; of hostnames none: those are counted per node. */
  readonly #counts: readonly Map<string, number>[];
  readonly #weights: readonly number[];

  /**
   * `candidates` are the nodes that fit. `requireAllTopologies`: nodes without all keys are left out
   * altogether, not only from what they lack.
   */
  constructor(options: {
    readonly pod: Pod;
    readonly constraints: readonly SpreadConstraint[];
    readonly candidates: readonly NodeInfo[];
    readonly allNodes: readonly NodeInfo[];
    readonly requireAllTopologies: boolean;
  }) {
    const { pod, constraints, candidates, allNodes, requireAllTopologies } = options;
    this.#namespace = pod.metadata.namespace ?? '';
    this.#constraints = constraints;
    this.#counts = constraints.map(() => new Map<string, number>());
    const leftOut = (node: NodeInfo): boolean =>
      requireAllTopologies && !hasAllTopologyKeys(node.labels, constraints);
    for (const node of candidates) {
      if (leftOut(node)) this.#ignored.add(node);
      else this.#eachDomain(node, (counts, value) => counts.set(value, 0));
    }
    this.#weights = constraints.map(({ topologyKey }, index) => {
      const domains =
        topologyKey === hostname
          ? candidates.length - this.#ignored.size
          : (this.#counts[index] as Map<string, number>).size;
      return Math.log(domains + 2);
    });
    for (const node of allNodes) {
      if (leftOut(node)) continue;
      this.#eachDomain(node, (counts, value, constraint) => {
        const count = counts.get(value);
        if (count === undefined || !includesNode(constraint, pod, node)) return;
        counts.set(value, count + countMatchingPods(node.pods, constraint.selector, this.#namespace));
      });
    }
  }

  isIgnored(node: NodeInfo): boolean {
    return this.#ignored.has(node);
  }

  /** The more matching pods in the node's domains, the higher. */
  score(node: NodeInfo): number {
    if (this.#ignored.has(node)) return 0;
    let score = 0;
    this.#constraints.forEach(({ topologyKey, selector, maxSkew }, index) => {
      const value = node.label(topologyKey);
      if (value === undefined) return;
      const count =
        topologyKey === hostname
          ? countMatchingPods(node.pods, selector, this.#namespace)
          : (this.#counts[index]?.get(value) ?? 0);
      score += count * (this.#weights[index] as number) + (maxSkew - 1);
    });
    return Math.round(score);
  }

  /** Of each constraint that is not about hostnames, the domain of the node; a node without the key is in domain "". */
  #eachDomain(
    node: NodeInfo,
    visit: (counts: Map<string, number>, value: string, constraint: SpreadConstraint) => void,
  ): void {
    this.#constraints.forEach((constraint, index) => {
      if (constraint.topologyKey === hostname) return;
      visit(this.#counts[index] as Map<string, number>, node.label(constraint.topologyKey) ?? '', constraint);
    });
  }
}
