/**
 * The arguments of the in-tree plugins, defaulted and valid: what the configuration hands to a
 * plugin when it is made. Models pkg/scheduler/apis/config/types_pluginargs.go (v1.36).
 */
import type { NodeAffinity, TopologySpreadConstraint } from '../../api/types.ts';

export interface ResourceWeight {
  readonly name: string;
  readonly weight: number;
}

/** A corner of the RequestedToCapacityRatio function: utilisation 0…100, score 0…10. */
export interface UtilizationShapePoint {
  readonly utilization: number;
  readonly score: number;
}

export interface DefaultPreemptionArgs {
  readonly minCandidateNodesPercentage: number;
  readonly minCandidateNodesAbsolute: number;
}

export interface InterPodAffinityArgs {
  readonly hardPodAffinityWeight: number;
  readonly ignorePreferredTermsOfExistingPods: boolean;
}

export interface NodeAffinityArgs {
  readonly addedAffinity?: NodeAffinity;
}

export interface NodeResourcesFitArgs {
  readonly ignoredResources?: readonly string[];
  readonly ignoredResourceGroups?: readonly string[];
  readonly scoringStrategy: {
    readonly type: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio';
    readonly resources: readonly ResourceWeight[];
    readonly requestedToCapacityRatio?: { readonly shape: readonly UtilizationShapePoint[] };
  };
}

export interface NodeResourcesBalancedAllocationArgs {
  readonly resources: readonly ResourceWeight[];
}

export interface PodTopologySpreadArgs {
  readonly defaultConstraints?: readonly TopologySpreadConstraint[];
  readonly defaultingType: 'System' | 'List';
}

export interface VolumeBindingArgs {
  readonly bindTimeoutSeconds: number;
}

interface DynamicResourcesArgs {
  readonly filterTimeoutMs: number;
  readonly bindingTimeoutMs: number;
}

/** Plugins with arguments. All others get none. */
export interface PluginArgs {
  readonly DefaultPreemption: DefaultPreemptionArgs;
  readonly InterPodAffinity: InterPodAffinityArgs;
  readonly NodeAffinity: NodeAffinityArgs;
  readonly NodeResourcesFit: NodeResourcesFitArgs;
  readonly NodeResourcesBalancedAllocation: NodeResourcesBalancedAllocationArgs;
  readonly PodTopologySpread: PodTopologySpreadArgs;
  readonly VolumeBinding: VolumeBindingArgs;
  readonly DynamicResources: DynamicResourcesArgs;
}
