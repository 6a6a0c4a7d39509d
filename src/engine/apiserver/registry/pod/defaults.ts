import type { ResourceList } from '../../../api/pod-resources.ts';
import { storedQuantity, type QuantityText } from '../../../api/quantity.ts';
import type { Container, Pod, PodSpec, Probe } from '../../../api/types.ts';

const defaultMode = 0o644;

/** Fills a member that is absent. */
export function setDefault<T extends object, K extends keyof T>(
  target: T,
  key: K,
  value: NonNullable<T[K]>,
): void {
  if (target[key] === undefined || target[key] === null) target[key] = value;
}

/** Like `setDefault`, but for texts, where empty counts as absent. */
export function setTextDefault<T extends object, K extends keyof T>(
  target: T,
  key: K,
  value: NonNullable<T[K]>,
): void {
  if (!target[key]) target[key] = value;
}

/** Resource lists are stored in canonical form, in whole thousandths. Models SetDefaults_ResourceList (v1.36). */
export function canonicalizeResourceList(list: ResourceList | undefined): void {
  if (!list) return;
  const target = list as Record<string, QuantityText>;
  for (const name of Object.keys(target)) target[name] = storedQuantity(target[name] as QuantityText);
}

/** Models SetDefaults_Pod and SetObjectDefaults_Pod (v1.36). */
export function setPodDefaults(pod: Pod): void {
  pod.spec ??= {} as PodSpec;
  setPodSpecDefaults(pod.spec);
  const { spec } = pod;
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])])
    requestLimits(container);
  setDefault(spec, 'enableServiceLinks', true);
  if (spec.hostNetwork === true) hostPorts(spec);
  if (spec.resources?.limits) {
    const requests = (spec.resources.requests ?? {}) as Record<string, QuantityText>;
    for (const [name, limit] of Object.entries(spec.resources.limits as ResourceList)) {
      if (name !== 'cpu' && name !== 'memory') requests[name] ??= limit;
      else if (!isAskedByEveryContainer(spec, name)) requests[name] ??= limit;
    }
    if (Object.keys(requests).length > 0) spec.resources.requests = requests;
  }
}

function isAskedByEveryContainer(spec: PodSpec, name: string): boolean {
  return (spec.containers ?? []).some(
    (container) => (container.resources?.requests as ResourceList)?.[name] !== undefined,
  );
}

/** A limit without a request is one too. */
function requestLimits(container: Container): void {
  const limits = container.resources?.limits;
  if (!limits || !container.resources) return;
  const requests = (container.resources.requests ?? {}) as Record<string, QuantityText>;
  for (const name of Object.keys(limits)) requests[name] ??= limits[name] as QuantityText;
  if (Object.keys(requests).length > 0) container.resources.requests = requests as never;
}

function hostPorts(spec: PodSpec): void {
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    for (const port of container.ports ?? []) if (!port.hostPort) port.hostPort = port.containerPort;
  }
}

/** What pods and templates of pods share. Models SetDefaults_PodSpec (v1.36). */
export function setPodSpecDefaults(spec: PodSpec): void {
  setTextDefault(spec, 'dnsPolicy', 'ClusterFirst');
  setTextDefault(spec, 'restartPolicy', 'Always');
  if (spec.hostNetwork === true) hostPorts(spec);
  setDefault(spec, 'securityContext', {});
  setDefault(spec, 'terminationGracePeriodSeconds', 30);
  setTextDefault(spec, 'schedulerName', 'default-scheduler');
  if (spec.serviceAccountName && !spec.serviceAccount) spec.serviceAccount = spec.serviceAccountName;
  else if (spec.serviceAccount && !spec.serviceAccountName) spec.serviceAccountName = spec.serviceAccount;
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'] as const) {
    for (const container of spec[list] ?? []) setContainerDefaults(container);
  }
  for (const volume of spec.volumes ?? []) setVolumeDefaults(volume);
  canonicalizeResourceList(spec.overhead);
  canonicalizeResourceList(spec.resources?.limits);
  canonicalizeResourceList(spec.resources?.requests);
}

