import type { Labels } from '../../../api/labels.ts';
import type { Pod } from '../../../api/types.ts';
import { termMatchesPod, type AffinityTerm } from '../../framework/affinity-term.ts';
import type { NodeInfo } from '../../framework/node-info.ts';

/** A number for one topology domain: a label key and its value. */
export interface DomainShare {
  readonly key: string;
  readonly value: string;
  readonly count: number;
}

/** Numbers by topology domain. Zeros are left out. Models topologyToMatchedTermCount (v1.36). */
export class TopologyCounts {
  readonly #byKey = new Map<string, Map<string, number>>();

  get empty(): boolean {
    return this.#byKey.size === 0;
  }

  get(key: string, value: string): number {
    return this.#byKey.get(key)?.get(value) ?? 0;
  }

  add({ key, value, count }: DomainShare, sign: 1 | -1): void {
    let counts = this.#byKey.get(key);
    if (counts === undefined) this.#byKey.set(key, (counts = new Map()));
    const sum = (counts.get(value) ?? 0) + sign * count;
    if (sum !== 0) {
      counts.set(value, sum);
      return;
    }
    counts.delete(value);
    if (counts.size === 0) this.#byKey.delete(key);
  }

  addAll(shares: readonly DomainShare[], sign: 1 | -1): void {
    for (const share of shares) this.add(share, sign);
  }

  /** The sum of what the domains count in which the node lies. */
  sum(node: NodeInfo): number {
    let sum = 0;
    for (const [key, counts] of this.#byKey) {
      const value = node.label(key);
      if (value !== undefined) sum += counts.get(value) ?? 0;
    }
    return sum;
  }

  /** Whether the node lies in any domain with a count above 0. */
  hasAny(node: NodeInfo): boolean {
    for (const [key, counts] of this.#byKey) {
      const value = node.label(key);
      if (value !== undefined && (counts.get(value) ?? 0) > 0) return true;
    }
    return false;
  }

  clone(): TopologyCounts {
    const copy = new TopologyCounts();
    for (const [key, counts] of this.#byKey) copy.#byKey.set(key, new Map(counts));
    return copy;
  }
}

/** `count` in the domain of that key in which the node lies; undefined where it lies in none. */
export function domainShare(node: NodeInfo, key: string, count: number): DomainShare | undefined {
  const value = node.label(key);
  return value === undefined ? undefined : { key, value, count };
}

/** Shares for a pod on the node that matches all of the affinity terms together. */
export function affinityShares(terms: readonly AffinityTerm[], pod: Pod, node: NodeInfo): DomainShare[] {
  if (!matchesAllTerms(terms, pod)) return [];
  return terms.flatMap(({ topologyKey }) => domainShare(node, topologyKey, 1) ?? []);
}

/** A share for each of the anti-affinity terms that matches the pod. */
export function antiAffinityShares(
  terms: readonly AffinityTerm[],
  pod: Pod,
  namespaceLabels: Labels | undefined,
  node: NodeInfo,
): DomainShare[] {
  const shares: DomainShare[] = [];
  for (const term of terms) {
    if (!termMatchesPod(term, pod, namespaceLabels)) continue;
    const share = domainShare(node, term.topologyKey, 1);
    if (share !== undefined) shares.push(share);
  }
  return shares;
}

/** Whether the pod matches every term; false when there are none. Namespace selectors are resolved already. */
export function matchesAllTerms(terms: readonly AffinityTerm[], pod: Pod): boolean {
  if (terms.length === 0) return false;
  for (const term of terms) if (!termMatchesPod(term, pod, undefined)) return false;
  return true;
}
