// Written by scripts/kubernetes-schema.ts from the published v1.36 types. Do not edit.

/** The struct of each kind, by `apiVersion kind`. */
export const kindStructs: Readonly<Record<string, string>> = {
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicy':
    'ApiAdmissionregistrationV1MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding':
    'ApiAdmissionregistrationV1MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration':
    'ApiAdmissionregistrationV1MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy':
    'ApiAdmissionregistrationV1ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding':
    'ApiAdmissionregistrationV1ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration':
    'ApiAdmissionregistrationV1ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/v1 CustomResourceDefinition':
    'ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinition',
  'apiregistration.k8s.io/v1 APIService': 'KubeAggregatorPkgApisApiregistrationV1APIService',
  'apps/v1 ControllerRevision': 'ApiAppsV1ControllerRevision',
  'apps/v1 DaemonSet': 'ApiAppsV1DaemonSet',
  'apps/v1 Deployment': 'ApiAppsV1Deployment',
  'apps/v1 ReplicaSet': 'ApiAppsV1ReplicaSet',
  'apps/v1 StatefulSet': 'ApiAppsV1StatefulSet',
  'authentication.k8s.io/v1 SelfSubjectReview': 'ApiAuthenticationV1SelfSubjectReview',
  'authentication.k8s.io/v1 TokenRequest': 'ApiAuthenticationV1TokenRequest',
  'authentication.k8s.io/v1 TokenReview': 'ApiAuthenticationV1TokenReview',
  'authorization.k8s.io/v1 LocalSubjectAccessReview': 'ApiAuthorizationV1LocalSubjectAccessReview',
  'authorization.k8s.io/v1 SelfSubjectAccessReview': 'ApiAuthorizationV1SelfSubjectAccessReview',
  'authorization.k8s.io/v1 SelfSubjectRulesReview': 'ApiAuthorizationV1SelfSubjectRulesReview',
  'authorization.k8s.io/v1 SubjectAccessReview': 'ApiAuthorizationV1SubjectAccessReview',
  'autoscaling/v1 HorizontalPodAutoscaler': 'ApiAutoscalingV1HorizontalPodAutoscaler',
  'autoscaling/v1 Scale': 'ApiAutoscalingV1Scale',
  'autoscaling/v2 HorizontalPodAutoscaler': 'ApiAutoscalingV2HorizontalPodAutoscaler',
  'batch/v1 CronJob': 'ApiBatchV1CronJob',
  'batch/v1 Job': 'ApiBatchV1Job',
  'certificates.k8s.io/v1 CertificateSigningRequest': 'ApiCertificatesV1CertificateSigningRequest',
  'coordination.k8s.io/v1 Lease': 'ApiCoordinationV1Lease',
  'discovery.k8s.io/v1 EndpointSlice': 'ApiDiscoveryV1EndpointSlice',
  'events.k8s.io/v1 Event': 'ApiEventsV1Event',
  'flowcontrol.apiserver.k8s.io/v1 FlowSchema': 'ApiFlowcontrolV1FlowSchema',
  'flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration': 'ApiFlowcontrolV1PriorityLevelConfiguration',
  'networking.k8s.io/v1 IPAddress': 'ApiNetworkingV1IPAddress',
  'networking.k8s.io/v1 Ingress': 'ApiNetworkingV1Ingress',
  'networking.k8s.io/v1 IngressClass': 'ApiNetworkingV1IngressClass',
  'networking.k8s.io/v1 NetworkPolicy': 'ApiNetworkingV1NetworkPolicy',
  'networking.k8s.io/v1 ServiceCIDR': 'ApiNetworkingV1ServiceCIDR',
  'node.k8s.io/v1 RuntimeClass': 'ApiNodeV1RuntimeClass',
  'policy/v1 Eviction': 'ApiPolicyV1Eviction',
  'policy/v1 PodDisruptionBudget': 'ApiPolicyV1PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1 ClusterRole': 'ApiRbacV1ClusterRole',
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': 'ApiRbacV1ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1 Role': 'ApiRbacV1Role',
  'rbac.authorization.k8s.io/v1 RoleBinding': 'ApiRbacV1RoleBinding',
  'resource.k8s.io/v1 DeviceClass': 'ApiResourceV1DeviceClass',
  'resource.k8s.io/v1 ResourceClaim': 'ApiResourceV1ResourceClaim',
  'resource.k8s.io/v1 ResourceClaimTemplate': 'ApiResourceV1ResourceClaimTemplate',
  'resource.k8s.io/v1 ResourceSlice': 'ApiResourceV1ResourceSlice',
  'scheduling.k8s.io/v1 PriorityClass': 'ApiSchedulingV1PriorityClass',
  'storage.k8s.io/v1 CSIDriver': 'ApiStorageV1CSIDriver',
  'storage.k8s.io/v1 CSINode': 'ApiStorageV1CSINode',
  'storage.k8s.io/v1 CSIStorageCapacity': 'ApiStorageV1CSIStorageCapacity',
  'storage.k8s.io/v1 StorageClass': 'ApiStorageV1StorageClass',
  'storage.k8s.io/v1 VolumeAttachment': 'ApiStorageV1VolumeAttachment',
  'storage.k8s.io/v1 VolumeAttributesClass': 'ApiStorageV1VolumeAttributesClass',
  'v1 Binding': 'ApiCoreV1Binding',
  'v1 ComponentStatus': 'ApiCoreV1ComponentStatus',
  'v1 ConfigMap': 'ApiCoreV1ConfigMap',
  'v1 DeleteOptions': 'ApimachineryPkgApisMetaV1DeleteOptions',
  'v1 Endpoints': 'ApiCoreV1Endpoints',
  'v1 Event': 'ApiCoreV1Event',
  'v1 LimitRange': 'ApiCoreV1LimitRange',
  'v1 Namespace': 'ApiCoreV1Namespace',
  'v1 Node': 'ApiCoreV1Node',
  'v1 PersistentVolume': 'ApiCoreV1PersistentVolume',
  'v1 PersistentVolumeClaim': 'ApiCoreV1PersistentVolumeClaim',
  'v1 Pod': 'ApiCoreV1Pod',
  'v1 PodTemplate': 'ApiCoreV1PodTemplate',
  'v1 ReplicationController': 'ApiCoreV1ReplicationController',
  'v1 ResourceQuota': 'ApiCoreV1ResourceQuota',
  'v1 Secret': 'ApiCoreV1Secret',
  'v1 Service': 'ApiCoreV1Service',
  'v1 ServiceAccount': 'ApiCoreV1ServiceAccount',
  'v1 Status': 'ApimachineryPkgApisMetaV1Status',
};

/**
 * The fields of each struct: `name:TYPE`, separated by spaces. Types: s text, b boolean, i int32,
 * l int64, f float, q quantity, t time, m micro time, x bytes, o int or text, a anything, [T list,
 * {T map, @K struct K. `=NAME` behind a type is what Go calls it.
 */
