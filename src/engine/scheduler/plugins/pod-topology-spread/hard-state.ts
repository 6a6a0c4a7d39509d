import { matchesLabels } from '../../../api/labels.ts';
import type { Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { countMatchingPods, hasAllTopologyKeys, includesNode, type SpreadConstraint } from './constraints.ts';

/** A topology domain and how many matching pods it has. */
interface Domain {
  readonly value: string | undefined;
  readonly count: number;
}

const noDomain: Domain = { value: undefined, count: Number.POSITIVE_INFINITY };

/**
 * The matching pods of each domain of one constraint, and the smallest count. That stays right while
 * the counts of one domain change, which is all that preemption does. Models criticalPaths (v1.36).
 */
class DomainCounts {
  readonly counts: Map<string, number>;
  #smallest = noDomain;
  #second = noDomain;

  constructor(counts = new Map<string, number>()) {
    this.counts = counts;
    for (const [value, count] of counts) this.#rank(value, count);
  }

  get smallest(): number {
    return this.#smallest.count;
  }

  add(value: string, by: number): void {
    const count = (this.counts.get(value) ?? 0) + by;
    this.counts.set(value, count);
    this.#rank(value, count);
  }

  clone(): DomainCounts {
    const copy = new DomainCounts();
    for (const [value, count] of this.counts) copy.counts.set(value, count);
    copy.#smallest = this.#smallest;
    copy.#second = this.#second;
    return copy;
  }

  #rank(value: string, count: number): void {
    const domain = { value, count };
    if (value === this.#smallest.value) this.#smallest = domain;
    else if (value === this.#second.value) this.#second = domain;
    else if (count < this.#smallest.count) {
      this.#second = this.#smallest;
      this.#smallest = domain;
      return;
    } else if (count < this.#second.count) this.#second = domain;
    if (this.#smallest.count > this.#second.count) {
      [this.#smallest, this.#second] = [this.#second, this.#smallest];
    }
  }
}

/** How pods lie over the domains of the hard constraints. Models podtopologyspread.preFilterState (v1.36). */
export class HardState {
  readonly constraints: readonly SpreadConstraint[];
  readonly #pod: Pod;
  readonly #domains: readonly DomainCounts[];

  constructor(pod: Pod, constraints: readonly SpreadConstraint[], domains?: readonly DomainCounts[]) {
    this.#pod = pod;
    this.constraints = constraints;
    this.#domains = domains ?? constraints.map(() => new DomainCounts());
  }

  static of(pod: Pod, constraints: readonly SpreadConstraint[], nodes: readonly NodeInfo[]): HardState {
    const counts = constraints.map(() => new Map<string, number>());
    const namespace = pod.metadata.namespace ?? '';
    for (const node of nodes) {
      if (!hasAllTopologyKeys(node.labels, constraints)) continue;
      constraints.forEach((constraint, index) => {
        if (!includesNode(constraint, pod, node)) return;
        const value = node.labels[constraint.topologyKey] as string;
        const byValue = counts[index] as Map<string, number>;
        const here = countMatchingPods(node.pods, constraint.selector, namespace);
        byValue.set(value, (byValue.get(value) ?? 0) + here);
      });
    }
    return new HardState(
      pod,
      constraints,
      counts.map((byValue) => new DomainCounts(byValue)),
    );
  }

  /** Why the pod may not come to the node: it is in no domain, or its domain has too many already. */
  problem(node: NodeInfo): 'no-domain' | 'skewed' | undefined {
    for (let index = 0; index < this.constraints.length; index++) {
      const { topologyKey, minDomains, selector, maxSkew } = this.constraints[index] as SpreadConstraint;
      const value = node.label(topologyKey);
      if (value === undefined) return 'no-domain';
      const { counts, smallest } = this.#domains[index] as DomainCounts;
      const fewest = counts.size < minDomains ? 0 : smallest;
      const self = matchesLabels(selector, this.#pod.metadata.labels) ? 1 : 0;
      if ((counts.get(value) ?? 0) + self - fewest > maxSkew) return 'skewed';
    }
    return undefined;
  }

  /** A pod comes to (1) or leaves (-1) the node. */
  change(other: Pod, node: NodeInfo, by: 1 | -1): void {
    if ((other.metadata.namespace ?? '') !== (this.#pod.metadata.namespace ?? '')) return;
    if (!hasAllTopologyKeys(node.labels, this.constraints)) return;
    this.constraints.forEach((constraint, index) => {
      if (!matchesLabels(constraint.selector, other.metadata.labels)) return;
      if (!includesNode(constraint, this.#pod, node)) return;
      this.#domains[index]?.add(node.labels[constraint.topologyKey] as string, by);
    });
  }

  clone(): HardState {
    return new HardState(
      this.#pod,
      this.constraints,
      this.#domains.map((domains) => domains.clone()),
    );
  }
}
