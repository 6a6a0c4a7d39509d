/**
 * Kubernetes' objects, as they are stored and travel. The shapes are those of the published v1.36
 * API; here they only gain what every stored object has.
 */
import type { IIoK8sApimachineryPkgApisMetaV1ObjectMeta as IObjectMeta } from '@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta';
import type { IIoK8sApimachineryPkgApisMetaV1OwnerReference } from '@kubernetes-models/apimachinery/apis/meta/v1/OwnerReference';
import type { IIoK8sApimachineryPkgApisMetaV1LabelSelector } from '@kubernetes-models/apimachinery/apis/meta/v1/LabelSelector';
import type * as core from 'kubernetes-models/v1';
import type * as apps from 'kubernetes-models/apps/v1';
import type * as certificates from 'kubernetes-models/certificates.k8s.io/v1';
import type * as coordination from 'kubernetes-models/coordination.k8s.io/v1';
import type * as events from 'kubernetes-models/events.k8s.io/v1';
import type * as policy from 'kubernetes-models/policy/v1';
import type * as resource from 'kubernetes-models/resource.k8s.io/v1';
import type * as autoscaling from 'kubernetes-models/autoscaling/v2';
import type * as batch from 'kubernetes-models/batch/v1';
import type * as discovery from 'kubernetes-models/discovery.k8s.io/v1';
import type * as flowcontrol from 'kubernetes-models/flowcontrol.apiserver.k8s.io/v1';
import type * as networking from 'kubernetes-models/networking.k8s.io/v1';
import type * as node from 'kubernetes-models/node.k8s.io/v1';
import type * as rbac from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type * as storage from 'kubernetes-models/storage.k8s.io/v1';
import type * as scheduling from 'kubernetes-models/scheduling.k8s.io/v1';

export type OwnerReference = IIoK8sApimachineryPkgApisMetaV1OwnerReference;
export type LabelSelector = IIoK8sApimachineryPkgApisMetaV1LabelSelector;
export type ObjectMeta = IObjectMeta & { name: string };

/** Any API object: what the machinery that does not care for the kind works with. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
}

/** An object of a published type, with what is always there once it is stored. */
type Stored<T extends { metadata?: unknown }, Always extends keyof T = never> = Omit<
  T,
  'metadata' | 'apiVersion' | 'kind' | Always
> & { [K in Always]-?: NonNullable<T[K]> } & KubeObject;

export type Pod = Stored<core.IPod, 'spec'>;
export type PodSpec = core.IPodSpec;
export type PodStatus = core.IPodStatus;
export type PodCondition = core.IPodCondition;
export type PodTemplateSpec = core.IPodTemplateSpec;
export type Container = core.IContainer;
export type ContainerStatus = core.IContainerStatus;
export type ContainerState = core.IContainerState;
export type Probe = core.IProbe;
export type Volume = core.IVolume;
export type Toleration = core.IToleration;
export type Taint = core.ITaint;
export type Affinity = core.IAffinity;
export type NodeSelector = core.INodeSelector;
export type NodeSelectorTerm = core.INodeSelectorTerm;
export type NodeSelectorRequirement = core.INodeSelectorRequirement;
export type PodAffinityTerm = core.IPodAffinityTerm;
export type TopologySpreadConstraint = core.ITopologySpreadConstraint;
export type ResourceRequirements = core.IResourceRequirements;
export type Node = Stored<core.INode>;
export type NodeCondition = core.INodeCondition;
export type Namespace = Stored<core.INamespace>;
export type Event = Stored<core.IEvent>;
export type Service = Stored<core.IService>;
export type ConfigMap = Stored<core.IConfigMap>;
export type Secret = Stored<core.ISecret>;
export type ServiceAccount = Stored<core.IServiceAccount>;
export type ObjectReference = core.IObjectReference;
export type Binding = Stored<core.IBinding>;
export type ReplicaSet = Stored<apps.IReplicaSet, 'spec'>;
export type Deployment = Stored<apps.IDeployment, 'spec'>;
export type DaemonSet = Stored<apps.IDaemonSet, 'spec'>;
export type ControllerRevision = Stored<apps.IControllerRevision>;
export type Lease = Stored<coordination.ILease>;
export type EventsV1Event = Stored<events.IEvent>;
export type PriorityClass = Stored<scheduling.IPriorityClass>;
export type NodeAffinity = core.INodeAffinity;
export type ReplicationController = Stored<core.IReplicationController, 'spec'>;
export type StatefulSet = Stored<apps.IStatefulSet, 'spec'>;
export type PersistentVolume = Stored<core.IPersistentVolume, 'spec'>;
export type PersistentVolumeClaim = Stored<core.IPersistentVolumeClaim, 'spec'>;
export type VolumeAttributesClass = Omit<storage.IVolumeAttributesClass, 'metadata' | 'apiVersion' | 'kind'> &
  KubeObject;
