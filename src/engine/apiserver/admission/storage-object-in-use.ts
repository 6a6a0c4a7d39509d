import type { AdmissionPlugin } from './admission.ts';

const finalizers: Readonly<Record<string, string>> = {
  persistentvolumeclaims: 'kubernetes.io/pvc-protection',
  persistentvolumes: 'kubernetes.io/pv-protection',
  'volumeattributesclasses.storage.k8s.io': 'kubernetes.io/vac-protection',
};

/** Storage that is in use does not go. Models plugin/pkg/admission/storage/storageobjectinuseprotection (v1.36). */
export const storageObjectInUse: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  resources: Object.keys(finalizers),
  operations: ['CREATE'],
  admit({ object, resource }) {
    const finalizer = finalizers[resource.groupResource];
    if (object === undefined || finalizer === undefined) return;
    const { metadata } = object;
    if (!metadata.finalizers?.includes(finalizer))
      metadata.finalizers = [...(metadata.finalizers ?? []), finalizer];
  },
};
