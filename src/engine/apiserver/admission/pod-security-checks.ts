import type { Container, ObjectMeta, PodSpec, Volume } from '../../api/types.ts';

export type PodSecurityLevel = 'baseline' | 'restricted';

interface Subject {
  readonly spec: PodSpec;
  readonly metadata: ObjectMeta;
  readonly containers: readonly Container[];
}

/** What is wrong: `reason (detail)`; undefined when nothing is. */
type Check = (subject: Subject) => string | undefined;

/**
 * The violations of a pod security standard, in order of their checks' names.
 * Simplified: checks of Windows and of old versions of the standard are left out.
 * Models k8s.io/pod-security-admission/policy (v1.36).
 */
export function violations(level: PodSecurityLevel, spec: PodSpec, metadata: ObjectMeta): string[] {
  const containers = [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
    ...((spec.ephemeralContainers ?? []) as Container[]),
  ];
  const subject = { spec, metadata, containers };
  return (level === 'baseline' ? baselineChecks : restrictedChecks)
    .map((check) => check(subject))
    .filter((violation) => violation !== undefined);
}

/** `container "c"`, `containers "a", "b"`. */
function named(what: string, names: readonly string[]): string {
  return `${names.length === 1 ? what : `${what}s`} ${quoted(names)}`;
}

function quoted(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(', ');
}

function sortedUnique(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}

/** A check of each container for itself. */
function containerCheck(reason: string, isBad: (container: Container) => boolean, verb: string): Check {
  return ({ containers }) => {
    const bad = containers.filter(isBad).map(({ name }) => name);
    return bad.length === 0 ? undefined : `${reason} (${named('container', bad)} ${verb})`;
  };
}

const privileged = containerCheck(
  'privileged',
  ({ securityContext }) => securityContext?.privileged === true,
  'must not set securityContext.privileged=true',
);

const allowPrivilegeEscalation = containerCheck(
  'allowPrivilegeEscalation != false',
  ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false,
  'must set securityContext.allowPrivilegeEscalation=false',
);

const procMount = containerCheck(
  'procMount',
  ({ securityContext }) => (securityContext?.procMount ?? 'Default') !== 'Default',
  'must not set securityContext.procMount to "Unmasked"',
);

const hostNamespaces: Check = ({ spec }) => {
  const used = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
  return used.length === 0
    ? undefined
    : `host namespaces (${used.map((field) => `${field}=true`).join(', ')})`;
};

const hostPathVolumes: Check = ({ spec }) => {
  const names = (spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name);
  return names.length === 0 ? undefined : `hostPath volumes (${named('volume', names)})`;
};

const hostPorts: Check = ({ containers }) => {
  const using = containers
    .map(({ name, ports = [] }) => ({
      name,
      ports: ports.map(({ hostPort }) => hostPort ?? 0).filter(Boolean),
    }))
    .filter(({ ports }) => ports.length > 0);
  if (using.length === 0) return undefined;
  const ports = sortedUnique(using.flatMap(({ ports: used }) => used.map(String)));
  const names = using.map(({ name }) => name);
  const verb = names.length === 1 ? 'uses' : 'use';
  return `hostPort (${named('container', names)} ${verb} ${ports.length === 1 ? 'hostPort' : 'hostPorts'} ${ports.join(', ')})`;
};

const defaultCapabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

function addedBeyond(containers: readonly Container[], allowed: ReadonlySet<string>): string | undefined {
  const bad = containers
    .map(({ name, securityContext }) => ({
      name,
      added: (securityContext?.capabilities?.add ?? []).filter((capability) => !allowed.has(capability)),
    }))
    .filter(({ added }) => added.length > 0);
  if (bad.length === 0) return undefined;
  const names = bad.map(({ name }) => name);
  const added = sortedUnique(bad.flatMap((container) => container.added));
  return `${named('container', names)} must not include ${quoted(added)} in securityContext.capabilities.add`;
}

const baselineCapabilities: Check = ({ containers }) => {
  const added = addedBeyond(containers, defaultCapabilities);
  return added && `non-default capabilities (${added})`;
};

const restrictedCapabilities: Check = ({ containers }) => {
  const keeping = containers
    .filter(({ securityContext }) => !(securityContext?.capabilities?.drop ?? []).includes('ALL'))
    .map(({ name }) => name);
  const details = [
    keeping.length > 0 && `${named('container', keeping)} must set securityContext.capabilities.drop=["ALL"]`,
    addedBeyond(containers, new Set(['NET_BIND_SERVICE'])),
  ].filter(Boolean);
  return details.length === 0 ? undefined : `unrestricted capabilities (${details.join('; ')})`;
};

