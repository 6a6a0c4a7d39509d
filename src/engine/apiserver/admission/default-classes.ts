import type { KubeObject } from '../../api/types.ts';
import { compareText } from '../storage/object-table.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';

interface WithClass extends KubeObject {
  spec?: { storageClassName?: string; ingressClassName?: string };
}

/** The newest of the classes that are marked as default; of equals the first by name. */
function defaultClass(
  { server }: AdmissionRequest,
  resource: string,
  annotation: string,
): string | undefined {
  const marked = server.storage
    .list(resource)
    .filter(({ metadata }) => metadata.annotations?.[annotation] === 'true')
    .toSorted(
      (a, b) =>
        compareText(b.metadata.creationTimestamp ?? '', a.metadata.creationTimestamp ?? '') ||
        compareText(a.metadata.name, b.metadata.name),
    );
  return marked[0]?.metadata.name;
}

/** A claim that names no class gets the default one. Models plugin/pkg/admission/storage/storageclass/setdefault (v1.36). */
export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  resources: ['persistentvolumeclaims'],
  operations: ['CREATE'],
  admit(request) {
    const claim = request.object as WithClass;
    if (claim.spec === undefined || claim.spec.storageClassName !== undefined) return;
    if (claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined) return;
    const name = defaultClass(
      request,
      'storageclasses.storage.k8s.io',
      'storageclass.kubernetes.io/is-default-class',
    );
    if (name !== undefined) claim.spec.storageClassName = name;
  },
};

/** Likewise for ingresses. Models plugin/pkg/admission/network/defaultingressclass (v1.36). */
export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  resources: ['ingresses.networking.k8s.io'],
  operations: ['CREATE'],
  admit(request) {
    const ingress = request.object as WithClass;
    if (ingress.spec?.ingressClassName !== undefined) return;
    if (ingress.metadata.annotations?.['kubernetes.io/ingress.class'] !== undefined) return;
    const name = defaultClass(
      request,
      'ingressclasses.networking.k8s.io',
      'ingressclass.kubernetes.io/is-default-class',
    );
    if (name !== undefined) ingress.spec = { ...ingress.spec, ingressClassName: name };
  },
};
