import type { Service } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';

type Spec = NonNullable<Service['spec']>;

/** `clusterIP` and the first of `clusterIPs` say the same. Models normalizeClusterIPs (v1.36). */
export function normalizeClusterIps(spec: Spec, old: Spec | undefined): void {
  const { clusterIP, clusterIPs } = spec;
  if (old === undefined) {
    if (clusterIP && !clusterIPs?.length) spec.clusterIPs = [clusterIP];
    return;
  }
  const sameList = deepEqual(clusterIPs ?? [], old.clusterIPs ?? []);
  if (clusterIP !== old.clusterIP) {
    if (!clusterIP && old.clusterIP && sameList) delete spec.clusterIPs;
    else if (clusterIP && sameList) spec.clusterIPs = [clusterIP];
  } else if (!clusterIPs?.length && old.clusterIPs?.length && !clusterIP) {
    delete spec.clusterIP;
  }
}

const hasAddress = ({ type }: Spec): boolean => type !== 'ExternalName';
const hasNodePorts = ({ type, allocateLoadBalancerNodePorts: allocate }: Spec): boolean =>
  type === 'NodePort' || (type === 'LoadBalancer' && allocate !== false);
const hasHealthPort = ({ type, externalTrafficPolicy }: Spec): boolean =>
  type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
const isBalanced = ({ type }: Spec): boolean => type === 'LoadBalancer';
export const isExternallyAccessible = ({ type, externalIPs }: Spec): boolean =>
  type === 'NodePort' || type === 'LoadBalancer' || (type === 'ClusterIP' && (externalIPs?.length ?? 0) > 0);

/** Fields that only mean something to some types of service. */
const dependentFields: readonly [applies: (spec: Spec) => boolean, fields: readonly (keyof Spec)[]][] = [
  [hasAddress, ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy']],
  [hasHealthPort, ['healthCheckNodePort']],
  [isBalanced, ['allocateLoadBalancerNodePorts', 'loadBalancerClass']],
  [isExternallyAccessible, ['externalTrafficPolicy']],
];

/**
 * A change of type drops what the new type has no use for, unless the change touches it too.
 * Models dropTypeDependentFields (v1.36).
 */
export function dropTypeDependentFields(spec: Spec, old: Spec): void {
  for (const [applies, fields] of dependentFields) {
    if (!applies(old) || applies(spec)) continue;
    for (const field of fields) if (deepEqual(spec[field], old[field])) delete spec[field];
  }
  if (!hasNodePorts(old) || hasNodePorts(spec)) return;
  const before = new Set((old.ports ?? []).map(({ nodePort }) => nodePort));
  for (const port of spec.ports ?? []) if (before.has(port.nodePort)) delete port.nodePort;
}
