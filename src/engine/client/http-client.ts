import type { ApiHandler, ApiRequest, ApiResponse, ApiStream, UserInfo } from '../api/http.ts';
import { resourcePath, type ObjectKey, type Resource } from '../api/resource.ts';
import { StatusError, type Status } from '../api/status-error.ts';
import type { KubeObject } from '../api/types.ts';
import { present } from '../sim/assert.ts';
import type { Client, ClientFactory, DeleteOptions, ListOptions, ListResult, PatchType } from './client.ts';

const contentTypes: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** A list as it travels. */
interface ListBody<T> {
  readonly metadata?: { readonly resourceVersion?: string };
  readonly items?: readonly T[];
}

/** Clients that talk to a handler in this process: bodies are passed as plain values, never as JSON. */
export const httpClients: ClientFactory = {
  clientFor: (handler, as, userAgent) => new HttpClient(handler, as, userAgent),
};

class HttpClient implements Client {
  readonly user: UserInfo;
  #handler: ApiHandler;
  #jsonHeaders: Readonly<Record<string, string>>;
  #patchHeaders: Readonly<Record<PatchType, Readonly<Record<string, string>>>>;

  constructor(handler: ApiHandler, user: UserInfo, userAgent: string) {
    this.user = user;
    this.#handler = handler;
    const headersFor = (contentType: string): Readonly<Record<string, string>> =>
      Object.freeze({
        accept: 'application/json',
        'content-type': contentType,
        'user-agent': userAgent,
      });
    this.#jsonHeaders = headersFor('application/json');
    this.#patchHeaders = {
      json: headersFor(contentTypes.json),
      merge: headersFor(contentTypes.merge),
      strategic: headersFor(contentTypes.strategic),
      apply: headersFor(contentTypes.apply),
    };
  }

  get<T extends KubeObject>(resource: Resource<T>, key: ObjectKey): T {
    return this.#request('GET', resourcePath(resource, key)).body as T;
  }

  list<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}): ListResult<T> {
    const path = resourcePath(resource, { namespace: options.namespace });
    const query = selectorQuery(options);
    const body = this.#request('GET', query === '' ? path : `${path}?${query}`).body as ListBody<T>;
    return { resourceVersion: body.metadata?.resourceVersion ?? '', items: body.items ?? [] };
  }

  watch<T extends KubeObject>(
    resource: Resource<T>,
    options: ListOptions & { resourceVersion: string },
  ): ApiStream {
    const query = [
      'watch=true',
      'allowWatchBookmarks=true',
      `resourceVersion=${encodeURIComponent(options.resourceVersion)}`,
      selectorQuery(options),
    ];
    const path = resourcePath(resource, { namespace: options.namespace });
    const response = this.#request('GET', `${path}?${query.filter(Boolean).join('&')}`);
    return present(response.stream, `the stream of a watch on ${path}`);
  }

  create<T extends KubeObject>(resource: Resource<T>, object: T): T {
    const path = resourcePath(resource, { namespace: object.metadata.namespace });
    return this.#request('POST', path, object).body as T;
  }

  update<T extends KubeObject>(resource: Resource<T>, object: T, subresource?: string): T {
    const { namespace, name } = object.metadata;
    return this.#request('PUT', resourcePath(resource, { namespace, name, subresource }), object).body as T;
  }

  patch<T extends KubeObject>(
    resource: Resource<T>,
    key: ObjectKey,
    patch: { type: PatchType; body: unknown },
    subresource?: string,
  ): T {
    const path = resourcePath(resource, { ...key, subresource });
    return this.#request('PATCH', path, patch.body as object, this.#patchHeaders[patch.type]).body as T;
  }

  delete(resource: Resource, key: ObjectKey, options: DeleteOptions = {}): void {
    const { gracePeriodSeconds, propagationPolicy, uid, resourceVersion } = options;
    const body: Record<string, unknown> = { kind: 'DeleteOptions', apiVersion: 'v1' };
    if (gracePeriodSeconds !== undefined) body['gracePeriodSeconds'] = gracePeriodSeconds;
    if (propagationPolicy !== undefined) body['propagationPolicy'] = propagationPolicy;
    if (uid !== undefined || resourceVersion !== undefined) {
      body['preconditions'] = {
        ...(uid !== undefined && { uid }),
        ...(resourceVersion !== undefined && { resourceVersion }),
      };
    }
    this.#request('DELETE', resourcePath(resource, key), body);
  }

  getPath(path: string): unknown {
    return this.#request('GET', path).body;
  }

  deleteCollection(resource: Resource, namespace: string): void {
    const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' };
    this.#request('DELETE', resourcePath(resource, { namespace }), body);
  }

  createSubresource(resource: Resource, key: ObjectKey, subresource: string, body: object): unknown {
    return this.#request('POST', resourcePath(resource, { ...key, subresource }), body).body;
  }

  #request(method: string, path: string, body?: object, headers = this.#jsonHeaders): ApiResponse {
    const request: ApiRequest =
      body === undefined
        ? { method, path, headers, user: this.user }
        : { method, path, headers, user: this.user, body };
    const response = this.#handler.handle(request);
    if (response.status >= 400) throw failure(response);
    return response;
  }
}

function selectorQuery(options: ListOptions): string {
  const parts: string[] = [];
  if (options.labelSelector) parts.push(`labelSelector=${encodeURIComponent(options.labelSelector)}`);
  if (options.fieldSelector) parts.push(`fieldSelector=${encodeURIComponent(options.fieldSelector)}`);
  return parts.join('&');
}

/** What a refusal says; a server that answers without a Status gets one made from its code. */
function failure(response: ApiResponse): StatusError {
  const { body, status: code } = response;
  if (typeof body === 'object' && body !== null && (body as { kind?: unknown }).kind === 'Status') {
    return new StatusError(body as Status);
  }
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: typeof body === 'string' ? body : `the server answered with code ${code}`,
    code,
  });
}
