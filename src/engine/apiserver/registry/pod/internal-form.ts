import { isMap } from '../../../api/patch/merge-patch.ts';

/**
 * The fields of Kubernetes' internal types in their order: `Name` or `Name TYPE`. Types: (none) a
 * pointer, list, map or interface that is null when absent; s text; i number; b boolean; =X a struct
 * that is always there; *X a pointer to one; []X a list of them; +X fields that stand in this one.
 */
const internalTypes: Readonly<Record<string, string>> = {
  PodSpec:
    'Volumes []Volume, InitContainers []Container, Containers []Container, EphemeralContainers []EphemeralContainer, RestartPolicy s, TerminationGracePeriodSeconds, ActiveDeadlineSeconds, DNSPolicy s, NodeSelector, ServiceAccountName s, AutomountServiceAccountToken, NodeName s, SecurityContext *PodSecurityContext, ImagePullSecrets []LocalObjectReference, Hostname s, Subdomain s, SetHostnameAsFQDN, Affinity *Affinity, SchedulerName s, Tolerations []Toleration, HostAliases []HostAlias, PriorityClassName s, Priority, PreemptionPolicy, DNSConfig *PodDNSConfig, ReadinessGates []PodReadinessGate, RuntimeClassName, Overhead, EnableServiceLinks, TopologySpreadConstraints []TopologySpreadConstraint, OS *PodOS, SchedulingGates []PodSchedulingGate, ResourceClaims []PodResourceClaim, Resources *ResourceRequirements, HostnameOverride, SchedulingGroup *PodSchedulingGroup',
  PodSecurityContext:
    'HostNetwork b, HostPID b, HostIPC b, ShareProcessNamespace, HostUsers, SELinuxOptions *SELinuxOptions, WindowsOptions *WindowsSecurityContextOptions, RunAsUser, RunAsGroup, RunAsNonRoot, SupplementalGroups, SupplementalGroupsPolicy, FSGroup, FSGroupChangePolicy, Sysctls []Sysctl, SeccompProfile *Profile, AppArmorProfile *Profile, SELinuxChangePolicy',
  SecurityContext:
    'Capabilities *Capabilities, Privileged, SELinuxOptions *SELinuxOptions, WindowsOptions *WindowsSecurityContextOptions, RunAsUser, RunAsGroup, RunAsNonRoot, ReadOnlyRootFilesystem, AllowPrivilegeEscalation, ProcMount, SeccompProfile *Profile, AppArmorProfile *Profile',
  Capabilities: 'Add, Drop',
  SELinuxOptions: 'User s, Role s, Type s, Level s',
  WindowsSecurityContextOptions: 'GMSACredentialSpecName, GMSACredentialSpec, RunAsUserName, HostProcess',
  Profile: 'Type s, LocalhostProfile',
  Sysctl: 'Name s, Value s',
  Container:
    'Name s, Image s, Command, Args, WorkingDir s, Ports []ContainerPort, EnvFrom []EnvFromSource, Env []EnvVar, Resources =ResourceRequirements, ResizePolicy []ContainerResizePolicy, RestartPolicy, RestartPolicyRules, VolumeMounts []VolumeMount, VolumeDevices []VolumeDevice, LivenessProbe *Probe, ReadinessProbe *Probe, StartupProbe *Probe, Lifecycle *Lifecycle, TerminationMessagePath s, TerminationMessagePolicy s, ImagePullPolicy s, SecurityContext *SecurityContext, Stdin b, StdinOnce b, TTY b',
  EphemeralContainer: '+Container, TargetContainerName s',
  ContainerPort: 'Name s, HostPort i, ContainerPort i, Protocol s, HostIP s',
  EnvFromSource: 'Prefix s, ConfigMapRef *OptionalReference, SecretRef *OptionalReference',
  OptionalReference: 'Name s, Optional',
  EnvVar: 'Name s, Value s, ValueFrom *EnvVarSource',
  EnvVarSource:
    'FieldRef *ObjectFieldSelector, ResourceFieldRef *ResourceFieldSelector, ConfigMapKeyRef *KeySelector, SecretKeyRef *KeySelector, FileKeyRef',
  ObjectFieldSelector: 'APIVersion s, FieldPath s',
  ResourceFieldSelector: 'ContainerName s, Resource s, Divisor s',
  KeySelector: 'Name s, Key s, Optional',
  ResourceRequirements: 'Limits, Requests, Claims []ResourceClaim',
  VolumeResourceRequirements: 'Limits, Requests',
  ResourceClaim: 'Name s, Request s',
  ContainerResizePolicy: 'ResourceName s, RestartPolicy s',
  VolumeMount:
    'Name s, ReadOnly b, RecursiveReadOnly, MountPath s, SubPath s, MountPropagation, SubPathExpr s',
  VolumeDevice: 'Name s, DevicePath s',
  ProbeHandler: 'Exec *ExecAction, HTTPGet *HTTPGetAction, TCPSocket *TCPSocketAction, GRPC *GRPCAction',
  Probe:
    '+ProbeHandler, InitialDelaySeconds i, TimeoutSeconds i, PeriodSeconds i, SuccessThreshold i, FailureThreshold i, TerminationGracePeriodSeconds',
  ExecAction: 'Command',
  HTTPGetAction: 'Path s, Port, Host s, Scheme s, HTTPHeaders []HTTPHeader',
  HTTPHeader: 'Name s, Value s',
  TCPSocketAction: 'Port, Host s',
  GRPCAction: 'Port i, Service',
  SleepAction: 'Seconds i',
  Lifecycle: 'PostStart *LifecycleHandler, PreStop *LifecycleHandler, StopSignal',
  LifecycleHandler:
    'Exec *ExecAction, HTTPGet *HTTPGetAction, TCPSocket *TCPSocketAction, Sleep *SleepAction',
  LocalObjectReference: 'Name s',
  HostAlias: 'IP s, Hostnames',
  PodDNSConfig: 'Nameservers, Searches, Options []PodDNSConfigOption',
  PodDNSConfigOption: 'Name s, Value',
  PodReadinessGate: 'ConditionType s',
  PodSchedulingGate: 'Name s',
  PodSchedulingGroup: 'PodGroupName',
  PodOS: 'Name s',
  PodResourceClaim: 'Name s, ResourceClaimName, ResourceClaimTemplateName',
  Toleration: 'Key s, Operator s, Value s, Effect s, TolerationSeconds',
  Taint: 'Key s, Value s, Effect s, TimeAdded',
  Affinity: 'NodeAffinity *NodeAffinity, PodAffinity *PodAffinity, PodAntiAffinity *PodAffinity',
  NodeAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution *NodeSelector, PreferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm',
  NodeSelector: 'NodeSelectorTerms []NodeSelectorTerm',
  NodeSelectorTerm: 'MatchExpressions []Requirement, MatchFields []Requirement',
  Requirement: 'Key s, Operator s, Values',
  PreferredSchedulingTerm: 'Weight i, Preference =NodeSelectorTerm',
  PodAffinity:
    'RequiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm, PreferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm',
  WeightedPodAffinityTerm: 'Weight i, PodAffinityTerm =PodAffinityTerm',
  PodAffinityTerm:
    'LabelSelector, Namespaces, TopologyKey s, NamespaceSelector, MatchLabelKeys, MismatchLabelKeys',
  TopologySpreadConstraint:
    'MaxSkew i, TopologyKey s, WhenUnsatisfiable s, LabelSelector, MinDomains, NodeAffinityPolicy, NodeTaintsPolicy, MatchLabelKeys',
  VolumeSources:
    'HostPath *HostPathVolumeSource, EmptyDir *EmptyDirVolumeSource, GCEPersistentDisk, AWSElasticBlockStore, GitRepo, Secret *SecretVolumeSource, NFS, ISCSI, Glusterfs, PersistentVolumeClaim *ClaimVolumeSource, RBD, Quobyte, FlexVolume, Cinder, CephFS, Flocker, DownwardAPI *DownwardAPIVolumeSource, FC, AzureFile, ConfigMap *ConfigMapVolumeSource, VsphereVolume, AzureDisk, PhotonPersistentDisk, Projected *ProjectedVolumeSource, PortworxVolume, ScaleIO, StorageOS, CSI, Ephemeral, Image',
  Volume: 'Name s, +VolumeSources',
  HostPathVolumeSource: 'Path s, Type',
  EmptyDirVolumeSource: 'Medium s, SizeLimit',
  SecretVolumeSource: 'SecretName s, Items []KeyToPath, DefaultMode, Optional',
  ConfigMapVolumeSource: 'Name s, Items []KeyToPath, DefaultMode, Optional',
  KeyToPath: 'Key s, Path s, Mode',
  ClaimVolumeSource: 'ClaimName s, ReadOnly b',
  ProjectedVolumeSource: 'Sources []VolumeProjection, DefaultMode',
  VolumeProjection:
    'Secret *ConfigMapProjection, DownwardAPI *DownwardAPIProjection, ConfigMap *ConfigMapProjection, ServiceAccountToken *ServiceAccountTokenProjection, ClusterTrustBundle, PodCertificate',
  DownwardAPIVolumeSource: '+DownwardAPIProjection, DefaultMode',
  DownwardAPIProjection: 'Items []DownwardAPIVolumeFile',
  DownwardAPIVolumeFile:
    'Path s, FieldRef *ObjectFieldSelector, ResourceFieldRef *ResourceFieldSelector, Mode',
  ConfigMapProjection: 'Name s, Items []KeyToPath, Optional',
  ServiceAccountTokenProjection: 'Audience s, ExpirationSeconds i, Path s',
  PersistentVolumeClaimSpec:
    'AccessModes, Selector, Resources =VolumeResourceRequirements, VolumeName s, StorageClassName, VolumeMode, DataSource, DataSourceRef, VolumeAttributesClassName',
  DeploymentStrategy: 'Type s, RollingUpdate',
  DaemonSetUpdateStrategy: 'Type s, RollingUpdate',
};

