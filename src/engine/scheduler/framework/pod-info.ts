import { podRequests } from '../../api/pod-resources.ts';
import type { Pod, PodSpec } from '../../api/types.ts';
import {
  affinityTerms,
  weightedAffinityTerms,
  type AffinityTerm,
  type WeightedAffinityTerm,
} from './affinity-term.ts';
import { hostPortsOf, type HostPort } from './host-ports.ts';
import { Resource } from './resource.ts';

/** What a container that asks for nothing counts with when nodes are scored. Models schedutil.DefaultMilliCPURequest and DefaultMemoryRequest (v1.36). */
export const missingContainerRequests: ReadonlyMap<string, number> = new Map([
  ['cpu', 100],
  ['memory', 200 * 1024 * 1024],
]);

/** The first PodInfo of each spec that waiting pods share. */
const twins = new WeakMap<PodSpec, PodInfo>();

/**
 * A pod with what scheduling computes from it, once. Changes when the pod does only by being made
 * anew. Models framework.PodInfo (v1.36).
 */
export class PodInfo {
  readonly pod: Pod;
  readonly priority: number;
  readonly requests: Resource;
  /** Requests with a minimum of CPU and memory for each container; only for scoring. */
  readonly nonZeroCpuMillis: number;
  readonly nonZeroMemoryBytes: number;
  readonly hostPorts: readonly HostPort[];
  /** The claims its volumes use, as `namespace/name`. */
  readonly claimKeys: readonly string[];
  readonly requiredAffinityTerms: readonly AffinityTerm[];
  readonly requiredAntiAffinityTerms: readonly AffinityTerm[];
  readonly preferredAffinityTerms: readonly WeightedAffinityTerm[];
  readonly preferredAntiAffinityTerms: readonly WeightedAffinityTerm[];

  /** `earlier` is an earlier version of the same pod: what it computed is taken over where it still holds. */
  constructor(pod: Pod, earlier: PodInfo | undefined = twins.get(pod.spec)) {
    this.pod = pod;
    this.priority = pod.spec.priority ?? 0;
    if (earlier !== undefined && asksForTheSame(pod, earlier.pod)) {
      this.requests = earlier.requests;
      this.nonZeroCpuMillis = earlier.nonZeroCpuMillis;
      this.nonZeroMemoryBytes = earlier.nonZeroMemoryBytes;
      this.hostPorts = earlier.hostPorts;
      this.claimKeys = earlier.claimKeys;
      this.requiredAffinityTerms = earlier.requiredAffinityTerms;
      this.requiredAntiAffinityTerms = earlier.requiredAntiAffinityTerms;
      this.preferredAffinityTerms = earlier.preferredAffinityTerms;
      this.preferredAntiAffinityTerms = earlier.preferredAntiAffinityTerms;
      return;
    }
    if (!pod.spec.nodeName && earlier === undefined) twins.set(pod.spec, this);
    const requests = podRequests(pod, { useStatusResources: true });
    this.requests = Resource.of(requests);
    const missing = missingRequests(pod, requests);
    const nonZero =
      missing.size === 0
        ? requests
        : podRequests(pod, { useStatusResources: true, missingContainerRequests: missing });
    this.nonZeroCpuMillis = nonZero.get('cpu') ?? 0;
    this.nonZeroMemoryBytes = nonZero.get('memory') ?? 0;
    this.hostPorts = hostPortsOf(pod);
    this.claimKeys = claimKeysOf(pod);
    const affinity = pod.spec.affinity;
    this.requiredAffinityTerms = affinityTerms(
      pod,
      affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    );
    this.requiredAntiAffinityTerms = affinityTerms(
      pod,
      affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    );
    this.preferredAffinityTerms = weightedAffinityTerms(
      pod,
      affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution,
    );
    this.preferredAntiAffinityTerms = weightedAffinityTerms(
      pod,
      affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution,
    );
  }

  get uid(): string {
    return this.pod.metadata.uid ?? '';
  }

  get hasAffinity(): boolean {
    return (
      this.requiredAffinityTerms.length > 0 ||
      this.requiredAntiAffinityTerms.length > 0 ||
      this.preferredAffinityTerms.length > 0 ||
      this.preferredAntiAffinityTerms.length > 0
    );
  }
}

/** Whether all that a PodInfo is computed from is shared between two versions of a pod. */
function asksForTheSame(a: Pod, b: Pod): boolean {
  return (
    a.metadata.namespace === b.metadata.namespace &&
    (a.metadata.name === b.metadata.name || a.spec.volumes?.every(({ ephemeral }) => !ephemeral) !== false) &&
    a.spec.containers === b.spec.containers &&
    a.spec.initContainers === b.spec.initContainers &&
    a.spec.resources === b.spec.resources &&
    a.spec.overhead === b.spec.overhead &&
    a.spec.affinity === b.spec.affinity &&
    a.spec.volumes === b.spec.volumes &&
    a.spec.hostNetwork === b.spec.hostNetwork &&
    a.status?.containerStatuses === b.status?.containerStatuses &&
    a.status?.initContainerStatuses === b.status?.initContainerStatuses &&
    (a.status?.conditions === b.status?.conditions || !a.status?.containerStatuses)
  );
}

/** Models framework.getNonMissingContainerRequests (v1.36): a pod's own requests stand in for its containers'. */
function missingRequests(pod: Pod, requests: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  if (Object.keys(pod.spec.resources?.requests ?? {}).length === 0) return missingContainerRequests;
  return new Map([...missingContainerRequests].filter(([name]) => !requests.has(name)));
}

const noClaims: readonly string[] = [];

function claimKeysOf(pod: Pod): readonly string[] {
  if (!pod.spec.volumes?.length) return noClaims;
  const keys: string[] = [];
  for (const volume of pod.spec.volumes) {
    const name =
      volume.persistentVolumeClaim?.claimName ?? (volume.ephemeral && ephemeralClaimName(pod, volume));
    if (name !== undefined) keys.push(`${pod.metadata.namespace ?? ''}/${name}`);
  }
  return keys.length === 0 ? noClaims : keys;
}

/** The name of the claim that the ephemeral volume controller makes. Models ephemeral.VolumeClaimName (v1.36). */
export function ephemeralClaimName(pod: Pod, volume: { readonly name: string }): string {
  return `${pod.metadata.name}-${volume.name}`;
}
