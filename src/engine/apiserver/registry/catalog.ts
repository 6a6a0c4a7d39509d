/**
 * Every built-in resource of the v1.36 API, in the order of discovery: what clients learn about it.
 * How its objects behave stands in the strategies.
 */
// Long because: it is one table of all resources.
import type { Resource } from '../../api/resource.ts';

export interface SubresourceInfo {
  readonly subresource: string;
  readonly kind: string;
  /** Where the kind is not of the resource's own group and version. */
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

/** A resource with what discovery says of it. */
export interface ResourceInfo extends Resource {
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly SubresourceInfo[];
}

/** The verbs of a resource that clients may do everything with. */
export const standardVerbs: readonly string[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];
const changeVerbs = 'get patch update';

type SubresourceRow =
  | 'status'
  | 'scale'
  | {
      readonly subresource: string;
      readonly kind?: string;
      readonly group?: string;
      readonly version?: string;
      readonly verbs?: string;
    };

/** One resource, with what differs from the usual: namespaced, all verbs, singular = the kind in lower case. */
interface ResourceRow {
  readonly resource: string;
  readonly kind: string;
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly namespaced?: boolean;
  readonly verbs?: string;
  readonly subresources?: readonly SubresourceRow[];
}

interface GroupVersionRows {
  readonly group: string;
  readonly version: string;
  readonly resources: readonly ResourceRow[];
}

const rows: readonly GroupVersionRows[] = [
  {
    group: '',
    version: 'v1',
    resources: [
      { resource: 'bindings', kind: 'Binding', verbs: 'create' },
      {
        resource: 'componentstatuses',
        kind: 'ComponentStatus',
        shortNames: ['cs'],
        namespaced: false,
        verbs: 'get list',
      },
      { resource: 'configmaps', kind: 'ConfigMap', shortNames: ['cm'] },
      { resource: 'endpoints', kind: 'Endpoints', shortNames: ['ep'] },
      { resource: 'events', kind: 'Event', shortNames: ['ev'] },
      { resource: 'limitranges', kind: 'LimitRange', shortNames: ['limits'] },
      {
        resource: 'namespaces',
        kind: 'Namespace',
        shortNames: ['ns'],
        namespaced: false,
        verbs: 'create delete get list patch update watch',
        subresources: [{ subresource: 'finalize', verbs: 'update' }, 'status'],
      },
      {
        resource: 'nodes',
        kind: 'Node',
        shortNames: ['no'],
        namespaced: false,
        subresources: [
          { subresource: 'proxy', kind: 'NodeProxyOptions', verbs: 'create delete get patch update' },
          'status',
        ],
      },
      {
        resource: 'persistentvolumeclaims',
        kind: 'PersistentVolumeClaim',
        shortNames: ['pvc'],
        subresources: ['status'],
      },
      {
        resource: 'persistentvolumes',
        kind: 'PersistentVolume',
        shortNames: ['pv'],
        namespaced: false,
        subresources: ['status'],
      },
      {
        resource: 'pods',
        kind: 'Pod',
        shortNames: ['po'],
        categories: ['all'],
        subresources: [
          { subresource: 'attach', kind: 'PodAttachOptions', verbs: 'create get' },
          { subresource: 'binding', kind: 'Binding', verbs: 'create' },
          { subresource: 'ephemeralcontainers' },
          { subresource: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: 'create' },
          { subresource: 'exec', kind: 'PodExecOptions', verbs: 'create get' },
          { subresource: 'log', verbs: 'get' },
          { subresource: 'portforward', kind: 'PodPortForwardOptions', verbs: 'create get' },
          { subresource: 'proxy', kind: 'PodProxyOptions', verbs: 'create delete get patch update' },
          { subresource: 'resize' },
          'status',
        ],
      },
      { resource: 'podtemplates', kind: 'PodTemplate' },
      {
        resource: 'replicationcontrollers',
        kind: 'ReplicationController',
        shortNames: ['rc'],
        categories: ['all'],
        subresources: ['scale', 'status'],
      },
      { resource: 'resourcequotas', kind: 'ResourceQuota', shortNames: ['quota'], subresources: ['status'] },
      { resource: 'secrets', kind: 'Secret' },
      {
        resource: 'serviceaccounts',
        kind: 'ServiceAccount',
        shortNames: ['sa'],
        subresources: [
          {
            subresource: 'token',
            kind: 'TokenRequest',
            group: 'authentication.k8s.io',
            version: 'v1',
            verbs: 'create',
          },
        ],
      },
      {
        resource: 'services',
        kind: 'Service',
        shortNames: ['svc'],
        categories: ['all'],
        subresources: [
          { subresource: 'proxy', kind: 'ServiceProxyOptions', verbs: 'create delete get patch update' },
          'status',
        ],
      },
    ],
  },
  {
    group: 'apiregistration.k8s.io',
    version: 'v1',
    resources: [
      {
        resource: 'apiservices',
        kind: 'APIService',
        categories: ['api-extensions'],
        namespaced: false,
        subresources: ['status'],
      },
    ],
  },
  {
    group: 'apps',
    version: 'v1',
    resources: [
      { resource: 'controllerrevisions', kind: 'ControllerRevision' },
      {
        resource: 'daemonsets',
        kind: 'DaemonSet',
        shortNames: ['ds'],
        categories: ['all'],
        subresources: ['status'],
      },
      {
        resource: 'deployments',
        kind: 'Deployment',
        shortNames: ['deploy'],
        categories: ['all'],
        subresources: ['scale', 'status'],
      },
      {
        resource: 'replicasets',
        kind: 'ReplicaSet',
        shortNames: ['rs'],
        categories: ['all'],
        subresources: ['scale', 'status'],
      },
      {
        resource: 'statefulsets',
        kind: 'StatefulSet',
        shortNames: ['sts'],
        categories: ['all'],
        subresources: ['scale', 'status'],
      },
    ],
  },
  {
    group: 'events.k8s.io',
    version: 'v1',
    resources: [{ resource: 'events', kind: 'Event', shortNames: ['ev'] }],
  },
  {
    group: 'authentication.k8s.io',
    version: 'v1',
    resources: [
      { resource: 'selfsubjectreviews', kind: 'SelfSubjectReview', namespaced: false, verbs: 'create' },
      { resource: 'tokenreviews', kind: 'TokenReview', namespaced: false, verbs: 'create' },
    ],
  },
  {
    group: 'authorization.k8s.io',
    version: 'v1',
    resources: [
      { resource: 'localsubjectaccessreviews', kind: 'LocalSubjectAccessReview', verbs: 'create' },
      {
        resource: 'selfsubjectaccessreviews',
        kind: 'SelfSubjectAccessReview',
        namespaced: false,
        verbs: 'create',
      },
      {
        resource: 'selfsubjectrulesreviews',
        kind: 'SelfSubjectRulesReview',
        namespaced: false,
        verbs: 'create',
      },
      { resource: 'subjectaccessreviews', kind: 'SubjectAccessReview', namespaced: false, verbs: 'create' },
    ],
  },
  {
    group: 'autoscaling',
    version: 'v2',
    resources: [
      {
        resource: 'horizontalpodautoscalers',
        kind: 'HorizontalPodAutoscaler',
        shortNames: ['hpa'],
        categories: ['all'],
        subresources: ['status'],
      },
    ],
  },
  {
    group: 'autoscaling',
    version: 'v1',
    resources: [
      {
        resource: 'horizontalpodautoscalers',
        kind: 'HorizontalPodAutoscaler',
        shortNames: ['hpa'],
        categories: ['all'],
        subresources: ['status'],
      },
    ],
  },
  {
    group: 'batch',
    version: 'v1',
    resources: [
      {
        resource: 'cronjobs',
        kind: 'CronJob',
        shortNames: ['cj'],
        categories: ['all'],
        subresources: ['status'],
      },
      { resource: 'jobs', kind: 'Job', categories: ['all'], subresources: ['status'] },
    ],
  },
  {
    group: 'certificates.k8s.io',
    version: 'v1',
    resources: [
      {
        resource: 'certificatesigningrequests',
        kind: 'CertificateSigningRequest',
        shortNames: ['csr'],
        namespaced: false,
        subresources: [{ subresource: 'approval' }, 'status'],
      },
    ],
  },
  {
    group: 'networking.k8s.io',
    version: 'v1',
    resources: [
      { resource: 'ingressclasses', kind: 'IngressClass', namespaced: false },
      { resource: 'ingresses', kind: 'Ingress', shortNames: ['ing'], subresources: ['status'] },
      { resource: 'ipaddresses', kind: 'IPAddress', shortNames: ['ip'], namespaced: false },
      { resource: 'networkpolicies', kind: 'NetworkPolicy', shortNames: ['netpol'] },
      { resource: 'servicecidrs', kind: 'ServiceCIDR', namespaced: false, subresources: ['status'] },
    ],
  },
  {
    group: 'policy',
    version: 'v1',
    resources: [
      {
        resource: 'poddisruptionbudgets',
        kind: 'PodDisruptionBudget',
        shortNames: ['pdb'],
        subresources: ['status'],
      },
    ],
  },
  {
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    resources: [
      { resource: 'clusterrolebindings', kind: 'ClusterRoleBinding', namespaced: false },
      { resource: 'clusterroles', kind: 'ClusterRole', namespaced: false },
      { resource: 'rolebindings', kind: 'RoleBinding' },
      { resource: 'roles', kind: 'Role' },
    ],
  },
  {
    group: 'storage.k8s.io',
    version: 'v1',
    resources: [
      { resource: 'csidrivers', kind: 'CSIDriver', namespaced: false },
      { resource: 'csinodes', kind: 'CSINode', namespaced: false },
      { resource: 'csistoragecapacities', kind: 'CSIStorageCapacity' },
      { resource: 'storageclasses', kind: 'StorageClass', shortNames: ['sc'], namespaced: false },
      {
        resource: 'volumeattachments',
        kind: 'VolumeAttachment',
        namespaced: false,
        subresources: ['status'],
      },
      {
        resource: 'volumeattributesclasses',
        kind: 'VolumeAttributesClass',
        shortNames: ['vac'],
        namespaced: false,
      },
    ],
  },
  {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    resources: [
      {
        resource: 'mutatingadmissionpolicies',
        kind: 'MutatingAdmissionPolicy',
        categories: ['api-extensions'],
        namespaced: false,
      },
      {
        resource: 'mutatingadmissionpolicybindings',
        kind: 'MutatingAdmissionPolicyBinding',
        categories: ['api-extensions'],
        namespaced: false,
      },
      {
        resource: 'mutatingwebhookconfigurations',
        kind: 'MutatingWebhookConfiguration',
        categories: ['api-extensions'],
        namespaced: false,
      },
      {
        resource: 'validatingadmissionpolicies',
        kind: 'ValidatingAdmissionPolicy',
        categories: ['api-extensions'],
        namespaced: false,
        subresources: ['status'],
      },
      {
        resource: 'validatingadmissionpolicybindings',
        kind: 'ValidatingAdmissionPolicyBinding',
        categories: ['api-extensions'],
        namespaced: false,
      },
      {
        resource: 'validatingwebhookconfigurations',
        kind: 'ValidatingWebhookConfiguration',
        categories: ['api-extensions'],
        namespaced: false,
      },
    ],
  },
  {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    resources: [
      {
        resource: 'customresourcedefinitions',
        kind: 'CustomResourceDefinition',
        shortNames: ['crd', 'crds'],
        categories: ['api-extensions'],
        namespaced: false,
        subresources: ['status'],
      },
    ],
  },
  {
    group: 'scheduling.k8s.io',
    version: 'v1',
    resources: [
      { resource: 'priorityclasses', kind: 'PriorityClass', shortNames: ['pc'], namespaced: false },
    ],
  },
  {
    group: 'coordination.k8s.io',
    version: 'v1',
    resources: [{ resource: 'leases', kind: 'Lease' }],
  },
  {
    group: 'node.k8s.io',
    version: 'v1',
    resources: [{ resource: 'runtimeclasses', kind: 'RuntimeClass', namespaced: false }],
  },
  {
    group: 'discovery.k8s.io',
    version: 'v1',
    resources: [{ resource: 'endpointslices', kind: 'EndpointSlice' }],
  },
  {
    group: 'resource.k8s.io',
    version: 'v1',
    resources: [
      { resource: 'deviceclasses', kind: 'DeviceClass', namespaced: false },
      { resource: 'resourceclaims', kind: 'ResourceClaim', subresources: ['status'] },
      { resource: 'resourceclaimtemplates', kind: 'ResourceClaimTemplate' },
      { resource: 'resourceslices', kind: 'ResourceSlice', namespaced: false },
    ],
  },
  {
    group: 'flowcontrol.apiserver.k8s.io',
    version: 'v1',
    resources: [
      { resource: 'flowschemas', kind: 'FlowSchema', namespaced: false, subresources: ['status'] },
      {
        resource: 'prioritylevelconfigurations',
        kind: 'PriorityLevelConfiguration',
        namespaced: false,
        subresources: ['status'],
      },
    ],
  },
];

function toSubresource(row: SubresourceRow, kind: string): SubresourceInfo {
  if (row === 'status') return { subresource: 'status', kind, verbs: changeVerbs.split(' ') };
  if (row === 'scale')
    return {
      subresource: 'scale',
      kind: 'Scale',
      group: 'autoscaling',
      version: 'v1',
      verbs: changeVerbs.split(' '),
    };
  return { ...row, kind: row.kind ?? kind, verbs: (row.verbs ?? changeVerbs).split(' ') };
}

export const builtInResources: readonly ResourceInfo[] = rows.flatMap(({ group, version, resources }) =>
  resources.map((row) => ({
    group,
    version,
    resource: row.resource,
    kind: row.kind,
    namespaced: row.namespaced ?? true,
    singular: row.singular ?? row.kind.toLowerCase(),
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    verbs: row.verbs?.split(' ') ?? standardVerbs,
    subresources: (row.subresources ?? []).map((subresource) => toSubresource(subresource, row.kind)),
  })),
);
