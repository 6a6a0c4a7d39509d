/**
 * The roles and bindings that a kube-apiserver writes at its first start.
 * Models plugin/pkg/auth/authorizer/rbac/bootstrappolicy (v1.36).
 */
// Long because: it is one table, the whole policy of a fresh cluster.
import type { PolicyRule } from '../auth/rbac.ts';

/** `verbs | groups | resources | names`, each separated by commas; `core` is the group without a name. */
type RuleText = string;

const read = 'get,list,watch';
const write = 'create,delete,deletecollection,patch,update';
const events: RuleText = 'create,patch,update|core,events.k8s.io|events';

function rule(text: RuleText): PolicyRule {
  const [verbs = '', groups = '', resources = '', names = ''] = text.split('|').map((part) => part.trim());
  if (groups === 'url') return { verbs: verbs.split(','), nonResourceURLs: resources.split(',') };
  return {
    verbs: verbs.split(','),
    apiGroups: groups.split(',').map((group) => (group === 'core' ? '' : group)),
    resources: resources.split(','),
    ...(names === '' ? {} : { resourceNames: names.split(',') }),
  };
}

const viewed: readonly RuleText[] = [
  `${read}|core|configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status`,
  `${read}|core|bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status`,
  `${read}|core|namespaces`,
  `${read}|discovery.k8s.io|endpointslices`,
  `${read}|apps|controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status`,
  `${read}|autoscaling|horizontalpodautoscalers,horizontalpodautoscalers/status`,
  `${read}|batch|cronjobs,cronjobs/status,jobs,jobs/status`,
  `${read}|extensions|daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,networkpolicies,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale`,
  `${read}|policy|poddisruptionbudgets,poddisruptionbudgets/status`,
  `${read}|networking.k8s.io|ingresses,ingresses/status,networkpolicies`,
  `${read}|resource.k8s.io|resourceclaims,resourceclaims/status,resourceclaimtemplates`,
];

const edited: readonly RuleText[] = [
  `${read}|core|pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy`,
  'impersonate|core|serviceaccounts',
  `${write}|core|pods,pods/attach,pods/exec,pods/portforward,pods/proxy`,
  'create|core|pods/eviction',
  `${write}|core|configmaps,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy`,
  'create|core|serviceaccounts/token',
  `${write}|apps|daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale`,
  `${write}|autoscaling|horizontalpodautoscalers`,
  `${write}|batch|cronjobs,jobs`,
  `${write}|extensions|daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,replicasets/scale,replicationcontrollers/scale`,
  `${write}|policy|poddisruptionbudgets`,
  `${write}|networking.k8s.io|ingresses,networkpolicies`,
  `${write}|resource.k8s.io|resourceclaims,resourceclaimtemplates`,
  `create,delete,deletecollection,get,list,patch,update,watch|coordination.k8s.io|leases`,
];

const administered: readonly RuleText[] = [
  'create|authorization.k8s.io|localsubjectaccessreviews',
  'create,delete,deletecollection,get,list,patch,update,watch|rbac.authorization.k8s.io|rolebindings,roles',
];

const aggregates = 'rbac.authorization.k8s.io/aggregate-to-';

