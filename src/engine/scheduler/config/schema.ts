import { fieldsOfStruct, parseFields, type FieldType } from '../../api/decode.ts';

/** The API group and version of the scheduler's configuration. */
export const configVersion = 'kubescheduler.config.k8s.io/v1';

/**
 * The structs of the configuration, in the notation of the Kubernetes schema.
 * Models staging/src/k8s.io/kube-scheduler/config/v1/types.go (v1.36).
 */
const notations: Readonly<Record<string, string>> = {
  ConfigV1KubeSchedulerConfiguration:
    'apiVersion:s kind:s parallelism:i leaderElection:@ConfigV1LeaderElectionConfiguration' +
    ' clientConnection:@ConfigV1ClientConnectionConfiguration enableProfiling:b enableContentionProfiling:b' +
    ' percentageOfNodesToScore:i podInitialBackoffSeconds:l podMaxBackoffSeconds:l' +
    ' profiles:[@ConfigV1KubeSchedulerProfile extenders:[@ConfigV1Extender delayCacheUntilActive:b',
  ConfigV1LeaderElectionConfiguration:
    'leaderElect:b leaseDuration:s renewDeadline:s retryPeriod:s resourceLock:s resourceName:s resourceNamespace:s',
  ConfigV1ClientConnectionConfiguration: 'kubeconfig:s acceptContentTypes:s contentType:s qps:f burst:i',
  ConfigV1KubeSchedulerProfile:
    'schedulerName:s percentageOfNodesToScore:i plugins:@ConfigV1Plugins pluginConfig:[@ConfigV1PluginConfig',
  ConfigV1Plugins: [
    'preEnqueue',
    'queueSort',
    'preFilter',
    'filter',
    'postFilter',
    'preScore',
    'score',
    'reserve',
    'permit',
    'preBind',
    'bind',
    'postBind',
    'multiPoint',
    'placementGenerate',
    'placementScore',
  ]
    .map((point) => `${point}:@ConfigV1PluginSet`)
    .join(' '),
  ConfigV1PluginSet: 'enabled:[@ConfigV1Plugin disabled:[@ConfigV1Plugin',
  ConfigV1Plugin: 'name:s weight:i',
  ConfigV1PluginConfig: 'name:s args:a',
  ConfigV1Extender:
    'urlPrefix:s filterVerb:s preemptVerb:s prioritizeVerb:s weight:l bindVerb:s enableHTTPS:b' +
    ' tlsConfig:@ConfigV1ExtenderTLSConfig httpTimeout:s nodeCacheCapable:b' +
    ' managedResources:[@ConfigV1ExtenderManagedResource ignorable:b',
  ConfigV1ExtenderTLSConfig:
    'insecure:b serverName:s certFile:s keyFile:s caFile:s certData:x keyData:x caData:x',
  ConfigV1ExtenderManagedResource: 'name:s ignoredByScheduler:b',
  ConfigV1DefaultPreemptionArgs:
    'apiVersion:s kind:s minCandidateNodesPercentage:i minCandidateNodesAbsolute:i',
  ConfigV1InterPodAffinityArgs:
    'apiVersion:s kind:s hardPodAffinityWeight:i ignorePreferredTermsOfExistingPods:b',
  ConfigV1NodeAffinityArgs: 'apiVersion:s kind:s addedAffinity:@ApiCoreV1NodeAffinity',
  ConfigV1NodeResourcesFitArgs:
    'apiVersion:s kind:s ignoredResources:[s ignoredResourceGroups:[s scoringStrategy:@ConfigV1ScoringStrategy',
  ConfigV1ScoringStrategy:
    'type:s resources:[@ConfigV1ResourceSpec requestedToCapacityRatio:@ConfigV1RequestedToCapacityRatioParam',
  ConfigV1RequestedToCapacityRatioParam: 'shape:[@ConfigV1UtilizationShapePoint',
  ConfigV1UtilizationShapePoint: 'utilization:i score:i',
  ConfigV1ResourceSpec: 'name:s weight:l',
  ConfigV1NodeResourcesBalancedAllocationArgs: 'apiVersion:s kind:s resources:[@ConfigV1ResourceSpec',
  ConfigV1PodTopologySpreadArgs:
    'apiVersion:s kind:s defaultConstraints:[@ApiCoreV1TopologySpreadConstraint defaultingType:s',
  ConfigV1VolumeBindingArgs: 'apiVersion:s kind:s bindTimeoutSeconds:l shape:[@ConfigV1UtilizationShapePoint',
  ConfigV1DynamicResourcesArgs: 'apiVersion:s kind:s filterTimeout:s bindingTimeout:s',
};

const parsed = new Map<string, ReadonlyMap<string, FieldType>>();

/** The fields of a struct of the configuration, or of one of Kubernetes' API that it uses. */
export function fieldsOfConfigStruct(struct: string): ReadonlyMap<string, FieldType> {
  const notation = notations[struct];
  if (notation === undefined) return fieldsOfStruct(struct);
  let fields = parsed.get(struct);
  if (fields === undefined) parsed.set(struct, (fields = parseFields(notation)));
  return fields;
}

/** The struct of a kind of the configuration's group; undefined where there is none. */
export function structOfConfigKind(kind: string): string | undefined {
  const struct = `ConfigV1${kind}`;
  const isKind =
    Object.hasOwn(notations, struct) && (notations[struct] as string).startsWith('apiVersion:s ');
  return isKind ? struct : undefined;
}
