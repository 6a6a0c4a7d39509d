import { podRequests } from '../../../api/pod-resources.ts';
import type { DeviceClass, Node, Pod } from '../../../api/types.ts';
import { action, type ClusterEventWithHint, type QueueingHint } from '../../framework/cluster-event.ts';
import { StateKey, type CycleState } from '../../framework/cycle-state.ts';
import type {
  EnqueueExtensions,
  FilterPlugin,
  PlacementScorePlugin,
  PreFilterPlugin,
  PreScorePlugin,
  ScorePlugin,
  SignPlugin,
} from '../../framework/interface.ts';
import { NodeInfo } from '../../framework/node-info.ts';
import type { Handle } from '../../framework/handle.ts';
import { backsResource, deviceClassOf } from '../../framework/extended-resources.ts';
import type { NodeResourcesFitArgs, ResourceWeight } from '../../framework/plugin-args.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { Resource } from '../../framework/resource.ts';
import { errorStatus, Status } from '../../framework/status.ts';
import { fitsRequest, type IgnoredResources, type Shortage } from './fits-request.ts';
import { resourcesSignature } from './resources-signature.ts';
import { requestsToScore, utilization } from './resource-scorer.ts';
import { scoringStrategy, type ScoringStrategy } from './scoring-strategies.ts';

const name = 'NodeResourcesFit';

interface PreFilterState {
  readonly requests: Resource;
}
const preFilterKey = new StateKey<PreFilterState>(`PreFilter${name}`);

interface PreScoreState {
  readonly asked: readonly number[];
}
const preScoreKey = new StateKey<PreScoreState>(`PreScore${name}`);

const withoutPreFilter = errorStatus(name, `error reading "PreFilter${name}" from cycleState: not found`);

/**
 * A node must have left what the pod asks for; among those that do, the strategy decides. Models
 * plugins/noderesources/fit.go (v1.36).
 */
export class NodeResourcesFit
  implements
    PreFilterPlugin,
    FilterPlugin,
    PreScorePlugin,
    ScorePlugin,
    PlacementScorePlugin,
    EnqueueExtensions,
    SignPlugin
{
  readonly name = name;
  readonly scoresPlacements = true;
  readonly #ignored: IgnoredResources;
  readonly #resources: readonly ResourceWeight[];
  readonly #strategy: ScoringStrategy;
  /** One Status for each set of shortages that was met. */
  readonly #refusals = new Map<string, Status>();

  constructor(args: NodeResourcesFitArgs, handle: Handle) {
    const { deviceClasses } = handle.listers;
    this.#ignored = {
      names: new Set(args.ignoredResources),
      groups: new Set(args.ignoredResourceGroups),
      isBackedByDevices: (resource) => deviceClassOf(resource, deviceClasses) !== undefined,
    };
    this.#resources = args.scoringStrategy.resources;
    this.#strategy = scoringStrategy(args);
  }

  signPod(podInfo: PodInfo): string | undefined {
    return resourcesSignature(podInfo);
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return [
      {
        event: { resource: 'Pod', actionType: action.delete | action.updatePodScaleDown },
        hint: (pod, oldPod, newPod) => afterPodChange(pod, oldPod as Pod, newPod as Pod | undefined),
      },
      {
        event: { resource: 'Node', actionType: action.add | action.updateNodeAllocatable },
        hint: (pod, oldNode, newNode) => afterNodeChange(pod, oldNode as Node | undefined, newNode as Node),
      },
      {
        event: { resource: 'resource.k8s.io/DeviceClass', actionType: action.add | action.update },
        hint: (pod, _old, deviceClass) =>
          wantsDevicesOf(pod, deviceClass as DeviceClass) ? 'Queue' : 'QueueSkip',
      },
    ];
  }

  preFilter(state: CycleState, { requests }: PodInfo): undefined {
    state.write(preFilterKey, { requests });
  }

  filter(state: CycleState, _podInfo: PodInfo, node: NodeInfo): Status | undefined {
    const prepared = state.read(preFilterKey);
    if (prepared === undefined) return withoutPreFilter;
    const shortage = fitsRequest(prepared.requests, node, this.#ignored);
    return shortage && this.#refusal(shortage);
  }

  preScore(state: CycleState, { pod }: PodInfo): undefined {
    state.write(preScoreKey, { asked: requestsToScore(pod, this.#resources, true) });
  }

  score(state: CycleState, { pod }: PodInfo, node: NodeInfo): number {
    const asked = state.read(preScoreKey)?.asked ?? requestsToScore(pod, this.#resources, true);
    return this.#strategy(utilization(node, this.#resources, asked, { nonZero: true, withPod: true }));
  }

  #refusal({ reasons, unresolvable }: Shortage): Status {
    const code = unresolvable ? 'UnschedulableAndUnresolvable' : 'Unschedulable';
    const key = `${code} ${reasons.join(',')}`;
    let status = this.#refusals.get(key);
    if (status === undefined) {
      status = new Status(code, reasons, name);
      this.#refusals.set(key, status);
    }
    return status;
  }
}

/** Whether the class gives out its devices as a resource that the pod asks for. */
function wantsDevicesOf(pod: Pod, deviceClass: DeviceClass): boolean {
  const requests = podRequests(pod, { useStatusResources: true });
  return [...requests.keys()].some((resource) => backsResource(deviceClass, resource));
}

function afterPodChange(pod: Pod, before: Pod, now: Pod | undefined): QueueingHint {
  if (now === undefined) {
    return before.spec.nodeName || before.status?.nominatedNodeName ? 'Queue' : 'QueueSkip';
  }
  if (now.metadata.uid === pod.metadata.uid) return 'Queue';
  if (!now.spec.nodeName) return 'QueueSkip';
  const wanted = podRequests(pod, { useStatusResources: true });
  const usedBefore = podRequests(before, { useStatusResources: true });
  const usedNow = podRequests(now, { useStatusResources: true });
  for (const [resource, amount] of wanted) {
    if (amount > 0 && (usedBefore.get(resource) ?? 0) > (usedNow.get(resource) ?? 0)) return 'Queue';
  }
  return 'QueueSkip';
}

/** Whether the pod would fit the node if nothing ran there, and an update gave more of what it wants. */
function afterNodeChange(pod: Pod, before: Node | undefined, now: Node): QueueingHint {
  const requests = Resource.of(podRequests(pod, { useStatusResources: true }));
  const empty = NodeInfo.of(now);
  if (fitsRequest(requests, empty, undefined) !== undefined) return 'QueueSkip';
  if (before === undefined) return 'Queue';
  const had = NodeInfo.of(before).allocatable;
  const has = empty.allocatable;
  if (has.pods > had.pods) return 'Queue';
  const names = ['cpu', 'memory', 'ephemeral-storage', ...(requests.scalars?.keys() ?? [])];
  const more = names.some(
    (resource) => requests.amount(resource) > 0 && has.amount(resource) > had.amount(resource),
  );
  return more ? 'Queue' : 'QueueSkip';
}
