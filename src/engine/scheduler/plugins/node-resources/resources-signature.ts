import { mayBeBackedByDevices } from '../../framework/extended-resources.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

/**
 * What of a pod decides the resources that it asks for. Undefined where devices can stand in for one
 * of them: those belong to no node.
 */
export function resourcesSignature({ pod, requests }: PodInfo): string | undefined {
  for (const name of requests.scalars?.keys() ?? []) if (mayBeBackedByDevices(name)) return undefined;
  const { containers, initContainers, resources, overhead } = pod.spec;
  return JSON.stringify([
    containers?.map((container) => container.resources?.requests),
    initContainers?.map((container) => [container.resources?.requests, container.restartPolicy]),
    resources?.requests,
    overhead,
    pod.status?.containerStatuses?.map((status) => [status.allocatedResources, status.resources]),
  ]);
}
