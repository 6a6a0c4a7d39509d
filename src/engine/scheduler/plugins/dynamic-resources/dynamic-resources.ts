import { matchesNodeSelector } from '../../../api/node-affinity.ts';
import { StatusError } from '../../../api/status-error.ts';
import type { Pod, ResourceClaim } from '../../../api/types.ts';
import type { ClusterEventWithHint } from '../../framework/cluster-event.ts';
import { StateKey, type CycleState } from '../../framework/cycle-state.ts';
import type { Handle } from '../../framework/handle.ts';
import {
  minNodeScore,
  type EnqueueExtensions,
  type FilterPlugin,
  type PostFilterPlugin,
  type PreBindPlugin,
  type PreEnqueuePlugin,
  type PreFilterPlugin,
  type ReservePlugin,
  type ScorePlugin,
  type SignPlugin,
} from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { defaultNormalizeScores } from '../../framework/normalize-score.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { errorStatus, skip, Status, unresolvable, unschedulable } from '../../framework/status.ts';
import { Allocator, AllocationError, type ClaimAllocation } from './allocator.ts';
import { deviceId } from './devices.ts';
import { dynamicResourcesEvents } from './events.ts';
import { extendedClaimFor, extendedResourcesOf, type ExtendedResources } from './extended-claim.ts';
import { isReservedFor, podClaims } from './pod-claims.ts';

const name = 'DynamicResources';
const cannotAllocate = unresolvable(name, 'cannot allocate all claims');
const notAvailable = unresolvable(name, 'resourceclaim not available on the node');
const nothingToDeallocate = unschedulable(name, 'no new claims to deallocate');
const withoutPreFilter = errorStatus(name, 'not found');

const deleteProtection = 'resource.kubernetes.io/delete-protection';

/** What one node would give the pod's claims. */
interface NodeAllocation {
  readonly claims: readonly ResourceClaim[];
  readonly allocations: readonly ClaimAllocation[];
}

/** What is known of the pod's claims in this cycle. */
class ClaimState {
  claims: readonly ResourceClaim[] = [];
  extended: ExtendedResources | undefined;
  allocator: Allocator | undefined;
  /** Allocated claims that some node cannot use. */
  readonly unavailable = new Set<ResourceClaim>();
  readonly byNode = new Map<string, NodeAllocation>();

  get empty(): boolean {
    return this.claims.length === 0 && this.extended === undefined;
  }
}

const stateKey = new StateKey<ClaimState>(name);