const roleRules: Readonly<Record<string, readonly RuleText[]>> = {
  'cluster-admin': ['*|*|*', '*|url|*'],
  'system:discovery': [
    'get|url|/api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/',
  ],
  'system:monitoring': [
    'get|url|/healthz,/healthz/*,/livez,/livez/*,/metrics,/metrics/slis,/readyz,/readyz/*',
  ],
  'system:basic-user': [
    'create|authorization.k8s.io|selfsubjectaccessreviews,selfsubjectrulesreviews',
    'create|authentication.k8s.io|selfsubjectreviews',
  ],
  'system:public-info-viewer': ['get|url|/healthz,/livez,/readyz,/version,/version/'],
  'system:node': [
    'create|authentication.k8s.io|tokenreviews',
    'create|authorization.k8s.io|localsubjectaccessreviews,subjectaccessreviews',
    `${read}|core|services`,
    'create,get,list,watch|core|nodes',
    'patch,update|core|nodes/status',
    'patch,update|core|nodes',
    'create,patch,update|core|events',
    `${read}|core|pods`,
    'create,delete|core|pods',
    'patch,update|core|pods/status',
    'create|core|pods/eviction',
    `${read}|core|configmaps,secrets`,
    'get|core|persistentvolumeclaims,persistentvolumes',
    'get|core|endpoints',
    `create,get,list,watch|certificates.k8s.io|certificatesigningrequests`,
    'create,delete,get,patch,update|coordination.k8s.io|leases',
    'get|storage.k8s.io|volumeattachments',
    'create|core|serviceaccounts/token',
    'get,patch,update|core|persistentvolumeclaims/status',
    `${read}|storage.k8s.io|csidrivers`,
    'create,delete,get,patch,update|storage.k8s.io|csinodes',
    `${read}|node.k8s.io|runtimeclasses`,
    'get|resource.k8s.io|resourceclaims',
    'deletecollection|resource.k8s.io|resourceslices',
    `create,delete,get,list,patch,update,watch|resource.k8s.io|resourceslices`,
  ],
  'system:node-problem-detector': ['get|core|nodes', 'patch|core|nodes/status', events],
  'system:kubelet-api-admin': [
    `${read},proxy|core|nodes`,
    '*|core|nodes/configz,nodes/healthz,nodes/log,nodes/metrics,nodes/pods,nodes/proxy,nodes/stats',
  ],
  'system:node-bootstrapper': [`create,get,list,watch|certificates.k8s.io|certificatesigningrequests`],
  'system:auth-delegator': [
    'create|authentication.k8s.io|tokenreviews',
    'create|authorization.k8s.io|subjectaccessreviews',
  ],
  'system:kube-aggregator': [`${read}|core|endpoints,services`],
  'system:kube-controller-manager': [
    events,
    'create|coordination.k8s.io|leases',
    'get,update|coordination.k8s.io|leases|kube-controller-manager',
    'create|core|secrets,serviceaccounts',
    'delete|core|secrets',
    'get|core|configmaps,namespaces,secrets,serviceaccounts',
    'update|core|secrets,serviceaccounts',
    'create|authentication.k8s.io|tokenreviews',
    'create|authorization.k8s.io|subjectaccessreviews',
    'list,watch|*|*',
    'create|core|serviceaccounts/token',
  ],
  'system:kube-dns': ['list,watch|core|endpoints,services'],
  'system:persistent-volume-provisioner': [
    'create,delete,get,list,watch|core|persistentvolumes',
    `${read},update|core|persistentvolumeclaims`,
    `${read}|storage.k8s.io|storageclasses`,
    'watch|core|events',
    events,
  ],
  'system:kube-scheduler': [
    events,
    'create|coordination.k8s.io|leases',
    'get,list,update,watch|coordination.k8s.io|leases|kube-scheduler',
    'get,update|coordination.k8s.io|leases|kube-scheduler',
    `${read}|core|nodes`,
    `delete,${read}|core|pods`,
    'create|core|bindings,pods/binding',
    'patch,update|core|pods/status',
    `${read}|core|replicationcontrollers,services`,
    `${read}|apps,extensions|replicasets`,
    `${read}|apps|statefulsets`,
    `${read}|policy|poddisruptionbudgets`,
    `${read},patch,update|core|persistentvolumeclaims,persistentvolumes`,
    'create|authentication.k8s.io|tokenreviews',
    'create|authorization.k8s.io|subjectaccessreviews',
    `${read}|storage.k8s.io|csinodes`,
    `${read}|core|namespaces`,
    `${read}|storage.k8s.io|csidrivers`,
    `${read}|storage.k8s.io|csistoragecapacities`,
    `${read}|storage.k8s.io|storageclasses,volumeattachments`,
    `${read}|resource.k8s.io|deviceclasses,resourceclaims,resourceslices`,
    'patch,update|resource.k8s.io|resourceclaims,resourceclaims/status',
  ],
  'system:node-proxier': [
    'list,watch|core|endpoints,services',
    `${read}|core|nodes`,
    events,
    'list,watch|discovery.k8s.io|endpointslices',
    'list,watch|networking.k8s.io|servicecidrs',
  ],
  'system:volume-scheduler': [
    `${read},patch,update|core|persistentvolumes`,
    `${read}|storage.k8s.io|storageclasses`,
    `${read},patch,update|core|persistentvolumeclaims`,
  ],
  'system:heapster': [`${read}|core|events,namespaces,nodes,pods`, `${read}|apps,extensions|deployments`],
  'system:service-account-issuer-discovery': [
    'get|url|/.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/',
  ],
  'system:certificates.k8s.io:certificatesigningrequests:nodeclient': [
    'create|certificates.k8s.io|certificatesigningrequests/nodeclient',
  ],
  'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient': [
    'create|certificates.k8s.io|certificatesigningrequests/selfnodeclient',
  ],
  'system:certificates.k8s.io:legacy-unknown-approver': [
    'approve|certificates.k8s.io|signers|kubernetes.io/legacy-unknown',
  ],
  'system:certificates.k8s.io:kubelet-serving-approver': [
    'approve|certificates.k8s.io|signers|kubernetes.io/kubelet-serving',
  ],
  'system:certificates.k8s.io:kube-apiserver-client-approver': [
    'approve|certificates.k8s.io|signers|kubernetes.io/kube-apiserver-client',
  ],
  'system:certificates.k8s.io:kube-apiserver-client-kubelet-approver': [
    'approve|certificates.k8s.io|signers|kubernetes.io/kube-apiserver-client-kubelet',
  ],
};

