import * as resources from '../api/resources.ts';
import { withCondition } from '../api/pod-status.ts';
import { formatTime } from '../api/time.ts';
import type {
  Binding,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodCondition,
  ResourceClaim,
} from '../api/types.ts';
import type { Resource } from '../api/resource.ts';
import type { Client } from '../client/client.ts';
import { deepEqual } from '../sim/plain.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { ApiCalls } from './framework/handle.ts';

const resourceClaims: Resource<ResourceClaim> = {
  group: 'resource.k8s.io',
  version: 'v1',
  resource: 'resourceclaims',
  kind: 'ResourceClaim',
  namespaced: true,
};

/** What the scheduler writes through the API. */
export class SchedulerApiCalls implements ApiCalls {
  readonly #sim: Simulation;
  readonly #client: Client;

  constructor(sim: Simulation, client: Client) {
    this.#sim = sim;
    this.#client = client;
  }

  bind(pod: Pod, nodeName: string): void {
    const { namespace, name, uid } = pod.metadata;
    const binding: Binding = {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { namespace, name, uid },
      target: { kind: 'Node', name: nodeName },
    };
    this.#client.createSubresource(resources.pods, { namespace, name }, 'binding', binding);
  }

  patchPodStatus(pod: Pod, change: { condition?: PodCondition; nominatedNodeName?: string }): void {
    const body = statusPatch(pod, change, formatTime(this.#sim.nowMs));
    if (body === undefined) return;
    const { namespace, name } = pod.metadata;
    this.#client.patch(resources.pods, { namespace, name }, { type: 'strategic', body }, 'status');
  }

  deletePod(pod: Pod): void {
    const { namespace, name } = pod.metadata;
    this.#client.delete(resources.pods, { namespace, name });
  }

  updatePersistentVolume(volume: PersistentVolume): PersistentVolume {
    return this.#client.update(resources.persistentVolumes, volume);
  }

  updatePersistentVolumeClaim(claim: PersistentVolumeClaim): PersistentVolumeClaim {
    return this.#client.update(resources.persistentVolumeClaims, claim);
  }

  updateResourceClaim(claim: ResourceClaim, subresource?: 'status'): ResourceClaim {
    return this.#client.update(resourceClaims, claim, subresource);
  }

  deleteResourceClaim({ metadata }: ResourceClaim): void {
    const { namespace, name, uid } = metadata;
    this.#client.delete(resourceClaims, { namespace, name }, { uid });
  }
}

/**
 * The patch that brings about a change of a pod's status; undefined when it is so already.
 * Models util.PatchPodStatus and podutil.UpdatePodCondition (v1.36).
 */
function statusPatch(
  pod: Pod,
  { condition, nominatedNodeName }: { condition?: PodCondition; nominatedNodeName?: string },
  now: string,
): object | undefined {
  const status: Record<string, unknown> = {};
  const current = pod.status?.nominatedNodeName ?? '';
  if (nominatedNodeName !== undefined && nominatedNodeName !== current)
    status['nominatedNodeName'] = nominatedNodeName === '' ? null : nominatedNodeName;
  if (condition !== undefined) Object.assign(status, conditionPatch(pod, condition, now));
  return Object.keys(status).length === 0 ? undefined : { status };
}

function conditionPatch(pod: Pod, condition: PodCondition, now: string): object {
  const conditions = pod.status?.conditions ?? [];
  const old = conditions.find(({ type }) => type === condition.type);
  const observedGeneration = condition.observedGeneration ?? pod.metadata.generation;
  const wanted: PodCondition = {
    ...condition,
    ...(observedGeneration !== undefined && { observedGeneration }),
    lastTransitionTime: old?.status === condition.status ? old.lastTransitionTime : now,
  };
  if (old === undefined) {
    const added = { lastProbeTime: null, ...wanted };
    return { ...elementOrder(pod, condition), conditions: [added] };
  }
  const changed: Record<string, unknown> = {};
  for (const key of ['lastTransitionTime', 'message', 'observedGeneration', 'reason', 'status'] as const)
    if (!deepEqual(wanted[key], old[key])) changed[key] = wanted[key] ?? null;
  if (Object.keys(changed).length === 0) return {};
  return { ...elementOrder(pod, condition), conditions: [{ ...changed, type: condition.type }] };
}

/** A patch of a list that has members says in which order they stand afterwards. */
function elementOrder(pod: Pod, condition: PodCondition): object {
  const { conditions } = pod.status ?? {};
  if (!conditions?.length) return {};
  const order = withCondition(conditions, condition).map(({ type }) => ({ type }));
  return { '$setElementOrder/conditions': order };
}
