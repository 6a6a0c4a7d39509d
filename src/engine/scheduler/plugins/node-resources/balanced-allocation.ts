import type { CycleState } from '../../framework/cycle-state.ts';
import { StateKey } from '../../framework/cycle-state.ts';
import type { PreScorePlugin, ScorePlugin, SignPlugin } from '../../framework/interface.ts';
import { maxNodeScore } from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { NodeResourcesBalancedAllocationArgs, ResourceWeight } from '../../framework/plugin-args.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { skip, type Status } from '../../framework/status.ts';
import { resourcesSignature } from './resources-signature.ts';
import { requestsToScore, utilization, type Utilization } from './resource-scorer.ts';

const name = 'NodeResourcesBalancedAllocation';

interface PreScoreState {
  readonly asked: readonly number[];
}
const preScoreKey = new StateKey<PreScoreState>(`PreScore${name}`);

/**
 * Prefers nodes on which the pod makes the use of resources more even. Models
 * plugins/noderesources/balanced_allocation.go (v1.36).
 */
export class NodeResourcesBalancedAllocation implements PreScorePlugin, ScorePlugin, SignPlugin {
  readonly name = name;
  readonly #resources: readonly ResourceWeight[];

  constructor({ resources }: NodeResourcesBalancedAllocationArgs) {
    this.#resources = resources;
  }

  signPod(podInfo: PodInfo): string | undefined {
    return resourcesSignature(podInfo);
  }

  preScore(state: CycleState, { pod }: PodInfo): Status | undefined {
    const asked = requestsToScore(pod, this.#resources, false);
    if (asked.every((amount) => amount === 0)) return skip;
    state.write(preScoreKey, { asked });
    return undefined;
  }

  score(state: CycleState, { pod }: PodInfo, node: NodeInfo): number {
    const asked = state.read(preScoreKey)?.asked ?? requestsToScore(pod, this.#resources, false);
    const before = balance(utilization(node, this.#resources, asked, { nonZero: false, withPod: false }));
    const after = balance(utilization(node, this.#resources, asked, { nonZero: false, withPod: true }));
    return maxNodeScore / 2 + Math.trunc((maxNodeScore / 2 + after - before) / 2);
  }
}

/** 100 when all resources are used alike, less by the standard deviation of their fractions. */
function balance({ requested, allocatable }: Utilization): number {
  const fractions: number[] = [];
  for (let index = 0; index < requested.length; index++) {
    fractions.push(Math.min(1, (requested[index] as number) / (allocatable[index] as number)));
  }
  return Math.trunc((1 - deviation(fractions)) * maxNodeScore);
}

function deviation(fractions: readonly number[]): number {
  if (fractions.length < 2) return 0;
  if (fractions.length === 2) {
    return Math.abs(((fractions[0] as number) - (fractions[1] as number)) / 2);
  }
  let total = 0;
  for (const fraction of fractions) total += fraction;
  const mean = total / fractions.length;
  let sum = 0;
  for (const fraction of fractions) sum += (fraction - mean) * (fraction - mean);
  return Math.sqrt(sum / fractions.length);
}
