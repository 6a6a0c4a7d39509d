import { formatTime } from '../../api/time.ts';
import type { KubeObject } from '../../api/types.ts';
import type { ServerParts } from '../rest/scope.ts';
import { clusterRoleBindings, clusterRoles, roleBindings, roles } from './rbac-policy.ts';

/** Stores what a kube-apiserver writes on its first start, before it serves anybody. */
export function bootstrap({ sim, storage, allocators, clientCa }: ServerParts): void {
  const store = (resource: string, object: object): void => {
    const draft = object as KubeObject;
    draft.metadata = {
      ...draft.metadata,
      uid: sim.random('uid').uuid(),
      creationTimestamp: formatTime(sim.nowMs),
    };
    storage.create(resource, draft);
  };
  for (const name of ['kube-system', 'kube-public', 'default', 'kube-node-lease'])
    store('namespaces', namespace(name));
  for (const priorityClass of priorityClasses) store('priorityclasses.scheduling.k8s.io', priorityClass());
  for (const object of clusterRoles()) store('clusterroles.rbac.authorization.k8s.io', object);
  for (const object of clusterRoleBindings()) store('clusterrolebindings.rbac.authorization.k8s.io', object);
  for (const object of roles()) store('roles.rbac.authorization.k8s.io', object);
  for (const object of roleBindings()) store('rolebindings.rbac.authorization.k8s.io', object);
  store('servicecidrs.networking.k8s.io', serviceCidr(allocators.range.cidr, formatTime(sim.nowMs)));
  store('services', kubernetesService(allocators.range.address(1)));
  if (clientCa !== undefined)
    store(
      'configmaps',
      systemConfigMap('extension-apiserver-authentication', { 'client-ca-file': clientCa }),
    );
  const today = formatTime(sim.nowMs).slice(0, 'YYYY-MM-DD'.length);
  store(
    'configmaps',
    systemConfigMap('kube-apiserver-legacy-service-account-token-tracking', { since: today }),
  );
}

function systemConfigMap(name: string, data: Readonly<Record<string, string>>): object {
  return { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name, namespace: 'kube-system' }, data };
}

function namespace(name: string): object {
  return {
    kind: 'Namespace',
    apiVersion: 'v1',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

const priorityClasses = [
  () =>
    systemPriorityClass(
      'system-node-critical',
      2_000_001_000,
      'Used for system critical pods that must not be moved from their current node.',
    ),
  () =>
    systemPriorityClass(
      'system-cluster-critical',
      2_000_000_000,
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    ),
];

function systemPriorityClass(name: string, value: number, description: string): object {
  return {
    kind: 'PriorityClass',
    apiVersion: 'scheduling.k8s.io/v1',
    metadata: { name, generation: 1 },
    value,
    description,
    preemptionPolicy: 'PreemptLowerPriority',
  };
}

/** Models pkg/controlplane/controller/defaultservicecidr (v1.36). */
const serviceCidr = (range: string, lastTransitionTime: string): object => ({
  kind: 'ServiceCIDR',
  apiVersion: 'networking.k8s.io/v1',
  metadata: { name: 'kubernetes' },
  spec: { cidrs: [range] },
  status: {
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        lastTransitionTime,
        reason: '',
        message: 'Kubernetes default Service CIDR is ready',
      },
    ],
  },
});

const kubernetesService = (clusterIP: string): object => ({
  kind: 'Service',
  apiVersion: 'v1',
  metadata: {
    name: 'kubernetes',
    namespace: 'default',
    labels: { component: 'apiserver', provider: 'kubernetes' },
  },
  spec: {
    ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }],
    clusterIP,
    clusterIPs: [clusterIP],
    type: 'ClusterIP',
    sessionAffinity: 'None',
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    internalTrafficPolicy: 'Cluster',
  },
  status: { loadBalancer: {} },
});
