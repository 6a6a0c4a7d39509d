import { matchesLabels, selectorFrom } from '../../../api/labels.ts';
import { compareQuantities, quantityValue, wholeValue } from '../../../api/quantity.ts';
import type {
  CSIStorageCapacity,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from '../../../api/types.ts';
import type { Handle } from '../../framework/handle.ts';
import {
  bindCompletedAnnotation,
  boundByControllerAnnotation,
  claimClass,
  claimOf,
  ephemeralClaimProblem,
  selectedNodeAnnotation,
  volumeClass,
  volumeFitsNode,
} from '../../framework/volumes.ts';
import { AssumeCache } from './assume-cache.ts';
import { findMatchingVolume, isBoundToClaim, requestedSize } from './find-volume.ts';

/** A pod's claims, by what is still to be done for them. */
export interface PodClaims {
  readonly bound: readonly PersistentVolumeClaim[];
  /** To be bound once the pod has a node. */
  readonly delayed: readonly PersistentVolumeClaim[];
  /** Should have been bound already. */
  readonly immediate: readonly PersistentVolumeClaim[];
}

/** What is to be bound and provided for a pod on one node. */
export interface PodVolumes {
  readonly bindings: readonly { readonly volume: PersistentVolume; readonly claim: PersistentVolumeClaim }[];
  readonly provisions: readonly PersistentVolumeClaim[];
}

export const conflictReasons = {
  nodeConflict: "node(s) didn't match PersistentVolume's node affinity",
  bindConflict: "node(s) didn't find available persistent volumes to bind",
  notEnoughSpace: 'node(s) did not have enough free storage',
  volumeMissing: 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
} as const;

type Conflict = keyof typeof conflictReasons;

/** A class whose volumes are made by hand. */
const noProvisioner = 'kubernetes.io/no-provisioner';

/** Something that should be there is not; the cycle ends with an error. */
export class BinderError extends Error {
  override name = 'BinderError';
}

/**
 * Decides which volumes a pod's claims get on a node, and binds them. Models volumebinding.volumeBinder
 * (v1.36). Simplified: volumes of in-tree kinds are not looked at as those of the CSI drivers that took
 * them over.
 */
export class VolumeBinder {
  readonly #handle: Handle;
  readonly #claims: AssumeCache<PersistentVolumeClaim>;
  readonly #volumes: AssumeCache<PersistentVolume>;

  constructor(handle: Handle) {
    this.#handle = handle;
    this.#claims = new AssumeCache(handle.listers.persistentVolumeClaims);
    this.#volumes = new AssumeCache(handle.listers.persistentVolumes);
  }

  /** Throws a BinderError where a claim is missing or not the pod's. */
  podClaims(pod: Pod): PodClaims {
    const bound: PersistentVolumeClaim[] = [];
    const delayed: PersistentVolumeClaim[] = [];
    const immediate: PersistentVolumeClaim[] = [];
    for (const claim of this.#claimsOf(pod)) {
      if (isFullyBound(claim)) bound.push(claim);
      else if (this.#isDelayed(claim) && !claim.spec.volumeName) delayed.push(claim);
      else immediate.push(claim);
    }
    return { bound, delayed, immediate };
  }

  /** What the pod would get on the node, or the reasons why it cannot. */
  findPodVolumes(claims: PodClaims, node: Node): PodVolumes | readonly Conflict[] {
    const conflicts: Conflict[] = [];
    const boundConflict = this.#boundConflict(claims.bound, node);
    if (boundConflict === 'nodeConflict') conflicts.push(boundConflict);
    const found = this.#findUnbound(claims.delayed, node);
    if (typeof found === 'string') conflicts.push(found);
    if (boundConflict === 'volumeMissing') conflicts.push(boundConflict);
    if (typeof found === 'string' || conflicts.length > 0) return conflicts;
    return found;
  }

  /** Expects the volumes to become the pod's. Returns what is to be written, or undefined when nothing is. */
  assumePodVolumes(pod: Pod, nodeName: string, { bindings, provisions }: PodVolumes): PodVolumes | undefined {
    if (this.#claimsOf(pod).every(isFullyBound)) return undefined;
    const assumed = bindings.map(({ volume, claim }) => {
      const bound = boundVolume(volume, claim);
      if (bound !== volume) this.#volumes.assume(volume.metadata.name, bound);
      return { volume: bound, claim };
    });
    const selected = provisions.map((claim) => {
      const annotated = withAnnotation(claim, selectedNodeAnnotation, nodeName);
      this.#claims.assume(claimKey(claim), annotated);
      return annotated;
    });
    return { bindings: assumed, provisions: selected };
  }

  revertAssumed({ bindings, provisions }: PodVolumes): void {
    for (const { volume } of bindings) this.#volumes.restore(volume.metadata.name);
    for (const claim of provisions) this.#claims.restore(claimKey(claim));
  }

  /** Writes what was assumed; a refusal is thrown as the API's StatusError. */
  writePodVolumes({ bindings, provisions }: PodVolumes): void {
    for (const { volume } of bindings) this.#handle.api.updatePersistentVolume(volume);
    for (const claim of provisions) this.#handle.api.updatePersistentVolumeClaim(claim);
  }

  /** Whether all that was written is bound by now. Throws a BinderError when it will not be. */
  arePodVolumesBound(node: Node, { bindings, provisions }: PodVolumes): boolean {
    for (const { volume, claim } of bindings) {
      const current = this.#volumes.getFromApi(volume.metadata.name);
      if (current === undefined) throw new BinderError(`failed to check binding: ${missingVolume(volume)}`);
      if (!current.spec.claimRef) return false;
      if (!volumeFitsNode(current, node)) throw new BinderError(affinityProblem(current, node));
      const currentClaim = this.#claims.getFromApi(claimKey(claim));
      if (currentClaim === undefined)
        throw new BinderError(`failed to check binding: ${missingClaim(claim)}`);
      if (!isFullyBound(currentClaim)) return false;
    }
    return provisions.every((claim) => this.#isProvided(claim, node));
  }

  #isProvided(claim: PersistentVolumeClaim, node: Node): boolean {
    const current = this.#claims.getFromApi(claimKey(claim));
    if (current === undefined) {
      throw new BinderError(`failed to check provisioning pvc: ${missingClaim(claim)}`);
    }
    const { annotations, name } = current.metadata;
    if (current.metadata.resourceVersion === claim.metadata.resourceVersion) return false;
    if (annotations === undefined) throw new BinderError(`selectedNode annotation reset for PVC "${name}"`);
    if (annotations[selectedNodeAnnotation] !== node.metadata.name) {
      throw new BinderError(`provisioning failed for PVC "${name}"`);
    }
    if (!current.spec.volumeName) return false;
    const volume = this.#volumes.getFromApi(current.spec.volumeName);
    if (volume === undefined) return false;
    if (!volumeFitsNode(volume, node)) throw new BinderError(affinityProblem(volume, node));
    return isFullyBound(current);
  }

  #claimsOf(pod: Pod): PersistentVolumeClaim[] {
    const claims: PersistentVolumeClaim[] = [];
    for (const volume of pod.spec.volumes ?? []) {
      const use = claimOf(pod, volume);
      if (use === undefined) continue;
      const key = `${pod.metadata.namespace}/${use.name}`;
      const claim = this.#claims.get(key);
      if (claim === undefined) {
        throw new BinderError(`error getting PVC "${key}": could not find v1.PersistentVolumeClaim "${key}"`);
      }
      const problem = use.ephemeral ? ephemeralClaimProblem(pod, claim) : undefined;
      if (problem !== undefined) throw new BinderError(problem);
      claims.push(claim);
    }
    return claims;
  }

  #isDelayed(claim: PersistentVolumeClaim): boolean {
    const className = claimClass(claim);
    const storageClass = className === '' ? undefined : this.#handle.listers.storageClasses.get(className);
    if (storageClass === undefined) return false;
    if (storageClass.volumeBindingMode === undefined) {
      throw new BinderError(`VolumeBindingMode not set for StorageClass "${className}"`);
    }
    return storageClass.volumeBindingMode === 'WaitForFirstConsumer';
  }

  #boundConflict(claims: readonly PersistentVolumeClaim[], node: Node): Conflict | undefined {
    for (const { spec } of claims) {
      const volume = this.#volumes.get(spec.volumeName ?? '');
      if (volume === undefined) return 'volumeMissing';
      if (!volumeFitsNode(volume, node)) return 'nodeConflict';
    }
    return undefined;
  }

  #findUnbound(claims: readonly PersistentVolumeClaim[], node: Node): PodVolumes | Conflict {
    const toProvision: PersistentVolumeClaim[] = [];
    const toMatch: PersistentVolumeClaim[] = [];
    for (const claim of claims) {
      const selected = claim.metadata.annotations?.[selectedNodeAnnotation];
      if (selected !== undefined && selected !== node.metadata.name) return 'bindConflict';
      (selected === undefined ? toMatch : toProvision).push(claim);
    }
    const bindings: { volume: PersistentVolume; claim: PersistentVolumeClaim }[] = [];
    const taken = new Set<string>();
    // The smallest claim first, so that it does not take a volume that a larger one needs.
    for (const claim of toMatch.toSorted(bySize)) {
      const volume = findMatchingVolume(claim, this.#volumesOfClass(claimClass(claim)), node, taken);
      if (volume === undefined) {
        toProvision.push(claim);
        continue;
      }
      taken.add(volume.metadata.name);
      bindings.push({ volume, claim });
    }
    for (const claim of toProvision) {
      const conflict = this.#provisionConflict(claim, node);
      if (conflict !== undefined) return conflict;
    }
    return { bindings, provisions: toProvision };
  }

  *#volumesOfClass(className: string): Iterable<PersistentVolume> {
    for (const volume of this.#volumes.values()) if (volumeClass(volume) === className) yield volume;
  }

  #provisionConflict(claim: PersistentVolumeClaim, node: Node): Conflict | undefined {
    const className = claimClass(claim);
    if (className === '') throw new BinderError(`no class for claim "${claimKey(claim)}"`);
    const storageClass = this.#handle.listers.storageClasses.get(className);
    if (storageClass === undefined) throw new BinderError(`failed to find storage class "${className}"`);
    const { provisioner } = storageClass;
    if (!provisioner || provisioner === noProvisioner) return 'bindConflict';
    if (!allowsTopology(storageClass, node)) return 'bindConflict';
    return this.#hasCapacity(claim, storageClass, node) ? undefined : 'notEnoughSpace';
  }

  /** Where the driver tells how much it has left: whether that is enough. */
  #hasCapacity(claim: PersistentVolumeClaim, storageClass: StorageClass, node: Node): boolean {
    if (claim.spec.resources?.requests?.['storage'] === undefined) return true;
    const driver = this.#handle.listers.csiDrivers.get(storageClass.provisioner);
    if (driver?.spec.storageCapacity !== true) return true;
    const bytes = Number(quantityValue(requestedSize(claim)));
    for (const capacity of this.#handle.listers.csiStorageCapacities.values()) {
      if (capacity.storageClassName !== storageClass.metadata.name) continue;
      if (capacityLimit(capacity) >= bytes && reaches(capacity, node)) return true;
    }
    return false;
  }
}

