import { definitionStrategy } from '../custom-resources/definition-strategy.ts';
import { clusterRoleStrategy } from './cluster-role/strategy.ts';
import { clusterRoleBindingStrategy } from './cluster-role-binding/strategy.ts';
import { configMapStrategy } from './config-map/strategy.ts';
import { controllerRevisionStrategy } from './controller-revision/strategy.ts';
import { csiNodeStrategy } from './csi-node/strategy.ts';
import { daemonSetStrategy } from './daemon-set/strategy.ts';
import { deploymentStrategy } from './deployment/strategy.ts';
import { endpointSliceStrategy } from './endpoint-slice/strategy.ts';
import { endpointsStrategy } from './endpoints/strategy.ts';
import { eventStrategy, eventsV1Strategy } from './event/strategy.ts';
import { ingressStrategy } from './ingress/strategy.ts';
import { ingressClassStrategy } from './ingress-class/strategy.ts';
import { leaseStrategy } from './lease/strategy.ts';
import { limitRangeStrategy } from './limit-range/strategy.ts';
import { namespaceStrategy } from './namespace/strategy.ts';
import { networkPolicyStrategy } from './network-policy/strategy.ts';
import { nodeStrategy } from './node/strategy.ts';
import { persistentVolumeStrategy } from './persistent-volume/strategy.ts';
import { persistentVolumeClaimStrategy } from './persistent-volume-claim/strategy.ts';
import { podStrategy } from './pod/strategy.ts';
import { podDisruptionBudgetStrategy } from './pod-disruption-budget/strategy.ts';
import { podTemplateStrategy } from './pod-template/strategy.ts';
import { priorityClassStrategy } from './priority-class/strategy.ts';
import { replicaSetStrategy } from './replica-set/strategy.ts';
import { replicationControllerStrategy } from './replication-controller/strategy.ts';
import { resourceQuotaStrategy } from './resource-quota/strategy.ts';
import { roleStrategy } from './role/strategy.ts';
import { roleBindingStrategy } from './role-binding/strategy.ts';
import { runtimeClassStrategy } from './runtime-class/strategy.ts';
import { secretStrategy } from './secret/strategy.ts';
import { serviceStrategy } from './service/strategy.ts';
import { serviceAccountStrategy } from './service-account/strategy.ts';
import { statefulSetStrategy } from './stateful-set/strategy.ts';
import { storageClassStrategy } from './storage-class/strategy.ts';
import { jobStrategy } from './job/strategy.ts';
import { cronJobStrategy } from './cron-job/strategy.ts';
import {
  horizontalPodAutoscalerStrategy,
  horizontalPodAutoscalerV1Strategy,
} from './horizontal-pod-autoscaler/strategy.ts';
import {
  mutatingAdmissionPolicyBindingStrategy,
  mutatingAdmissionPolicyStrategy,
  validatingAdmissionPolicyBindingStrategy,
  validatingAdmissionPolicyStrategy,
} from './admission-policy/strategy.ts';
import { certificateSigningRequestStrategy } from './certificate-signing-request/strategy.ts';
import { csiDriverStrategy } from './csi-driver/strategy.ts';
import { apiServiceStrategy } from './api-service/strategy.ts';
import { csiStorageCapacityStrategy } from './csi-storage-capacity/strategy.ts';
import { deviceClassStrategy } from './device-class/strategy.ts';
import { flowSchemaStrategy } from './flow-schema/strategy.ts';
import { ipAddressStrategy } from './ip-address/strategy.ts';
import { priorityLevelConfigurationStrategy } from './priority-level-configuration/strategy.ts';
import { resourceClaimStrategy } from './resource-claim/strategy.ts';
import { resourceClaimTemplateStrategy } from './resource-claim-template/strategy.ts';
import { resourceSliceStrategy } from './resource-slice/strategy.ts';
import { serviceCidrStrategy } from './service-cidr/strategy.ts';
import { volumeAttributesClassStrategy } from './volume-attributes-class/strategy.ts';
import { volumeAttachmentStrategy } from './volume-attachment/strategy.ts';
import {
  mutatingWebhookConfigurationStrategy,
  validatingWebhookConfigurationStrategy,
} from './webhook-configuration/strategy.ts';
import type { AnyStrategy } from './strategy.ts';

