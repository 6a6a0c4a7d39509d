import { groupVersion } from '../../engine/index.ts';
import type { ApiResource } from '../api/discovery.ts';
import { describeRole, describeRoleBinding } from './access.ts';
import { describeCertificateSigningRequest } from './certificates.ts';
import { describeConfigMap, describeSecret, describeServiceAccount } from './configuration.ts';
import type { Describer } from './describer.ts';
import { describeAny } from './generic.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import {
  describeAutoscaler,
  describeLimitRange,
  describeNamespace,
  describeNetworkPolicy,
  describePodDisruptionBudget,
  describePriorityClass,
  describeQuota,
} from './policies.ts';
import {
  describeEndpoints,
  describeEndpointSlice,
  describeIngress,
  describeIngressClass,
  describeService,
} from './services.ts';
import {
  describeCsiNode,
  describePersistentVolume,
  describePersistentVolumeClaim,
  describeStorageClass,
} from './storage.ts';
import {
  describeCronJob,
  describeDaemonSet,
  describeDeployment,
  describeJob,
  describeReplicaSet,
  describeReplicationController,
  describeStatefulSet,
} from './workloads.ts';

/** By group and kind. Models describe.describerMap (v1.36). */
const describers: Readonly<Record<string, Describer>> = {
  Pod: describePod,
  ReplicationController: describeReplicationController,
  Secret: describeSecret,
  Service: describeService,
  ServiceAccount: describeServiceAccount,
  Node: describeNode,
  LimitRange: describeLimitRange,
  ResourceQuota: describeQuota,
  PersistentVolume: describePersistentVolume,
  PersistentVolumeClaim: describePersistentVolumeClaim,
  Namespace: describeNamespace,
  Endpoints: describeEndpoints,
  ConfigMap: describeConfigMap,
  'PriorityClass.scheduling.k8s.io': describePriorityClass,
  'EndpointSlice.discovery.k8s.io': describeEndpointSlice,
  'HorizontalPodAutoscaler.autoscaling': describeAutoscaler,
  'Ingress.networking.k8s.io': describeIngress,
  'IngressClass.networking.k8s.io': describeIngressClass,
  'NetworkPolicy.networking.k8s.io': describeNetworkPolicy,
  'Job.batch': describeJob,
  'CronJob.batch': describeCronJob,
  'StatefulSet.apps': describeStatefulSet,
  'Deployment.apps': describeDeployment,
  'DaemonSet.apps': describeDaemonSet,
  'ReplicaSet.apps': describeReplicaSet,
  'CertificateSigningRequest.certificates.k8s.io': describeCertificateSigningRequest,
  'StorageClass.storage.k8s.io': describeStorageClass,
  'CSINode.storage.k8s.io': describeCsiNode,
  'PodDisruptionBudget.policy': describePodDisruptionBudget,
  'Role.rbac.authorization.k8s.io': describeRole,
  'ClusterRole.rbac.authorization.k8s.io': describeRole,
  'RoleBinding.rbac.authorization.k8s.io': describeRoleBinding,
  'ClusterRoleBinding.rbac.authorization.k8s.io': describeRoleBinding,
};

/** The describer of a kind; kinds without their own are shown field by field. */
export function describerFor(resource: ApiResource): Describer {
  const key = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
  return describers[key] ?? describeAny;
}

/** An object says what it is even where it came out of a list. */
export function identified<T extends object>(object: T, resource: ApiResource): T {
  return { apiVersion: groupVersion(resource), kind: resource.kind, ...object };
}
