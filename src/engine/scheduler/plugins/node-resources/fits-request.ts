import type { NodeInfo } from '../../framework/node-info.ts';
import { isExtendedResourceName, type Resource } from '../../framework/resource.ts';

/** Resources that Filter does not look at. */
export interface IgnoredResources {
  readonly names: ReadonlySet<string>;
  /** What stands before the slash in their names. */
  readonly groups: ReadonlySet<string>;
  /** Whether devices can stand in for a resource that the node itself does not have. */
  isBackedByDevices(name: string): boolean;
}

/** What a node lacks. */
export interface Shortage {
  readonly reasons: readonly string[];
  /** Some request is more than the node has in all. */
  readonly unresolvable: boolean;
}

/**
 * What the node lacks for a pod with these requests; undefined when it fits. Models
 * noderesources.fitsRequest (v1.36).
 */
export function fitsRequest(
  requests: Resource,
  node: NodeInfo,
  ignored: IgnoredResources | undefined,
): Shortage | undefined {
  const { allocatable, requested } = node;
  const tooManyPods = node.pods.length + 1 > allocatable.pods;
  const cpuShort = requests.cpuMillis > 0 && requests.cpuMillis > allocatable.cpuMillis - requested.cpuMillis;
  const memoryShort =
    requests.memoryBytes > 0 && requests.memoryBytes > allocatable.memoryBytes - requested.memoryBytes;
  const storageShort =
    requests.ephemeralStorageBytes > 0 &&
    requests.ephemeralStorageBytes > allocatable.ephemeralStorageBytes - requested.ephemeralStorageBytes;
  const scalarsShort = requests.scalars && shortScalars(requests.scalars, node, ignored);
  if (!tooManyPods && !cpuShort && !memoryShort && !storageShort && scalarsShort === undefined) {
    return undefined;
  }
  const reasons: string[] = [];
  if (tooManyPods) reasons.push('Too many pods');
  if (cpuShort) reasons.push('Insufficient cpu');
  if (memoryShort) reasons.push('Insufficient memory');
  if (storageShort) reasons.push('Insufficient ephemeral-storage');
  for (const name of scalarsShort ?? []) reasons.push(`Insufficient ${name}`);
  const unresolvable =
    (cpuShort && requests.cpuMillis > allocatable.cpuMillis) ||
    (memoryShort && requests.memoryBytes > allocatable.memoryBytes) ||
    (storageShort && requests.ephemeralStorageBytes > allocatable.ephemeralStorageBytes) ||
    scalarsShort?.some((name) => (requests.scalars?.get(name) ?? 0) > allocatable.amount(name)) === true;
  return { reasons, unresolvable };
}

/** The names, sorted, of the scalar resources that the node lacks. */
function shortScalars(
  scalars: ReadonlyMap<string, number>,
  node: NodeInfo,
  ignored: IgnoredResources | undefined,
): readonly string[] | undefined {
  let short: string[] | undefined;
  for (const [name, amount] of scalars) {
    if (amount === 0 || isIgnored(name, ignored)) continue;
    const capacity = node.allocatable.amount(name);
    if (amount <= capacity - node.requested.amount(name)) continue;
    if (capacity === 0 && ignored?.isBackedByDevices(name) === true) continue;
    (short ??= []).push(name);
  }
  return short?.toSorted();
}

function isIgnored(name: string, ignored: IgnoredResources | undefined): boolean {
  if (ignored === undefined || !isExtendedResourceName(name)) return false;
  return ignored.names.has(name) || ignored.groups.has(name.slice(0, name.indexOf('/')));
}