/** Roles of the controllers' service accounts; each is bound to the account of its name. */
const controllerRules: Readonly<Record<string, readonly RuleText[]>> = {
  'attachdetach-controller': [
    'list,watch|core|persistentvolumeclaims,persistentvolumes',
    `${read}|core|nodes`,
    'patch,update|core|nodes/status',
    'list,watch|core|pods',
    events,
    `create,delete,${read}|storage.k8s.io|volumeattachments`,
    `${read}|storage.k8s.io|csidrivers`,
    `${read}|storage.k8s.io|csinodes`,
  ],
  'clusterrole-aggregation-controller': [
    `escalate,${read},patch,update|rbac.authorization.k8s.io|clusterroles`,
  ],
  'cronjob-controller': [
    `${read},update|batch|cronjobs`,
    `create,delete,${read},patch,update|batch|jobs`,
    'update|batch|cronjobs/status',
    'update|batch|cronjobs/finalizers',
    'delete,list,watch|core|pods',
    events,
  ],
  'daemon-set-controller': [
    `${read}|apps,extensions|daemonsets`,
    'update|apps,extensions|daemonsets/status',
    'update|apps,extensions|daemonsets/finalizers',
    'list,watch|core|nodes',
    'create,delete,list,patch,watch|core|pods',
    'create|core|pods/binding',
    `create,delete,${read},patch,update|apps|controllerrevisions`,
    events,
  ],
  'deployment-controller': [
    `${read},update|apps,extensions|deployments`,
    'update|apps,extensions|deployments/status',
    'update|apps,extensions|deployments/finalizers',
    `create,delete,${read},patch,update|apps,extensions|replicasets`,
    `${read},update|core|pods`,
    events,
  ],
  'disruption-controller': [
    `${read}|apps,extensions|deployments`,
    `${read}|apps,extensions|replicasets`,
    `${read}|core|replicationcontrollers`,
    `${read}|policy|poddisruptionbudgets`,
    `${read}|apps|statefulsets`,
    'update|policy|poddisruptionbudgets/status',
    'patch,update|core|pods/status',
    'get|*|*/scale',
    events,
  ],
  'endpoint-controller': [
    `${read}|core|pods,services`,
    `create,delete,${read},update|core|endpoints`,
    'create|core|endpoints/restricted',
    events,
  ],
  'endpointslice-controller': [
    `${read}|core|nodes,pods,services`,
    'update|core|services/finalizers',
    `create,delete,${read},update|discovery.k8s.io|endpointslices`,
    events,
  ],
  'endpointslicemirroring-controller': [
    `${read}|core|endpoints,services`,
    'update|core|services/finalizers',
    'update|core|endpoints/finalizers',
    `create,delete,${read},update|discovery.k8s.io|endpointslices`,
    events,
  ],
  'expand-controller': [
    `${read},patch,update|core|persistentvolumes`,
    'patch,update|core|persistentvolumeclaims/status',
    `${read}|core|persistentvolumeclaims`,
    events,
    'get|core|services',
  ],
  'ephemeral-volume-controller': [
    `${read}|core|pods`,
    'update|core|pods/finalizers',
    `create,${read}|core|persistentvolumeclaims`,
    events,
  ],
  'resource-claim-controller': [
    `${read}|core|pods`,
    'update|core|pods/finalizers',
    `create,delete,${read}|resource.k8s.io|resourceclaims`,
    'patch,update|resource.k8s.io|resourceclaims,resourceclaims/status',
    'patch,update|core|pods/status',
    events,
  ],
  'generic-garbage-collector': [`delete,${read},patch,update|*|*`, events],
  'horizontal-pod-autoscaler': [
    `${read}|autoscaling|horizontalpodautoscalers`,
    'update|autoscaling|horizontalpodautoscalers/status',
    'get,update|*|*/scale',
    'list,watch|core|pods',
    'list,watch|metrics.k8s.io|pods',
    `${read}|custom.metrics.k8s.io|*`,
    `${read}|external.metrics.k8s.io|*`,
    events,
  ],
  'job-controller': [
    `${read},patch,update|batch|jobs`,
    'update|batch|jobs/status',
    'update|batch|jobs/finalizers',
    'create,delete,list,patch,watch|core|pods',
    events,
  ],
  'namespace-controller': [
    `delete,${read}|core|namespaces`,
    'update|core|namespaces/finalize,namespaces/status',
    `delete,deletecollection,${read}|*|*`,
  ],
  'node-controller': [
    `delete,${read},patch,update|core|nodes`,
    'patch,update|core|nodes/status',
    'patch,update|core|pods/status',
    'delete,get,list,watch|core|pods',
    events,
  ],
  'persistent-volume-binder': [
    `create,delete,${read},update|core|persistentvolumes`,
    'update|core|persistentvolumes/status',
    `${read},update|core|persistentvolumeclaims`,
    'update|core|persistentvolumeclaims/status',
    `create,delete,${read}|core|pods`,
    `${read}|storage.k8s.io|storageclasses`,
    'list,watch|core|nodes',
    events,
    'watch|core|events',
    'get|core|services',
  ],
  'pod-garbage-collector': ['delete,list,watch|core|pods', `${read}|core|nodes`, 'patch|core|pods/status'],
  'replicaset-controller': [
    `${read},update|apps,extensions|replicasets`,
    'update|apps,extensions|replicasets/status',
    'update|apps,extensions|replicasets/finalizers',
    'create,delete,list,patch,watch|core|pods',
    events,
  ],
  'replication-controller': [
    `${read},update|core|replicationcontrollers`,
    'update|core|replicationcontrollers/status',
    'update|core|replicationcontrollers/finalizers',
    'create,delete,list,patch,watch|core|pods',
    events,
  ],
  'resourcequota-controller': ['list,watch|*|*', 'update|core|resourcequotas/status', events],
  'route-controller': ['list,watch|core|nodes', 'patch|core|nodes/status', events],
  'service-account-controller': ['create|core|serviceaccounts', events],
  'service-controller': [
    `${read}|core|services`,
    'patch,update|core|services/status',
    'list,watch|core|nodes',
    events,
  ],
  'service-cidrs-controller': [
    `${read},patch,update|networking.k8s.io|servicecidrs`,
    'patch,update|networking.k8s.io|servicecidrs/finalizers',
    'patch,update|networking.k8s.io|servicecidrs/status',
    `${read}|networking.k8s.io|ipaddresses`,
    events,
  ],
  'statefulset-controller': [
    'list,watch|core|pods',
    `${read}|apps|statefulsets`,
    'update|apps|statefulsets/status',
    'update|apps|statefulsets/finalizers',
    'create,delete,get,patch,update|core|pods',
    `create,delete,${read},patch,update|apps|controllerrevisions`,
    `create,${read}|core|persistentvolumeclaims`,
    'delete,update|core|persistentvolumeclaims',
    'update|core|pods/finalizers',
    events,
  ],
  'ttl-controller': ['list,patch,update,watch|core|nodes', events],
  'certificate-controller': [
    `delete,${read}|certificates.k8s.io|certificatesigningrequests`,
    'update|certificates.k8s.io|certificatesigningrequests/approval,certificatesigningrequests/status',
    'approve|certificates.k8s.io|signers|kubernetes.io/kube-apiserver-client-kubelet',
    'sign|certificates.k8s.io|signers|kubernetes.io/kube-apiserver-client,kubernetes.io/kube-apiserver-client-kubelet,kubernetes.io/kubelet-serving,kubernetes.io/legacy-unknown',
    'create|authorization.k8s.io|subjectaccessreviews',
    events,
  ],
  'pvc-protection-controller': [`${read},update|core|persistentvolumeclaims`, `${read}|core|pods`, events],
  'pv-protection-controller': [`${read},update|core|persistentvolumes`, events],
  'volumeattributesclass-protection-controller': [
    `${read}|core|persistentvolumeclaims`,
    `${read}|core|persistentvolumes`,
    `${read},update|storage.k8s.io|volumeattributesclasses`,
    events,
  ],
  'ttl-after-finished-controller': [`delete,${read}|batch|jobs`, events],
  'root-ca-cert-publisher': ['create,update|core|configmaps', events],
  'validatingadmissionpolicy-status-controller': [
    `${read}|admissionregistration.k8s.io|validatingadmissionpolicies`,
    'get,patch,update|admissionregistration.k8s.io|validatingadmissionpolicies/status',
    events,
  ],
  'legacy-service-account-token-cleaner': [
    'get|core|configmaps|kube-apiserver-legacy-service-account-token-tracking',
    'delete,patch|core|secrets',
  ],
};

