import { matchesNodeSelector } from '../../api/node-affinity.ts';
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod, Volume } from '../../api/types.ts';
import { ephemeralClaimName } from './pod-info.ts';

export const bindCompletedAnnotation = 'pv.kubernetes.io/bind-completed';
export const boundByControllerAnnotation = 'pv.kubernetes.io/bound-by-controller';
export const selectedNodeAnnotation = 'volume.kubernetes.io/selected-node';
const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

/** A claim that a volume of a pod uses. */
export interface ClaimUse {
  readonly name: string;
  /** Of a generic ephemeral volume: the claim is made for the pod. */
  readonly ephemeral: boolean;
}

/** The claim that a pod's volume uses; undefined where it uses none. */
export function claimOf(pod: Pod, volume: Volume): ClaimUse | undefined {
  if (volume.persistentVolumeClaim) return { name: volume.persistentVolumeClaim.claimName, ephemeral: false };
  if (volume.ephemeral) return { name: ephemeralClaimName(pod, volume), ephemeral: true };
  return undefined;
}

/** Whether a pod uses the claim, in any of its volumes. */
export function usesClaim(pod: Pod, claim: PersistentVolumeClaim): boolean {
  if (pod.metadata.namespace !== claim.metadata.namespace) return false;
  return (pod.spec.volumes ?? []).some((volume) => claimOf(pod, volume)?.name === claim.metadata.name);
}

/**
 * What is wrong with a claim that should have been made for the pod; undefined when it was. Models
 * ephemeral.VolumeIsForPod (v1.36).
 */
export function ephemeralClaimProblem(pod: Pod, claim: PersistentVolumeClaim): string | undefined {
  const owner = claim.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner?.uid === pod.metadata.uid) return undefined;
  return `PVC ${claim.metadata.namespace}/${claim.metadata.name} was not created for pod ${pod.metadata.namespace}/${pod.metadata.name} (pod is not owner)`;
}

/** The class that a claim asks for; empty for none. Models GetPersistentVolumeClaimClass (v1.36). */
export function claimClass({ metadata, spec }: PersistentVolumeClaim): string {
  return metadata.annotations?.[classAnnotation] ?? spec.storageClassName ?? '';
}

/** The class that a volume belongs to; empty for none. Models GetPersistentVolumeClass (v1.36). */
export function volumeClass({ metadata, spec }: PersistentVolume): string {
  return metadata.annotations?.[classAnnotation] ?? spec.storageClassName ?? '';
}

/** Whether the volume can be used on the node. Models volume.CheckNodeAffinity (v1.36). */
export function volumeFitsNode({ spec }: PersistentVolume, node: Node): boolean {
  const required = spec.nodeAffinity?.required;
  // The real check knows the labels alone: what a term says about the name is not looked at.
  return !required || matchesNodeSelector(required, { metadata: { ...node.metadata, name: '' } });
}
