import type { Labels } from '../../../api/labels.ts';
import type { Pod } from '../../../api/types.ts';
import type { AffinityTerm } from '../../framework/affinity-term.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { Tally } from '../../framework/tally.ts';
import { affinityShares, antiAffinityShares, TopologyCounts, type DomainShare } from './topology-counts.ts';

/** The required terms of a pod, namespace selectors resolved. */
export interface RequiredTerms {
  readonly affinity: readonly AffinityTerm[];
  readonly antiAffinity: readonly AffinityTerm[];
}

interface OwnShares {
  readonly affinity: readonly DomainShare[];
  readonly antiAffinity: readonly DomainShare[];
}

/** Where the pods are that a pod's required terms are about. */
export class OwnTermsTally extends Tally<OwnShares> {
  affinity = new TopologyCounts();
  antiAffinity = new TopologyCounts();
  readonly #terms: RequiredTerms;

  constructor(terms: RequiredTerms) {
    super();
    this.#terms = terms;
  }

  protected override contributionOf(node: NodeInfo): OwnShares | undefined {
    const affinity: DomainShare[] = [];
    const antiAffinity: DomainShare[] = [];
    for (const { pod } of node.pods) {
      affinity.push(...affinityShares(this.#terms.affinity, pod, node));
      antiAffinity.push(...antiAffinityShares(this.#terms.antiAffinity, pod, undefined, node));
    }
    return affinity.length === 0 && antiAffinity.length === 0 ? undefined : { affinity, antiAffinity };
  }

  protected override add({ affinity, antiAffinity }: OwnShares, sign: 1 | -1): void {
    this.affinity.addAll(affinity, sign);
    this.antiAffinity.addAll(antiAffinity, sign);
  }

  protected override reset(): void {
    this.affinity = new TopologyCounts();
    this.antiAffinity = new TopologyCounts();
  }
}

/** Where the pods are whose own required anti-affinity keeps a pod away. */
export class ExistingAntiAffinityTally extends Tally<readonly DomainShare[]> {
  counts = new TopologyCounts();
  readonly #pod: Pod;
  readonly #namespaceLabels: Labels;

  /** `pod` stands for all of its namespace and labels. */
  constructor(pod: Pod, namespaceLabels: Labels) {
    super();
    this.#pod = pod;
    this.#namespaceLabels = namespaceLabels;
  }

  protected override contributionOf(node: NodeInfo): readonly DomainShare[] | undefined {
    if (node.podsWithRequiredAntiAffinity.length === 0) return undefined;
    return node.podsWithRequiredAntiAffinity.flatMap(({ requiredAntiAffinityTerms }) =>
      antiAffinityShares(requiredAntiAffinityTerms, this.#pod, this.#namespaceLabels, node),
    );
  }

  protected override add(shares: readonly DomainShare[], sign: 1 | -1): void {
    this.counts.addAll(shares, sign);
  }

  protected override reset(): void {
    this.counts = new TopologyCounts();
  }
}