function setContainerDefaults(container: Container): void {
  setTextDefault(container, 'imagePullPolicy', isLatest(container.image ?? '') ? 'Always' : 'IfNotPresent');
  setTextDefault(container, 'terminationMessagePath', '/dev/termination-log');
  setTextDefault(container, 'terminationMessagePolicy', 'File');
  setDefault(container, 'resources', {});
  canonicalizeResourceList(container.resources?.limits);
  canonicalizeResourceList(container.resources?.requests);
  for (const port of container.ports ?? []) setTextDefault(port, 'protocol', 'TCP');
  for (const variable of container.env ?? []) {
    const { fieldRef, resourceFieldRef } = variable.valueFrom ?? {};
    if (fieldRef) setTextDefault(fieldRef, 'apiVersion', 'v1');
    if (resourceFieldRef) setDefault(resourceFieldRef, 'divisor', '0');
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe) setProbeDefaults(probe);
  }
  for (const hook of [container.lifecycle?.postStart, container.lifecycle?.preStop]) {
    if (hook?.httpGet) setHttpGetDefaults(hook.httpGet);
  }
}

/** Whether an image's tag is `latest` or absent, and no digest fixes it. Models parsers.ParseImageName (v1.36). */
function isLatest(image: string): boolean {
  if (image.includes('@')) return false;
  const tag = /:([^:/]*)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}

function setProbeDefaults(probe: Probe): void {
  if (!probe.timeoutSeconds) probe.timeoutSeconds = 1;
  if (!probe.periodSeconds) probe.periodSeconds = 10;
  if (!probe.successThreshold) probe.successThreshold = 1;
  if (!probe.failureThreshold) probe.failureThreshold = 3;
  if (probe.httpGet) setHttpGetDefaults(probe.httpGet);
  if (probe.grpc) setDefault(probe.grpc, 'service', '');
}

function setHttpGetDefaults(action: NonNullable<Probe['httpGet']>): void {
  setTextDefault(action, 'path', '/');
  setTextDefault(action, 'scheme', 'HTTP');
}

type Volume = NonNullable<PodSpec['volumes']>[number];

function setVolumeDefaults(volume: Volume): void {
  if (Object.keys(volume).every((key) => key === 'name')) volume.emptyDir = {};
  if (volume.secret) setDefault(volume.secret, 'defaultMode', defaultMode);
  if (volume.configMap) setDefault(volume.configMap, 'defaultMode', defaultMode);
  if (volume.hostPath) setDefault(volume.hostPath, 'type', '');
  if (volume.downwardAPI) {
    setDefault(volume.downwardAPI, 'defaultMode', defaultMode);
    for (const item of volume.downwardAPI.items ?? []) setItemDefaults(item);
  }
  if (volume.projected) {
    setDefault(volume.projected, 'defaultMode', defaultMode);
    for (const source of volume.projected.sources ?? []) {
      for (const item of source.downwardAPI?.items ?? []) setItemDefaults(item);
      if (source.serviceAccountToken) setDefault(source.serviceAccountToken, 'expirationSeconds', 3600);
    }
  }
  if (volume.ephemeral?.volumeClaimTemplate?.spec) {
    setDefault(volume.ephemeral.volumeClaimTemplate.spec, 'volumeMode', 'Filesystem');
    canonicalizeResourceList(volume.ephemeral.volumeClaimTemplate.spec.resources?.requests);
  }
  if (volume.iscsi) setTextDefault(volume.iscsi, 'iscsiInterface', 'default');
  if (volume.rbd) {
    setTextDefault(volume.rbd, 'pool', 'rbd');
    setTextDefault(volume.rbd, 'user', 'admin');
    setTextDefault(volume.rbd, 'keyring', '/etc/ceph/keyring');
  }
  if (volume.azureDisk) {
    setDefault(volume.azureDisk, 'cachingMode', 'ReadWrite');
    setDefault(volume.azureDisk, 'kind', 'Shared');
    setDefault(volume.azureDisk, 'fsType', 'ext4');
    setDefault(volume.azureDisk, 'readOnly', false);
  }
  if (volume.image)
    setTextDefault(
      volume.image,
      'pullPolicy',
      isLatest(volume.image.reference ?? '') ? 'Always' : 'IfNotPresent',
    );
}

function setItemDefaults(item: {
  fieldRef?: { apiVersion?: string };
  resourceFieldRef?: { divisor?: QuantityText };
}): void {
  if (item.fieldRef) setTextDefault(item.fieldRef, 'apiVersion', 'v1');
  if (item.resourceFieldRef) setDefault(item.resourceFieldRef, 'divisor', '0');
}