/** Whether the claim has its volume for good. */
function isFullyBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return Boolean(spec.volumeName) && Object.hasOwn(metadata.annotations ?? {}, bindCompletedAnnotation);
}

/** The largest volume that can still be made, in bytes; -1 where nothing is told. */
export function capacityLimit({ maximumVolumeSize, capacity }: CSIStorageCapacity): number {
  const limit = maximumVolumeSize ?? capacity;
  return limit === undefined ? -1 : wholeValue(limit);
}

function reaches({ nodeTopology }: CSIStorageCapacity, { metadata }: Node): boolean {
  return Boolean(nodeTopology) && matchesLabels(selectorFrom(nodeTopology), metadata.labels);
}

/** Models v1helper.MatchTopologySelectorTerms (v1.36). */
function allowsTopology({ allowedTopologies }: StorageClass, { metadata }: Node): boolean {
  if (!allowedTopologies?.length) return true;
  return allowedTopologies.some(({ matchLabelExpressions }) => {
    if (!matchLabelExpressions?.length) return false;
    return matchLabelExpressions.every(({ key, values }) => {
      const value = metadata.labels?.[key];
      return value !== undefined && values.includes(value);
    });
  });
}

function bySize(a: PersistentVolumeClaim, b: PersistentVolumeClaim): number {
  return compareQuantities(requestedSize(a), requestedSize(b));
}

