import type { Resource } from '../api/resource.ts';
import type { Client } from './client.ts';

/** A resource as the API server describes it. */
export interface DiscoveredResource extends Resource {
  readonly verbs: readonly string[];
}

interface ApiResourceList {
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced?: boolean;
    readonly verbs?: readonly string[];
  }[];
}

interface ApiGroupList {
  readonly groups?: readonly {
    readonly name: string;
    readonly preferredVersion?: { readonly version: string };
  }[];
}

/**
 * Every resource that the server has, each in its group's preferred version, without subresources.
 * Models discovery.ServerPreferredResources (v1.36).
 */
export function serverResources(client: Client): DiscoveredResource[] {
  const found = [...resourcesAt(client, '', 'v1')];
  const { groups = [] } = client.getPath('/apis') as ApiGroupList;
  for (const { name, preferredVersion } of groups) {
    if (preferredVersion !== undefined) found.push(...resourcesAt(client, name, preferredVersion.version));
  }
  return found;
}

/** What was read from lists that the server gave. It gives the same one again while nothing changes. */
const read = new WeakMap<ApiResourceList, readonly DiscoveredResource[]>();

function resourcesAt(client: Client, group: string, version: string): readonly DiscoveredResource[] {
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const list = client.getPath(path) as ApiResourceList;
  let known = read.get(list);
  if (known === undefined) {
    known = resourcesOf(list, group, version);
    if (Object.isFrozen(list)) read.set(list, known);
  }
  return known;
}

function resourcesOf(
  { resources = [] }: ApiResourceList,
  group: string,
  version: string,
): DiscoveredResource[] {
  return resources
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, kind, namespaced = false, verbs = [] }) => ({
      group,
      version,
      resource: name,
      kind,
      namespaced,
      verbs,
    }));
}
