import type { ApiHandler, ApiRequest, ApiResponse, UserInfo } from '../api/http.ts';
import type { Ipv4Range } from '../api/ipv4-range.ts';
import { noSuchPathError, StatusError } from '../api/status-error.ts';
import type { KubeObject } from '../api/types.ts';
import type { Simulation } from '../sim/simulation.ts';
import { AdmissionChain } from './admission/admission.ts';
import { proxyToApiService, serveApiServices } from './aggregation/api-services.ts';
import { admissionPlugins as defaultAdmissionPlugins } from './admission/plugins.ts';
import type { AuditSink } from './audit.ts';
import { authenticate } from './auth/authentication.ts';
import { attributesOf, requireAccess } from './auth/authorization.ts';
import { impersonate } from './auth/impersonation.ts';
import { ServerAuthorizer } from './auth/server-authorizer.ts';
import { Tokens } from './auth/tokens.ts';
import { bootstrap } from './bootstrap/bootstrap.ts';
import { serveCustomResources } from './custom-resources/custom-resources.ts';
import { noDescriptions, type OpenApiDescriptions } from './discovery/openapi/descriptions.ts';
import { serveNonResource } from './discovery/non-resource.ts';
import { negotiate, type Representation } from './negotiation.ts';
import type { NodeProxy } from './node-proxy.ts';
import { ResourceRegistry } from './registry/resource-registry.ts';
import { parseRequestInfo, type RequestInfo } from './request-info.ts';
import { PodTwins } from './rest/pod-twins.ts';
import { serveResource } from './rest/resource-handler.ts';
import { respondError } from './rest/respond.ts';
import type { Scope, ServerParts } from './rest/scope.ts';
import { defaultServiceRange, ServiceAllocators } from './service-allocators.ts';
import { Storage, type StorageChange } from './storage/storage.ts';

export interface ApiServerOptions extends ApiServerSettings {
  readonly sim: Simulation;
  /** The way to the kubelets, for logs and exec. Without it no node answers. */
  readonly nodeProxy?: NodeProxy;
  /** How many changes of each resource are remembered for watches from the past. */
  readonly historyLimit?: number;
  /** Told of every answered request that could have changed something. */
  readonly audit?: AuditSink;
}

/** What kube-apiserver's flags change. */
export interface ApiServerSettings {
  /** Default admission plugins that are left out, by name: `--disable-admission-plugins`. */
  readonly disabledAdmissionPlugins?: readonly string[];
  /** `AlwaysAllow`: everyone may do everything. Default `Node,RBAC`. */
  readonly authorizationMode?: 'AlwaysAllow' | 'Node,RBAC';
  /** Where the addresses of Services come from: `--service-cluster-ip-range`. */
  readonly serviceRange?: Ipv4Range;
  /** Who comes with which token, besides those that the server issues: `--token-auth-file`. */
  readonly staticTokens?: ReadonlyMap<string, UserInfo>;
  /** The certificate that clients' certificates are checked against: `--client-ca-file`. */
  readonly clientCa?: string;
  /** What fields mean, for the OpenAPI documents. */
  readonly descriptions?: OpenApiDescriptions;
}

const plain: Representation = { media: 'json', pretty: false };

/**
 * A kube-apiserver with its store: requests in, answers out, watches through the simulation's
 * timers. Models cmd/kube-apiserver (v1.36).
 */
export class ApiServer implements ApiHandler {
  readonly #parts: ServerParts;
  readonly #audit: AuditSink | undefined;

