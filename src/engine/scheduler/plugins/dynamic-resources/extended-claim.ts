import { amountsOf } from '../../../api/pod-resources.ts';
import type { DeviceClass, ResourceClaim } from '../../../api/types.ts';
import { deviceClassOf, mayBeBackedByDevices } from '../../framework/extended-resources.ts';
import type { Lister } from '../../framework/handle.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { unresolvable, type Status } from '../../framework/status.ts';
import { isOwnedBy } from './pod-claims.ts';

const annotation = 'resource.kubernetes.io/extended-resource-claim';

/** Extended resources of a pod that a device class may back, and the claim that stands for them. */
export interface ExtendedResources {
  readonly amounts: ReadonlyMap<string, number>;
  /** Made in an earlier cycle that came to nothing: it must go first. */
  readonly leftOver?: ResourceClaim;
}

/** Undefined where the pod wants nothing that a class backs. Models preFilterExtendedResources (v1.36). */
export function extendedResourcesOf(
  { pod, requests }: PodInfo,
  classes: Lister<DeviceClass>,
  claims: Lister<ResourceClaim>,
): ExtendedResources | undefined {
  const amounts = new Map<string, number>();
  for (const [name, amount] of requests.scalars ?? []) {
    if (amount > 0 && mayBeBackedByDevices(name)) amounts.set(name, amount);
  }
  if (![...amounts.keys()].some((name) => deviceClassOf(name, classes) !== undefined)) return undefined;
  for (const claim of claims.values()) {
    if (claim.metadata.namespace !== pod.metadata.namespace || !isOwnedBy(claim, pod)) continue;
    if (claim.metadata.annotations?.[annotation] === 'true') return { amounts, leftOver: claim };
  }
  return { amounts };
}

/**
 * The claim for what the node itself does not have; undefined where it has all. Models
 * filterExtendedResources (v1.36).
 */
export function extendedClaimFor(
  plugin: string,
  { pod }: PodInfo,
  { amounts, leftOver }: ExtendedResources,
  node: NodeInfo,
  classes: Lister<DeviceClass>,
): ResourceClaim | Status | undefined {
  if (leftOver !== undefined) return unresolvable(plugin, 'cannot schedule extended resource claim');
  const fromDevices = new Map<string, string>();
  for (const name of amounts.keys()) {
    const deviceClass = deviceClassOf(name, classes);
    if (deviceClass !== undefined && node.allocatable.amount(name) === 0) {
      fromDevices.set(name, deviceClass.metadata.name);
    } else if (node.allocatable.scalars?.has(name) !== true) {
      return unresolvable(plugin, 'cannot fit resource');
    }
  }
  if (fromDevices.size === 0) return undefined;
  const containers = [...(pod.spec.initContainers ?? []), ...(pod.spec.containers ?? [])];
  const requests = containers.flatMap(({ resources }, container) =>
    [...amountsOf(resources?.requests)]
      .filter(([name, amount]) => amount > 0 && fromDevices.has(name))
      .map(([name, count], request) => ({
        name: `container-${container}-request-${request}`,
        exactly: {
          deviceClassName: fromDevices.get(name) as string,
          allocationMode: 'ExactCount' as const,
          count,
        },
      })),
  );
  return {
    metadata: { name: `${pod.metadata.name}-extended-resources`, namespace: pod.metadata.namespace },
    spec: { devices: { requests } },
  };
}
