/**
 * Fields that Go writes even when they are empty, because they are structs or lack `omitempty`: by
 * struct, `name=ZERO` separated by spaces. `spec` and `status` of kinds are not listed: they always are.
 */
const emptyFields: Readonly<Record<string, string>> = {
  ApiAppsV1ControllerRevision: 'revision=0',
  ApiAppsV1DaemonSetSpec: 'template={} updateStrategy={}',
  ApiAppsV1DaemonSetStatus:
    'currentNumberScheduled=0 desiredNumberScheduled=0 numberMisscheduled=0 numberReady=0',
  ApiAppsV1DeploymentSpec: 'template={} strategy={}',
  ApiAppsV1ReplicaSetSpec: 'template={}',
  ApiAppsV1ReplicaSetStatus: 'replicas=0',
  ApiAppsV1StatefulSetSpec: 'template={} serviceName="" updateStrategy={}',
  ApiAppsV1StatefulSetStatus: 'availableReplicas=0 replicas=0',
  ApiAuthenticationV1TokenRequestSpec: 'audiences=null boundObjectRef=null',
  ApiAuthenticationV1TokenRequestStatus: 'expirationTimestamp=null token=""',
  ApiAuthorizationV1SubjectAccessReviewStatus: 'allowed=false',
  ApiAutoscalingV1HorizontalPodAutoscalerStatus: 'currentReplicas=0 desiredReplicas=0',
  ApiAutoscalingV1ScaleStatus: 'replicas=0',
  ApiAutoscalingV2HorizontalPodAutoscalerStatus: 'currentMetrics=null desiredReplicas=0',
  ApiBatchV1CronJobSpec: 'jobTemplate={} schedule=""',
  ApiBatchV1JobSpec: 'template={}',
  ApiBatchV1JobTemplateSpec: 'metadata={} spec={}',
  ApiCoreV1Container: 'name="" resources={}',
  ApiCoreV1ContainerPort: 'containerPort=0',
  ApiCoreV1ContainerStatus: 'image="" imageID="" lastState={} name="" ready=false restartCount=0 state={}',
  ApiCoreV1DaemonEndpoint: 'Port=0',
  ApiCoreV1EphemeralContainer: 'name="" resources={}',
  ApiCoreV1Event:
    'eventTime=null firstTimestamp=null involvedObject={} lastTimestamp=null reportingComponent="" reportingInstance="" source={}',
  ApiCoreV1KeyToPath: 'key="" path=""',
  ApiCoreV1LimitRangeSpec: 'limits=null',
  ApiCoreV1NodeCondition: 'lastHeartbeatTime=null lastTransitionTime=null status="" type=""',
  ApiCoreV1NodeDaemonEndpoints: 'kubeletEndpoint={}',
  ApiCoreV1NodeStatus: 'daemonEndpoints={} nodeInfo={}',
  ApiCoreV1NodeSystemInfo:
    'architecture="" bootID="" containerRuntimeVersion="" kernelVersion="" kubeProxyVersion="" kubeletVersion="" machineID="" operatingSystem="" osImage="" systemUUID=""',
  ApiCoreV1PersistentVolumeClaimSpec: 'resources={}',
  ApiCoreV1PersistentVolumeClaimTemplate: 'metadata={} spec={}',
  ApiCoreV1PodAffinityTerm: 'topologyKey=""',
  ApiCoreV1PodCondition: 'lastProbeTime=null lastTransitionTime=null status="" type=""',
  ApiCoreV1PodTemplate: 'template={}',
  ApiCoreV1PodTemplateSpec: 'metadata={} spec={}',
  ApiCoreV1PreferredSchedulingTerm: 'preference={}',
  ApiCoreV1ReplicationControllerStatus: 'replicas=0',
  ApiCoreV1ServicePort: 'port=0 targetPort=0',
  ApiCoreV1ServiceStatus: 'loadBalancer={}',
  ApiCoreV1VolumeMount: 'mountPath="" name=""',
  ApiCoreV1WeightedPodAffinityTerm: 'podAffinityTerm={}',
  ApiDiscoveryV1Endpoint: 'addresses=null conditions={}',
  ApiDiscoveryV1EndpointSlice: 'addressType="" endpoints=null ports=null',
  ApiEventsV1Event:
    'deprecatedFirstTimestamp=null deprecatedLastTimestamp=null deprecatedSource={} eventTime=null regarding={}',
  ApiFlowcontrolV1FlowDistinguisherMethod: 'type=""',
  ApiFlowcontrolV1FlowSchemaSpec: 'matchingPrecedence=0 priorityLevelConfiguration={}',
  ApiFlowcontrolV1GroupSubject: 'name=""',
  ApiFlowcontrolV1LimitResponse: 'type=""',
  ApiFlowcontrolV1LimitedPriorityLevelConfiguration: 'limitResponse={}',
  ApiFlowcontrolV1NonResourcePolicyRule: 'verbs=null nonResourceURLs=null',
  ApiFlowcontrolV1PolicyRulesWithSubjects: 'subjects=null',
  ApiFlowcontrolV1PriorityLevelConfigurationReference: 'name=""',
  ApiFlowcontrolV1PriorityLevelConfigurationSpec: 'type=""',
  ApiFlowcontrolV1ResourcePolicyRule: 'verbs=null apiGroups=null resources=null namespaces=null',
  ApiFlowcontrolV1ServiceAccountSubject: 'namespace="" name=""',
  ApiFlowcontrolV1Subject: 'kind=""',
  ApiFlowcontrolV1UserSubject: 'name=""',
  ApiNetworkingV1IngressStatus: 'loadBalancer={}',
  ApiNetworkingV1NetworkPolicySpec: 'podSelector={}',
  ApiPolicyV1PodDisruptionBudgetStatus:
    'currentHealthy=0 desiredHealthy=0 disruptionsAllowed=0 expectedPods=0',
  ApiRbacV1ClusterRole: 'rules=null',
  ApiRbacV1ClusterRoleBinding: 'roleRef={}',
  ApiRbacV1Role: 'rules=null',
  ApiRbacV1RoleBinding: 'roleRef={}',
  ApiResourceV1AllocatedDeviceStatus: 'driver="" pool="" device="" conditions=null',
  ApiResourceV1AllocationResult: 'devices={}',
  ApiResourceV1CELDeviceSelector: 'expression=""',
  ApiResourceV1CounterSet: 'name=""',
  ApiResourceV1Device: 'name=""',
  ApiResourceV1DeviceAllocationConfiguration: 'source=""',
  ApiResourceV1DeviceClaim: 'requests=null',
  ApiResourceV1DeviceCounterConsumption: 'counterSet=""',
  ApiResourceV1DeviceRequest: 'name=""',
  ApiResourceV1DeviceRequestAllocationResult: 'request="" driver="" pool="" device=""',
  ApiResourceV1DeviceSubRequest: 'name="" deviceClassName=""',
  ApiResourceV1DeviceTaint: 'key="" effect=""',
  ApiResourceV1ExactDeviceRequest: 'deviceClassName=""',
  ApiResourceV1OpaqueDeviceConfiguration: 'driver=""',
  ApiResourceV1ResourceClaimConsumerReference: 'resource="" name="" uid=""',
  ApiResourceV1ResourceClaimSpec: 'devices={}',
  ApiResourceV1ResourceClaimTemplateSpec: 'metadata={} spec={}',
  ApiResourceV1ResourcePool: 'generation=0 name="" resourceSliceCount=0',
  ApiResourceV1ResourceSliceSpec: 'driver="" pool={}',
  ApiSchedulingV1PriorityClass: 'value=0',
  ApiStorageV1CSINodeDriver: 'name="" nodeID="" topologyKeys=null',
  ApiStorageV1CSINodeSpec: 'drivers=null',
  ApiStorageV1CSIStorageCapacity: 'storageClassName=""',
  ApiStorageV1StorageClass: 'provisioner=""',
  ApiStorageV1TokenRequest: 'audience=""',
  ApiStorageV1VolumeAttachmentSpec: 'attacher="" nodeName="" source={}',
  ApiStorageV1VolumeAttachmentStatus: 'attached=false',
  ApiStorageV1VolumeAttributesClass: 'driverName=""',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceColumnDefinition: 'name="" type="" jsonPath=""',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceConversion: 'strategy=""',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionNames: 'plural="" kind=""',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionSpec: 'group="" names={} scope=""',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceDefinitionVersion:
    'name="" served=false storage=false',
  ApiextensionsApiserverPkgApisApiextensionsV1CustomResourceSubresourceScale:
    'specReplicasPath="" statusReplicasPath=""',
  ApiextensionsApiserverPkgApisApiextensionsV1SelectableField: 'jsonPath=""',
  ApimachineryPkgApisMetaV1Condition: 'lastTransitionTime=null message="" reason="" status="" type=""',
};

interface EmptyField {
  readonly name: string;
  /** Undefined: a fresh empty struct. */
  readonly zero: string | number | boolean | null | undefined;
}

const parsed = new Map<string, readonly EmptyField[]>();

/** The fields of a struct that are never left out, and what they are when nothing sets them. */
export function emptyFieldsOf(struct: string): readonly EmptyField[] {
  let fields = parsed.get(struct);
  if (fields === undefined) {
    fields = (emptyFields[struct] ?? '').split(' ').flatMap((entry) => {
      const [name = '', zero = ''] = entry.split('=', 2);
      if (name === '') return [];
      return [{ name, zero: zero === '{}' ? undefined : (JSON.parse(zero) as EmptyField['zero']) }];
    });
    parsed.set(struct, fields);
  }
  return fields;
}
