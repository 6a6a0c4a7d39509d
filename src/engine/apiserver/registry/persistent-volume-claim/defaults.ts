import type { PersistentVolumeClaim } from '../../../api/types.ts';
import { canonicalizeResourceList, setDefault } from '../pod/defaults.ts';

/** Models SetDefaults_PersistentVolumeClaim (v1.36), for claims and for templates of claims. */
export function setClaimDefaults(claim: PersistentVolumeClaim): void {
  claim.status ??= {};
  if (!claim.status.phase) claim.status.phase = 'Pending';
  claim.spec ??= {};
  setDefault(claim.spec, 'volumeMode', 'Filesystem');
  canonicalizeResourceList(claim.spec.resources?.requests);
  canonicalizeResourceList(claim.spec.resources?.limits);
}