const authenticated = 'Group system:authenticated';
const unauthenticated = 'Group system:unauthenticated';
const serviceAccounts = 'Group system:serviceaccounts';

/** Whom each cluster role is bound to: `Group`, `User` or `ServiceAccount` with a name. */
const boundTo: Readonly<Record<string, readonly string[]>> = {
  'cluster-admin': ['Group system:masters'],
  'system:monitoring': ['Group system:monitoring'],
  'system:discovery': [authenticated],
  'system:basic-user': [authenticated],
  'system:public-info-viewer': [authenticated, unauthenticated],
  'system:node-proxier': ['User system:kube-proxy'],
  'system:kube-controller-manager': ['User system:kube-controller-manager'],
  'system:kube-dns': ['ServiceAccount kube-dns'],
  'system:kube-scheduler': ['User system:kube-scheduler'],
  'system:volume-scheduler': ['User system:kube-scheduler'],
  'system:service-account-issuer-discovery': [serviceAccounts],
};

const rbacVersion = 'rbac.authorization.k8s.io/v1';
const bootstrapMetadata = {
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
};

function metadata(name: string, namespace?: string, labels: Readonly<Record<string, string>> = {}): object {
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    labels: { ...bootstrapMetadata.labels, ...labels },
    annotations: { ...bootstrapMetadata.annotations },
  };
}

