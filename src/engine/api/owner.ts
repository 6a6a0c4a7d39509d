import type { KubeObject, ObjectMeta, OwnerReference } from './types.ts';

/** The reference to the controller that manages an object. Models metav1.GetControllerOf (v1.36). */
export function controllerOf(object: {
  readonly metadata: Pick<ObjectMeta, 'ownerReferences'>;
}): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

/** A reference that makes `owner` the controller of what carries it. Models metav1.NewControllerRef (v1.36). */
export function newControllerRef(
  owner: KubeObject,
  kind: { readonly apiVersion: string; readonly kind: string },
): OwnerReference {
  return {
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}
