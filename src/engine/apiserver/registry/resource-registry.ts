import { groupResource, groupVersion } from '../../api/resource.ts';
import type { Schema } from '../custom-resources/schema.ts';
import { builtInResources, type ResourceInfo } from './catalog.ts';
import { strategies } from './strategies.ts';
import type { AnyStrategy } from './strategy.ts';

/** A resource that is served: what discovery says of it, how it behaves and where it is kept. */
export interface ServedResource extends ResourceInfo {
  readonly strategy: AnyStrategy;
  /** The group resource, as errors name it: `deployments.apps`. */
  readonly groupResource: string;
  readonly apiVersion: string;
  /** Under which name its objects are stored. */
  readonly storedAs: string;
  /** Whether it is defined by a CustomResourceDefinition. */
  readonly custom: boolean;
  /** Whether another server serves it, behind an APIService. */
  readonly aggregated?: boolean;
  /** The schema of its definition. */
  readonly schema?: Schema;
  /** What a client is told who still uses it. */
  readonly deprecation?: string;
}

const plainStrategy: AnyStrategy = {};

/** Built-in resources that are on their way out. */
const deprecations: Readonly<Record<string, string>> = {
  componentstatuses: 'v1 ComponentStatus is deprecated in v1.19+',
  endpoints: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
};

/** A resource as the server keeps it, with the strategy of its kind. */
export function served(info: ResourceInfo, strategy: AnyStrategy, schema?: Schema): ServedResource {
  const name = groupResource(info);
  return {
    ...info,
    strategy,
    groupResource: name,
    apiVersion: groupVersion(info),
    storedAs: strategy.conversion?.storedAs ?? name,
    custom: schema !== undefined,
    schema,
    deprecation: deprecations[name],
  };
}

function strategyOf(info: ResourceInfo): AnyStrategy {
  const versioned = `${info.resource}.${info.version}.${info.group}`;
  return strategies[versioned] ?? strategies[groupResource(info)] ?? plainStrategy;
}

/** Every resource that the server serves now, found by group, version and plural. */
export class ResourceRegistry {
  readonly #byVersion = new Map<string, Map<string, ServedResource>>();
  #generation = 0;

  constructor() {
    for (const info of builtInResources) this.add(served(info, strategyOf(info)));
  }

  /** Grows with each change, so that what is derived from the registry can be kept. */
  get generation(): number {
    return this.#generation;
  }

  add(resource: ServedResource): void {
    let resources = this.#byVersion.get(resource.apiVersion);
    if (resources === undefined) {
      resources = new Map();
      this.#byVersion.set(resource.apiVersion, resources);
    }
    resources.set(resource.resource, resource);
    this.#generation++;
  }

  remove(resource: ServedResource): void {
    const resources = this.#byVersion.get(resource.apiVersion);
    resources?.delete(resource.resource);
    if (resources?.size === 0) this.#byVersion.delete(resource.apiVersion);
    this.#generation++;
  }

  /** `apiVersion` is `v1` or `apps/v1`. */
  find(apiVersion: string, resource: string): ServedResource | undefined {
    return this.#byVersion.get(apiVersion)?.get(resource);
  }

  findKind(apiVersion: string, kind: string): ServedResource | undefined {
    for (const resource of this.#byVersion.get(apiVersion)?.values() ?? [])
      if (resource.kind === kind) return resource;
    return undefined;
  }

  /** The resources of a group version; undefined where it is not served. */
  version(apiVersion: string): ServedResource[] | undefined {
    const resources = this.#byVersion.get(apiVersion);
    return resources && [...resources.values()];
  }

  /** All of them, in the order of discovery. */
  all(): ServedResource[] {
    return [...this.#byVersion.values()].flatMap((resources) => [...resources.values()]);
  }
}
