import { matchesRequiredNodeAffinity } from '../../../api/node-affinity.ts';
import {
  everything,
  matchesLabels,
  selectorFrom,
  selectorFromMap,
  type Labels,
  type Selector,
} from '../../../api/labels.ts';
import { findUntoleratedTaint } from '../../../api/taints.ts';
import type { Pod, Taint, TopologySpreadConstraint } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

/** A spread constraint with its selector ready and nothing left out. Models podtopologyspread.topologySpreadConstraint (v1.36). */
export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly selector: Selector;
  readonly minDomains: number;
  readonly honorsNodeAffinity: boolean;
  readonly honorsNodeTaints: boolean;
}

/** The label by which each node is a domain of its own. */
export const hostname = 'kubernetes.io/hostname';

export type UnsatisfiableAction = 'DoNotSchedule' | 'ScheduleAnyway';

/** Those of the constraints that ask for `whenUnsatisfiable`. */
export function spreadConstraints(
  constraints: readonly TopologySpreadConstraint[],
  podLabels: Labels | undefined,
  whenUnsatisfiable: UnsatisfiableAction,
): readonly SpreadConstraint[] {
  return constraints
    .filter((constraint) => constraint.whenUnsatisfiable === whenUnsatisfiable)
    .map((constraint) => ({
      maxSkew: constraint.maxSkew,
      topologyKey: constraint.topologyKey,
      selector: withMatchLabelKeys(
        selectorFrom(constraint.labelSelector),
        constraint.matchLabelKeys,
        podLabels,
      ),
      minDomains: constraint.minDomains ?? 1,
      honorsNodeAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
      honorsNodeTaints: (constraint.nodeTaintsPolicy ?? 'Ignore') === 'Honor',
    }));
}

/** The selector and the pod's own values of the labels named. One that matches nothing stays so. */
function withMatchLabelKeys(
  selector: Selector,
  keys: readonly string[] | null | undefined,
  podLabels: Labels | undefined,
): Selector {
  if (selector.nothing) return selector;
  const own: Record<string, string> = {};
  for (const key of keys ?? []) {
    if (podLabels !== undefined && Object.hasOwn(podLabels, key)) own[key] = podLabels[key] as string;
  }
  if (Object.keys(own).length === 0) return selector;
  return {
    nothing: false,
    requirements: [...selectorFromMap(own).requirements, ...selector.requirements],
  };
}

/** Whether the node has the keys of all constraints. */
export function hasAllTopologyKeys(
  labels: Labels | undefined,
  constraints: readonly SpreadConstraint[],
): boolean {
  for (const { topologyKey } of constraints) {
    if (labels === undefined || !Object.hasOwn(labels, topologyKey)) return false;
  }
  return true;
}

/** Whether pods on the node count for the constraint. Models matchNodeInclusionPolicies (v1.36). */
export function includesNode(constraint: SpreadConstraint, pod: Pod, node: NodeInfo): boolean {
  if (constraint.honorsNodeAffinity && !matchesRequiredNodeAffinity(pod, node.node)) return false;
  return (
    !constraint.honorsNodeTaints ||
    findUntoleratedTaint(node.taints, pod.spec.tolerations, keepsAway) === undefined
  );
}

function keepsAway({ effect }: Taint): boolean {
  return effect === 'NoSchedule' || effect === 'NoExecute';
}

/** How many pods of the namespace match, those that terminate left out. An empty selector counts none. */
export function countMatchingPods(pods: readonly PodInfo[], selector: Selector, namespace: string): number {
  if (isEmpty(selector)) return 0;
  let count = 0;
  for (const { pod } of pods) {
    const { metadata } = pod;
    if (metadata.deletionTimestamp || (metadata.namespace ?? '') !== namespace) continue;
    if (matchesLabels(selector, metadata.labels)) count++;
  }
  return count;
}

/** Whether the selector is without any condition. */
export function isEmpty(selector: Selector): boolean {
  return selector === everything || (!selector.nothing && selector.requirements.length === 0);
}