function claimKey({ metadata }: PersistentVolumeClaim): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** The volume with a claimRef to the claim; itself where it has one. Models GetBindVolumeToClaim (v1.36). */
function boundVolume(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const { claimRef } = volume.spec;
  if (claimRef?.uid === claim.metadata.uid && isBoundToClaim(volume, claim)) return volume;
  const { namespace, name, uid, resourceVersion } = claim.metadata;
  const bound: PersistentVolume = {
    ...volume,
    spec: {
      ...volume.spec,
      claimRef: { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name, uid, resourceVersion },
    },
  };
  return isBoundToClaim(volume, claim) ? bound : withAnnotation(bound, boundByControllerAnnotation, 'yes');
}

function withAnnotation<T extends PersistentVolume | PersistentVolumeClaim>(
  object: T,
  key: string,
  value: string,
): T {
  const annotations = { ...object.metadata.annotations, [key]: value };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function missingVolume({ metadata }: PersistentVolume): string {
  return `could not find v1.PersistentVolume "${metadata.name}"`;
}

function missingClaim(claim: PersistentVolumeClaim): string {
  return `could not find v1.PersistentVolumeClaim "${claimKey(claim)}"`;
}

function affinityProblem(volume: PersistentVolume, node: Node): string {
  return `pv "${volume.metadata.name}" node affinity doesn't match node "${node.metadata.name}": no matching NodeSelectorTerms`;
}
