/** The resources that the engine's own components use, typed. The whole list is the API server's. */
import type { Resource } from './resource.ts';
import type * as t from './types.ts';

function core<T extends t.KubeObject>(resource: string, kind: string, namespaced = true): Resource<T> {
  return { group: '', version: 'v1', resource, kind, namespaced };
}
function grouped<T extends t.KubeObject>(
  group: string,
  resource: string,
  kind: string,
  namespaced = true,
): Resource<T> {
  return { group, version: 'v1', resource, kind, namespaced };
}

export const pods = core<t.Pod>('pods', 'Pod');
export const nodes = core<t.Node>('nodes', 'Node', false);
export const namespaces = core<t.Namespace>('namespaces', 'Namespace', false);
export const services = core<t.Service>('services', 'Service');
export const configMaps = core<t.ConfigMap>('configmaps', 'ConfigMap');
export const secrets = core<t.Secret>('secrets', 'Secret');
export const serviceAccounts = core<t.ServiceAccount>('serviceaccounts', 'ServiceAccount');
export const coreEvents = core<t.Event>('events', 'Event');
export const events = grouped<t.EventsV1Event>('events.k8s.io', 'events', 'Event');
export const replicaSets = grouped<t.ReplicaSet>('apps', 'replicasets', 'ReplicaSet');
export const deployments = grouped<t.Deployment>('apps', 'deployments', 'Deployment');
export const daemonSets = grouped<t.DaemonSet>('apps', 'daemonsets', 'DaemonSet');
export const controllerRevisions = grouped<t.ControllerRevision>(
  'apps',
  'controllerrevisions',
  'ControllerRevision',
);
export const leases = grouped<t.Lease>('coordination.k8s.io', 'leases', 'Lease');
export const priorityClasses = grouped<t.PriorityClass>(
  'scheduling.k8s.io',
  'priorityclasses',
  'PriorityClass',
  false,
);
export const endpoints = core<t.Endpoints>('endpoints', 'Endpoints');
export const endpointSlices = grouped<t.EndpointSlice>('discovery.k8s.io', 'endpointslices', 'EndpointSlice');
export const replicationControllers = core<t.ReplicationController>(
  'replicationcontrollers',
  'ReplicationController',
);
export const statefulSets = grouped<t.StatefulSet>('apps', 'statefulsets', 'StatefulSet');
export const jobs = grouped<t.Job>('batch', 'jobs', 'Job');
export const cronJobs = grouped<t.CronJob>('batch', 'cronjobs', 'CronJob');
export const horizontalPodAutoscalers: Resource<t.HorizontalPodAutoscaler> = {
  ...grouped('autoscaling', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  version: 'v2',
};
export const podDisruptionBudgets = grouped<t.PodDisruptionBudget>(
  'policy',
  'poddisruptionbudgets',
  'PodDisruptionBudget',
);
export const resourceQuotas = core<t.ResourceQuota>('resourcequotas', 'ResourceQuota');
export const persistentVolumes = core<t.PersistentVolume>('persistentvolumes', 'PersistentVolume', false);
export const persistentVolumeClaims = core<t.PersistentVolumeClaim>(
  'persistentvolumeclaims',
  'PersistentVolumeClaim',
);
export const volumeAttributesClasses = grouped<t.VolumeAttributesClass>(
  'storage.k8s.io',
  'volumeattributesclasses',
  'VolumeAttributesClass',
  false,
);
export const storageClasses = grouped<t.StorageClass>(
  'storage.k8s.io',
  'storageclasses',
  'StorageClass',
  false,
);
export const clusterRoles = grouped<t.ClusterRole>(
  'rbac.authorization.k8s.io',
  'clusterroles',
  'ClusterRole',
  false,
);
export const certificateSigningRequests = grouped<t.CertificateSigningRequest>(
  'certificates.k8s.io',
  'certificatesigningrequests',
  'CertificateSigningRequest',
  false,
);
export const resourceClaims = grouped<t.ResourceClaim>('resource.k8s.io', 'resourceclaims', 'ResourceClaim');
export const resourceClaimTemplates = grouped<t.ResourceClaimTemplate>(
  'resource.k8s.io',
  'resourceclaimtemplates',
  'ResourceClaimTemplate',
);
