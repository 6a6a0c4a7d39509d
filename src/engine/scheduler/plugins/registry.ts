import type { Handle } from '../framework/handle.ts';
import type { AnyPlugin } from '../framework/interface.ts';
import type { PluginArgs } from '../framework/plugin-args.ts';
import type { Registry } from '../framework/runtime/registry.ts';
import { DefaultBinder } from './default-binder/default-binder.ts';
import { DefaultPreemption } from './default-preemption/default-preemption.ts';
import { DynamicResources } from './dynamic-resources/dynamic-resources.ts';
import { GangScheduling } from './gang-scheduling/gang-scheduling.ts';
import { ImageLocality } from './image-locality/image-locality.ts';
import { InterPodAffinity } from './inter-pod-affinity/inter-pod-affinity.ts';
import { NodeAffinity } from './node-affinity/node-affinity.ts';
import { NodeDeclaredFeatures } from './node-declared-features/node-declared-features.ts';
import { NodeName } from './node-name/node-name.ts';
import { NodePorts } from './node-ports/node-ports.ts';
import { NodeResourcesBalancedAllocation } from './node-resources/balanced-allocation.ts';
import { NodeResourcesFit } from './node-resources/fit.ts';
import { NodeUnschedulable } from './node-unschedulable/node-unschedulable.ts';
import { NodeVolumeLimits } from './node-volume-limits/node-volume-limits.ts';
import { PodTopologySpread } from './pod-topology-spread/pod-topology-spread.ts';
import { PrioritySort } from './queue-sort/priority-sort.ts';
import { SchedulingGates } from './scheduling-gates/scheduling-gates.ts';
import { TaintToleration } from './taint-toleration/taint-toleration.ts';
import { VolumeBinding } from './volume-binding/volume-binding.ts';
import { VolumeRestrictions } from './volume-restrictions/volume-restrictions.ts';
import { VolumeZone } from './volume-zone/volume-zone.ts';

type Factory<Args> = (args: Args, handle: Handle) => AnyPlugin;

const withArgs: { readonly [Name in keyof PluginArgs]?: Factory<PluginArgs[Name]> } = {
  DefaultPreemption: (args, handle) => new DefaultPreemption(args, handle),
  DynamicResources: (_args, handle) => new DynamicResources(handle),
  VolumeBinding: (args, handle) => new VolumeBinding(args, handle),
  InterPodAffinity: (args, handle) => new InterPodAffinity(args, handle),
  PodTopologySpread: (args, handle) => new PodTopologySpread(args, handle),
  NodeAffinity: (args) => new NodeAffinity(args),
  NodeResourcesFit: (args, handle) => new NodeResourcesFit(args, handle),
  NodeResourcesBalancedAllocation: (args) => new NodeResourcesBalancedAllocation(args),
};

const withoutArgs: Readonly<Record<string, (handle: Handle) => AnyPlugin>> = {
  DefaultBinder: (handle) => new DefaultBinder(handle),
  GangScheduling: () => new GangScheduling(),
  ImageLocality: (handle) => new ImageLocality(handle),
  NodeDeclaredFeatures: () => new NodeDeclaredFeatures(),
  NodeVolumeLimits: (handle) => new NodeVolumeLimits(handle),
  VolumeRestrictions: (handle) => new VolumeRestrictions(handle),
  VolumeZone: (handle) => new VolumeZone(handle),
  NodeName: () => new NodeName(),
  NodePorts: () => new NodePorts(),
  NodeUnschedulable: () => new NodeUnschedulable(),
  PrioritySort: () => new PrioritySort(),
  SchedulingGates: () => new SchedulingGates(),
  TaintToleration: (handle) => new TaintToleration(handle),
};

/** The plugins that kube-scheduler is built with. Models plugins.NewInTreeRegistry (v1.36). */
export const inTreePlugins: Registry = new Map([
  ...Object.entries(withoutArgs).map(
    ([name, make]) => [name, (_args: unknown, handle: Handle) => make(handle)] as const,
  ),
  // The configuration has checked that each plugin gets arguments of its own type.
  ...Object.entries(withArgs).map(
    ([name, make]) => [name, make as (args: unknown, handle: Handle) => AnyPlugin] as const,
  ),
]);