const runAsNonRoot: Check = ({ spec, containers }) => {
  const own = spec.securityContext?.runAsNonRoot;
  const refusing = containers.filter(({ securityContext }) => securityContext?.runAsNonRoot === false);
  const silent = containers.filter(({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  const bad = refusing.map(({ name }) => name);
  const details = [
    own === false && 'pod must not set securityContext.runAsNonRoot=false',
    bad.length > 0 && `${named('container', bad)} must not set securityContext.runAsNonRoot=false`,
  ].filter(Boolean);
  if (details.length > 0) return `runAsNonRoot != true (${details.join(' and ')})`;
  if (own === true || silent.length === 0) return undefined;
  const names = silent.map(({ name }) => name);
  return `runAsNonRoot != true (pod or ${named('container', names)} must set securityContext.runAsNonRoot=true)`;
};

const runAsUser: Check = ({ spec, containers }) => {
  const names = containers
    .filter(({ securityContext }) => securityContext?.runAsUser === 0)
    .map(({ name }) => name);
  const details = [
    spec.securityContext?.runAsUser === 0 && 'pod must not set runAsUser=0',
    names.length > 0 && `${named('container', names)} must not set runAsUser=0`,
  ].filter(Boolean);
  return details.length === 0 ? undefined : `runAsUser=0 (${details.join(' and ')})`;
};

const safeProfiles = new Set(['RuntimeDefault', 'Localhost']);

const baselineSeccomp: Check = ({ spec, containers }) => {
  const isBad = (type: string | undefined): boolean => type !== undefined && !safeProfiles.has(type);
  const own = spec.securityContext?.seccompProfile?.type;
  const bad = containers.filter(({ securityContext }) => isBad(securityContext?.seccompProfile?.type));
  const names = bad.map(({ name }) => name);
  const details = [
    isBad(own) && `pod must not set securityContext.seccompProfile.type to "${own}"`,
    names.length > 0 &&
      `${named('container', names)} must not set securityContext.seccompProfile.type to ${quoted(
        sortedUnique(bad.map(({ securityContext }) => securityContext?.seccompProfile?.type ?? '')),
      )}`,
  ].filter(Boolean);
  return details.length === 0 ? undefined : `seccompProfile (${details.join(' and ')})`;
};

const restrictedSeccomp: Check = (subject) => {
  const explicit = baselineSeccomp(subject);
  if (explicit !== undefined) return explicit;
  const { spec, containers } = subject;
  if (safeProfiles.has(spec.securityContext?.seccompProfile?.type ?? '')) return undefined;
  const silent = containers
    .filter(({ securityContext }) => securityContext?.seccompProfile === undefined)
    .map(({ name }) => name);
  if (silent.length === 0) return undefined;
  return `seccompProfile (pod or ${named('container', silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`;
};

const harmlessVolumes = new Set([
  'name',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

const restrictedVolumes: Check = ({ spec }) => {
  const bad = (spec.volumes ?? [])
    .map((volume) => ({ name: volume.name, type: forbiddenSource(volume) }))
    .filter(({ type }) => type !== undefined);
  if (bad.length === 0) return undefined;
  const types = sortedUnique(bad.map(({ type }) => type ?? ''));
  const names = bad.map(({ name }) => name);
  const verb = names.length === 1 ? 'uses' : 'use';
  const noun = types.length === 1 ? 'type' : 'types';
  return `restricted volume types (${named('volume', names)} ${verb} restricted volume ${noun} ${quoted(types)})`;
};

function forbiddenSource(volume: Volume): string | undefined {
  return Object.keys(volume).find((source) => !harmlessVolumes.has(source));
}

const safeSysctls = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_wmem',
]);

const sysctls: Check = ({ spec }) => {
  const bad = (spec.securityContext?.sysctls ?? [])
    .map(({ name }) => name)
    .filter((name) => !safeSysctls.has(name));
  return bad.length === 0 ? undefined : `forbidden sysctls (${bad.join(', ')})`;
};

/** In order of the checks' names in Kubernetes. */
const baselineChecks: readonly Check[] = [
  baselineCapabilities,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  privileged,
  procMount,
  baselineSeccomp,
  sysctls,
];

const restrictedChecks: readonly Check[] = [
  allowPrivilegeEscalation,
  restrictedCapabilities,
  hostNamespaces,
  hostPorts,
  privileged,
  procMount,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  restrictedSeccomp,
  sysctls,
];
