import { formatTime } from '../../api/time.ts';
import { byPreference } from '../../api/kube-version.ts';
import type { KubeObject } from '../../api/types.ts';
import type { ServedResource } from '../registry/resource-registry.ts';
import { served } from '../registry/resource-registry.ts';
import type { SubresourceInfo } from '../registry/catalog.ts';
import { standardVerbs } from '../registry/catalog.ts';
import type { ServerParts } from '../rest/scope.ts';
import type { CustomResourceDefinition, CustomResourceVersion } from './definition.ts';
import { customStrategy } from './strategy.ts';

const definitions = 'customresourcedefinitions.apiextensions.k8s.io';
const changeVerbs = ['get', 'patch', 'update'];

/**
 * Serves what custom resource definitions define, from a moment after they are written until they
 * are deleted, and their objects with them.
 * Models the controllers of apiextensions-apiserver (v1.36).
 */
export function serveCustomResources({ sim, storage, registry }: ServerParts): void {
  // What is built in stays what it is, whatever a definition says.
  const builtIn = new Set(registry.all().map(({ apiVersion }) => apiVersion));
  const current = new Map<string, readonly ServedResource[]>();

  const stop = (name: string): void => {
    for (const resource of current.get(name) ?? []) registry.remove(resource);
    current.delete(name);
  };
  const sync = (name: string): void => {
    const definition = storage.get(definitions, '', name) as CustomResourceDefinition | undefined;
    stop(name);
    if (definition === undefined) {
      for (const object of storage.list(name)) storage.remove(name, object);
      return;
    }
    const resources = definition.spec.versions
      .filter((version) => version.served && !builtIn.has(`${definition.spec.group}/${version.name}`))
      .toSorted((a, b) => byPreference(a.name, b.name))
      .map((version) => servedVersion(definition, version));
    for (const resource of resources) registry.add(resource);
    current.set(name, resources);
    if (!isEstablished(definition))
      storage.replace(definitions, definition, established(definition, formatTime(sim.nowMs)));
  };

  storage.onChange(({ resource, object, previous }) => {
    if (resource !== definitions) return;
    const before = previous as CustomResourceDefinition | undefined;
    if (
      before !== undefined &&
      before.spec === (object as CustomResourceDefinition).spec &&
      current.has(object.metadata.name)
    ) {
      // Only what the specification says is served; its status changes nothing.
      if (storage.get(definitions, '', object.metadata.name) !== undefined) return;
    }
    const { name } = object.metadata;
    sim.soon(() => sync(name));
  });
}

function servedVersion(definition: CustomResourceDefinition, version: CustomResourceVersion): ServedResource {
  const { spec } = definition;
  const { names, group, scope } = spec;
  const namespaced = scope === 'Namespaced';
  const subresources: SubresourceInfo[] = [];
  const { status, scale } = version.subresources ?? {};
  if (status !== undefined)
    subresources.push({ subresource: 'status', kind: names.kind, verbs: changeVerbs });
  if (scale !== undefined)
    subresources.push({
      subresource: 'scale',
      kind: 'Scale',
      group: 'autoscaling',
      version: 'v1',
      verbs: changeVerbs,
    });
  const resource = served(
    {
      group,
      version: version.name,
      resource: names.plural,
      kind: names.kind,
      namespaced,
      singular: names.singular || names.kind.toLowerCase(),
      shortNames: names.shortNames ?? [],
      categories: names.categories ?? [],
      verbs: standardVerbs,
      subresources,
    },
    customStrategy(definition, version),
    version.schema?.openAPIV3Schema ?? {},
  );
  return version.deprecated ? { ...resource, deprecation: deprecationOf(spec, version) } : resource;
}

/** Models apiextensions-apiserver/pkg/apiserver.defaultDeprecationWarning (v1.36). */
function deprecationOf(
  { group, names, versions }: CustomResourceDefinition['spec'],
  { name, deprecationWarning }: CustomResourceVersion,
): string {
  if (deprecationWarning) return deprecationWarning;
  const [better] = versions
    .filter((version) => version.served && !version.deprecated && byPreference(version.name, name) < 0)
    .map((version) => version.name)
    .toSorted(byPreference);
  const advice = better === undefined ? '' : `; use ${group}/${better} ${names.kind}`;
  return `${group}/${name} ${names.kind} is deprecated${advice}`;
}

function isEstablished({ status }: CustomResourceDefinition): boolean {
  return (status?.conditions ?? []).some(({ type }) => type === 'Established');
}

function established(definition: CustomResourceDefinition, now: string): KubeObject {
  const { names, versions } = definition.spec;
  const condition = (type: string, reason: string, message: string): object => ({
    type,
    status: 'True',
    lastTransitionTime: now,
    reason,
    message,
  });
  return {
    ...definition,
    status: {
      conditions: [
        condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
        condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
      ],
      acceptedNames: {
        ...names,
        singular: names.singular || names.kind.toLowerCase(),
        listKind: names.listKind || `${names.kind}List`,
      },
      storedVersions: versions.filter((version) => version.storage).map(({ name }) => name),
    },
  } as KubeObject;
}
