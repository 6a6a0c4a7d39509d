import { failure } from '../../api/status-error.ts';
import type { ApiRequest, ApiResponse } from '../../api/http.ts';
import { formatTime } from '../../api/time.ts';
import type { EndpointSlice, KubeObject, Pod } from '../../api/types.ts';
import { served, type ServedResource } from '../registry/resource-registry.ts';
import type { RequestInfo } from '../request-info.ts';
import type { ServerParts } from '../rest/scope.ts';

const apiServices = 'apiservices.apiregistration.k8s.io';
const endpointSlices = 'endpointslices.discovery.k8s.io';
const serviceNameLabel = 'kubernetes.io/service-name';
const jsonHeaders = Object.freeze({ 'content-type': 'application/json' });
const textHeaders = Object.freeze({ 'content-type': 'text/plain; charset=utf-8' });

interface ApiService extends KubeObject {
  readonly spec: {
    readonly group?: string;
    readonly version?: string;
    readonly service?: { readonly namespace: string; readonly name: string; readonly port?: number };
  };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message: string;
}

/** What a server behind an APIService says of its resources. */
interface Discovery {
  readonly resources?: readonly {
    readonly name: string;
    readonly singularName?: string;
    readonly kind: string;
    readonly namespaced?: boolean;
    readonly verbs?: readonly string[];
    readonly shortNames?: readonly string[];
  }[];
}

/** Whether an APIService's server answers. */
interface Availability {
  readonly isAvailable: boolean;
  readonly reason: string;
  readonly message: string;
  readonly discovery?: Discovery;
}

/**
 * Serves what APIServices say that other servers serve: from when their Service has a pod that
 * answers. Models k8s.io/kube-aggregator (v1.36).
 */
export function serveApiServices(server: ServerParts): void {
  const { sim, storage, registry } = server;
  const current = new Map<string, readonly ServedResource[]>();

  const forget = (name: string): void => {
    for (const resource of current.get(name) ?? []) registry.remove(resource);
    current.delete(name);
  };
  const sync = (name: string): void => {
    const apiService = storage.get(apiServices, '', name) as ApiService | undefined;
    if (apiService?.spec.service === undefined) {
      forget(name);
      return;
    }
    const availability = availabilityOf(server, apiService);
    if (availability.discovery !== undefined) {
      forget(name);
      const resources = aggregated(apiService, availability.discovery);
      for (const resource of resources) registry.add(resource);
      current.set(name, resources);
    }
    writeCondition(server, apiService, availability);
  };
  const syncLater = (name: string): void => void sim.soon(() => sync(name));

  storage.onChange(({ resource, object }) => {
    if (resource === apiServices) {
      syncLater(object.metadata.name);
    } else if (resource === endpointSlices) {
      const service = object.metadata.labels?.[serviceNameLabel];
      for (const apiService of storage.list(apiServices) as unknown as readonly ApiService[]) {
        const behind = apiService.spec.service;
        if (behind?.name === service && behind?.namespace === object.metadata.namespace) {
          syncLater(apiService.metadata.name);
        }
      }
    }
  });
}

/** Passes a request on to the server behind the APIService; undefined where there is none for its group. */
export function proxyToApiService(
  server: ServerParts,
  { method, path }: ApiRequest,
  { group, version }: RequestInfo,
): ApiResponse | undefined {
  const apiService = server.storage.get(apiServices, '', `${version}.${group}`) as ApiService | undefined;
  if (apiService?.spec.service === undefined) return undefined;
  if (method !== 'GET')
    throw failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
  const answer = ask(server, apiService, path);
  if (answer === undefined) return { status: 503, headers: textHeaders, body: 'service unavailable\n' };
  const headers = typeof answer.body === 'string' ? textHeaders : jsonHeaders;
  return { status: answer.status, headers, body: answer.body };
}

function availabilityOf(server: ServerParts, apiService: ApiService): Availability {
  const { group, version, service = { namespace: '', name: '' } } = apiService.spec;
  const where = `${service.namespace}/${service.name}`;
  if (server.storage.get('services', service.namespace, service.name) === undefined) {
    const message = `service/${service.name} in "${service.namespace}" is not present`;
    return { isAvailable: false, reason: 'ServiceNotFound', message };
  }
  if (backends(server, apiService).length === 0) {
    const message = `endpoints for service/${service.name} in "${service.namespace}" have no addresses with port name ""`;
    return { isAvailable: false, reason: 'MissingEndpoints', message };
  }
  const path = `/apis/${group}/${version}`;
  const answer = ask(server, apiService, path);
  if (answer?.status === 200) {
    const message = 'all checks passed';
    return { isAvailable: true, reason: 'Passed', message, discovery: answer.body as Discovery };
  }
  const problem = answer === undefined ? 'context deadline exceeded' : `bad status: ${answer.status}`;
  const message = `failing or missing response from https://${where}${path}: ${problem}`;
  return { isAvailable: false, reason: 'FailedDiscoveryCheck', message };
}

function ask(
  server: ServerParts,
  apiService: ApiService,
  path: string,
): { status: number; body: unknown } | undefined {
  for (const { pod, port } of backends(server, apiService)) {
    const answer = server.nodeProxy?.http(pod, port, path);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** The ready pods behind the Service, with the port on which they serve. */
function backends({ storage }: ServerParts, { spec }: ApiService): { pod: Pod; port: number }[] {
  const { namespace = '', name = '' } = spec.service ?? {};
  const slices = (storage.list(endpointSlices) as unknown as readonly EndpointSlice[]).filter(
    ({ metadata }) => metadata.namespace === namespace && metadata.labels?.[serviceNameLabel] === name,
  );
  return slices.flatMap(({ endpoints, ports }) => {
    const port = ports?.[0]?.port;
    if (port === undefined) return [];
    return (endpoints ?? []).flatMap(({ targetRef, conditions }) => {
      if (conditions?.ready === false) return [];
      const pod = storage.get('pods', namespace, targetRef?.name ?? '') as Pod | undefined;
      return pod === undefined ? [] : [{ pod, port }];
    });
  });
}

function aggregated({ spec }: ApiService, { resources = [] }: Discovery): ServedResource[] {
  const { group = '', version = '' } = spec;
  return resources
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, singularName = '', kind, namespaced = false, verbs = [], shortNames = [] }) => ({
      ...served(
        {
          group,
          version,
          resource: name,
          kind,
          namespaced,
          singular: singularName,
          shortNames,
          categories: [],
          verbs,
          subresources: [],
        },
        {},
      ),
      aggregated: true,
    }));
}

function writeCondition({ sim, storage }: ServerParts, apiService: ApiService, now: Availability): void {
  const { isAvailable, reason, message } = now;
  const before = apiService.status?.conditions?.find(({ type }) => type === 'Available');
  const status = isAvailable ? 'True' : 'False';
  if (before?.status === status && before.reason === reason && before.message === message) return;
  const lastTransitionTime = before?.status === status ? before.lastTransitionTime : formatTime(sim.nowMs);
  const conditions = [{ type: 'Available', status, lastTransitionTime, reason, message }];
  storage.replace(apiServices, apiService, { ...apiService, status: { conditions } } as ApiService);
}