export const structFields: Readonly<Record<string, string>> = {
  ApiAdmissionregistrationV1ApplyConfiguration: 'expression:s',
  ApiAdmissionregistrationV1AuditAnnotation: 'key:s valueExpression:s',
  ApiAdmissionregistrationV1ExpressionWarning: 'fieldRef:s warning:s',
  ApiAdmissionregistrationV1JSONPatch: 'expression:s',
  ApiAdmissionregistrationV1MatchCondition: 'expression:s name:s',
  ApiAdmissionregistrationV1MatchResources:
    'excludeResourceRules:[@ApiAdmissionregistrationV1NamedRuleWithOperations matchPolicy:s namespaceSelector:@ApimachineryPkgApisMetaV1LabelSelector objectSelector:@ApimachineryPkgApisMetaV1LabelSelector resourceRules:[@ApiAdmissionregistrationV1NamedRuleWithOperations',
  ApiAdmissionregistrationV1MutatingAdmissionPolicy:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAdmissionregistrationV1MutatingAdmissionPolicySpec',
  ApiAdmissionregistrationV1MutatingAdmissionPolicyBinding:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAdmissionregistrationV1MutatingAdmissionPolicyBindingSpec',
  ApiAdmissionregistrationV1MutatingAdmissionPolicyBindingSpec:
    'matchResources:@ApiAdmissionregistrationV1MatchResources paramRef:@ApiAdmissionregistrationV1ParamRef policyName:s',
  ApiAdmissionregistrationV1MutatingAdmissionPolicySpec:
    'failurePolicy:s matchConditions:[@ApiAdmissionregistrationV1MatchCondition matchConstraints:@ApiAdmissionregistrationV1MatchResources mutations:[@ApiAdmissionregistrationV1Mutation paramKind:@ApiAdmissionregistrationV1ParamKind reinvocationPolicy:s variables:[@ApiAdmissionregistrationV1Variable',
  ApiAdmissionregistrationV1MutatingWebhook:
    'admissionReviewVersions:[s clientConfig:@ApiAdmissionregistrationV1WebhookClientConfig failurePolicy:s matchConditions:[@ApiAdmissionregistrationV1MatchCondition matchPolicy:s name:s namespaceSelector:@ApimachineryPkgApisMetaV1LabelSelector objectSelector:@ApimachineryPkgApisMetaV1LabelSelector reinvocationPolicy:s rules:[@ApiAdmissionregistrationV1RuleWithOperations sideEffects:s timeoutSeconds:i',
  ApiAdmissionregistrationV1MutatingWebhookConfiguration:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta webhooks:[@ApiAdmissionregistrationV1MutatingWebhook',
  ApiAdmissionregistrationV1Mutation:
    'applyConfiguration:@ApiAdmissionregistrationV1ApplyConfiguration jsonPatch:@ApiAdmissionregistrationV1JSONPatch patchType:s',
  ApiAdmissionregistrationV1NamedRuleWithOperations:
    'apiGroups:[s apiVersions:[s operations:[s resourceNames:[s resources:[s scope:s',
  ApiAdmissionregistrationV1ParamKind: 'apiVersion:s kind:s',
  ApiAdmissionregistrationV1ParamRef:
    'name:s namespace:s parameterNotFoundAction:s selector:@ApimachineryPkgApisMetaV1LabelSelector',
  ApiAdmissionregistrationV1RuleWithOperations:
    'apiGroups:[s apiVersions:[s operations:[s resources:[s scope:s',
  ApiAdmissionregistrationV1ServiceReference: 'name:s namespace:s path:s port:i',
  ApiAdmissionregistrationV1TypeChecking: 'expressionWarnings:[@ApiAdmissionregistrationV1ExpressionWarning',
  ApiAdmissionregistrationV1ValidatingAdmissionPolicy:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAdmissionregistrationV1ValidatingAdmissionPolicySpec status:@ApiAdmissionregistrationV1ValidatingAdmissionPolicyStatus',
  ApiAdmissionregistrationV1ValidatingAdmissionPolicyBinding:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAdmissionregistrationV1ValidatingAdmissionPolicyBindingSpec',
  ApiAdmissionregistrationV1ValidatingAdmissionPolicyBindingSpec:
    'matchResources:@ApiAdmissionregistrationV1MatchResources paramRef:@ApiAdmissionregistrationV1ParamRef policyName:s validationActions:[s',
  ApiAdmissionregistrationV1ValidatingAdmissionPolicySpec:
    'auditAnnotations:[@ApiAdmissionregistrationV1AuditAnnotation failurePolicy:s matchConditions:[@ApiAdmissionregistrationV1MatchCondition matchConstraints:@ApiAdmissionregistrationV1MatchResources paramKind:@ApiAdmissionregistrationV1ParamKind validations:[@ApiAdmissionregistrationV1Validation variables:[@ApiAdmissionregistrationV1Variable',
  ApiAdmissionregistrationV1ValidatingAdmissionPolicyStatus:
    'conditions:[@ApimachineryPkgApisMetaV1Condition observedGeneration:l typeChecking:@ApiAdmissionregistrationV1TypeChecking',
  ApiAdmissionregistrationV1ValidatingWebhook:
    'admissionReviewVersions:[s clientConfig:@ApiAdmissionregistrationV1WebhookClientConfig failurePolicy:s matchConditions:[@ApiAdmissionregistrationV1MatchCondition matchPolicy:s name:s namespaceSelector:@ApimachineryPkgApisMetaV1LabelSelector objectSelector:@ApimachineryPkgApisMetaV1LabelSelector rules:[@ApiAdmissionregistrationV1RuleWithOperations sideEffects:s timeoutSeconds:i',
  ApiAdmissionregistrationV1ValidatingWebhookConfiguration:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta webhooks:[@ApiAdmissionregistrationV1ValidatingWebhook',
  ApiAdmissionregistrationV1Validation: 'expression:s message:s messageExpression:s reason:s',
  ApiAdmissionregistrationV1Variable: 'expression:s name:s',
  ApiAdmissionregistrationV1WebhookClientConfig:
    'caBundle:x service:@ApiAdmissionregistrationV1ServiceReference url:s',
  ApiAppsV1ControllerRevision:
    'apiVersion:s data:a=runtime.RawExtension kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta revision:l',
  ApiAppsV1DaemonSet:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAppsV1DaemonSetSpec status:@ApiAppsV1DaemonSetStatus',
  ApiAppsV1DaemonSetCondition: 'lastTransitionTime:t message:s reason:s status:s type:s',
  ApiAppsV1DaemonSetSpec:
    'minReadySeconds:i revisionHistoryLimit:i selector:@ApimachineryPkgApisMetaV1LabelSelector template:@ApiCoreV1PodTemplateSpec updateStrategy:@ApiAppsV1DaemonSetUpdateStrategy',
  ApiAppsV1DaemonSetStatus:
    'collisionCount:i conditions:[@ApiAppsV1DaemonSetCondition currentNumberScheduled:i desiredNumberScheduled:i numberAvailable:i numberMisscheduled:i numberReady:i numberUnavailable:i observedGeneration:l updatedNumberScheduled:i',
  ApiAppsV1DaemonSetUpdateStrategy:
    'rollingUpdate:@ApiAppsV1RollingUpdateDaemonSet type:s=v1.DaemonSetUpdateStrategyType',
  ApiAppsV1Deployment:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAppsV1DeploymentSpec status:@ApiAppsV1DeploymentStatus',
  ApiAppsV1DeploymentCondition: 'lastTransitionTime:t lastUpdateTime:t message:s reason:s status:s type:s',
  ApiAppsV1DeploymentSpec:
    'minReadySeconds:i paused:b progressDeadlineSeconds:i replicas:i revisionHistoryLimit:i selector:@ApimachineryPkgApisMetaV1LabelSelector strategy:@ApiAppsV1DeploymentStrategy template:@ApiCoreV1PodTemplateSpec',
  ApiAppsV1DeploymentStatus:
    'availableReplicas:i collisionCount:i conditions:[@ApiAppsV1DeploymentCondition observedGeneration:l readyReplicas:i replicas:i terminatingReplicas:i unavailableReplicas:i updatedReplicas:i',
  ApiAppsV1DeploymentStrategy:
    'rollingUpdate:@ApiAppsV1RollingUpdateDeployment type:s=v1.DeploymentStrategyType',
  ApiAppsV1ReplicaSet:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAppsV1ReplicaSetSpec status:@ApiAppsV1ReplicaSetStatus',
  ApiAppsV1ReplicaSetCondition: 'lastTransitionTime:t message:s reason:s status:s type:s',
  ApiAppsV1ReplicaSetSpec:
    'minReadySeconds:i replicas:i selector:@ApimachineryPkgApisMetaV1LabelSelector template:@ApiCoreV1PodTemplateSpec',
  ApiAppsV1ReplicaSetStatus:
    'availableReplicas:i conditions:[@ApiAppsV1ReplicaSetCondition fullyLabeledReplicas:i observedGeneration:l readyReplicas:i replicas:i terminatingReplicas:i',
  ApiAppsV1RollingUpdateDaemonSet: 'maxSurge:o maxUnavailable:o',
  ApiAppsV1RollingUpdateDeployment: 'maxSurge:o maxUnavailable:o',
  ApiAppsV1RollingUpdateStatefulSetStrategy: 'maxUnavailable:o partition:i',
  ApiAppsV1StatefulSet:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAppsV1StatefulSetSpec status:@ApiAppsV1StatefulSetStatus',
  ApiAppsV1StatefulSetCondition: 'lastTransitionTime:t message:s reason:s status:s type:s',
  ApiAppsV1StatefulSetOrdinals: 'start:i',
  ApiAppsV1StatefulSetPersistentVolumeClaimRetentionPolicy: 'whenDeleted:s whenScaled:s',
  ApiAppsV1StatefulSetSpec:
    'minReadySeconds:i ordinals:@ApiAppsV1StatefulSetOrdinals persistentVolumeClaimRetentionPolicy:@ApiAppsV1StatefulSetPersistentVolumeClaimRetentionPolicy podManagementPolicy:s=v1.PodManagementPolicyType replicas:i revisionHistoryLimit:i selector:@ApimachineryPkgApisMetaV1LabelSelector serviceName:s template:@ApiCoreV1PodTemplateSpec updateStrategy:@ApiAppsV1StatefulSetUpdateStrategy volumeClaimTemplates:[@ApiCoreV1PersistentVolumeClaim',
  ApiAppsV1StatefulSetStatus:
    'availableReplicas:i collisionCount:i conditions:[@ApiAppsV1StatefulSetCondition currentReplicas:i currentRevision:s observedGeneration:l readyReplicas:i replicas:i updateRevision:s updatedReplicas:i',
  ApiAppsV1StatefulSetUpdateStrategy:
    'rollingUpdate:@ApiAppsV1RollingUpdateStatefulSetStrategy type:s=v1.StatefulSetUpdateStrategyType',
  ApiAuthenticationV1BoundObjectReference: 'apiVersion:s kind:s name:s uid:s',
  ApiAuthenticationV1SelfSubjectReview:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta status:@ApiAuthenticationV1SelfSubjectReviewStatus',
  ApiAuthenticationV1SelfSubjectReviewStatus: 'userInfo:@ApiAuthenticationV1UserInfo',
  ApiAuthenticationV1TokenRequest:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAuthenticationV1TokenRequestSpec status:@ApiAuthenticationV1TokenRequestStatus',
  ApiAuthenticationV1TokenRequestSpec:
    'audiences:[s boundObjectRef:@ApiAuthenticationV1BoundObjectReference expirationSeconds:l',
  ApiAuthenticationV1TokenRequestStatus: 'expirationTimestamp:t token:s',
  ApiAuthenticationV1TokenReview:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAuthenticationV1TokenReviewSpec status:@ApiAuthenticationV1TokenReviewStatus',
  ApiAuthenticationV1TokenReviewSpec: 'audiences:[s token:s',
  ApiAuthenticationV1TokenReviewStatus:
    'audiences:[s authenticated:b error:s user:@ApiAuthenticationV1UserInfo',
  ApiAuthenticationV1UserInfo: 'extra:{[s groups:[s uid:s username:s',
  ApiAuthorizationV1FieldSelectorAttributes:
    'rawSelector:s requirements:[@ApimachineryPkgApisMetaV1FieldSelectorRequirement',
  ApiAuthorizationV1LabelSelectorAttributes:
    'rawSelector:s requirements:[@ApimachineryPkgApisMetaV1LabelSelectorRequirement',
  ApiAuthorizationV1LocalSubjectAccessReview:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAuthorizationV1SubjectAccessReviewSpec status:@ApiAuthorizationV1SubjectAccessReviewStatus',
  ApiAuthorizationV1NonResourceAttributes: 'path:s verb:s',
  ApiAuthorizationV1NonResourceRule: 'nonResourceURLs:[s verbs:[s',
  ApiAuthorizationV1ResourceAttributes:
    'fieldSelector:@ApiAuthorizationV1FieldSelectorAttributes group:s labelSelector:@ApiAuthorizationV1LabelSelectorAttributes name:s namespace:s resource:s subresource:s verb:s version:s',
  ApiAuthorizationV1ResourceRule: 'apiGroups:[s resourceNames:[s resources:[s verbs:[s',
  ApiAuthorizationV1SelfSubjectAccessReview:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAuthorizationV1SelfSubjectAccessReviewSpec status:@ApiAuthorizationV1SubjectAccessReviewStatus',
  ApiAuthorizationV1SelfSubjectAccessReviewSpec:
    'nonResourceAttributes:@ApiAuthorizationV1NonResourceAttributes resourceAttributes:@ApiAuthorizationV1ResourceAttributes',
  ApiAuthorizationV1SelfSubjectRulesReview:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAuthorizationV1SelfSubjectRulesReviewSpec status:@ApiAuthorizationV1SubjectRulesReviewStatus',
  ApiAuthorizationV1SelfSubjectRulesReviewSpec: 'namespace:s',
  ApiAuthorizationV1SubjectAccessReview:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAuthorizationV1SubjectAccessReviewSpec status:@ApiAuthorizationV1SubjectAccessReviewStatus',
  ApiAuthorizationV1SubjectAccessReviewSpec:
    'extra:{[s groups:[s nonResourceAttributes:@ApiAuthorizationV1NonResourceAttributes resourceAttributes:@ApiAuthorizationV1ResourceAttributes uid:s user:s',
  ApiAuthorizationV1SubjectAccessReviewStatus: 'allowed:b denied:b evaluationError:s reason:s',
  ApiAuthorizationV1SubjectRulesReviewStatus:
    'evaluationError:s incomplete:b nonResourceRules:[@ApiAuthorizationV1NonResourceRule resourceRules:[@ApiAuthorizationV1ResourceRule',
  ApiAutoscalingV1CrossVersionObjectReference: 'apiVersion:s kind:s name:s',
  ApiAutoscalingV1HorizontalPodAutoscaler:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAutoscalingV1HorizontalPodAutoscalerSpec status:@ApiAutoscalingV1HorizontalPodAutoscalerStatus',
  ApiAutoscalingV1HorizontalPodAutoscalerSpec:
    'maxReplicas:i minReplicas:i scaleTargetRef:@ApiAutoscalingV1CrossVersionObjectReference targetCPUUtilizationPercentage:i',
  ApiAutoscalingV1HorizontalPodAutoscalerStatus:
    'currentCPUUtilizationPercentage:i currentReplicas:i desiredReplicas:i lastScaleTime:t observedGeneration:l',
  ApiAutoscalingV1Scale:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAutoscalingV1ScaleSpec status:@ApiAutoscalingV1ScaleStatus',
  ApiAutoscalingV1ScaleSpec: 'replicas:i',
  ApiAutoscalingV1ScaleStatus: 'replicas:i selector:s',
  ApiAutoscalingV2ContainerResourceMetricSource: 'container:s name:s target:@ApiAutoscalingV2MetricTarget',
  ApiAutoscalingV2ContainerResourceMetricStatus:
    'container:s current:@ApiAutoscalingV2MetricValueStatus name:s',
  ApiAutoscalingV2CrossVersionObjectReference: 'apiVersion:s kind:s name:s',
  ApiAutoscalingV2ExternalMetricSource:
    'metric:@ApiAutoscalingV2MetricIdentifier target:@ApiAutoscalingV2MetricTarget',
  ApiAutoscalingV2ExternalMetricStatus:
    'current:@ApiAutoscalingV2MetricValueStatus metric:@ApiAutoscalingV2MetricIdentifier',
  ApiAutoscalingV2HPAScalingPolicy: 'periodSeconds:i type:s value:i',
  ApiAutoscalingV2HPAScalingRules:
    'policies:[@ApiAutoscalingV2HPAScalingPolicy selectPolicy:s stabilizationWindowSeconds:i tolerance:q',
  ApiAutoscalingV2HorizontalPodAutoscaler:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiAutoscalingV2HorizontalPodAutoscalerSpec status:@ApiAutoscalingV2HorizontalPodAutoscalerStatus',
  ApiAutoscalingV2HorizontalPodAutoscalerBehavior:
    'scaleDown:@ApiAutoscalingV2HPAScalingRules scaleUp:@ApiAutoscalingV2HPAScalingRules',
  ApiAutoscalingV2HorizontalPodAutoscalerCondition: 'lastTransitionTime:t message:s reason:s status:s type:s',
  ApiAutoscalingV2HorizontalPodAutoscalerSpec:
    'behavior:@ApiAutoscalingV2HorizontalPodAutoscalerBehavior maxReplicas:i metrics:[@ApiAutoscalingV2MetricSpec minReplicas:i scaleTargetRef:@ApiAutoscalingV2CrossVersionObjectReference',
  ApiAutoscalingV2HorizontalPodAutoscalerStatus:
    'conditions:[@ApiAutoscalingV2HorizontalPodAutoscalerCondition currentMetrics:[@ApiAutoscalingV2MetricStatus currentReplicas:i desiredReplicas:i lastScaleTime:t observedGeneration:l',
  ApiAutoscalingV2MetricIdentifier: 'name:s selector:@ApimachineryPkgApisMetaV1LabelSelector',
  ApiAutoscalingV2MetricSpec:
    'containerResource:@ApiAutoscalingV2ContainerResourceMetricSource external:@ApiAutoscalingV2ExternalMetricSource object:@ApiAutoscalingV2ObjectMetricSource pods:@ApiAutoscalingV2PodsMetricSource resource:@ApiAutoscalingV2ResourceMetricSource type:s',
  ApiAutoscalingV2MetricStatus:
    'containerResource:@ApiAutoscalingV2ContainerResourceMetricStatus external:@ApiAutoscalingV2ExternalMetricStatus object:@ApiAutoscalingV2ObjectMetricStatus pods:@ApiAutoscalingV2PodsMetricStatus resource:@ApiAutoscalingV2ResourceMetricStatus type:s',
  ApiAutoscalingV2MetricTarget: 'averageUtilization:i averageValue:q type:s value:q',
  ApiAutoscalingV2MetricValueStatus: 'averageUtilization:i averageValue:q value:q',
  ApiAutoscalingV2ObjectMetricSource:
    'describedObject:@ApiAutoscalingV2CrossVersionObjectReference metric:@ApiAutoscalingV2MetricIdentifier target:@ApiAutoscalingV2MetricTarget',
  ApiAutoscalingV2ObjectMetricStatus:
    'current:@ApiAutoscalingV2MetricValueStatus describedObject:@ApiAutoscalingV2CrossVersionObjectReference metric:@ApiAutoscalingV2MetricIdentifier',
  ApiAutoscalingV2PodsMetricSource:
    'metric:@ApiAutoscalingV2MetricIdentifier target:@ApiAutoscalingV2MetricTarget',
  ApiAutoscalingV2PodsMetricStatus:
    'current:@ApiAutoscalingV2MetricValueStatus metric:@ApiAutoscalingV2MetricIdentifier',
  ApiAutoscalingV2ResourceMetricSource: 'name:s target:@ApiAutoscalingV2MetricTarget',
  ApiAutoscalingV2ResourceMetricStatus: 'current:@ApiAutoscalingV2MetricValueStatus name:s',
  ApiBatchV1CronJob:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiBatchV1CronJobSpec status:@ApiBatchV1CronJobStatus',
  ApiBatchV1CronJobSpec:
    'concurrencyPolicy:s=v1.ConcurrencyPolicy failedJobsHistoryLimit:i jobTemplate:@ApiBatchV1JobTemplateSpec schedule:s startingDeadlineSeconds:l successfulJobsHistoryLimit:i suspend:b timeZone:s',
  ApiBatchV1CronJobStatus: 'active:[@ApiCoreV1ObjectReference lastScheduleTime:t lastSuccessfulTime:t',
  ApiBatchV1Job:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiBatchV1JobSpec status:@ApiBatchV1JobStatus',
  ApiBatchV1JobCondition: 'lastProbeTime:t lastTransitionTime:t message:s reason:s status:s type:s',
  ApiBatchV1JobSpec:
    'activeDeadlineSeconds:l backoffLimit:i backoffLimitPerIndex:i completionMode:s=v1.CompletionMode completions:i managedBy:s manualSelector:b maxFailedIndexes:i parallelism:i podFailurePolicy:@ApiBatchV1PodFailurePolicy podReplacementPolicy:s selector:@ApimachineryPkgApisMetaV1LabelSelector successPolicy:@ApiBatchV1SuccessPolicy suspend:b template:@ApiCoreV1PodTemplateSpec ttlSecondsAfterFinished:i',
  ApiBatchV1JobStatus:
    'active:i completedIndexes:s completionTime:t conditions:[@ApiBatchV1JobCondition failed:i failedIndexes:s ready:i startTime:t succeeded:i terminating:i uncountedTerminatedPods:@ApiBatchV1UncountedTerminatedPods',
  ApiBatchV1JobTemplateSpec: 'metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiBatchV1JobSpec',
  ApiBatchV1PodFailurePolicy: 'rules:[@ApiBatchV1PodFailurePolicyRule',
  ApiBatchV1PodFailurePolicyOnExitCodesRequirement: 'containerName:s operator:s values:[i',
  ApiBatchV1PodFailurePolicyOnPodConditionsPattern: 'status:s type:s',
  ApiBatchV1PodFailurePolicyRule:
    'action:s onExitCodes:@ApiBatchV1PodFailurePolicyOnExitCodesRequirement onPodConditions:[@ApiBatchV1PodFailurePolicyOnPodConditionsPattern',
  ApiBatchV1SuccessPolicy: 'rules:[@ApiBatchV1SuccessPolicyRule',
  ApiBatchV1SuccessPolicyRule: 'succeededCount:i succeededIndexes:s',
  ApiBatchV1UncountedTerminatedPods: 'failed:[s succeeded:[s',
  ApiCertificatesV1CertificateSigningRequest:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCertificatesV1CertificateSigningRequestSpec status:@ApiCertificatesV1CertificateSigningRequestStatus',
  ApiCertificatesV1CertificateSigningRequestCondition:
    'lastTransitionTime:t lastUpdateTime:t message:s reason:s status:s type:s',
  ApiCertificatesV1CertificateSigningRequestSpec:
    'expirationSeconds:i extra:{[s groups:[s request:x signerName:s uid:s usages:[s username:s',
  ApiCertificatesV1CertificateSigningRequestStatus:
    'certificate:x conditions:[@ApiCertificatesV1CertificateSigningRequestCondition',
  ApiCoordinationV1Lease:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoordinationV1LeaseSpec',
  ApiCoordinationV1LeaseSpec:
    'acquireTime:m holderIdentity:s leaseDurationSeconds:i leaseTransitions:i preferredHolder:s renewTime:m strategy:s',
  ApiCoreV1AWSElasticBlockStoreVolumeSource: 'fsType:s partition:i readOnly:b volumeID:s',
  ApiCoreV1Affinity:
    'nodeAffinity:@ApiCoreV1NodeAffinity podAffinity:@ApiCoreV1PodAffinity podAntiAffinity:@ApiCoreV1PodAntiAffinity',
  ApiCoreV1AppArmorProfile: 'localhostProfile:s type:s=v1.AppArmorProfileType',
  ApiCoreV1AttachedVolume: 'devicePath:s name:s',
  ApiCoreV1AzureDiskVolumeSource: 'cachingMode:s diskName:s diskURI:s fsType:s kind:s readOnly:b',
  ApiCoreV1AzureFilePersistentVolumeSource: 'readOnly:b secretName:s secretNamespace:s shareName:s',
  ApiCoreV1AzureFileVolumeSource: 'readOnly:b secretName:s shareName:s',
  ApiCoreV1Binding:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta target:@ApiCoreV1ObjectReference',
  ApiCoreV1CSIPersistentVolumeSource:
    'controllerExpandSecretRef:@ApiCoreV1SecretReference controllerPublishSecretRef:@ApiCoreV1SecretReference driver:s fsType:s nodeExpandSecretRef:@ApiCoreV1SecretReference nodePublishSecretRef:@ApiCoreV1SecretReference nodeStageSecretRef:@ApiCoreV1SecretReference readOnly:b volumeAttributes:{s volumeHandle:s',
  ApiCoreV1CSIVolumeSource:
    'driver:s fsType:s nodePublishSecretRef:@ApiCoreV1LocalObjectReference readOnly:b volumeAttributes:{s',
  ApiCoreV1Capabilities: 'add:[s=v1.Capability drop:[s=v1.Capability',
  ApiCoreV1CephFSPersistentVolumeSource:
    'monitors:[s path:s readOnly:b secretFile:s secretRef:@ApiCoreV1SecretReference user:s',
  ApiCoreV1CephFSVolumeSource:
    'monitors:[s path:s readOnly:b secretFile:s secretRef:@ApiCoreV1LocalObjectReference user:s',
  ApiCoreV1CinderPersistentVolumeSource: 'fsType:s readOnly:b secretRef:@ApiCoreV1SecretReference volumeID:s',
  ApiCoreV1CinderVolumeSource: 'fsType:s readOnly:b secretRef:@ApiCoreV1LocalObjectReference volumeID:s',
  ApiCoreV1ClientIPConfig: 'timeoutSeconds:i',
  ApiCoreV1ClusterTrustBundleProjection:
    'labelSelector:@ApimachineryPkgApisMetaV1LabelSelector name:s optional:b path:s signerName:s',
  ApiCoreV1ComponentCondition: 'error:s message:s status:s type:s',
  ApiCoreV1ComponentStatus:
    'apiVersion:s conditions:[@ApiCoreV1ComponentCondition kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta',
  ApiCoreV1ConfigMap:
    'apiVersion:s binaryData:{x data:{s immutable:b kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta',
  ApiCoreV1ConfigMapEnvSource: 'name:s optional:b',
  ApiCoreV1ConfigMapKeySelector: 'key:s name:s optional:b',
  ApiCoreV1ConfigMapNodeConfigSource: 'kubeletConfigKey:s name:s namespace:s resourceVersion:s uid:s',
  ApiCoreV1ConfigMapProjection: 'items:[@ApiCoreV1KeyToPath name:s optional:b',
  ApiCoreV1ConfigMapVolumeSource: 'defaultMode:i items:[@ApiCoreV1KeyToPath name:s optional:b',
  ApiCoreV1Container:
    'args:[s command:[s env:[@ApiCoreV1EnvVar envFrom:[@ApiCoreV1EnvFromSource image:s imagePullPolicy:s=v1.PullPolicy lifecycle:@ApiCoreV1Lifecycle livenessProbe:@ApiCoreV1Probe name:s ports:[@ApiCoreV1ContainerPort readinessProbe:@ApiCoreV1Probe resizePolicy:[@ApiCoreV1ContainerResizePolicy resources:@ApiCoreV1ResourceRequirements restartPolicy:s=v1.ContainerRestartPolicy restartPolicyRules:[@ApiCoreV1ContainerRestartRule securityContext:@ApiCoreV1SecurityContext startupProbe:@ApiCoreV1Probe stdin:b stdinOnce:b terminationMessagePath:s terminationMessagePolicy:s=v1.TerminationMessagePolicy tty:b volumeDevices:[@ApiCoreV1VolumeDevice volumeMounts:[@ApiCoreV1VolumeMount workingDir:s',
  ApiCoreV1ContainerExtendedResourceRequest: 'containerName:s requestName:s resourceName:s',
  ApiCoreV1ContainerImage: 'names:[s sizeBytes:l',
  ApiCoreV1ContainerPort: 'containerPort:i hostIP:s hostPort:i name:s protocol:s=v1.Protocol',
  ApiCoreV1ContainerResizePolicy: 'resourceName:s restartPolicy:s',
  ApiCoreV1ContainerRestartRule: 'action:s exitCodes:@ApiCoreV1ContainerRestartRuleOnExitCodes',
  ApiCoreV1ContainerRestartRuleOnExitCodes: 'operator:s values:[i',
  ApiCoreV1ContainerState:
    'running:@ApiCoreV1ContainerStateRunning terminated:@ApiCoreV1ContainerStateTerminated waiting:@ApiCoreV1ContainerStateWaiting',
  ApiCoreV1ContainerStateRunning: 'startedAt:t',
  ApiCoreV1ContainerStateTerminated:
    'containerID:s exitCode:i finishedAt:t message:s reason:s signal:i startedAt:t',
  ApiCoreV1ContainerStateWaiting: 'message:s reason:s',
  ApiCoreV1ContainerStatus:
    'allocatedResources:{q allocatedResourcesStatus:[@ApiCoreV1ResourceStatus containerID:s image:s imageID:s lastState:@ApiCoreV1ContainerState name:s ready:b resources:@ApiCoreV1ResourceRequirements restartCount:i started:b state:@ApiCoreV1ContainerState stopSignal:s user:@ApiCoreV1ContainerUser volumeMounts:[@ApiCoreV1VolumeMountStatus',
  ApiCoreV1ContainerUser: 'linux:@ApiCoreV1LinuxContainerUser',
  ApiCoreV1DaemonEndpoint: 'Port:i',
  ApiCoreV1DownwardAPIProjection: 'items:[@ApiCoreV1DownwardAPIVolumeFile',
  ApiCoreV1DownwardAPIVolumeFile:
    'fieldRef:@ApiCoreV1ObjectFieldSelector mode:i path:s resourceFieldRef:@ApiCoreV1ResourceFieldSelector',
  ApiCoreV1DownwardAPIVolumeSource: 'defaultMode:i items:[@ApiCoreV1DownwardAPIVolumeFile',
  ApiCoreV1EmptyDirVolumeSource: 'medium:s=v1.StorageMedium sizeLimit:q',
  ApiCoreV1EndpointAddress: 'hostname:s ip:s nodeName:s targetRef:@ApiCoreV1ObjectReference',
  ApiCoreV1EndpointPort: 'appProtocol:s name:s port:i protocol:s',
  ApiCoreV1EndpointSubset:
    'addresses:[@ApiCoreV1EndpointAddress notReadyAddresses:[@ApiCoreV1EndpointAddress ports:[@ApiCoreV1EndpointPort',
  ApiCoreV1Endpoints:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta subsets:[@ApiCoreV1EndpointSubset',
  ApiCoreV1EnvFromSource:
    'configMapRef:@ApiCoreV1ConfigMapEnvSource prefix:s secretRef:@ApiCoreV1SecretEnvSource',
  ApiCoreV1EnvVar: 'name:s value:s valueFrom:@ApiCoreV1EnvVarSource',
  ApiCoreV1EnvVarSource:
    'configMapKeyRef:@ApiCoreV1ConfigMapKeySelector fieldRef:@ApiCoreV1ObjectFieldSelector fileKeyRef:@ApiCoreV1FileKeySelector resourceFieldRef:@ApiCoreV1ResourceFieldSelector secretKeyRef:@ApiCoreV1SecretKeySelector',
  ApiCoreV1EphemeralContainer:
    'args:[s command:[s env:[@ApiCoreV1EnvVar envFrom:[@ApiCoreV1EnvFromSource image:s imagePullPolicy:s=v1.PullPolicy lifecycle:@ApiCoreV1Lifecycle livenessProbe:@ApiCoreV1Probe name:s ports:[@ApiCoreV1ContainerPort readinessProbe:@ApiCoreV1Probe resizePolicy:[@ApiCoreV1ContainerResizePolicy resources:@ApiCoreV1ResourceRequirements restartPolicy:s=v1.ContainerRestartPolicy restartPolicyRules:[@ApiCoreV1ContainerRestartRule securityContext:@ApiCoreV1SecurityContext startupProbe:@ApiCoreV1Probe stdin:b stdinOnce:b targetContainerName:s terminationMessagePath:s terminationMessagePolicy:s=v1.TerminationMessagePolicy tty:b volumeDevices:[@ApiCoreV1VolumeDevice volumeMounts:[@ApiCoreV1VolumeMount workingDir:s',
  ApiCoreV1EphemeralVolumeSource: 'volumeClaimTemplate:@ApiCoreV1PersistentVolumeClaimTemplate',
  ApiCoreV1Event:
    'action:s apiVersion:s count:i eventTime:m firstTimestamp:t involvedObject:@ApiCoreV1ObjectReference kind:s lastTimestamp:t message:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta reason:s related:@ApiCoreV1ObjectReference reportingComponent:s reportingInstance:s series:@ApiCoreV1EventSeries source:@ApiCoreV1EventSource type:s',
  ApiCoreV1EventSeries: 'count:i lastObservedTime:m',
  ApiCoreV1EventSource: 'component:s host:s',
  ApiCoreV1ExecAction: 'command:[s',
  ApiCoreV1FCVolumeSource: 'fsType:s lun:i readOnly:b targetWWNs:[s wwids:[s',
  ApiCoreV1FileKeySelector: 'key:s optional:b path:s volumeName:s',
  ApiCoreV1FlexPersistentVolumeSource:
    'driver:s fsType:s options:{s readOnly:b secretRef:@ApiCoreV1SecretReference',
  ApiCoreV1FlexVolumeSource:
    'driver:s fsType:s options:{s readOnly:b secretRef:@ApiCoreV1LocalObjectReference',
  ApiCoreV1FlockerVolumeSource: 'datasetName:s datasetUUID:s',
  ApiCoreV1GCEPersistentDiskVolumeSource: 'fsType:s partition:i pdName:s readOnly:b',
  ApiCoreV1GRPCAction: 'port:i service:s',
  ApiCoreV1GitRepoVolumeSource: 'directory:s repository:s revision:s',
  ApiCoreV1GlusterfsPersistentVolumeSource: 'endpoints:s endpointsNamespace:s path:s readOnly:b',
  ApiCoreV1GlusterfsVolumeSource: 'endpoints:s path:s readOnly:b',
  ApiCoreV1HTTPGetAction: 'host:s httpHeaders:[@ApiCoreV1HTTPHeader path:s port:o scheme:s=v1.URIScheme',
  ApiCoreV1HTTPHeader: 'name:s value:s',
  ApiCoreV1HostAlias: 'hostnames:[s ip:s',
  ApiCoreV1HostIP: 'ip:s',
  ApiCoreV1HostPathVolumeSource: 'path:s type:s=v1.HostPathType',
  ApiCoreV1ISCSIPersistentVolumeSource:
    'chapAuthDiscovery:b chapAuthSession:b fsType:s initiatorName:s iqn:s iscsiInterface:s lun:i portals:[s readOnly:b secretRef:@ApiCoreV1SecretReference targetPortal:s',
  ApiCoreV1ISCSIVolumeSource:
    'chapAuthDiscovery:b chapAuthSession:b fsType:s initiatorName:s iqn:s iscsiInterface:s lun:i portals:[s readOnly:b secretRef:@ApiCoreV1LocalObjectReference targetPortal:s',
  ApiCoreV1ImageVolumeSource: 'pullPolicy:s reference:s',
  ApiCoreV1ImageVolumeStatus: 'imageRef:s',
  ApiCoreV1KeyToPath: 'key:s mode:i path:s',
  ApiCoreV1Lifecycle: 'postStart:@ApiCoreV1LifecycleHandler preStop:@ApiCoreV1LifecycleHandler stopSignal:s',
  ApiCoreV1LifecycleHandler:
    'exec:@ApiCoreV1ExecAction httpGet:@ApiCoreV1HTTPGetAction sleep:@ApiCoreV1SleepAction tcpSocket:@ApiCoreV1TCPSocketAction',
  ApiCoreV1LimitRange:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoreV1LimitRangeSpec',
  ApiCoreV1LimitRangeItem:
    'default:{q defaultRequest:{q max:{q maxLimitRequestRatio:{q min:{q type:s=v1.LimitType',
  ApiCoreV1LimitRangeSpec: 'limits:[@ApiCoreV1LimitRangeItem',
  ApiCoreV1LinuxContainerUser: 'gid:l supplementalGroups:[l uid:l',
  ApiCoreV1LoadBalancerIngress: 'hostname:s ip:s ipMode:s ports:[@ApiCoreV1PortStatus',
  ApiCoreV1LoadBalancerStatus: 'ingress:[@ApiCoreV1LoadBalancerIngress',
  ApiCoreV1LocalObjectReference: 'name:s',
  ApiCoreV1LocalVolumeSource: 'fsType:s path:s',
  ApiCoreV1ModifyVolumeStatus: 'status:s targetVolumeAttributesClassName:s',
  ApiCoreV1NFSVolumeSource: 'path:s readOnly:b server:s',
  ApiCoreV1Namespace:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoreV1NamespaceSpec status:@ApiCoreV1NamespaceStatus',
  ApiCoreV1NamespaceCondition: 'lastTransitionTime:t message:s reason:s status:s type:s',
  ApiCoreV1NamespaceSpec: 'finalizers:[s=v1.FinalizerName',
  ApiCoreV1NamespaceStatus: 'conditions:[@ApiCoreV1NamespaceCondition phase:s=v1.NamespacePhase',
  ApiCoreV1Node:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoreV1NodeSpec status:@ApiCoreV1NodeStatus',
  ApiCoreV1NodeAddress: 'address:s type:s=v1.NodeAddressType',
  ApiCoreV1NodeAffinity:
    'preferredDuringSchedulingIgnoredDuringExecution:[@ApiCoreV1PreferredSchedulingTerm requiredDuringSchedulingIgnoredDuringExecution:@ApiCoreV1NodeSelector',
  ApiCoreV1NodeAllocatableResourceClaimStatus: 'containers:[s resourceClaimName:s resources:{q',
  ApiCoreV1NodeCondition:
    'lastHeartbeatTime:t lastTransitionTime:t message:s reason:s status:s=v1.ConditionStatus type:s=v1.NodeConditionType',
  ApiCoreV1NodeConfigSource: 'configMap:@ApiCoreV1ConfigMapNodeConfigSource',
  ApiCoreV1NodeConfigStatus:
    'active:@ApiCoreV1NodeConfigSource assigned:@ApiCoreV1NodeConfigSource error:s lastKnownGood:@ApiCoreV1NodeConfigSource',
  ApiCoreV1NodeDaemonEndpoints: 'kubeletEndpoint:@ApiCoreV1DaemonEndpoint',
  ApiCoreV1NodeFeatures: 'supplementalGroupsPolicy:b',
  ApiCoreV1NodeRuntimeHandler: 'features:@ApiCoreV1NodeRuntimeHandlerFeatures name:s',
  ApiCoreV1NodeRuntimeHandlerFeatures: 'recursiveReadOnlyMounts:b userNamespaces:b',
  ApiCoreV1NodeSelector: 'nodeSelectorTerms:[@ApiCoreV1NodeSelectorTerm',
  ApiCoreV1NodeSelectorRequirement: 'key:s operator:s=v1.NodeSelectorOperator values:[s',
  ApiCoreV1NodeSelectorTerm:
    'matchExpressions:[@ApiCoreV1NodeSelectorRequirement matchFields:[@ApiCoreV1NodeSelectorRequirement',
  ApiCoreV1NodeSpec:
    'configSource:@ApiCoreV1NodeConfigSource externalID:s podCIDR:s podCIDRs:[s providerID:s taints:[@ApiCoreV1Taint unschedulable:b',
  ApiCoreV1NodeStatus:
    'addresses:[@ApiCoreV1NodeAddress allocatable:{q=v1.ResourceList capacity:{q=v1.ResourceList conditions:[@ApiCoreV1NodeCondition config:@ApiCoreV1NodeConfigStatus daemonEndpoints:@ApiCoreV1NodeDaemonEndpoints declaredFeatures:[s features:@ApiCoreV1NodeFeatures images:[@ApiCoreV1ContainerImage nodeInfo:@ApiCoreV1NodeSystemInfo phase:s=v1.NodePhase runtimeHandlers:[@ApiCoreV1NodeRuntimeHandler volumesAttached:[@ApiCoreV1AttachedVolume volumesInUse:[s',
  ApiCoreV1NodeSwapStatus: 'capacity:l',
  ApiCoreV1NodeSystemInfo:
    'architecture:s bootID:s containerRuntimeVersion:s kernelVersion:s kubeProxyVersion:s kubeletVersion:s machineID:s operatingSystem:s osImage:s swap:@ApiCoreV1NodeSwapStatus systemUUID:s',
  ApiCoreV1ObjectFieldSelector: 'apiVersion:s fieldPath:s',
  ApiCoreV1ObjectReference: 'apiVersion:s fieldPath:s kind:s name:s namespace:s resourceVersion:s uid:s',
  ApiCoreV1PersistentVolume:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoreV1PersistentVolumeSpec status:@ApiCoreV1PersistentVolumeStatus',
  ApiCoreV1PersistentVolumeClaim:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoreV1PersistentVolumeClaimSpec status:@ApiCoreV1PersistentVolumeClaimStatus',
  ApiCoreV1PersistentVolumeClaimCondition:
    'lastProbeTime:t lastTransitionTime:t message:s reason:s status:s type:s',
  ApiCoreV1PersistentVolumeClaimSpec:
    'accessModes:[s=v1.PersistentVolumeAccessMode dataSource:@ApiCoreV1TypedLocalObjectReference dataSourceRef:@ApiCoreV1TypedObjectReference resources:@ApiCoreV1VolumeResourceRequirements selector:@ApimachineryPkgApisMetaV1LabelSelector storageClassName:s volumeAttributesClassName:s volumeMode:s=v1.PersistentVolumeMode volumeName:s',
  ApiCoreV1PersistentVolumeClaimStatus:
    'accessModes:[s allocatedResourceStatuses:{s allocatedResources:{q capacity:{q conditions:[@ApiCoreV1PersistentVolumeClaimCondition currentVolumeAttributesClassName:s modifyVolumeStatus:@ApiCoreV1ModifyVolumeStatus phase:s',
  ApiCoreV1PersistentVolumeClaimTemplate:
    'metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoreV1PersistentVolumeClaimSpec',
  ApiCoreV1PersistentVolumeClaimVolumeSource: 'claimName:s readOnly:b',
  ApiCoreV1PersistentVolumeSpec:
    'accessModes:[s=v1.PersistentVolumeAccessMode awsElasticBlockStore:@ApiCoreV1AWSElasticBlockStoreVolumeSource azureDisk:@ApiCoreV1AzureDiskVolumeSource azureFile:@ApiCoreV1AzureFilePersistentVolumeSource capacity:{q=v1.ResourceList cephfs:@ApiCoreV1CephFSPersistentVolumeSource cinder:@ApiCoreV1CinderPersistentVolumeSource claimRef:@ApiCoreV1ObjectReference csi:@ApiCoreV1CSIPersistentVolumeSource fc:@ApiCoreV1FCVolumeSource flexVolume:@ApiCoreV1FlexPersistentVolumeSource flocker:@ApiCoreV1FlockerVolumeSource gcePersistentDisk:@ApiCoreV1GCEPersistentDiskVolumeSource glusterfs:@ApiCoreV1GlusterfsPersistentVolumeSource hostPath:@ApiCoreV1HostPathVolumeSource iscsi:@ApiCoreV1ISCSIPersistentVolumeSource local:@ApiCoreV1LocalVolumeSource mountOptions:[s nfs:@ApiCoreV1NFSVolumeSource nodeAffinity:@ApiCoreV1VolumeNodeAffinity persistentVolumeReclaimPolicy:s=v1.PersistentVolumeReclaimPolicy photonPersistentDisk:@ApiCoreV1PhotonPersistentDiskVolumeSource portworxVolume:@ApiCoreV1PortworxVolumeSource quobyte:@ApiCoreV1QuobyteVolumeSource rbd:@ApiCoreV1RBDPersistentVolumeSource scaleIO:@ApiCoreV1ScaleIOPersistentVolumeSource storageClassName:s storageos:@ApiCoreV1StorageOSPersistentVolumeSource volumeAttributesClassName:s volumeMode:s=v1.PersistentVolumeMode vsphereVolume:@ApiCoreV1VsphereVirtualDiskVolumeSource',
  ApiCoreV1PersistentVolumeStatus: 'lastPhaseTransitionTime:t message:s phase:s reason:s',
  ApiCoreV1PhotonPersistentDiskVolumeSource: 'fsType:s pdID:s',
  ApiCoreV1Pod:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoreV1PodSpec status:@ApiCoreV1PodStatus',
  ApiCoreV1PodAffinity:
    'preferredDuringSchedulingIgnoredDuringExecution:[@ApiCoreV1WeightedPodAffinityTerm requiredDuringSchedulingIgnoredDuringExecution:[@ApiCoreV1PodAffinityTerm',
  ApiCoreV1PodAffinityTerm:
    'labelSelector:@ApimachineryPkgApisMetaV1LabelSelector matchLabelKeys:[s mismatchLabelKeys:[s namespaceSelector:@ApimachineryPkgApisMetaV1LabelSelector namespaces:[s topologyKey:s',
  ApiCoreV1PodAntiAffinity:
    'preferredDuringSchedulingIgnoredDuringExecution:[@ApiCoreV1WeightedPodAffinityTerm requiredDuringSchedulingIgnoredDuringExecution:[@ApiCoreV1PodAffinityTerm',
  ApiCoreV1PodCertificateProjection:
    'certificateChainPath:s credentialBundlePath:s keyPath:s keyType:s maxExpirationSeconds:i signerName:s userAnnotations:{s',
  ApiCoreV1PodCondition:
    'lastProbeTime:t lastTransitionTime:t message:s observedGeneration:l reason:s status:s=v1.ConditionStatus type:s=v1.PodConditionType',
  ApiCoreV1PodDNSConfig: 'nameservers:[s options:[@ApiCoreV1PodDNSConfigOption searches:[s',
  ApiCoreV1PodDNSConfigOption: 'name:s value:s',
  ApiCoreV1PodExtendedResourceClaimStatus:
    'requestMappings:[@ApiCoreV1ContainerExtendedResourceRequest resourceClaimName:s',
  ApiCoreV1PodIP: 'ip:s',
  ApiCoreV1PodOS: 'name:s=v1.OSName',
  ApiCoreV1PodReadinessGate: 'conditionType:s',
  ApiCoreV1PodResourceClaim: 'name:s resourceClaimName:s resourceClaimTemplateName:s',
  ApiCoreV1PodResourceClaimStatus: 'name:s resourceClaimName:s',
  ApiCoreV1PodSchedulingGate: 'name:s',
  ApiCoreV1PodSchedulingGroup: 'podGroupName:s',
  ApiCoreV1PodSecurityContext:
    'appArmorProfile:@ApiCoreV1AppArmorProfile fsGroup:l fsGroupChangePolicy:s runAsGroup:l runAsNonRoot:b runAsUser:l seLinuxChangePolicy:s seLinuxOptions:@ApiCoreV1SELinuxOptions seccompProfile:@ApiCoreV1SeccompProfile supplementalGroups:[l supplementalGroupsPolicy:s sysctls:[@ApiCoreV1Sysctl windowsOptions:@ApiCoreV1WindowsSecurityContextOptions',
  ApiCoreV1PodSpec:
    'activeDeadlineSeconds:l affinity:@ApiCoreV1Affinity automountServiceAccountToken:b containers:[@ApiCoreV1Container dnsConfig:@ApiCoreV1PodDNSConfig dnsPolicy:s=v1.DNSPolicy enableServiceLinks:b ephemeralContainers:[@ApiCoreV1EphemeralContainer hostAliases:[@ApiCoreV1HostAlias hostIPC:b hostNetwork:b hostPID:b hostUsers:b hostname:s hostnameOverride:s imagePullSecrets:[@ApiCoreV1LocalObjectReference initContainers:[@ApiCoreV1Container nodeName:s nodeSelector:{s os:@ApiCoreV1PodOS overhead:{q=v1.ResourceList preemptionPolicy:s=v1.PreemptionPolicy priority:i priorityClassName:s readinessGates:[@ApiCoreV1PodReadinessGate resourceClaims:[@ApiCoreV1PodResourceClaim resources:@ApiCoreV1ResourceRequirements restartPolicy:s=v1.RestartPolicy runtimeClassName:s schedulerName:s schedulingGates:[@ApiCoreV1PodSchedulingGate schedulingGroup:@ApiCoreV1PodSchedulingGroup securityContext:@ApiCoreV1PodSecurityContext serviceAccount:s serviceAccountName:s setHostnameAsFQDN:b shareProcessNamespace:b subdomain:s terminationGracePeriodSeconds:l tolerations:[@ApiCoreV1Toleration topologySpreadConstraints:[@ApiCoreV1TopologySpreadConstraint volumes:[@ApiCoreV1Volume',
  ApiCoreV1PodStatus:
    'allocatedResources:{q conditions:[@ApiCoreV1PodCondition containerStatuses:[@ApiCoreV1ContainerStatus ephemeralContainerStatuses:[@ApiCoreV1ContainerStatus extendedResourceClaimStatus:@ApiCoreV1PodExtendedResourceClaimStatus hostIP:s hostIPs:[@ApiCoreV1HostIP initContainerStatuses:[@ApiCoreV1ContainerStatus message:s nodeAllocatableResourceClaimStatuses:[@ApiCoreV1NodeAllocatableResourceClaimStatus nominatedNodeName:s observedGeneration:l phase:s=v1.PodPhase podIP:s podIPs:[@ApiCoreV1PodIP qosClass:s=v1.PodQOSClass reason:s resize:s resourceClaimStatuses:[@ApiCoreV1PodResourceClaimStatus resources:@ApiCoreV1ResourceRequirements startTime:t',
  ApiCoreV1PodTemplate:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta template:@ApiCoreV1PodTemplateSpec',
  ApiCoreV1PodTemplateSpec: 'metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoreV1PodSpec',
  ApiCoreV1PortStatus: 'error:s port:i protocol:s',
  ApiCoreV1PortworxVolumeSource: 'fsType:s readOnly:b volumeID:s',
  ApiCoreV1PreferredSchedulingTerm: 'preference:@ApiCoreV1NodeSelectorTerm weight:i',
  ApiCoreV1Probe:
    'exec:@ApiCoreV1ExecAction failureThreshold:i grpc:@ApiCoreV1GRPCAction httpGet:@ApiCoreV1HTTPGetAction initialDelaySeconds:i periodSeconds:i successThreshold:i tcpSocket:@ApiCoreV1TCPSocketAction terminationGracePeriodSeconds:l timeoutSeconds:i',
  ApiCoreV1ProjectedVolumeSource: 'defaultMode:i sources:[@ApiCoreV1VolumeProjection',
  ApiCoreV1QuobyteVolumeSource: 'group:s readOnly:b registry:s tenant:s user:s volume:s',
  ApiCoreV1RBDPersistentVolumeSource:
    'fsType:s image:s keyring:s monitors:[s pool:s readOnly:b secretRef:@ApiCoreV1SecretReference user:s',
  ApiCoreV1RBDVolumeSource:
    'fsType:s image:s keyring:s monitors:[s pool:s readOnly:b secretRef:@ApiCoreV1LocalObjectReference user:s',
  ApiCoreV1ReplicationController:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoreV1ReplicationControllerSpec status:@ApiCoreV1ReplicationControllerStatus',
  ApiCoreV1ReplicationControllerCondition: 'lastTransitionTime:t message:s reason:s status:s type:s',
  ApiCoreV1ReplicationControllerSpec:
    'minReadySeconds:i replicas:i selector:{s template:@ApiCoreV1PodTemplateSpec',
  ApiCoreV1ReplicationControllerStatus:
    'availableReplicas:i conditions:[@ApiCoreV1ReplicationControllerCondition fullyLabeledReplicas:i observedGeneration:l readyReplicas:i replicas:i',
  ApiCoreV1ResourceClaim: 'name:s request:s',
  ApiCoreV1ResourceFieldSelector: 'containerName:s divisor:q resource:s',
  ApiCoreV1ResourceHealth: 'health:s message:s resourceID:s',
  ApiCoreV1ResourceQuota:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoreV1ResourceQuotaSpec status:@ApiCoreV1ResourceQuotaStatus',
  ApiCoreV1ResourceQuotaSpec:
    'hard:{q=v1.ResourceList scopeSelector:@ApiCoreV1ScopeSelector scopes:[s=v1.ResourceQuotaScope',
  ApiCoreV1ResourceQuotaStatus: 'hard:{q used:{q',
  ApiCoreV1ResourceRequirements:
    'claims:[@ApiCoreV1ResourceClaim limits:{q=v1.ResourceList requests:{q=v1.ResourceList',
  ApiCoreV1ResourceStatus: 'name:s resources:[@ApiCoreV1ResourceHealth',
  ApiCoreV1SELinuxOptions: 'level:s role:s type:s user:s',
  ApiCoreV1ScaleIOPersistentVolumeSource:
    'fsType:s gateway:s protectionDomain:s readOnly:b secretRef:@ApiCoreV1SecretReference sslEnabled:b storageMode:s storagePool:s system:s volumeName:s',
  ApiCoreV1ScaleIOVolumeSource:
    'fsType:s gateway:s protectionDomain:s readOnly:b secretRef:@ApiCoreV1LocalObjectReference sslEnabled:b storageMode:s storagePool:s system:s volumeName:s',
  ApiCoreV1ScopeSelector: 'matchExpressions:[@ApiCoreV1ScopedResourceSelectorRequirement',
  ApiCoreV1ScopedResourceSelectorRequirement:
    'operator:s=v1.ScopeSelectorOperator scopeName:s=v1.ResourceQuotaScope values:[s',
  ApiCoreV1SeccompProfile: 'localhostProfile:s type:s=v1.SeccompProfileType',
  ApiCoreV1Secret:
    'apiVersion:s data:{x immutable:b kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta stringData:{s type:s=v1.SecretType',
  ApiCoreV1SecretEnvSource: 'name:s optional:b',
  ApiCoreV1SecretKeySelector: 'key:s name:s optional:b',
  ApiCoreV1SecretProjection: 'items:[@ApiCoreV1KeyToPath name:s optional:b',
  ApiCoreV1SecretReference: 'name:s namespace:s',
  ApiCoreV1SecretVolumeSource: 'defaultMode:i items:[@ApiCoreV1KeyToPath optional:b secretName:s',
  ApiCoreV1SecurityContext:
    'allowPrivilegeEscalation:b appArmorProfile:@ApiCoreV1AppArmorProfile capabilities:@ApiCoreV1Capabilities privileged:b procMount:s=v1.ProcMountType readOnlyRootFilesystem:b runAsGroup:l runAsNonRoot:b runAsUser:l seLinuxOptions:@ApiCoreV1SELinuxOptions seccompProfile:@ApiCoreV1SeccompProfile windowsOptions:@ApiCoreV1WindowsSecurityContextOptions',
  ApiCoreV1Service:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiCoreV1ServiceSpec status:@ApiCoreV1ServiceStatus',
  ApiCoreV1ServiceAccount:
    'apiVersion:s automountServiceAccountToken:b imagePullSecrets:[@ApiCoreV1LocalObjectReference kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta secrets:[@ApiCoreV1ObjectReference',
  ApiCoreV1ServiceAccountTokenProjection: 'audience:s expirationSeconds:l path:s',
  ApiCoreV1ServicePort: 'appProtocol:s name:s nodePort:i port:i protocol:s=v1.Protocol targetPort:o',
  ApiCoreV1ServiceSpec:
    'allocateLoadBalancerNodePorts:b clusterIP:s clusterIPs:[s externalIPs:[s externalName:s externalTrafficPolicy:s=v1.ServiceExternalTrafficPolicy healthCheckNodePort:i internalTrafficPolicy:s=v1.ServiceInternalTrafficPolicy ipFamilies:[s=v1.IPFamily ipFamilyPolicy:s=v1.IPFamilyPolicy loadBalancerClass:s loadBalancerIP:s loadBalancerSourceRanges:[s ports:[@ApiCoreV1ServicePort publishNotReadyAddresses:b selector:{s sessionAffinity:s=v1.ServiceAffinity sessionAffinityConfig:@ApiCoreV1SessionAffinityConfig trafficDistribution:s type:s=v1.ServiceType',
  ApiCoreV1ServiceStatus:
    'conditions:[@ApimachineryPkgApisMetaV1Condition loadBalancer:@ApiCoreV1LoadBalancerStatus',
  ApiCoreV1SessionAffinityConfig: 'clientIP:@ApiCoreV1ClientIPConfig',
  ApiCoreV1SleepAction: 'seconds:l',
  ApiCoreV1StorageOSPersistentVolumeSource:
    'fsType:s readOnly:b secretRef:@ApiCoreV1ObjectReference volumeName:s volumeNamespace:s',
  ApiCoreV1StorageOSVolumeSource:
    'fsType:s readOnly:b secretRef:@ApiCoreV1LocalObjectReference volumeName:s volumeNamespace:s',
  ApiCoreV1Sysctl: 'name:s value:s',
  ApiCoreV1TCPSocketAction: 'host:s port:o',
  ApiCoreV1Taint: 'effect:s=v1.TaintEffect key:s timeAdded:t value:s',
  ApiCoreV1Toleration:
    'effect:s=v1.TaintEffect key:s operator:s=v1.TolerationOperator tolerationSeconds:l value:s',
  ApiCoreV1TopologySelectorLabelRequirement: 'key:s values:[s',
  ApiCoreV1TopologySelectorTerm: 'matchLabelExpressions:[@ApiCoreV1TopologySelectorLabelRequirement',
  ApiCoreV1TopologySpreadConstraint:
    'labelSelector:@ApimachineryPkgApisMetaV1LabelSelector matchLabelKeys:[s maxSkew:i minDomains:i nodeAffinityPolicy:s=v1.NodeInclusionPolicy nodeTaintsPolicy:s=v1.NodeInclusionPolicy topologyKey:s whenUnsatisfiable:s=v1.UnsatisfiableConstraintAction',
  ApiCoreV1TypedLocalObjectReference: 'apiGroup:s kind:s name:s',
  ApiCoreV1TypedObjectReference: 'apiGroup:s kind:s name:s namespace:s',
  ApiCoreV1Volume:
    'awsElasticBlockStore:@ApiCoreV1AWSElasticBlockStoreVolumeSource azureDisk:@ApiCoreV1AzureDiskVolumeSource azureFile:@ApiCoreV1AzureFileVolumeSource cephfs:@ApiCoreV1CephFSVolumeSource cinder:@ApiCoreV1CinderVolumeSource configMap:@ApiCoreV1ConfigMapVolumeSource csi:@ApiCoreV1CSIVolumeSource downwardAPI:@ApiCoreV1DownwardAPIVolumeSource emptyDir:@ApiCoreV1EmptyDirVolumeSource ephemeral:@ApiCoreV1EphemeralVolumeSource fc:@ApiCoreV1FCVolumeSource flexVolume:@ApiCoreV1FlexVolumeSource flocker:@ApiCoreV1FlockerVolumeSource gcePersistentDisk:@ApiCoreV1GCEPersistentDiskVolumeSource gitRepo:@ApiCoreV1GitRepoVolumeSource glusterfs:@ApiCoreV1GlusterfsVolumeSource hostPath:@ApiCoreV1HostPathVolumeSource image:@ApiCoreV1ImageVolumeSource iscsi:@ApiCoreV1ISCSIVolumeSource name:s nfs:@ApiCoreV1NFSVolumeSource persistentVolumeClaim:@ApiCoreV1PersistentVolumeClaimVolumeSource photonPersistentDisk:@ApiCoreV1PhotonPersistentDiskVolumeSource portworxVolume:@ApiCoreV1PortworxVolumeSource projected:@ApiCoreV1ProjectedVolumeSource quobyte:@ApiCoreV1QuobyteVolumeSource rbd:@ApiCoreV1RBDVolumeSource scaleIO:@ApiCoreV1ScaleIOVolumeSource secret:@ApiCoreV1SecretVolumeSource storageos:@ApiCoreV1StorageOSVolumeSource vsphereVolume:@ApiCoreV1VsphereVirtualDiskVolumeSource',
  ApiCoreV1VolumeDevice: 'devicePath:s name:s',
  ApiCoreV1VolumeMount:
    'mountPath:s mountPropagation:s=v1.MountPropagationMode name:s readOnly:b recursiveReadOnly:s=v1.RecursiveReadOnlyMode subPath:s subPathExpr:s',
  ApiCoreV1VolumeMountStatus:
    'mountPath:s name:s readOnly:b recursiveReadOnly:s volumeStatus:@ApiCoreV1VolumeStatus',
  ApiCoreV1VolumeNodeAffinity: 'required:@ApiCoreV1NodeSelector',
  ApiCoreV1VolumeProjection:
    'clusterTrustBundle:@ApiCoreV1ClusterTrustBundleProjection configMap:@ApiCoreV1ConfigMapProjection downwardAPI:@ApiCoreV1DownwardAPIProjection podCertificate:@ApiCoreV1PodCertificateProjection secret:@ApiCoreV1SecretProjection serviceAccountToken:@ApiCoreV1ServiceAccountTokenProjection',
  ApiCoreV1VolumeResourceRequirements: 'limits:{q=v1.ResourceList requests:{q=v1.ResourceList',
  ApiCoreV1VolumeStatus: 'image:@ApiCoreV1ImageVolumeStatus',
  ApiCoreV1VsphereVirtualDiskVolumeSource: 'fsType:s storagePolicyID:s storagePolicyName:s volumePath:s',
  ApiCoreV1WeightedPodAffinityTerm: 'podAffinityTerm:@ApiCoreV1PodAffinityTerm weight:i',
  ApiCoreV1WindowsSecurityContextOptions:
    'gmsaCredentialSpec:s gmsaCredentialSpecName:s hostProcess:b runAsUserName:s',
  ApiDiscoveryV1Endpoint:
    'addresses:[s conditions:@ApiDiscoveryV1EndpointConditions deprecatedTopology:{s hints:@ApiDiscoveryV1EndpointHints hostname:s nodeName:s targetRef:@ApiCoreV1ObjectReference zone:s',
  ApiDiscoveryV1EndpointConditions: 'ready:b serving:b terminating:b',
  ApiDiscoveryV1EndpointHints: 'forNodes:[@ApiDiscoveryV1ForNode forZones:[@ApiDiscoveryV1ForZone',
  ApiDiscoveryV1EndpointPort: 'appProtocol:s name:s port:i protocol:s',
  ApiDiscoveryV1EndpointSlice:
    'addressType:s apiVersion:s endpoints:[@ApiDiscoveryV1Endpoint kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta ports:[@ApiDiscoveryV1EndpointPort',
  ApiDiscoveryV1ForNode: 'name:s',
  ApiDiscoveryV1ForZone: 'name:s',
  ApiEventsV1Event:
    'action:s apiVersion:s deprecatedCount:i deprecatedFirstTimestamp:t deprecatedLastTimestamp:t deprecatedSource:@ApiCoreV1EventSource eventTime:m kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta note:s reason:s regarding:@ApiCoreV1ObjectReference related:@ApiCoreV1ObjectReference reportingController:s reportingInstance:s series:@ApiEventsV1EventSeries type:s',
  ApiEventsV1EventSeries: 'count:i lastObservedTime:m',
  ApiFlowcontrolV1ExemptPriorityLevelConfiguration: 'lendablePercent:i nominalConcurrencyShares:i',
  ApiFlowcontrolV1FlowDistinguisherMethod: 'type:s',
  ApiFlowcontrolV1FlowSchema:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiFlowcontrolV1FlowSchemaSpec status:@ApiFlowcontrolV1FlowSchemaStatus',
  ApiFlowcontrolV1FlowSchemaCondition: 'lastTransitionTime:t message:s reason:s status:s type:s',
  ApiFlowcontrolV1FlowSchemaSpec:
    'distinguisherMethod:@ApiFlowcontrolV1FlowDistinguisherMethod matchingPrecedence:i priorityLevelConfiguration:@ApiFlowcontrolV1PriorityLevelConfigurationReference rules:[@ApiFlowcontrolV1PolicyRulesWithSubjects',
  ApiFlowcontrolV1FlowSchemaStatus: 'conditions:[@ApiFlowcontrolV1FlowSchemaCondition',
  ApiFlowcontrolV1GroupSubject: 'name:s',
  ApiFlowcontrolV1LimitResponse: 'queuing:@ApiFlowcontrolV1QueuingConfiguration type:s',
  ApiFlowcontrolV1LimitedPriorityLevelConfiguration:
    'borrowingLimitPercent:i lendablePercent:i limitResponse:@ApiFlowcontrolV1LimitResponse nominalConcurrencyShares:i',
  ApiFlowcontrolV1NonResourcePolicyRule: 'nonResourceURLs:[s verbs:[s',
  ApiFlowcontrolV1PolicyRulesWithSubjects:
    'nonResourceRules:[@ApiFlowcontrolV1NonResourcePolicyRule resourceRules:[@ApiFlowcontrolV1ResourcePolicyRule subjects:[@ApiFlowcontrolV1Subject',
  ApiFlowcontrolV1PriorityLevelConfiguration:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiFlowcontrolV1PriorityLevelConfigurationSpec status:@ApiFlowcontrolV1PriorityLevelConfigurationStatus',
  ApiFlowcontrolV1PriorityLevelConfigurationCondition:
    'lastTransitionTime:t message:s reason:s status:s type:s',
  ApiFlowcontrolV1PriorityLevelConfigurationReference: 'name:s',
  ApiFlowcontrolV1PriorityLevelConfigurationSpec:
    'exempt:@ApiFlowcontrolV1ExemptPriorityLevelConfiguration limited:@ApiFlowcontrolV1LimitedPriorityLevelConfiguration type:s',
  ApiFlowcontrolV1PriorityLevelConfigurationStatus:
    'conditions:[@ApiFlowcontrolV1PriorityLevelConfigurationCondition',
  ApiFlowcontrolV1QueuingConfiguration: 'handSize:i queueLengthLimit:i queues:i',
  ApiFlowcontrolV1ResourcePolicyRule: 'apiGroups:[s clusterScope:b namespaces:[s resources:[s verbs:[s',
  ApiFlowcontrolV1ServiceAccountSubject: 'name:s namespace:s',
  ApiFlowcontrolV1Subject:
    'group:@ApiFlowcontrolV1GroupSubject kind:s serviceAccount:@ApiFlowcontrolV1ServiceAccountSubject user:@ApiFlowcontrolV1UserSubject',
  ApiFlowcontrolV1UserSubject: 'name:s',
  ApiNetworkingV1HTTPIngressPath: 'backend:@ApiNetworkingV1IngressBackend path:s pathType:s',
  ApiNetworkingV1HTTPIngressRuleValue: 'paths:[@ApiNetworkingV1HTTPIngressPath',
  ApiNetworkingV1IPAddress:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiNetworkingV1IPAddressSpec',
  ApiNetworkingV1IPAddressSpec: 'parentRef:@ApiNetworkingV1ParentReference',
  ApiNetworkingV1IPBlock: 'cidr:s except:[s',
  ApiNetworkingV1Ingress:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiNetworkingV1IngressSpec status:@ApiNetworkingV1IngressStatus',
  ApiNetworkingV1IngressBackend:
    'resource:@ApiCoreV1TypedLocalObjectReference service:@ApiNetworkingV1IngressServiceBackend',
  ApiNetworkingV1IngressClass:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiNetworkingV1IngressClassSpec',
  ApiNetworkingV1IngressClassParametersReference: 'apiGroup:s kind:s name:s namespace:s scope:s',
  ApiNetworkingV1IngressClassSpec: 'controller:s parameters:@ApiNetworkingV1IngressClassParametersReference',
  ApiNetworkingV1IngressLoadBalancerIngress: 'hostname:s ip:s ports:[@ApiNetworkingV1IngressPortStatus',
  ApiNetworkingV1IngressLoadBalancerStatus: 'ingress:[@ApiNetworkingV1IngressLoadBalancerIngress',
  ApiNetworkingV1IngressPortStatus: 'error:s port:i protocol:s',
  ApiNetworkingV1IngressRule: 'host:s http:@ApiNetworkingV1HTTPIngressRuleValue',
  ApiNetworkingV1IngressServiceBackend: 'name:s port:@ApiNetworkingV1ServiceBackendPort',
  ApiNetworkingV1IngressSpec:
    'defaultBackend:@ApiNetworkingV1IngressBackend ingressClassName:s rules:[@ApiNetworkingV1IngressRule tls:[@ApiNetworkingV1IngressTLS',
  ApiNetworkingV1IngressStatus: 'loadBalancer:@ApiNetworkingV1IngressLoadBalancerStatus',
  ApiNetworkingV1IngressTLS: 'hosts:[s secretName:s',
  ApiNetworkingV1NetworkPolicy:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiNetworkingV1NetworkPolicySpec',
  ApiNetworkingV1NetworkPolicyEgressRule:
    'ports:[@ApiNetworkingV1NetworkPolicyPort to:[@ApiNetworkingV1NetworkPolicyPeer',
  ApiNetworkingV1NetworkPolicyIngressRule:
    'from:[@ApiNetworkingV1NetworkPolicyPeer ports:[@ApiNetworkingV1NetworkPolicyPort',
  ApiNetworkingV1NetworkPolicyPeer:
    'ipBlock:@ApiNetworkingV1IPBlock namespaceSelector:@ApimachineryPkgApisMetaV1LabelSelector podSelector:@ApimachineryPkgApisMetaV1LabelSelector',
  ApiNetworkingV1NetworkPolicyPort: 'endPort:i port:o protocol:s',
  ApiNetworkingV1NetworkPolicySpec:
    'egress:[@ApiNetworkingV1NetworkPolicyEgressRule ingress:[@ApiNetworkingV1NetworkPolicyIngressRule podSelector:@ApimachineryPkgApisMetaV1LabelSelector policyTypes:[s',
  ApiNetworkingV1ParentReference: 'group:s name:s namespace:s resource:s',
  ApiNetworkingV1ServiceBackendPort: 'name:s number:i',
  ApiNetworkingV1ServiceCIDR:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiNetworkingV1ServiceCIDRSpec status:@ApiNetworkingV1ServiceCIDRStatus',
  ApiNetworkingV1ServiceCIDRSpec: 'cidrs:[s',
  ApiNetworkingV1ServiceCIDRStatus: 'conditions:[@ApimachineryPkgApisMetaV1Condition',
  ApiNodeV1Overhead: 'podFixed:{q',
  ApiNodeV1RuntimeClass:
    'apiVersion:s handler:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta overhead:@ApiNodeV1Overhead scheduling:@ApiNodeV1Scheduling',
  ApiNodeV1Scheduling: 'nodeSelector:{s tolerations:[@ApiCoreV1Toleration',
  ApiPolicyV1Eviction:
    'apiVersion:s deleteOptions:@ApimachineryPkgApisMetaV1DeleteOptions kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta',
  ApiPolicyV1PodDisruptionBudget:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiPolicyV1PodDisruptionBudgetSpec status:@ApiPolicyV1PodDisruptionBudgetStatus',
  ApiPolicyV1PodDisruptionBudgetSpec:
    'maxUnavailable:o minAvailable:o selector:@ApimachineryPkgApisMetaV1LabelSelector unhealthyPodEvictionPolicy:s',
  ApiPolicyV1PodDisruptionBudgetStatus:
    'conditions:[@ApimachineryPkgApisMetaV1Condition currentHealthy:i desiredHealthy:i disruptedPods:{t disruptionsAllowed:i expectedPods:i observedGeneration:l',
  ApiRbacV1AggregationRule: 'clusterRoleSelectors:[@ApimachineryPkgApisMetaV1LabelSelector',
  ApiRbacV1ClusterRole:
    'aggregationRule:@ApiRbacV1AggregationRule apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta rules:[@ApiRbacV1PolicyRule',
  ApiRbacV1ClusterRoleBinding:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta roleRef:@ApiRbacV1RoleRef subjects:[@ApiRbacV1Subject',
  ApiRbacV1PolicyRule: 'apiGroups:[s nonResourceURLs:[s resourceNames:[s resources:[s verbs:[s=string',
  ApiRbacV1Role:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta rules:[@ApiRbacV1PolicyRule',
  ApiRbacV1RoleBinding:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta roleRef:@ApiRbacV1RoleRef subjects:[@ApiRbacV1Subject',
  ApiRbacV1RoleRef: 'apiGroup:s kind:s name:s',
  ApiRbacV1Subject: 'apiGroup:s kind:s name:s namespace:s',
  ApiResourceV1AllocatedDeviceStatus:
    'conditions:[@ApimachineryPkgApisMetaV1Condition data:a=runtime.RawExtension device:s driver:s networkData:@ApiResourceV1NetworkDeviceData pool:s shareID:s',
  ApiResourceV1AllocationResult:
    'allocationTimestamp:t devices:@ApiResourceV1DeviceAllocationResult nodeSelector:@ApiCoreV1NodeSelector',
  ApiResourceV1CELDeviceSelector: 'expression:s',
  ApiResourceV1CapacityRequestPolicy:
    'default:q validRange:@ApiResourceV1CapacityRequestPolicyRange validValues:[q',
  ApiResourceV1CapacityRequestPolicyRange: 'max:q min:q step:q',
  ApiResourceV1CapacityRequirements: 'requests:{q',
  ApiResourceV1Counter: 'value:q',
  ApiResourceV1CounterSet: 'counters:{@ApiResourceV1Counter name:s',
  ApiResourceV1Device:
    'allNodes:b allowMultipleAllocations:b attributes:{@ApiResourceV1DeviceAttribute bindingConditions:[s bindingFailureConditions:[s bindsToNode:b capacity:{@ApiResourceV1DeviceCapacity consumesCounters:[@ApiResourceV1DeviceCounterConsumption name:s nodeAllocatableResourceMappings:{@ApiResourceV1NodeAllocatableResourceMapping nodeName:s nodeSelector:@ApiCoreV1NodeSelector taints:[@ApiResourceV1DeviceTaint',
  ApiResourceV1DeviceAllocationConfiguration:
    'opaque:@ApiResourceV1OpaqueDeviceConfiguration requests:[s source:s',
  ApiResourceV1DeviceAllocationResult:
    'config:[@ApiResourceV1DeviceAllocationConfiguration results:[@ApiResourceV1DeviceRequestAllocationResult',
  ApiResourceV1DeviceAttribute: 'bool:b bools:[b int:l ints:[l string:s strings:[s version:s versions:[s',
  ApiResourceV1DeviceCapacity: 'requestPolicy:@ApiResourceV1CapacityRequestPolicy value:q',
  ApiResourceV1DeviceClaim:
    'config:[@ApiResourceV1DeviceClaimConfiguration constraints:[@ApiResourceV1DeviceConstraint requests:[@ApiResourceV1DeviceRequest',
  ApiResourceV1DeviceClaimConfiguration: 'opaque:@ApiResourceV1OpaqueDeviceConfiguration requests:[s',
  ApiResourceV1DeviceClass:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiResourceV1DeviceClassSpec',
  ApiResourceV1DeviceClassConfiguration: 'opaque:@ApiResourceV1OpaqueDeviceConfiguration',
  ApiResourceV1DeviceClassSpec:
    'config:[@ApiResourceV1DeviceClassConfiguration extendedResourceName:s selectors:[@ApiResourceV1DeviceSelector',
  ApiResourceV1DeviceConstraint: 'distinctAttribute:s matchAttribute:s requests:[s',
  ApiResourceV1DeviceCounterConsumption: 'counterSet:s counters:{@ApiResourceV1Counter',
  ApiResourceV1DeviceRequest:
    'exactly:@ApiResourceV1ExactDeviceRequest firstAvailable:[@ApiResourceV1DeviceSubRequest name:s',
  ApiResourceV1DeviceRequestAllocationResult:
    'adminAccess:b bindingConditions:[s bindingFailureConditions:[s consumedCapacity:{q device:s driver:s pool:s request:s shareID:s tolerations:[@ApiResourceV1DeviceToleration',
  ApiResourceV1DeviceSelector: 'cel:@ApiResourceV1CELDeviceSelector',
  ApiResourceV1DeviceSubRequest:
    'allocationMode:s capacity:@ApiResourceV1CapacityRequirements count:l deviceClassName:s name:s selectors:[@ApiResourceV1DeviceSelector tolerations:[@ApiResourceV1DeviceToleration',
  ApiResourceV1DeviceTaint: 'effect:s key:s timeAdded:t value:s',
  ApiResourceV1DeviceToleration: 'effect:s key:s operator:s tolerationSeconds:l value:s',
  ApiResourceV1ExactDeviceRequest:
    'adminAccess:b allocationMode:s capacity:@ApiResourceV1CapacityRequirements count:l deviceClassName:s selectors:[@ApiResourceV1DeviceSelector tolerations:[@ApiResourceV1DeviceToleration',
  ApiResourceV1NetworkDeviceData: 'hardwareAddress:s interfaceName:s ips:[s',
  ApiResourceV1NodeAllocatableResourceMapping: 'allocationMultiplier:q capacityKey:s',
  ApiResourceV1OpaqueDeviceConfiguration: 'driver:s parameters:a=runtime.RawExtension',
  ApiResourceV1ResourceClaim:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiResourceV1ResourceClaimSpec status:@ApiResourceV1ResourceClaimStatus',
  ApiResourceV1ResourceClaimConsumerReference: 'apiGroup:s name:s resource:s uid:s',
  ApiResourceV1ResourceClaimSpec: 'devices:@ApiResourceV1DeviceClaim',
  ApiResourceV1ResourceClaimStatus:
    'allocation:@ApiResourceV1AllocationResult devices:[@ApiResourceV1AllocatedDeviceStatus reservedFor:[@ApiResourceV1ResourceClaimConsumerReference',
  ApiResourceV1ResourceClaimTemplate:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiResourceV1ResourceClaimTemplateSpec',
  ApiResourceV1ResourceClaimTemplateSpec:
    'metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiResourceV1ResourceClaimSpec',
  ApiResourceV1ResourcePool: 'generation:l name:s resourceSliceCount:l',
  ApiResourceV1ResourceSlice:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiResourceV1ResourceSliceSpec',
  ApiResourceV1ResourceSliceSpec:
    'allNodes:b devices:[@ApiResourceV1Device driver:s nodeName:s nodeSelector:@ApiCoreV1NodeSelector perDeviceNodeSelection:b pool:@ApiResourceV1ResourcePool sharedCounters:[@ApiResourceV1CounterSet',
  ApiSchedulingV1PriorityClass:
    'apiVersion:s description:s globalDefault:b kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta preemptionPolicy:s=v1.PreemptionPolicy value:i',
  ApiStorageV1CSIDriver:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiStorageV1CSIDriverSpec',
  ApiStorageV1CSIDriverSpec:
    'attachRequired:b fsGroupPolicy:s nodeAllocatableUpdatePeriodSeconds:l podInfoOnMount:b preventPodSchedulingIfMissing:b requiresRepublish:b seLinuxMount:b serviceAccountTokenInSecrets:b storageCapacity:b tokenRequests:[@ApiStorageV1TokenRequest volumeLifecycleModes:[s',
  ApiStorageV1CSINode:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiStorageV1CSINodeSpec',
  ApiStorageV1CSINodeDriver: 'allocatable:@ApiStorageV1VolumeNodeResources name:s nodeID:s topologyKeys:[s',
  ApiStorageV1CSINodeSpec: 'drivers:[@ApiStorageV1CSINodeDriver',
  ApiStorageV1CSIStorageCapacity:
    'apiVersion:s capacity:q kind:s maximumVolumeSize:q metadata:@ApimachineryPkgApisMetaV1ObjectMeta nodeTopology:@ApimachineryPkgApisMetaV1LabelSelector storageClassName:s',
  ApiStorageV1StorageClass:
    'allowVolumeExpansion:b allowedTopologies:[@ApiCoreV1TopologySelectorTerm apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta mountOptions:[s parameters:{s provisioner:s reclaimPolicy:s=v1.PersistentVolumeReclaimPolicy volumeBindingMode:s=v1.VolumeBindingMode',
  ApiStorageV1TokenRequest: 'audience:s expirationSeconds:l',
  ApiStorageV1VolumeAttachment:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiStorageV1VolumeAttachmentSpec status:@ApiStorageV1VolumeAttachmentStatus',
  ApiStorageV1VolumeAttachmentSource:
    'inlineVolumeSpec:@ApiCoreV1PersistentVolumeSpec persistentVolumeName:s',
  ApiStorageV1VolumeAttachmentSpec: 'attacher:s nodeName:s source:@ApiStorageV1VolumeAttachmentSource',
  ApiStorageV1VolumeAttachmentStatus:
    'attachError:@ApiStorageV1VolumeError attached:b attachmentMetadata:{s detachError:@ApiStorageV1VolumeError',
  ApiStorageV1VolumeAttributesClass:
    'apiVersion:s driverName:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta parameters:{s',
  ApiStorageV1VolumeError: 'errorCode:i message:s time:t',
  ApiStorageV1VolumeNodeResources: 'count:i',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceColumnDefinition:
    'description:s format:s jsonPath:s name:s priority:i type:s',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceConversion:
    'strategy:s webhook:@ApiextensionsApiserverPkgApisApiextensionsV1WebhookConversion',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinition:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionSpec status:@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionStatus',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionCondition:
    'lastTransitionTime:t message:s observedGeneration:l reason:s status:s type:s',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionNames:
    'categories:[s kind:s listKind:s plural:s shortNames:[s singular:s',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionSpec:
    'conversion:@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceConversion group:s names:@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionNames preserveUnknownFields:b scope:s versions:[@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionVersion',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionStatus:
    'acceptedNames:@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionNames conditions:[@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionCondition observedGeneration:l storedVersions:[s',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionVersion:
    'additionalPrinterColumns:[@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceColumnDefinition deprecated:b deprecationWarning:s name:s schema:@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceValidation selectableFields:[@ApiextensionsApiserverPkgApisApiextensionsV1SelectableField served:b storage:b subresources:@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceSubresources',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceSubresourceScale:
    'labelSelectorPath:s specReplicasPath:s statusReplicasPath:s',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceSubresourceStatus: '',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceSubresources:
    'scale:@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceSubresourceScale status:@ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceSubresourceStatus',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceValidation:
    'openAPIV3Schema:@ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps',
  ApiextensionsApiserverPkgApisApiextensionsV1ExternalDocumentation: 'description:s url:s',
  ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps:
    '$ref:s $schema:s additionalItems:a=v1.JSONSchemaPropsOrBool additionalProperties:a=v1.JSONSchemaPropsOrBool allOf:[@ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps anyOf:[@ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps default:a=v1.JSON definitions:{@ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps dependencies:{a description:s enum:[a=v1.JSON example:a=v1.JSON exclusiveMaximum:b exclusiveMinimum:b externalDocs:@ApiextensionsApiserverPkgApisApiextensionsV1ExternalDocumentation format:s id:s items:a=v1.JSONSchemaPropsOrArray maxItems:l maxLength:l maxProperties:l maximum:f minItems:l minLength:l minProperties:l minimum:f multipleOf:f not:@ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps nullable:b oneOf:[@ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps pattern:s patternProperties:{@ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps properties:{@ApiextensionsApiserverPkgApisApiextensionsV1JSONSchemaProps required:[s title:s type:s uniqueItems:b x-kubernetes-embedded-resource:b x-kubernetes-int-or-string:b x-kubernetes-list-map-keys:[s x-kubernetes-list-type:s x-kubernetes-map-type:s x-kubernetes-preserve-unknown-fields:b x-kubernetes-validations:[@ApiextensionsApiserverPkgApisApiextensionsV1ValidationRule',
  ApiextensionsApiserverPkgApisApiextensionsV1SelectableField: 'jsonPath:s',
  ApiextensionsApiserverPkgApisApiextensionsV1ServiceReference: 'name:s namespace:s path:s port:i',
  ApiextensionsApiserverPkgApisApiextensionsV1ValidationRule:
    'fieldPath:s message:s messageExpression:s optionalOldSelf:b reason:s rule:s',
  ApiextensionsApiserverPkgApisApiextensionsV1WebhookClientConfig:
    'caBundle:x service:@ApiextensionsApiserverPkgApisApiextensionsV1ServiceReference url:s',
  ApiextensionsApiserverPkgApisApiextensionsV1WebhookConversion:
    'clientConfig:@ApiextensionsApiserverPkgApisApiextensionsV1WebhookClientConfig conversionReviewVersions:[s',
  ApimachineryPkgApisMetaV1APIGroup:
    'apiVersion:s kind:s name:s preferredVersion:@ApimachineryPkgApisMetaV1GroupVersionForDiscovery serverAddressByClientCIDRs:[@ApimachineryPkgApisMetaV1ServerAddressByClientCIDR versions:[@ApimachineryPkgApisMetaV1GroupVersionForDiscovery',
  ApimachineryPkgApisMetaV1APIGroupList: 'apiVersion:s groups:[@ApimachineryPkgApisMetaV1APIGroup kind:s',
  ApimachineryPkgApisMetaV1APIResource:
    'categories:[s group:s kind:s name:s namespaced:b shortNames:[s singularName:s storageVersionHash:s verbs:[s version:s',
  ApimachineryPkgApisMetaV1APIResourceList:
    'apiVersion:s groupVersion:s kind:s resources:[@ApimachineryPkgApisMetaV1APIResource',
  ApimachineryPkgApisMetaV1APIVersions:
    'apiVersion:s kind:s serverAddressByClientCIDRs:[@ApimachineryPkgApisMetaV1ServerAddressByClientCIDR versions:[s',
  ApimachineryPkgApisMetaV1Condition:
    'lastTransitionTime:t message:s observedGeneration:l reason:s status:s type:s',
  ApimachineryPkgApisMetaV1DeleteOptions:
    'apiVersion:s dryRun:[s gracePeriodSeconds:l ignoreStoreReadErrorWithClusterBreakingPotential:b kind:s orphanDependents:b preconditions:@ApimachineryPkgApisMetaV1Preconditions propagationPolicy:s',
  ApimachineryPkgApisMetaV1FieldSelectorRequirement: 'key:s operator:s values:[s',
  ApimachineryPkgApisMetaV1GroupVersionForDiscovery: 'groupVersion:s version:s',
  ApimachineryPkgApisMetaV1LabelSelector:
    'matchExpressions:[@ApimachineryPkgApisMetaV1LabelSelectorRequirement matchLabels:{s',
  ApimachineryPkgApisMetaV1LabelSelectorRequirement: 'key:s operator:s=v1.LabelSelectorOperator values:[s',
  ApimachineryPkgApisMetaV1ListMeta:
    'continue:s remainingItemCount:l resourceVersion:s selfLink:s shardInfo:@ApimachineryPkgApisMetaV1ShardInfo',
  ApimachineryPkgApisMetaV1ManagedFieldsEntry:
    'apiVersion:s fieldsType:s fieldsV1:a=v1.FieldsV1 manager:s operation:s subresource:s time:t',
  ApimachineryPkgApisMetaV1ObjectMeta:
    'annotations:{s creationTimestamp:t deletionGracePeriodSeconds:l deletionTimestamp:t finalizers:[s generateName:s generation:l labels:{s managedFields:[@ApimachineryPkgApisMetaV1ManagedFieldsEntry name:s namespace:s ownerReferences:[@ApimachineryPkgApisMetaV1OwnerReference resourceVersion:s selfLink:s uid:s',
  ApimachineryPkgApisMetaV1OwnerReference:
    'apiVersion:s blockOwnerDeletion:b controller:b kind:s name:s uid:s',
  ApimachineryPkgApisMetaV1Patch: '',
  ApimachineryPkgApisMetaV1Preconditions: 'resourceVersion:s uid:s',
  ApimachineryPkgApisMetaV1ServerAddressByClientCIDR: 'clientCIDR:s serverAddress:s',
  ApimachineryPkgApisMetaV1ShardInfo: 'selector:s',
  ApimachineryPkgApisMetaV1Status:
    'apiVersion:s code:i details:@ApimachineryPkgApisMetaV1StatusDetails kind:s message:s metadata:@ApimachineryPkgApisMetaV1ListMeta reason:s status:s',
  ApimachineryPkgApisMetaV1StatusCause: 'field:s message:s reason:s',
  ApimachineryPkgApisMetaV1StatusDetails:
    'causes:[@ApimachineryPkgApisMetaV1StatusCause group:s kind:s name:s retryAfterSeconds:i uid:s',
  ApimachineryPkgApisMetaV1WatchEvent: 'object:a=runtime.RawExtension type:s',
  ApimachineryPkgVersionInfo:
    'buildDate:s compiler:s emulationMajor:s emulationMinor:s gitCommit:s gitTreeState:s gitVersion:s goVersion:s major:s minCompatibilityMajor:s minCompatibilityMinor:s minor:s platform:s',
  KubeAggregatorPkgApisApiregistrationV1APIService:
    'apiVersion:s kind:s metadata:@ApimachineryPkgApisMetaV1ObjectMeta spec:@KubeAggregatorPkgApisApiregistrationV1APIServiceSpec status:@KubeAggregatorPkgApisApiregistrationV1APIServiceStatus',
  KubeAggregatorPkgApisApiregistrationV1APIServiceCondition:
    'lastTransitionTime:t message:s reason:s status:s type:s',
  KubeAggregatorPkgApisApiregistrationV1APIServiceSpec:
    'caBundle:x group:s groupPriorityMinimum:i insecureSkipTLSVerify:b service:@KubeAggregatorPkgApisApiregistrationV1ServiceReference version:s versionPriority:i',
  KubeAggregatorPkgApisApiregistrationV1APIServiceStatus:
    'conditions:[@KubeAggregatorPkgApisApiregistrationV1APIServiceCondition',
  KubeAggregatorPkgApisApiregistrationV1ServiceReference: 'name:s namespace:s port:i',
};
