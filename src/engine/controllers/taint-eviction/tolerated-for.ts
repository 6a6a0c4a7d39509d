import { tolerates } from '../../api/taints.ts';
import type { Taint, Toleration } from '../../api/types.ts';

/**
 * For how many milliseconds a pod with these tolerations may stay under these NoExecute taints:
 * 0 = it goes at once, Infinity = for ever. Models getMinTolerationTime of pkg/controller/tainteviction (v1.36).
 */
export function toleratedForMs(
  taints: readonly Taint[],
  tolerations: readonly Toleration[] | undefined,
): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const taint of taints) {
    const matching = tolerations?.find((toleration) => tolerates(toleration, taint));
    if (matching === undefined) return 0;
    const seconds = matching.tolerationSeconds;
    if (seconds !== undefined) shortest = Math.min(shortest, Math.max(0, seconds) * 1000);
  }
  return shortest;
}
