import { podRequests } from '../../../api/pod-resources.ts';
import type { Pod } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { ResourceWeight } from '../../framework/plugin-args.ts';
import { missingContainerRequests } from '../../framework/pod-info.ts';
import { isScalarResourceName } from '../../framework/resource.ts';

/** What a node offers and what would be asked of it, of each resource that counts there. */
export interface Utilization {
  readonly requested: readonly number[];
  readonly allocatable: readonly number[];
  readonly weights: readonly number[];
}

/**
 * What the pod asks of each resource. `nonZero`: each container with a minimum of CPU and memory, and
 * without what is asked at the pod's level, which the strategies of NodeResourcesFit overlook. Models
 * calculatePodResourceRequest (v1.36).
 */
export function requestsToScore(
  pod: Pod,
  resources: readonly ResourceWeight[],
  nonZero: boolean,
): readonly number[] {
  const requests = podRequests(
    pod,
    nonZero ? { missingContainerRequests, skipPodLevelResources: true } : { useStatusResources: true },
  );
  return resources.map(({ name }) => requests.get(name) ?? 0);
}

/**
 * The resources of a node, with the pod's share (`asked`) added to what runs there. Left out are
 * those that the node does not have, and those of extended kinds that the pod does not want. Models
 * resourceAllocationScorer.calculateResourceAllocatableRequest (v1.36).
 */
export function utilization(
  node: NodeInfo,
  resources: readonly ResourceWeight[],
  asked: readonly number[],
  options: { readonly nonZero: boolean; readonly withPod: boolean },
): Utilization {
  const requested: number[] = [];
  const allocatable: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < resources.length; index++) {
    const { name, weight } = resources[index] as ResourceWeight;
    const own = asked[index] as number;
    if (own === 0 && isScalarResourceName(name)) continue;
    const capacity = node.allocatable.amount(name);
    if (capacity === 0) continue;
    allocatable.push(capacity);
    requested.push(inUse(node, name, options.nonZero) + (options.withPod ? own : 0));
    weights.push(weight);
  }
  return { requested, allocatable, weights };
}

function inUse(node: NodeInfo, name: string, nonZero: boolean): number {
  if (nonZero && name === 'cpu') return node.nonZeroCpuMillis;
  if (nonZero && name === 'memory') return node.nonZeroMemoryBytes;
  return node.requested.amount(name);
}

/** The whole part of `part · 100 / whole`, exact also where the product is beyond 2^53. */
export function percent(part: number, whole: number): number {
  const product = part * 100;
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / whole);
  return Number((BigInt(part) * 100n) / BigInt(whole));
}