/** Pods that claim devices run where those can be given to them. Models plugins/dynamicresources (v1.36). */
export class DynamicResources
  implements
    PreEnqueuePlugin,
    PreFilterPlugin,
    FilterPlugin,
    PostFilterPlugin,
    ScorePlugin,
    ReservePlugin,
    PreBindPlugin,
    EnqueueExtensions,
    SignPlugin
{
  readonly name = name;
  readonly #handle: Handle;
  /** Devices that were given out and whose claims do not say so yet, by the pod that gets them. */
  readonly #inFlight = new Map<string, NodeAllocation>();

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  /** Pods without claims are all alike; what others get depends on the devices of all nodes. */
  signPod({ pod, requests }: PodInfo): string | undefined {
    return !pod.spec.resourceClaims?.length && requests.scalars === undefined ? '' : undefined;
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return dynamicResourcesEvents(this.#handle.listers);
  }

  preEnqueue(pod: Pod): Status | undefined {
    const claims = podClaims(pod, this.#handle.listers.resourceClaims);
    return typeof claims === 'string' ? unresolvable(name, claims) : undefined;
  }

  preFilter(state: CycleState, podInfo: PodInfo): Status | undefined {
    const { listers } = this.#handle;
    // Written before anything can fail: PostFilter tells by it that there was nothing to do.
    const known = new ClaimState();
    state.write(stateKey, known);
    const claims = podClaims(podInfo.pod, listers.resourceClaims);
    if (typeof claims === 'string') return unresolvable(name, claims);
    const extended = extendedResourcesOf(podInfo, listers.deviceClasses, listers.resourceClaims);
    if (claims.length === 0 && extended === undefined) return skip;
    for (const claim of claims) {
      const problem = isAllocated(claim) ? undefined : this.#problemOf(claim);
      if (problem !== undefined) return unresolvable(name, problem);
    }
    known.claims = claims;
    known.extended = extended;
    known.allocator = new Allocator(
      [...listers.resourceSlices.values()],
      listers.deviceClasses,
      this.#takenDevices(),
    );
    return undefined;
  }

  filter(state: CycleState, podInfo: PodInfo, node: NodeInfo): Status | undefined {
    const known = state.read(stateKey);
    if (known === undefined) return withoutPreFilter;
    const wanted = known.claims.filter((claim) => !isAllocated(claim));
    if (known.extended !== undefined) {
      const { deviceClasses } = this.#handle.listers;
      const claim = extendedClaimFor(name, podInfo, known.extended, node, deviceClasses);
      if (claim instanceof Status) return claim;
      if (claim !== undefined) wanted.push(claim);
    }
    const unavailable = known.claims.filter((claim) => isAllocated(claim) && !isAvailableOn(claim, node));
    try {
      const allocations = wanted.length === 0 ? [] : known.allocator?.allocate(node.node, wanted);
      if (allocations === undefined) return cannotAllocate;
      known.byNode.set(node.name, { claims: wanted, allocations });
    } catch (error) {
      if (error instanceof AllocationError) return errorStatus(name, error.message);
      throw error;
    }
    for (const claim of unavailable) known.unavailable.add(claim);
    return unavailable.length > 0 ? notAvailable : undefined;
  }

  /** Gives back what the pod's own claims hold on nodes where it does not fit. */
  postFilter(state: CycleState, { pod }: PodInfo): { readonly status: Status } {
    const known = state.read(stateKey);
    if (known === undefined) return { status: withoutPreFilter };
    if (known.empty) return { status: nothingToDeallocate };
    const { api } = this.#handle;
    try {
      for (const claim of known.unavailable) {
        const users = claim.status?.reservedFor ?? [];
        if (users.length > 1 || (users.length === 1 && !isReservedFor(claim, pod))) continue;
        const { allocation: _allocation, reservedFor: _reservedFor, ...status } = claim.status ?? {};
        api.updateResourceClaim({ ...claim, status }, 'status');
        return { status: unschedulable(name, 'deallocation of ResourceClaim completed') };
      }
      if (known.extended?.leftOver !== undefined) {
        api.deleteResourceClaim(known.extended.leftOver);
        return { status: unschedulable(name, 'deletion of ResourceClaim completed') };
      }
    } catch (error) {
      if (error instanceof StatusError) return { status: errorStatus(name, error.message) };
      throw error;
    }
    return { status: unschedulable(name, 'still not schedulable') };
  }

  /** Nobody was given anything. */
  uniformScore(state: CycleState): number | undefined {
    return (state.read(stateKey)?.byNode.size ?? 0) === 0 ? minNodeScore : undefined;
  }

  /** The better the alternatives that the node can give, the higher. */
  score(state: CycleState, _podInfo: PodInfo, node: NodeInfo): number {
    const allocations = state.read(stateKey)?.byNode.get(node.name)?.allocations ?? [];
    return allocations.reduce((sum, { score }) => sum + score, 0);
  }

  normalizeScores(
    _state: CycleState,
    _podInfo: PodInfo,
    _nodes: readonly NodeInfo[],
    scores: Float64Array,
  ): void {
    defaultNormalizeScores(scores, false);
  }

  reserve(state: CycleState, podInfo: PodInfo, nodeName: string): undefined {
    const allocation = state.read(stateKey)?.byNode.get(nodeName);
    if (allocation !== undefined && allocation.claims.length > 0) {
      this.#inFlight.set(podInfo.uid, allocation);
    }
  }

  unreserve(_state: CycleState, podInfo: PodInfo): void {
    this.#inFlight.delete(podInfo.uid);
  }

  preBindPreFlight(state: CycleState): Status | undefined {
    return state.read(stateKey)?.empty === false ? undefined : skip;
  }

  /** Writes into the claims what they got, and who uses them. */
  preBind(state: CycleState, podInfo: PodInfo, nodeName: string): Status | undefined {
    const known = state.read(stateKey);
    if (known === undefined) return withoutPreFilter;
    const given = known.byNode.get(nodeName);
    try {
      for (const claim of known.claims) {
        const allocation = given?.allocations[given.claims.indexOf(claim)];
        this.#bindClaim(claim, podInfo.pod, nodeName, allocation);
      }
    } catch (error) {
      if (error instanceof StatusError) return errorStatus(name, error.message);
      throw error;
    }
    // Simplified: no claim is written for extended resources; their devices stay remembered here.
    if (known.extended === undefined) this.#inFlight.delete(podInfo.uid);
    return undefined;
  }

  #bindClaim(claim: ResourceClaim, pod: Pod, nodeName: string, allocation?: ClaimAllocation): void {
    if (isReservedFor(claim, pod)) return;
    const { api } = this.#handle;
    const { finalizers = [] } = claim.metadata;
    let current = claim;
    if (allocation !== undefined && !finalizers.includes(deleteProtection)) {
      const metadata = { ...claim.metadata, finalizers: [...finalizers, deleteProtection] };
      current = api.updateResourceClaim({ ...claim, metadata });
    }
    const user = { resource: 'pods', name: pod.metadata.name, uid: pod.metadata.uid ?? '' };
    const status: ResourceClaim['status'] = {
      ...current.status,
      ...(allocation !== undefined && { allocation: allocationResult(allocation, nodeName) }),
      reservedFor: [...(current.status?.reservedFor ?? []), user],
    };
    api.updateResourceClaim({ ...current, status }, 'status');
  }

  /** What makes the claim impossible to allocate anywhere. */
  #problemOf({ spec }: ResourceClaim): string | undefined {
    for (const request of spec.devices?.requests ?? []) {
      const wanted = request.exactly
        ? [{ label: request.name, className: request.exactly.deviceClassName }]
        : (request.firstAvailable ?? []).map((sub) => ({
            label: `${request.name}/${sub.name}`,
            className: sub.deviceClassName,
          }));
      if (wanted.length === 0) return `request ${request.name}: unsupported request type`;
      for (const { label, className } of wanted) {
        if (this.#handle.listers.deviceClasses.get(className) !== undefined) continue;
        return `request ${label}: device class ${className} does not exist`;
      }
    }
    return undefined;
  }

  /** The devices that claims have, or will have. */
  #takenDevices(): ReadonlySet<string> {
    const taken = new Set<string>();
    for (const { status } of this.#handle.listers.resourceClaims.values()) {
      for (const { driver, pool, device, adminAccess } of status?.allocation?.devices?.results ?? []) {
        if (adminAccess !== true) taken.add(deviceId(driver, pool, device));
      }
    }
    for (const { allocations } of this.#inFlight.values()) {
      for (const { devices } of allocations) {
        for (const { device, adminAccess } of devices) if (!adminAccess) taken.add(device.id);
      }
    }
    return taken;
  }
}

function isAllocated({ status }: ResourceClaim): boolean {
  return Boolean(status?.allocation);
}

function isAvailableOn({ status }: ResourceClaim, node: NodeInfo): boolean {
  const selector = status?.allocation?.nodeSelector;
  return !selector || matchesNodeSelector(selector, node.node);
}

type AllocationResult = NonNullable<NonNullable<ResourceClaim['status']>['allocation']>;

/** Simplified: every allocation is tied to the node, also where its devices could be used from others. */
function allocationResult({ devices }: ClaimAllocation, nodeName: string): AllocationResult {
  return {
    devices: {
      results: devices.map(({ request, device, adminAccess }) => ({
        request,
        driver: device.driver,
        pool: device.pool,
        device: device.spec.name,
        ...(adminAccess && { adminAccess }),
      })),
    },
    nodeSelector: {
      nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }],
    },
  };
}
