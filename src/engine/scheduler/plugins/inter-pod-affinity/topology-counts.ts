import type { Pod } from '../../../api/types.ts';
import type { Labels } from '../../../api/labels.ts';
import { termMatchesPod, type AffinityTerm } from '../../framework/affinity-term.ts';
import type { NodeInfo } from '../../framework/node-info.ts';

/** Numbers by topology: label key, then its value. Zeros are left out. Models topologyToMatchedTermCount (v1.36). */
export class TopologyCounts {
  readonly #byKey = new Map<string, Map<string, number>>();

  get empty(): boolean {
    return this.#byKey.size === 0;
  }

  get(key: string, value: string): number {
    return this.#byKey.get(key)?.get(value) ?? 0;
  }

  /** Adds to the domain in which the node lies, if it lies in one. */
  add(node: NodeInfo, key: string, by: number): void {
    const value = node.label(key);
    if (value === undefined) return;
    let counts = this.#byKey.get(key);
    if (counts === undefined) this.#byKey.set(key, (counts = new Map()));
    const count = (counts.get(value) ?? 0) + by;
    if (count !== 0) {
      counts.set(value, count);
      return;
    }
    counts.delete(value);
    if (counts.size === 0) this.#byKey.delete(key);
  }

  /** Adds for a pod on the node that matches all of the affinity terms together. */
  addForAffinity(terms: readonly AffinityTerm[], pod: Pod, node: NodeInfo, by: number): void {
    if (!matchesAllTerms(terms, pod)) return;
    for (const { topologyKey } of terms) this.add(node, topologyKey, by);
  }

  /** Adds for each of the anti-affinity terms that matches the pod. */
  addForAntiAffinity(
    terms: readonly AffinityTerm[],
    pod: Pod,
    namespaceLabels: Labels | undefined,
    node: NodeInfo,
    by: number,
  ): void {
    for (const term of terms) {
      if (termMatchesPod(term, pod, namespaceLabels)) this.add(node, term.topologyKey, by);
    }
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

/** Whether the pod matches every term; false when there are none. Namespace selectors are resolved already. */
export function matchesAllTerms(terms: readonly AffinityTerm[], pod: Pod): boolean {
  if (terms.length === 0) return false;
  for (const term of terms) if (!termMatchesPod(term, pod, undefined)) return false;
  return true;
}
