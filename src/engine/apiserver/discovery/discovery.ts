import type { ResourceRegistry, ServedResource } from '../registry/resource-registry.ts';
import type { SubresourceInfo } from '../registry/catalog.ts';
import { encodeBase64 } from '../../api/base64.ts';
import { byPreference } from '../../api/kube-version.ts';
import { sha256 } from '../../api/sha256.ts';

/** The resources of a group, version by version, the preferred one first. */
export interface ServedGroup {
  readonly group: string;
  readonly versions: readonly { readonly version: string; readonly resources: readonly ServedResource[] }[];
}

interface Documents {
  readonly generation: number;
  readonly byName: Map<string, object>;
}

const documents = new WeakMap<ResourceRegistry, Documents>();

/** What `make` makes of the registry, made once until the registry changes: components ask all the time. */
export function documentOf<T extends object>(registry: ResourceRegistry, name: string, make: () => T): T {
  let known = documents.get(registry);
  if (known?.generation !== registry.generation) {
    known = { generation: registry.generation, byName: new Map() };
    documents.set(registry, known);
  }
  let document = known.byName.get(name) as T | undefined;
  if (document === undefined) {
    document = make();
    known.byName.set(name, document);
  }
  return document;
}

/** What is served, by group, in the order of discovery. */
export function servedGroups(registry: ResourceRegistry): ServedGroup[] {
  const groups = new Map<string, Map<string, ServedResource[]>>();
  for (const resource of registry.all()) {
    let versions = groups.get(resource.group);
    if (versions === undefined) {
      versions = new Map();
      groups.set(resource.group, versions);
    }
    const resources = versions.get(resource.version);
    if (resources === undefined) versions.set(resource.version, [resource]);
    else resources.push(resource);
  }
  return [...groups].map(([group, versions]) => ({
    group,
    versions: [...versions]
      .toSorted(([a], [b]) => byPreference(a, b))
      .map(([version, resources]) => ({ version, resources })),
  }));
}

/** `/api`. */
export function apiVersions(): object {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: 'controlplane:6443' }],
  };
}

/** `/apis`. */
export function apiGroupList(groups: readonly ServedGroup[]): object {
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groups.filter(({ group }) => group !== '').map(groupEntry),
  };
}

/** `/apis/apps`. */
export function apiGroup(group: ServedGroup): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) };
}

function groupEntry({ group, versions }: ServedGroup): object {
  const entries = versions.map(({ version }) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: entries, preferredVersion: entries[0] };
}

/** `/apis/apps/v1`, and `/api/v1`, which does not say its own version. */
export function apiResourceList(apiVersion: string, resources: readonly ServedResource[]): object {
  return {
    kind: 'APIResourceList',
    ...(apiVersion === 'v1' ? {} : { apiVersion: 'v1' }),
    groupVersion: apiVersion,
    resources: resources.flatMap((resource) => [
      resourceEntry(resource),
      ...resource.subresources.map((subresource) => subresourceEntry(resource, subresource)),
    ]),
  };
}

function resourceEntry(resource: ServedResource): object {
  const { singular, namespaced, kind, verbs, shortNames, categories } = resource;
  return {
    name: resource.resource,
    singularName: singular,
    namespaced,
    kind,
    verbs: resource.custom ? customVerbs : verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(verbs.includes('create') &&
      verbs.includes('list') && { storageVersionHash: storageVersionHash(resource) }),
  };
}

/** Custom resources list their verbs in an order of their own. */
const customVerbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];

/** In which version the objects are kept, as clients can compare it. Models discovery.StorageVersionHash (v1.36). */
function storageVersionHash({ group, version, kind }: ServedResource): string {
  const stored = storedVersions[`${group}/${kind}`] ?? `${group}/${version}`;
  return encodeBase64(sha256(`${stored}/${kind}`).slice(0, 8));
}

/** Kinds that are kept in another version than the one they are served in. */
const storedVersions: Readonly<Record<string, string>> = {
  'autoscaling/HorizontalPodAutoscaler': 'autoscaling/v2',
  'events.k8s.io/Event': '/v1',
};

function subresourceEntry(resource: ServedResource, subresource: SubresourceInfo): object {
  const { group, version, kind, verbs } = subresource;
  return {
    name: `${resource.resource}/${subresource.subresource}`,
    singularName: '',
    namespaced: resource.namespaced,
    ...(group !== undefined && { group }),
    ...(version !== undefined && { version }),
    kind,
    verbs,
  };
}

/** `/api` and `/apis` in the form that says everything at once. */
export function aggregatedDiscovery(groups: readonly ServedGroup[], version: 'v2' | 'v2beta1'): object {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ group, versions }) => ({
      metadata: group === '' ? {} : { name: group },
      versions: versions.map(({ version: served, resources }) => ({
        version: served,
        resources: resources.map(aggregatedEntry),
        freshness: 'Current',
      })),
    })),
  };
}

function aggregatedEntry(resource: ServedResource): object {
  const { singular, namespaced, kind, verbs, shortNames, categories, subresources } = resource;
  return {
    resource: resource.resource,
    responseKind: responseKind(resource.custom ? resource : { kind }),
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: resource.custom ? customVerbs : verbs,
    ...(shortNames.length > 0 && { shortNames }),
    ...(categories.length > 0 && { categories }),
    ...(subresources.length > 0 && {
      subresources: subresources.map((subresource) => ({
        subresource: subresource.subresource,
        responseKind: responseKind(resource.custom ? { ...resource, ...subresource } : subresource),
        verbs: subresource.verbs,
      })),
    }),
  };
}

function responseKind({
  group = '',
  version = '',
  kind,
}: {
  group?: string;
  version?: string;
  kind: string;
}): object {
  return { group, version, kind };
}
