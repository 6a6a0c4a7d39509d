import { matchesRequiredNodeAffinity } from '../api/node-affinity.ts';
import { amountsOf, podRequests } from '../api/pod-resources.ts';
import { toleratesTaint } from '../api/taints.ts';
import type { Node, Pod } from '../api/types.ts';
import { isStaticPod } from './static-pod.ts';

export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

/** A resource of which there is too little for a pod. */
export interface Shortage {
  readonly resource: string;
  readonly requested: number;
  readonly used: number;
  readonly capacity: number;
}

/** Why a pod cannot run on this node for want of resources. */
export function shortagesFor(pod: Pod, others: readonly Pod[], node: Node): Shortage[] {
  const allocatable = amountsOf(node.status?.allocatable);
  const requested = podRequests(pod);
  const used = new Map<string, number>([['pods', others.length]]);
  for (const other of others)
    for (const [name, amount] of podRequests(other)) used.set(name, (used.get(name) ?? 0) + amount);
  const shortages: Shortage[] = [];
  for (const [resource, amount] of new Map([['pods', 1], ...requested])) {
    const capacity = allocatable.get(resource);
    if (capacity === undefined && isExtended(resource)) continue;
    const already = used.get(resource) ?? 0;
    if (amount > 0 && amount > (capacity ?? 0) - already)
      shortages.push({ resource, requested: amount, used: already, capacity: capacity ?? 0 });
  }
  return shortages;
}

/** What the node says against a pod that it has room for. Models pkg/kubelet/lifecycle/predicate.go (v1.36). */
export function rejectionOf(pod: Pod, others: readonly Pod[], node: Node): Rejection | undefined {
  const os = pod.spec.os?.name;
  if (os !== undefined && os !== 'linux') {
    return {
      reason: 'PodOSNotSupported',
      message: "Failed to admit pod as the OS field doesn't match node OS",
    };
  }
  if (!matchesRequiredNodeAffinity(pod, node))
    return predicate('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  if (hasPortConflict(pod, others))
    return predicate('NodePorts', "node(s) didn't have free ports for the requested pod ports");
  if (isStaticPod(pod)) return undefined;
  const noExecute = (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
  const tolerations = pod.spec.tolerations ?? [];
  if (noExecute.some((taint) => !toleratesTaint(tolerations, taint)))
    return predicate('TaintToleration', "node(s) had taints that the pod didn't tolerate");
  return undefined;
}

export function shortageRejection({ resource, requested, used, capacity }: Shortage): Rejection {
  return {
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  };
}

function predicate(name: string, why: string): Rejection {
  return { reason: name, message: `Predicate ${name} failed: ${why}` };
}

/** Extended resources are the device plugins' business, not the node's room. */
function isExtended(resource: string): boolean {
  return resource.includes('/') && !resource.startsWith('kubernetes.io/');
}

function hasPortConflict(pod: Pod, others: readonly Pod[]): boolean {
  const wanted = hostPorts(pod);
  if (wanted.length === 0) return false;
  const taken = others.flatMap(hostPorts);
  return wanted.some((port) =>
    taken.some(
      (other) =>
        port.port === other.port &&
        port.protocol === other.protocol &&
        (port.ip === other.ip || port.ip === '0.0.0.0' || other.ip === '0.0.0.0'),
    ),
  );
}

function hostPorts(pod: Pod): { port: number; protocol: string; ip: string }[] {
  return [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].flatMap(({ ports }) =>
    (ports ?? [])
      .filter(({ hostPort }) => (hostPort ?? 0) > 0)
      .map(({ hostPort, protocol, hostIP }) => ({
        port: hostPort ?? 0,
        protocol: protocol ?? 'TCP',
        ip: hostIP || '0.0.0.0',
      })),
  );
}
