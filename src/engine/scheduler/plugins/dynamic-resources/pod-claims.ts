import type { Pod, ResourceClaim } from '../../../api/types.ts';
import type { Lister } from '../../framework/handle.ts';

/**
 * The claims that a pod refers to, or a sentence that says why one is not there. Models
 * DynamicResources.foreachPodResourceClaim (v1.36).
 */
export function podClaims(pod: Pod, claims: Lister<ResourceClaim>): readonly ResourceClaim[] | string {
  const found: ResourceClaim[] = [];
  const { namespace, name: podName } = pod.metadata;
  for (const { name, resourceClaimName, resourceClaimTemplateName } of pod.spec.resourceClaims ?? []) {
    let claimName: string | null | undefined = resourceClaimName;
    if (resourceClaimTemplateName) {
      const status = pod.status?.resourceClaimStatuses?.find((candidate) => candidate.name === name);
      if (status === undefined) return `pod "${namespace}/${podName}": ResourceClaim not created yet`;
      claimName = status.resourceClaimName;
    }
    // A template can turn out to need no claim.
    if (!claimName) continue;
    const claim = claims.get(`${namespace}/${claimName}`);
    if (claim === undefined) return `could not find ResourceClaim "${namespace}/${claimName}"`;
    if (claim.metadata.deletionTimestamp) return `resourceclaim "${claimName}" is being deleted`;
    if (resourceClaimTemplateName && !isOwnedBy(claim, pod)) {
      return `ResourceClaim ${namespace}/${claimName} was not created for Pod ${namespace}/${podName} (Pod is not owner)`;
    }
    found.push(claim);
  }
  return found;
}

/** Whether the claim was made for the pod. */
export function isOwnedBy({ metadata }: ResourceClaim, pod: Pod): boolean {
  return metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid === pod.metadata.uid;
}

export function isReservedFor({ status }: ResourceClaim, pod: Pod): boolean {
  return status?.reservedFor?.some(({ uid }) => uid === pod.metadata.uid) === true;
}