/**
 * What is special about each kind, by group resource (`pods`, `deployments.apps`). A version that
 * is kept as another one stands under its version too: `horizontalpodautoscalers.v1.autoscaling`,
 * `events.v1.events.k8s.io`.
 */
export const strategies: Readonly<Record<string, AnyStrategy>> = {
  'customresourcedefinitions.apiextensions.k8s.io': definitionStrategy,
  pods: podStrategy,
  podtemplates: podTemplateStrategy,
  replicationcontrollers: replicationControllerStrategy,
  namespaces: namespaceStrategy,
  nodes: nodeStrategy,
  services: serviceStrategy,
  configmaps: configMapStrategy,
  secrets: secretStrategy,
  serviceaccounts: serviceAccountStrategy,
  endpoints: endpointsStrategy,
  events: eventStrategy,
  limitranges: limitRangeStrategy,
  resourcequotas: resourceQuotaStrategy,
  persistentvolumes: persistentVolumeStrategy,
  persistentvolumeclaims: persistentVolumeClaimStrategy,
  'controllerrevisions.apps': controllerRevisionStrategy,
  'daemonsets.apps': daemonSetStrategy,
  'deployments.apps': deploymentStrategy,
  'replicasets.apps': replicaSetStrategy,
  'statefulsets.apps': statefulSetStrategy,
  'mutatingadmissionpolicies.admissionregistration.k8s.io': mutatingAdmissionPolicyStrategy,
  'mutatingadmissionpolicybindings.admissionregistration.k8s.io': mutatingAdmissionPolicyBindingStrategy,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': mutatingWebhookConfigurationStrategy,
  'validatingadmissionpolicies.admissionregistration.k8s.io': validatingAdmissionPolicyStrategy,
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': validatingAdmissionPolicyBindingStrategy,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': validatingWebhookConfigurationStrategy,
  'apiservices.apiregistration.k8s.io': apiServiceStrategy,
  'deviceclasses.resource.k8s.io': deviceClassStrategy,
  'resourceclaims.resource.k8s.io': resourceClaimStrategy,
  'resourceclaimtemplates.resource.k8s.io': resourceClaimTemplateStrategy,
  'resourceslices.resource.k8s.io': resourceSliceStrategy,
  'csistoragecapacities.storage.k8s.io': csiStorageCapacityStrategy,
  'volumeattributesclasses.storage.k8s.io': volumeAttributesClassStrategy,
  'ipaddresses.networking.k8s.io': ipAddressStrategy,
  'servicecidrs.networking.k8s.io': serviceCidrStrategy,
  'flowschemas.flowcontrol.apiserver.k8s.io': flowSchemaStrategy,
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': priorityLevelConfigurationStrategy,
  'certificatesigningrequests.certificates.k8s.io': certificateSigningRequestStrategy,
  'csidrivers.storage.k8s.io': csiDriverStrategy,
  'volumeattachments.storage.k8s.io': volumeAttachmentStrategy,
  'cronjobs.batch': cronJobStrategy,
  'jobs.batch': jobStrategy,
  'horizontalpodautoscalers.autoscaling': horizontalPodAutoscalerStrategy,
  'horizontalpodautoscalers.v1.autoscaling': horizontalPodAutoscalerV1Strategy,
  'leases.coordination.k8s.io': leaseStrategy,
  'endpointslices.discovery.k8s.io': endpointSliceStrategy,
  'ingresses.networking.k8s.io': ingressStrategy,
  'ingressclasses.networking.k8s.io': ingressClassStrategy,
  'networkpolicies.networking.k8s.io': networkPolicyStrategy,
  'runtimeclasses.node.k8s.io': runtimeClassStrategy,
  'poddisruptionbudgets.policy': podDisruptionBudgetStrategy,
  'roles.rbac.authorization.k8s.io': roleStrategy,
  'clusterroles.rbac.authorization.k8s.io': clusterRoleStrategy,
  'rolebindings.rbac.authorization.k8s.io': roleBindingStrategy,
  'clusterrolebindings.rbac.authorization.k8s.io': clusterRoleBindingStrategy,
  'priorityclasses.scheduling.k8s.io': priorityClassStrategy,
  'csinodes.storage.k8s.io': csiNodeStrategy,
  'storageclasses.storage.k8s.io': storageClassStrategy,
  'events.v1.events.k8s.io': eventsV1Strategy,
};