  constructor(options: ApiServerOptions) {
    this.#audit = options.audit;
    const { sim, disabledAdmissionPlugins = [] } = options;
    const admissionPlugins = defaultAdmissionPlugins.filter(
      ({ name }) => !disabledAdmissionPlugins.includes(name),
    );
    const storage = new Storage({ sim, historyLimit: options.historyLimit });
    this.#parts = {
      sim,
      storage,
      registry: new ResourceRegistry(),
      admission: new AdmissionChain(admissionPlugins),
      authorizer: new ServerAuthorizer(storage, options.authorizationMode),
      tokens: new Tokens(sim, storage, options.staticTokens),
      allocators: new ServiceAllocators(sim, storage, options.serviceRange ?? defaultServiceRange),
      podTwins: new PodTwins(),
      nodeProxy: options.nodeProxy,
      descriptions: options.descriptions ?? noDescriptions,
      clientCa: options.clientCa,
    };
    bootstrap(this.#parts);
    serveCustomResources(this.#parts);
    serveApiServices(this.#parts);
  }

  handle(request: ApiRequest): ApiResponse {
    const info = parseRequestInfo(request.method, request.path);
    const warnings: string[] = [];
    let user: UserInfo | undefined;
    const response = this.#answer(request, info, warnings, (known) => (user = known));
    if (this.#audit !== undefined && request.method !== 'GET') {
      this.#audit({
        atMs: this.#parts.sim.nowMs,
        user: user?.name ?? '',
        userAgent: request.headers?.['user-agent'] ?? '',
        method: request.method,
        path: request.path,
        status: response.status,
      });
    }
    return response;
  }

  #answer(
    request: ApiRequest,
    info: RequestInfo,
    warnings: string[],
    onUser: (user: UserInfo) => void,
  ): ApiResponse {
    try {
      const user = impersonate(this.#parts, request, info, authenticate(this.#parts, request));
      onUser(user);
      return this.#dispatch(request, info, user, warnings);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      return respondError({ warnings }, errorRepresentation(request, info), error);
    }
  }

  /** Calls `listener` within every write. Returns how to stop that. */
  onChange(listener: (change: StorageChange) => void): () => void {
    return this.#parts.storage.onChange(listener);
  }

  /** The revision of the newest write. */
  get revision(): number {
    return this.#parts.storage.revision;
  }

  /** Every stored object, by group resource. */
  dump(): Record<string, KubeObject[]> {
    return this.#parts.storage.dump();
  }

  /**
   * Puts objects into the store as they stand, by group resource, past admission and validation, over
   * what has their names. They keep resourceVersions that are still to come here; other ones are given
   * anew.
   */
  load(objects: Readonly<Record<string, readonly KubeObject[]>>): void {
    const { storage } = this.#parts;
    const all = Object.entries(objects)
      .flatMap(([resource, items]) => items.map((item) => ({ resource, item })))
      .toSorted((a, b) => versionOf(a.item) - versionOf(b.item));
    for (const { resource, item } of all) {
      storage.skipTo(versionOf(item));
      const draft = { ...item, metadata: { ...item.metadata } };
      const existing = storage.get(resource, draft.metadata.namespace ?? '', draft.metadata.name);
      if (existing === undefined) storage.create(resource, draft);
      else storage.replace(resource, existing, draft);
    }
  }

  /** Forgets the history, as a compaction of etcd does: watches from the past then must list anew. */
  compact(): void {
    this.#parts.storage.compact();
  }

  #dispatch(request: ApiRequest, info: RequestInfo, user: UserInfo, warnings: string[]): ApiResponse {
    const server = this.#parts;
    requireAccess(server, attributesOf(info, user));
    if (info.resource === '') return serveNonResource(server, request, info);
    const resource = server.registry.find(info.apiVersion ?? '', info.resource);
    if (resource === undefined || resource.aggregated) {
      return proxyToApiService(server, request, info) ?? serveUnknown(server, request, info);
    }
    const scope: Scope = {
      server,
      request,
      info,
      resource,
      user,
      nowMs: server.sim.nowMs,
      dryRun: false,
      warnings,
    };
    return serveResource(scope);
  }
}

function versionOf({ metadata }: KubeObject): number {
  return Number(metadata.resourceVersion ?? 0);
}

/** A group that is not built in has no page for what is not served; within one that is, something is not found. */
function serveUnknown(server: ServerParts, request: ApiRequest, info: RequestInfo): ApiResponse {
  const { group } = info;
  const known = server.registry.all().some((resource) => resource.group === group && !resource.custom);
  if (known) throw noSuchPathError();
  return serveNonResource(server, request, info);
}

/** Errors go out in the form that was asked for, or as JSON where that is what is wrong. */
function errorRepresentation(request: ApiRequest, info: RequestInfo): Representation {
  try {
    return negotiate(request, info.query);
  } catch {
    return plain;
  }
}