function clusterRole(
  name: string,
  rules: readonly RuleText[],
  labels?: Readonly<Record<string, string>>,
): object {
  return {
    kind: 'ClusterRole',
    apiVersion: rbacVersion,
    metadata: metadata(name, undefined, labels),
    rules: rules.map(rule),
  };
}

/** A role that collects the rules of those that carry a label; with what the controller would collect. */
function aggregatedRole(
  name: string,
  rules: readonly RuleText[],
  labels?: Readonly<Record<string, string>>,
): object {
  return {
    ...clusterRole(name, rules, labels),
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [`${aggregates}${name}`]: 'true' } }] },
  };
}

/** What every kubelet may do, as the node authorizer applies it. */
export const nodeRules: readonly PolicyRule[] = (roleRules['system:node'] ?? []).map(rule);

export function clusterRoles(): object[] {
  return [
    ...Object.entries(roleRules).map(([name, rules]) => clusterRole(name, rules)),
    aggregatedRole('admin', [...administered, ...edited, ...viewed]),
    aggregatedRole('edit', [...edited, ...viewed], { [`${aggregates}admin`]: 'true' }),
    aggregatedRole('view', viewed, { [`${aggregates}edit`]: 'true' }),
    clusterRole('system:aggregate-to-admin', administered, { [`${aggregates}admin`]: 'true' }),
    clusterRole('system:aggregate-to-edit', edited, { [`${aggregates}edit`]: 'true' }),
    clusterRole('system:aggregate-to-view', viewed, { [`${aggregates}view`]: 'true' }),
    ...Object.entries(controllerRules).map(([name, rules]) =>
      clusterRole(`system:controller:${name}`, rules),
    ),
  ];
}

