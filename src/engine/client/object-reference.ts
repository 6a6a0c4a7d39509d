import { groupVersion, type Resource } from '../api/resource.ts';
import type { KubeObject, ObjectReference } from '../api/types.ts';

/** How an event, or anything else, points at an object. Models client-go/tools/reference.GetReference (v1.36). */
export function objectReference<T extends KubeObject>(
  resource: Resource<T>,
  object: T,
  fieldPath?: string,
): ObjectReference {
  const { namespace, name, uid, resourceVersion } = object.metadata;
  return {
    kind: resource.kind,
    ...(namespace !== undefined && { namespace }),
    name,
    ...(uid !== undefined && { uid }),
    apiVersion: groupVersion(resource),
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(fieldPath !== undefined && { fieldPath }),
  };
}

const namespaceOfClusterScoped = 'default';

/** Where an event about `reference` is kept. */
export function eventNamespace(reference: ObjectReference): string {
  return reference.namespace || namespaceOfClusterScoped;
}
