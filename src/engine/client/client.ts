import type { ApiHandler, ApiStream, UserInfo } from '../api/http.ts';
import type { ObjectKey, Resource } from '../api/resource.ts';
import type { KubeObject } from '../api/types.ts';

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface ListResult<T> {
  readonly resourceVersion: string;
  readonly items: readonly T[];
}

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/**
 * A component's typed view of the API, under one identity. Every call is one request to an API
 * server; a refusal is thrown as a `StatusError`. Objects that come back are shared and frozen:
 * copy before changing.
 */
export interface Client {
  readonly user: UserInfo;
  get<T extends KubeObject>(resource: Resource<T>, key: ObjectKey): T;
  list<T extends KubeObject>(resource: Resource<T>, options?: ListOptions): ListResult<T>;
  /** Opens a watch after `resourceVersion`. Its chunks are `WatchEvent<T>`. */
  watch<T extends KubeObject>(
    resource: Resource<T>,
    options: ListOptions & { resourceVersion: string },
  ): ApiStream;
  create<T extends KubeObject>(resource: Resource<T>, object: T): T;
  update<T extends KubeObject>(resource: Resource<T>, object: T, subresource?: string): T;
  patch<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    patch: { type: PatchType; body: unknown },
    subresource?: string,
  ): T;
  delete(resource: Resource, key: ObjectKey, options?: DeleteOptions): void;
  /** GET of any path, such as `/api/v1`. */
  getPath(path: string): unknown;
  /** DELETE of all objects of a namespace. */
  deleteCollection(resource: Resource, namespace: string): void;
  /** POST to a subresource, such as `pods/web/binding` or `pods/web/eviction`. */
  createSubresource(resource: Resource, key: ObjectKey, subresource: string, body: object): unknown;
}

/** Makes clients for components; `as` names the identity that the API server sees. */
export interface ClientFactory {
  clientFor(handler: ApiHandler, as: UserInfo, userAgent: string): Client;
}