interface InternalField {
  readonly goName: string;
  readonly name: string;
  readonly type: string;
}

const parsed = new Map<string, readonly InternalField[]>();

function fieldsOf(type: string): readonly InternalField[] {
  let fields = parsed.get(type);
  if (fields === undefined) {
    fields = (internalTypes[type] ?? '').split(', ').flatMap((entry): readonly InternalField[] => {
      if (entry.startsWith('+')) return fieldsOf(entry.slice(1));
      const [goName = '', fieldType = ''] = entry.split(' ', 2);
      return [{ goName, name: jsonName(goName), type: fieldType }];
    });
    parsed.set(type, fields);
  }
  return fields;
}

/** `DNSPolicy` is `dnsPolicy`, `TTY` is `tty`. */
function jsonName(goName: string): string {
  return goName.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (capitals) => capitals.toLowerCase());
}

/**
 * An object as Kubernetes' internal type of that name would print as JSON: Go's names, every field,
 * in order. Some messages show values in this form.
 */
export function internalForm(type: string, value: unknown): Record<string, unknown> {
  const source = isMap(value) ? value : {};
  const form: Record<string, unknown> = {};
  for (const field of fieldsOf(type)) form[field.goName] = fieldForm(field.type, source[field.name]);
  return form;
}

function fieldForm(type: string, value: unknown): unknown {
  switch (type) {
    case '':
      return value ?? null;
    case 's':
      return value ?? '';
    case 'i':
      return value ?? 0;
    case 'b':
      return value ?? false;
    default:
      if (type.startsWith('[]')) {
        return Array.isArray(value) ? value.map((item) => internalForm(type.slice(2), item)) : null;
      }
      return value === undefined && type.startsWith('*') ? null : internalForm(type.slice(1), value);
  }
}

const podLevelSecurity = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'];

/** A pod's spec in internal form, where the host's namespaces are part of the security context. */
export function internalPodSpec(spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const securityContext: Record<string, unknown> = { ...(spec['securityContext'] as object | undefined) };
  for (const name of podLevelSecurity) if (spec[name] !== undefined) securityContext[name] = spec[name];
  return internalForm('PodSpec', { ...spec, securityContext });
}
