/** How one field merges under a strategic merge patch. */
export interface MergeRule {
  /** Items of the list are the same when this member is. Absent for lists of plain values. */
  readonly key?: string;
  readonly merge?: boolean;
  /** The patch may list the members that stay. */
  readonly retainKeys?: boolean;
  /** The whole value is replaced. */
  readonly replace?: boolean;
}

const by = (key: string): MergeRule => ({ key, merge: true });
const values: MergeRule = { merge: true };
const byType = by('type');
const byName = by('name');
const byNameRetaining: MergeRule = { key: 'name', merge: true, retainKeys: true };

const containerRules: Readonly<Record<string, MergeRule>> = {
  ports: by('containerPort'),
  env: byName,
  volumeMounts: by('mountPath'),
  volumeDevices: by('devicePath'),
};

const webhookRules: Readonly<Record<string, MergeRule>> = { matchConditions: byName };
const policyRules: Readonly<Record<string, MergeRule>> = { matchConditions: byName, variables: byName };
const conditionRules: Readonly<Record<string, MergeRule>> = { conditions: byType };

/**
 * The `patchStrategy` and `patchMergeKey` of the fields that have one, by struct and field (v1.36).
 * Lists that stand nowhere here are replaced as a whole.
 */
export const mergeRules: Readonly<Record<string, Readonly<Record<string, MergeRule>>>> = {
  APIServiceStatus: conditionRules,
  CSINodeSpec: { drivers: byName },
  Container: containerRules,
  DaemonSetStatus: conditionRules,
  DeploymentSpec: { strategy: { retainKeys: true } },
  DeploymentStatus: conditionRules,
  EphemeralContainer: containerRules,
  HorizontalPodAutoscalerStatus: conditionRules,
  JobStatus: conditionRules,
  MutatingAdmissionPolicySpec: policyRules,
  MutatingWebhook: webhookRules,
  MutatingWebhookConfiguration: { webhooks: byName },
  NamespaceStatus: conditionRules,
  NodeSpec: { podCIDRs: values },
  NodeStatus: { conditions: byType, addresses: byType },
  ObjectMeta: { finalizers: values, ownerReferences: by('uid') },
  PersistentVolumeClaimStatus: conditionRules,
  PodDisruptionBudgetSpec: { selector: { replace: true } },
  PodDisruptionBudgetStatus: conditionRules,
  PodSpec: {
    containers: byName,
    ephemeralContainers: byName,
    hostAliases: by('ip'),
    imagePullSecrets: byName,
    initContainers: byName,
    resourceClaims: byNameRetaining,
    schedulingGates: byName,
    topologySpreadConstraints: by('topologyKey'),
    volumes: byNameRetaining,
  },
  PodStatus: {
    conditions: byType,
    hostIPs: by('ip'),
    podIPs: by('ip'),
    resourceClaimStatuses: byNameRetaining,
  },
  ReplicaSetStatus: conditionRules,
  ReplicationControllerStatus: conditionRules,
  ServiceAccount: { secrets: byName },
  ServiceSpec: { ports: by('port') },
  ServiceStatus: conditionRules,
  StatefulSetStatus: conditionRules,
  ValidatingAdmissionPolicySpec: policyRules,
  ValidatingWebhook: webhookRules,
  ValidatingWebhookConfiguration: { webhooks: byName },
};