function subject(text: string): object {
  const [kind = '', name = ''] = text.split(' ');
  if (kind === 'ServiceAccount') return { kind, name, namespace: 'kube-system' };
  return { kind, apiGroup: 'rbac.authorization.k8s.io', name };
}

function clusterRoleBinding(role: string, subjects: readonly string[]): object {
  return {
    kind: 'ClusterRoleBinding',
    apiVersion: rbacVersion,
    metadata: metadata(role),
    subjects: subjects.map(subject),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  };
}

export function clusterRoleBindings(): object[] {
  return [
    ...Object.entries(boundTo).map(([role, subjects]) => clusterRoleBinding(role, subjects)),
    {
      ...clusterRoleBinding('system:node', []),
      subjects: undefined,
    },
    ...Object.keys(controllerRules).map((name) =>
      clusterRoleBinding(`system:controller:${name}`, [`ServiceAccount ${name}`]),
    ),
  ];
}

interface NamespacedPolicy {
  readonly namespace: string;
  readonly role: string;
  readonly rules: readonly RuleText[];
  readonly binding: string;
  readonly subjects: readonly string[];
}

const namespaced: readonly NamespacedPolicy[] = [
  {
    namespace: 'kube-system',
    role: 'extension-apiserver-authentication-reader',
    rules: [`${read}|core|configmaps|extension-apiserver-authentication`],
    binding: 'system::extension-apiserver-authentication-reader',
    subjects: ['User system:kube-controller-manager', 'User system:kube-scheduler'],
  },
  {
    namespace: 'kube-system',
    role: 'system:controller:bootstrap-signer',
    rules: [`${read}|core|secrets`],
    binding: 'system:controller:bootstrap-signer',
    subjects: ['ServiceAccount bootstrap-signer'],
  },
  {
    namespace: 'kube-system',
    role: 'system:controller:cloud-provider',
    rules: [`create,${read}|core|configmaps`],
    binding: 'system:controller:cloud-provider',
    subjects: ['ServiceAccount cloud-provider'],
  },
  {
    namespace: 'kube-system',
    role: 'system:controller:token-cleaner',
    rules: [`delete,${read}|core|secrets`, events],
    binding: 'system:controller:token-cleaner',
    subjects: ['ServiceAccount token-cleaner'],
  },
  {
    namespace: 'kube-system',
    role: 'system::leader-locking-kube-controller-manager',
    rules: ['watch|core|configmaps', 'get,update|core|configmaps|kube-controller-manager'],
    binding: 'system::leader-locking-kube-controller-manager',
    subjects: ['User system:kube-controller-manager', 'ServiceAccount kube-controller-manager'],
  },
  {
    namespace: 'kube-system',
    role: 'system::leader-locking-kube-scheduler',
    rules: ['watch|core|configmaps', 'get,update|core|configmaps|kube-scheduler'],
    binding: 'system::leader-locking-kube-scheduler',
    subjects: ['User system:kube-scheduler', 'ServiceAccount kube-scheduler'],
  },
  {
    namespace: 'kube-public',
    role: 'system:controller:bootstrap-signer',
    rules: [`${read}|core|configmaps`, 'update|core|configmaps|cluster-info', events],
    binding: 'system:controller:bootstrap-signer',
    subjects: ['ServiceAccount bootstrap-signer'],
  },
];

export function roles(): object[] {
  return namespaced.map(({ namespace, role, rules }) => ({
    kind: 'Role',
    apiVersion: rbacVersion,
    metadata: metadata(role, namespace),
    rules: rules.map(rule),
  }));
}

export function roleBindings(): object[] {
  return namespaced.map(({ namespace, role, binding, subjects }) => ({
    kind: 'RoleBinding',
    apiVersion: rbacVersion,
    metadata: metadata(binding, namespace),
    subjects: subjects.map(subject),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
  }));
}
