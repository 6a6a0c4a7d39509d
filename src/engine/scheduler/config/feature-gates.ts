import { ConfigurationError } from './types.ts';

/** The gates of v1.36 that are on unless told otherwise, and those that are off. */
const onByDefault = `
  APIResponseCompression APIServerIdentity AllowParsingUserUIDFromCertAuth AtomicFIFO
  AuthorizePodWebsocketUpgradeCreatePermission CPUManagerPolicyBetaOptions
  CRDObservedGenerationTracking ClearingNominatedNodeNameAfterBinding ClientsAllowCARotation
  ClientsAllowTLSCacheGC ComponentFlagz ComponentStatusz ConstrainedImpersonation ContainerCheckpoint
  ContainerRestartRules ContextualLogging DRAConsumableCapacity DRADeviceBindingConditions
  DRADeviceTaints DRAExtendedResource DRAPartitionableDevices DRAResourceClaimDeviceStatus
  DRAResourceClaimGranularStatusAuthorization DRASchedulerFilterTimeout DeclarativeValidationBeta
  DeploymentReplicaSetTerminatingReplicas DetectCacheInconsistency EnvFiles ExtendWebSocketsToKubelet
  GracefulNodeShutdown GracefulNodeShutdownBasedOnPodPriority HPAConfigurableTolerance
  HostnameOverride InOrderInformersBatchProcess InPlacePodLevelResourcesVerticalScaling
  InPlacePodVerticalScalingInitContainers KubeletCrashLoopBackOffMax KubeletEnsureSecretPulledImages
  KubeletSeparateDiskGC KubeletServiceAccountTokenForCredentialProviders ListFromCacheSnapshot
  LoggingBetaOptions MatchLabelKeysInPodTopologySpread MatchLabelKeysInPodTopologySpreadSelectorMerge
  MutablePodResourcesForSuspendedJobs MutableSchedulingDirectivesForSuspendedJobs NodeDeclaredFeatures
  NominatedNodeNameForExpectation OpenAPIEnums OpportunisticBatching PLEGOnDemandRelist
  PodDeletionCost PodLevelResources PodReadyToStartContainersCondition PodTopologyLabelsAdmission
  PortForwardWebsockets PreventStaticPodAPIReferences RelaxedServiceNameValidation
  ReloadKubeletClientCAFile ReloadKubeletServerCertificateFile RemoteRequestHeaderUID
  ResourceHealthStatus ResourceHealthStatusMessage RestartAllContainersOnContainerExits
  RotateKubeletServerCertificate SchedulerAsyncPreemption SchedulerPopFromBackoffQ
  ServiceAccountNodeAudienceRestriction SizeBasedListCostEstimate StaleControllerConsistencyDaemonSet
  StaleControllerConsistencyJob StaleControllerConsistencyReplicaSet
  StaleControllerConsistencyStatefulSet StatefulSetSemanticRevisionComparison StorageVersionHash
  StrictIPCIDRValidation StructuredAuthenticationConfigurationEgressSelector
  StructuredAuthenticationConfigurationJWKSMetrics TokenRequestServiceAccountUIDValidation
  TopologyManagerPolicyBetaOptions TranslateStreamCloseWebsocketRequests
  UnauthenticatedHTTP2DOSMitigation UnknownVersionInteroperabilityProxy UnlockWhileProcessingFIFO
  WatchCacheInitializationPostStartHook WatchList WatchListClient WindowsGracefulNodeShutdown
`;
const offByDefault = `
  APIServingWithRoutine AllAlpha AllBeta AllowUnsafeMalformedObjectDeletion CBORServingAndStorage
  CPUManagerPolicyAlphaOptions CRIListStreaming CSIVolumeHealth ClientsAllowCBOR ClientsPreferCBOR
  CloudControllerManagerWatchBasedRoutesReconciliation CloudControllerManagerWebhook
  ClusterTrustBundle ClusterTrustBundleProjection ConcurrentWatchObjectDecode ContainerStopSignals
  CoordinatedLeaderElection CrossNamespaceVolumeDataSource DRADeviceTaintRules DRAListTypeAttributes
  DRANodeAllocatableResources DRAResourcePoolStatus DRAWorkloadResourceClaims EventedPLEG
  GangScheduling GenericWorkload HPAScaleToZero ImageVolumeWithDigest
  InPlacePodVerticalScalingExclusiveCPUs InPlacePodVerticalScalingExclusiveMemory
  KubeletInUserNamespace LocalStorageCapacityIsolationFSQuotaMonitoring LoggingAlphaOptions
  ManifestBasedAdmissionControlConfig MaxUnavailableStatefulSet MemoryQoS MutablePVNodeAffinity
  NativeHistograms PersistentVolumeClaimUnusedSinceTime PodAndContainerStatsFromCRI
  PodCertificateRequest PodLevelResourceManagers PodLogsQuerySplitStreams PodsAPI QOSReserved
  ReduceDefaultCrashLoopBackOffDecay RuntimeClassInImageCriApi SELinuxMount SchedulerAsyncAPICalls
  ShardedListAndWatch StorageCapacityScoring StorageVersionAPI StorageVersionMigrator
  TaintTolerationComparisonOperators TopologyAwareWorkloadScheduling TopologyManagerPolicyAlphaOptions
  UserNamespacesHostNetworkSupport VolumeLimitScaling WindowsCPUAndMemoryAffinity
  WorkloadAwarePreemption WorkloadWithJob
`;

/** Gates that have settled: they are on, and can still be named. */
const settled = `
  DynamicResourceAllocation SchedulerQueueingHints InPlacePodVerticalScaling PodSchedulingReadiness
  NodeInclusionPolicyInPodTopologySpread
`;

/** Gates that an earlier version had off, with the first minor version that has them on. */
const onSince: Readonly<Record<string, number>> = {
  NodeDeclaredFeatures: 36,
  DRADeviceBindingConditions: 36,
  DRAExtendedResource: 36,
};

/** The minor version of Kubernetes that this is. */
export const currentMinor = 36;

/** Which features are on. Models component-base/featuregate (v1.36). */
export class FeatureGates {
  readonly #gates = new Map<string, boolean>();

  constructor(emulatedMinor = currentMinor) {
    for (const name of words(onByDefault + settled)) this.#gates.set(name, true);
    for (const name of words(offByDefault)) this.#gates.set(name, false);
    for (const [name, minor] of Object.entries(onSince))
      if (emulatedMinor < minor) this.#gates.set(name, false);
  }

  enabled(name: string): boolean {
    return this.#gates.get(name) === true;
  }

  /** Sets gates as `--feature-gates=A=true,B=false` does. Throws a ConfigurationError. */
  set(text: string): void {
    for (const part of text.split(',')) {
      if (part.trim() === '') continue;
      const [name = '', value = ''] = part.split('=', 2).map((word) => word.trim());
      const parsed = parseBool(value);
      if (parsed === undefined)
        throw new ConfigurationError(
          `invalid value of ${name}=${value}, err: strconv.ParseBool: parsing "${value}": invalid syntax`,
        );
      if (!this.#gates.has(name)) throw new ConfigurationError(`unrecognized feature gate: ${name}`);
      this.#gates.set(name, parsed);
    }
  }
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** Models strconv.ParseBool: undefined for what is neither. */
export function parseBool(text: string): boolean | undefined {
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(text)) return false;
  return undefined;
}
