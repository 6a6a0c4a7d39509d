import type { CSINode, PersistentVolumeClaim, Pod, Volume, VolumeAttachment } from '../../../api/types.ts';
import { action, type ClusterEventWithHint } from '../../framework/cluster-event.ts';
import type { CycleState } from '../../framework/cycle-state.ts';
import type { Handle } from '../../framework/handle.ts';
import type { EnqueueExtensions, FilterPlugin, PreFilterPlugin } from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { errorStatus, skip, unresolvable, unschedulable, type Status } from '../../framework/status.ts';
import { claimClass, claimOf, ephemeralClaimProblem, usesClaim } from '../../framework/volumes.ts';

const name = 'NodeVolumeLimits';
const tooManyVolumes = unschedulable(name, 'node(s) exceed max volume count');

/** Volumes that need attaching: the driver of each, by `driver/handle`. */
type AttachableVolumes = Map<string, string>;

/** A claim of the pod that cannot be looked up. */
class ClaimProblem extends Error {
  readonly unresolvable: boolean;
  constructor(message: string, isUnresolvable: boolean) {
    super(message);
    this.unresolvable = isUnresolvable;
  }
}

/**
 * A node's CSI drivers attach only so many volumes. Models plugins/nodevolumelimits (v1.36).
 * Simplified: volumes of in-tree kinds do not count for the drivers that took them over.
 */
export class NodeVolumeLimits implements PreFilterPlugin, FilterPlugin, EnqueueExtensions {
  readonly name = name;
  readonly #handle: Handle;

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return [
      { event: { resource: 'storage.k8s.io/CSINode', actionType: action.add } },
      {
        event: { resource: 'storage.k8s.io/CSINode', actionType: action.update },
        hint: (_pod, before, now) =>
          raisesLimit(before as CSINode | undefined, now as CSINode) ? 'Queue' : 'QueueSkip',
      },
      {
        event: { resource: 'Pod', actionType: action.delete },
        hint: (_pod, gone) => {
          const { spec } = gone as Pod;
          return spec.nodeName && (spec.volumes ?? []).some(mayNeedAttaching) ? 'Queue' : 'QueueSkip';
        },
      },
      {
        event: { resource: 'PersistentVolumeClaim', actionType: action.add },
        hint: (pod, _old, claim) => (usesClaim(pod, claim as PersistentVolumeClaim) ? 'Queue' : 'QueueSkip'),
      },
      {
        event: { resource: 'storage.k8s.io/VolumeAttachment', actionType: action.delete },
        hint: (pod, gone) => {
          const { attacher } = (gone as VolumeAttachment).spec;
          return [...this.#attachableVolumes(pod, false).values()].includes(attacher) ? 'Queue' : 'QueueSkip';
        },
      },
    ];
  }

  preFilter(_state: CycleState, { pod }: PodInfo): Status | undefined {
    return (pod.spec.volumes ?? []).some(mayNeedAttaching) ? undefined : skip;
  }

  filter(_state: CycleState, { pod }: PodInfo, node: NodeInfo): Status | undefined {
    if (!pod.spec.volumes?.length) return undefined;
    let wanted: AttachableVolumes;
    try {
      wanted = this.#attachableVolumes(pod, true);
    } catch (error) {
      if (!(error instanceof ClaimProblem)) throw error;
      return error.unresolvable ? unresolvable(name, error.message) : errorStatus(name, error.message);
    }
    const limits = limitsOf(this.#handle.listers.csiNodes.get(node.name));
    if (wanted.size === 0 || limits.size === 0) return undefined;
    const attached = this.#attachedVolumes(node);
    for (const volume of attached.keys()) wanted.delete(volume);
    for (const driver of new Set(wanted.values())) {
      const limit = limits.get(driver);
      const total = countOf(attached, driver) + countOf(wanted, driver);
      if (limit !== undefined && total > limit) return tooManyVolumes;
    }
    return undefined;
  }

  /** Those of the pods on the node, and those that are attached without a pod. */
  #attachedVolumes(node: NodeInfo): AttachableVolumes {
    const attached: AttachableVolumes = new Map();
    for (const { pod } of node.pods) {
      for (const [volume, driver] of this.#attachableVolumes(pod, false)) attached.set(volume, driver);
    }
    for (const { spec } of this.#handle.listers.volumeAttachments.values()) {
      const volumeName = spec.source.persistentVolumeName;
      if (spec.nodeName !== node.name || !volumeName) continue;
      const csi = this.#handle.listers.persistentVolumes.get(volumeName)?.spec.csi;
      if (csi) attached.set(`${csi.driver}/${csi.volumeHandle}`, csi.driver);
    }
    return attached;
  }

  /** `strict`: throws a ClaimProblem where a claim is missing, which is else passed over. */
  #attachableVolumes(pod: Pod, strict: boolean): AttachableVolumes {
    const volumes: AttachableVolumes = new Map();
    for (const volume of pod.spec.volumes ?? []) {
      const use = claimOf(pod, volume);
      if (use === undefined) continue;
      const key = `${pod.metadata.namespace}/${use.name}`;
      const claim = this.#handle.listers.persistentVolumeClaims.get(key);
      if (claim === undefined) {
        if (!strict) continue;
        throw new ClaimProblem(`looking up PVC ${key}: persistentvolumeclaim "${use.name}" not found`, true);
      }
      const problem = use.ephemeral ? ephemeralClaimProblem(pod, claim) : undefined;
      if (problem !== undefined && strict) throw new ClaimProblem(problem, false);
      const attachable = this.#attachableVolume(claim);
      if (attachable !== undefined)
        volumes.set(`${attachable.driver}/${attachable.handle}`, attachable.driver);
    }
    return volumes;
  }

  /** The CSI volume of the claim: the one it is bound to, or the one that its class will provide. */
  #attachableVolume(claim: PersistentVolumeClaim): { driver: string; handle: string } | undefined {
    const { listers } = this.#handle;
    const volume = claim.spec.volumeName ? listers.persistentVolumes.get(claim.spec.volumeName) : undefined;
    if (volume !== undefined) {
      const { csi } = volume.spec;
      return csi ? { driver: csi.driver, handle: csi.volumeHandle } : undefined;
    }
    const driver = listers.storageClasses.get(claimClass(claim))?.provisioner;
    if (!driver) return undefined;
    return { driver, handle: `unbound-${claim.metadata.namespace}/${claim.metadata.name}` };
  }
}

function countOf(volumes: AttachableVolumes, driver: string): number {
  let count = 0;
  for (const other of volumes.values()) if (other === driver) count++;
  return count;
}

/** A claim, or a disk of an in-tree kind that a CSI driver has taken over. */
function mayNeedAttaching(volume: Volume): boolean {
  return Boolean(
    volume.persistentVolumeClaim ??
    volume.ephemeral ??
    volume.gcePersistentDisk ??
    volume.awsElasticBlockStore ??
    volume.cinder ??
    volume.azureDisk ??
    volume.azureFile ??
    volume.vsphereVolume ??
    volume.portworxVolume,
  );
}

/** How many volumes each driver attaches to the node. */
function limitsOf(node: CSINode | undefined): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const { name: driver, allocatable } of node?.spec.drivers ?? []) {
    if (allocatable?.count !== undefined) limits.set(driver, allocatable.count);
  }
  return limits;
}

function raisesLimit(before: CSINode | undefined, now: CSINode): boolean {
  const old = limitsOf(before);
  return [...limitsOf(now)].some(([driver, limit]) => limit > (old.get(driver) ?? 0));
}
