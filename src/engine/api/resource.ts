import type { KubeObject } from './types.ts';

/** A resource of the API, by name. `T` is what it holds. */
export interface Resource<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  /** The plural in paths: `pods`. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Only for the types; never there. */
  readonly __object?: T;
}

/** Names one object of a resource. */
export interface ObjectKey {
  /** Absent or empty for cluster-scoped objects. */
  readonly namespace?: string;
  readonly name: string;
}

/** `v1`, `apps/v1`. */
export function groupVersion(resource: { group: string; version: string }): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** `pods`, `deployments.apps`: how errors name a resource. Models schema.GroupResource.String (v1.36). */
export function groupResource(resource: { group: string; resource: string }): string {
  return resource.group === '' ? resource.resource : `${resource.resource}.${resource.group}`;
}

/** `/api/v1/namespaces/default/pods/web`; without a name the collection, without a namespace all of them. */
export function resourcePath(
  resource: Resource,
  key: { namespace?: string; name?: string; subresource?: string } = {},
): string {
  let path =
    resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  if (resource.namespaced && key.namespace) path += `/namespaces/${encodeURIComponent(key.namespace)}`;
  path += `/${resource.resource}`;
  if (key.name !== undefined) path += `/${encodeURIComponent(key.name)}`;
  if (key.subresource !== undefined) path += `/${key.subresource}`;
  return path;
}