export type StorageClass = Omit<storage.IStorageClass, 'metadata' | 'apiVersion' | 'kind'> & KubeObject;
export type CSINode = Stored<storage.ICSINode, 'spec'>;
export type CSIDriver = Stored<storage.ICSIDriver, 'spec'>;
export type CSIStorageCapacity = Omit<storage.ICSIStorageCapacity, 'metadata' | 'apiVersion' | 'kind'> &
  KubeObject;
export type VolumeAttachment = Stored<storage.IVolumeAttachment, 'spec'>;
export type PodDisruptionBudget = Stored<policy.IPodDisruptionBudget>;
export type ResourceClaim = Stored<resource.IResourceClaim, 'spec'>;
export type ResourceSlice = Stored<resource.IResourceSlice, 'spec'>;
export type DeviceClass = Stored<resource.IDeviceClass, 'spec'>;
export type ResourceClaimTemplate = Stored<resource.IResourceClaimTemplate, 'spec'>;
export type FlowSchema = Stored<flowcontrol.IFlowSchema, 'spec'>;
export type PriorityLevelConfiguration = Stored<flowcontrol.IPriorityLevelConfiguration, 'spec'>;
export type PodTemplate = Stored<core.IPodTemplate>;
export type Endpoints = Stored<core.IEndpoints>;
export type LimitRange = Stored<core.ILimitRange>;
export type ResourceQuota = Stored<core.IResourceQuota>;
export type SecurityContext = core.ISecurityContext;
export type PodSecurityContext = core.IPodSecurityContext;
export type LifecycleHandler = core.ILifecycleHandler;
export type EnvVar = core.IEnvVar;
export type EnvFromSource = core.IEnvFromSource;
export type ContainerPort = core.IContainerPort;
export type VolumeMount = core.IVolumeMount;
export type PreferredSchedulingTerm = core.IPreferredSchedulingTerm;
export type Job = Stored<batch.IJob, 'spec'>;
export type JobSpec = batch.IJobSpec;
export type CronJob = Stored<batch.ICronJob, 'spec'>;
export type EndpointSlice = Stored<discovery.IEndpointSlice>;
export type HorizontalPodAutoscaler = Stored<autoscaling.IHorizontalPodAutoscaler>;
export type Ingress = Stored<networking.IIngress>;
export type IngressClass = Stored<networking.IIngressClass>;
export type NetworkPolicy = Stored<networking.INetworkPolicy>;
export type IPAddress = Stored<networking.IIPAddress, 'spec'>;
export type ServiceCIDR = Stored<networking.IServiceCIDR, 'spec'>;
export type RuntimeClass = Stored<node.IRuntimeClass>;
export type Role = Stored<rbac.IRole>;
export type ClusterRole = Stored<rbac.IClusterRole>;
export type RoleBinding = Stored<rbac.IRoleBinding>;
export type ClusterRoleBinding = Stored<rbac.IClusterRoleBinding>;
export type CertificateSigningRequest = Stored<certificates.ICertificateSigningRequest, 'spec'>;
