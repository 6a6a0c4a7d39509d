import type { ApiRequest, UserInfo } from '../../api/http.ts';
import type { KubeObject } from '../../api/types.ts';
import { present } from '../../sim/assert.ts';
import type { Simulation } from '../../sim/simulation.ts';
import type { AdmissionChain } from '../admission/admission.ts';
import type { OpenApiDescriptions } from '../discovery/openapi/descriptions.ts';
import type { NodeProxy } from '../node-proxy.ts';
import type { ResourceRegistry, ServedResource } from '../registry/resource-registry.ts';
import type { StrategyContext } from '../registry/strategy.ts';
import type { RequestInfo } from '../request-info.ts';
import type { Storage } from '../storage/storage.ts';
import type { ServiceAllocators } from '../service-allocators.ts';
import type { ServerAuthorizer } from '../auth/server-authorizer.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { PodTwins } from './pod-twins.ts';

/** What the parts of the server share. */
export interface ServerParts {
  readonly sim: Simulation;
  readonly storage: Storage;
  readonly registry: ResourceRegistry;
  readonly admission: AdmissionChain;
  readonly authorizer: ServerAuthorizer;
  readonly tokens: Tokens;
  readonly allocators: ServiceAllocators;
  readonly podTwins: PodTwins;
  readonly nodeProxy: NodeProxy | undefined;
  readonly descriptions: OpenApiDescriptions;
  /** The certificate that clients' certificates are checked against. */
  readonly clientCa: string | undefined;
}

/** One request to a resource, on its way through the server. */
export interface Scope {
  readonly server: ServerParts;
  readonly request: ApiRequest;
  readonly info: RequestInfo;
  readonly resource: ServedResource;
  readonly user: UserInfo;
  readonly nowMs: number;
  readonly dryRun: boolean;
  /** Texts for `Warning` headers, in order. */
  readonly warnings: string[];
}

/** The stored object that a request names, as its version of the API shows it. */
export function findObject(scope: Scope, name = scope.info.name ?? ''): KubeObject | undefined {
  const { server, resource, info } = scope;
  const stored = server.storage.get(resource.storedAs, info.namespace, name);
  return stored && toVersion(resource, stored);
}

/** A stored object in the version of the resource. */
export function toVersion(resource: ServedResource, stored: KubeObject): KubeObject {
  const { conversion } = resource.strategy;
  return conversion === undefined ? stored : conversion.fromStored(stored);
}

export function strategyContext({ nowMs, user }: Scope): StrategyContext {
  return { nowMs, user };
}

/** Warnings are told once each. */
export function addWarnings(scope: Scope, warnings: readonly string[] | undefined): void {
  for (const warning of warnings ?? []) if (!scope.warnings.includes(warning)) scope.warnings.push(warning);
}

/** What is stored behind an object in the version of the resource. */
export function storedObject({ server, resource }: Scope, object: KubeObject): KubeObject {
  if (resource.strategy.conversion === undefined) return object;
  const { namespace = '', name } = object.metadata;
  return present(server.storage.get(resource.storedAs, namespace, name), `${resource.storedAs} ${name}`);
}

/** Stores `next`, in the version of the resource, in place of `current`. */
export function replaceStored(scope: Scope, current: KubeObject, next: KubeObject): KubeObject {
  const { server, resource } = scope;
  const { conversion } = resource.strategy;
  const stored = conversion === undefined ? next : conversion.toStored(next);
  return server.storage.replace(resource.storedAs, storedObject(scope, current), stored);
}
