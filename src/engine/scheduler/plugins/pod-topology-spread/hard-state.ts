import { matchesLabels } from '../../../api/labels.ts';
import type { Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { hasAllTopologyKeys, includesNode, type SpreadConstraint } from './constraints.ts';
import type { DomainCounts } from './domain-counts.ts';

/** How pods lie over the domains of the hard constraints. Models podtopologyspread.preFilterState (v1.36). */
export class HardState {
  readonly #pod: Pod;
  readonly #constraints: readonly SpreadConstraint[];
  /** Of each constraint, whether the pod itself counts for it: 1 or 0. */
  readonly #selfMatches: readonly number[];
  /** Of each constraint; shared with others until `change` needs its own. */
  #domains: readonly DomainCounts[];
  #fewest: readonly number[];
  #owned = false;

  constructor(pod: Pod, constraints: readonly SpreadConstraint[], domains: readonly DomainCounts[]) {
    this.#pod = pod;
    this.#constraints = constraints;
    this.#selfMatches = constraints.map(({ selector }) =>
      matchesLabels(selector, pod.metadata.labels) ? 1 : 0,
    );
    this.#domains = domains;
    this.#fewest = this.#fewestPods();
  }

  /** Why the pod may not come to the node: it is in no domain, or its domain has too many already. */
  problem(node: NodeInfo): 'no-domain' | 'skewed' | undefined {
    for (let index = 0; index < this.#constraints.length; index++) {
      const { topologyKey, maxSkew } = this.#constraints[index] as SpreadConstraint;
      const value = node.label(topologyKey);
      if (value === undefined) return 'no-domain';
      const here = (this.#domains[index] as DomainCounts).get(value) + (this.#selfMatches[index] as number);
      if (here - (this.#fewest[index] as number) > maxSkew) return 'skewed';
    }
    return undefined;
  }

  /** A pod comes to (1) or leaves (-1) the node. */
  change(other: Pod, node: NodeInfo, by: 1 | -1): void {
    if ((other.metadata.namespace ?? '') !== (this.#pod.metadata.namespace ?? '')) return;
    if (!hasAllTopologyKeys(node.labels, this.#constraints)) return;
    if (!this.#owned) {
      this.#domains = this.#domains.map((domains) => domains.clone());
      this.#owned = true;
    }
    this.#constraints.forEach((constraint, index) => {
      if (!matchesLabels(constraint.selector, other.metadata.labels)) return;
      if (!includesNode(constraint, this.#pod, node)) return;
      this.#domains[index]?.add(node.labels[constraint.topologyKey] as string, by, 0);
    });
    this.#fewest = this.#fewestPods();
  }

  clone(): HardState {
    // From here on neither may change what both have.
    this.#owned = false;
    return new HardState(this.#pod, this.#constraints, this.#domains);
  }

  /** Of each constraint the pods of its emptiest domain; none while there are too few domains. */
  #fewestPods(): readonly number[] {
    return this.#constraints.map(({ minDomains }, index) => {
      const domains = this.#domains[index] as DomainCounts;
      return domains.size < minDomains ? 0 : domains.smallest;
    });
  }
}
