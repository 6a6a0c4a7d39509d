import type { Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { Tally } from '../../framework/tally.ts';
import { countMatchingPods, hasAllTopologyKeys, includesNode, type SpreadConstraint } from './constraints.ts';
import { DomainCounts } from './domain-counts.ts';

/** What a node has of one constraint's pods, in which domain. */
interface Share {
  readonly constraint: number;
  readonly domain: string;
  readonly pods: number;
}

/** How the pods that constraints are about lie over their domains. */
export class SpreadTally extends Tally<readonly Share[]> {
  /** In the order of the constraints. */
  counts: readonly DomainCounts[];
  readonly #pod: Pod;
  readonly #constraints: readonly SpreadConstraint[];
  readonly #requireAllTopologies: boolean;

  /** `pod` stands for all that are alike in what `spreadKey` tells. */
  constructor(pod: Pod, constraints: readonly SpreadConstraint[], requireAllTopologies: boolean) {
    super();
    this.#pod = pod;
    this.#constraints = constraints;
    this.#requireAllTopologies = requireAllTopologies;
    this.counts = constraints.map(() => new DomainCounts());
  }

  /** The pods that the constraint is about on one node of the snapshot. */
  podsOn(node: NodeInfo, constraint: number): number {
    for (const share of this.counted(node) ?? []) if (share.constraint === constraint) return share.pods;
    return this.#count(node, this.#constraints[constraint] as SpreadConstraint);
  }

  protected override contributionOf(node: NodeInfo): readonly Share[] | undefined {
    if (this.#requireAllTopologies && !hasAllTopologyKeys(node.labels, this.#constraints)) return undefined;
    const shares: Share[] = [];
    this.#constraints.forEach((constraint, index) => {
      if (!includesNode(constraint, this.#pod, node)) return;
      shares.push({
        constraint: index,
        domain: node.label(constraint.topologyKey) ?? '',
        pods: this.#count(node, constraint),
      });
    });
    return shares;
  }

  protected override add(shares: readonly Share[], sign: 1 | -1): void {
    for (const { constraint, domain, pods } of shares) {
      this.counts[constraint]?.add(domain, sign * pods, sign);
    }
  }

  protected override reset(): void {
    this.counts = this.#constraints.map(() => new DomainCounts());
  }

  #count(node: NodeInfo, { selector }: SpreadConstraint): number {
    return countMatchingPods(node.pods, selector, this.#pod.metadata.namespace ?? '');
  }
}

/** What of a pod and its constraints decides which pods count where. */
export function spreadKey(
  { metadata, spec }: Pod,
  constraints: readonly SpreadConstraint[],
  requireAllTopologies: boolean,
): string {
  return JSON.stringify([
    metadata.namespace,
    constraints,
    requireAllTopologies,
    spec.nodeSelector,
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    spec.tolerations,
  ]);
}
