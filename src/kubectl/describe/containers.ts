import {
  canonicalQuantity,
  type Container,
  type ContainerState,
  type ContainerStatus,
  cpuMillis,
  type EnvVar,
  goQuote,
  type Pod,
  type Probe,
  wholeValue,
} from '../../engine/index.ts';
import { goSort, sortedKeys } from '../go/sort.ts';
import { at } from '../go/values.ts';
import { longTime, orNone, titleBool, type DescribeWriter } from './writer.ts';

/** A list of containers, with their statuses where there are any. Models describe.describeContainers (v1.36). */
export function writeContainers(
  w: DescribeWriter,
  title: string,
  containers: readonly Container[],
  statuses: readonly ContainerStatus[] | null | undefined,
  pod: Pod | undefined,
  space: string,
): void {
  w.write(0, `${space}${title}:${containers.length === 0 ? ' <none>' : ''}\n`);
  const known = new Map((statuses ?? []).map((status) => [status.name, status]));
  for (const container of containers) {
    const status = known.get(container.name);
    writeBasics(w, container, status, space);
    writeWords(w, 'Command', container.command);
    writeWords(w, 'Args', container.args);
    if (status !== undefined) writeStatus(w, status);
    writeResources(w, 2, container.resources);
    writeProbes(w, container);
    writeEnvFrom(w, container);
    writeEnv(w, container, pod);
    writeMounts(w, container);
  }
}

function writeBasics(
  w: DescribeWriter,
  container: Container,
  status: ContainerStatus | undefined,
  space: string,
): void {
  w.write(1, `${space === '' ? '' : ' '}${container.name}:\n`);
  if (status !== undefined) w.write(2, `Container ID:\t${status.containerID ?? ''}\n`);
  w.write(2, `Image:\t${container.image ?? ''}\n`);
  if (status !== undefined) w.write(2, `Image ID:\t${status.imageID ?? ''}\n`);
  const ports = portsText(container, 'containerPort');
  w.write(2, ports.includes(',') ? `Ports:\t${ports}\n` : `Port:\t${orNone(ports)}\n`);
  const hostPorts = portsText(container, 'hostPort');
  w.write(2, hostPorts.includes(',') ? `Host Ports:\t${hostPorts}\n` : `Host Port:\t${orNone(hostPorts)}\n`);
  const profile = container.securityContext?.seccompProfile;
  if (profile) {
    w.write(2, `SeccompProfile:\t${profile.type}\n`);
    if (profile.type === 'Localhost') w.write(3, `LocalhostProfile:\t${profile.localhostProfile}\n`);
  }
}

function portsText(container: Container, member: 'containerPort' | 'hostPort'): string {
  return (container.ports ?? [])
    .map((port) => `${port[member] ?? 0}/${port.protocol ?? ''}${port.name ? ` (${port.name})` : ''}`)
    .join(', ');
}

function writeWords(w: DescribeWriter, title: string, words: readonly string[] | null | undefined): void {
  if (!words || words.length === 0) return;
  w.write(2, `${title}:\n`);
  for (const word of words) for (const line of word.split('\n')) w.write(3, `${line}\n`);
}

function writeStatus(w: DescribeWriter, status: ContainerStatus): void {
  writeState(w, 'State', status.state ?? {});
  if (status.lastState?.terminated) writeState(w, 'Last State', status.lastState);
  w.write(2, `Ready:\t${titleBool(status.ready)}\n`);
  w.write(2, `Restart Count:\t${status.restartCount}\n`);
}

function writeState(w: DescribeWriter, title: string, state: ContainerState): void {
  if (state.running) {
    w.write(2, `${title}:\tRunning\n`);
    w.write(3, `Started:\t${longTime(state.running.startedAt)}\n`);
  } else if (state.terminated) {
    const { reason, message, exitCode, signal, startedAt, finishedAt } = state.terminated;
    w.write(2, `${title}:\tTerminated\n`);
    if (reason) w.write(3, `Reason:\t${reason}\n`);
    if (message) w.write(3, `Message:\t${message}\n`);
    w.write(3, `Exit Code:\t${exitCode}\n`);
    if (signal) w.write(3, `Signal:\t${signal}\n`);
    w.write(3, `Started:\t${longTime(startedAt)}\n`);
    w.write(3, `Finished:\t${longTime(finishedAt)}\n`);
  } else {
    w.write(2, `${title}:\tWaiting\n`);
    if (state.waiting?.reason) w.write(3, `Reason:\t${state.waiting.reason}\n`);
  }
}

/** Limits and requests. */
export function writeResources(
  w: DescribeWriter,
  level: number,
  resources: Container['resources'] | null | undefined,
): void {
  for (const [title, list] of [
    ['Limits', resources?.limits],
    ['Requests', resources?.requests],
  ] as const) {
    const names = sortedKeys(list);
    if (names.length > 0) w.write(level, `${title}:\n`);
    for (const name of names) w.write(level + 1, `${name}:\t${canonicalQuantity(list?.[name] as string)}\n`);
  }
}

function writeProbes(w: DescribeWriter, container: Container): void {
  if (container.livenessProbe) w.write(2, `Liveness:\t${probeText(container.livenessProbe)}\n`);
  if (container.readinessProbe) w.write(2, `Readiness:\t${probeText(container.readinessProbe)}\n`);
  if (container.startupProbe) w.write(2, `Startup:\t${probeText(container.startupProbe)}\n`);
}

function probeText(probe: Probe): string {
  const attributes =
    `delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds ?? 0}s period=${probe.periodSeconds ?? 0}s ` +
    `#success=${probe.successThreshold ?? 0} #failure=${probe.failureThreshold ?? 0}`;
  if (probe.exec) return `exec [${(probe.exec.command ?? []).join(' ')}] ${attributes}`;
  if (probe.httpGet) {
    const { scheme = 'HTTP', host = '', port, path = '' } = probe.httpGet;
    const encoded = encodeURI(path).replaceAll('?', '%3F');
    const slash = encoded === '' || encoded.startsWith('/') ? '' : '/';
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${slash}${encoded} ${attributes}`;
  }
  if (probe.tcpSocket)
    return `tcp-socket ${probe.tcpSocket.host ?? ''}:${probe.tcpSocket.port} ${attributes}`;
  if (probe.grpc) return `grpc <pod>:${probe.grpc.port} ${probe.grpc.service ?? ''} ${attributes}`;
  return `unknown ${attributes}`;
}

function writeEnvFrom(w: DescribeWriter, container: Container): void {
  if (!container.envFrom || container.envFrom.length === 0) return;
  w.write(2, 'Environment Variables from:\n');
  for (const source of container.envFrom) {
    const reference = source.configMapRef ?? source.secretRef;
    const kind = source.configMapRef ? 'ConfigMap' : 'Secret';
    const prefix = source.prefix ? ` with prefix '${source.prefix}'` : '';
    w.write(3, `${reference?.name ?? ''}\t${kind}${prefix}\tOptional: ${reference?.optional === true}\n`);
  }
}

function writeEnv(w: DescribeWriter, container: Container, pod: Pod | undefined): void {
  const variables = container.env ?? [];
  w.write(2, `Environment:${variables.length === 0 ? '\t<none>' : ''}\n`);
  for (const variable of variables) {
    if (variable.valueFrom) {
      const text = valueFromText(variable, container, pod);
      if (text !== undefined) w.write(3, `${variable.name}:\t${text}\n`);
      continue;
    }
    for (const [index, line] of (variable.value ?? '').split('\n').entries()) {
      w.write(3, index === 0 ? `${variable.name}:\t${line}\n` : `\t${line}\n`);
    }
  }
}

function valueFromText(variable: EnvVar, container: Container, pod: Pod | undefined): string | undefined {
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = variable.valueFrom ?? {};
  if (fieldRef) {
    return `${fieldValue(pod, fieldRef.fieldPath)} (${fieldRef.apiVersion ?? 'v1'}:${fieldRef.fieldPath})`;
  }
  if (resourceFieldRef) return `${resourceValue(container, resourceFieldRef)} (${resourceFieldRef.resource})`;
  if (secretKeyRef) {
    return `<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name}'>\tOptional: ${secretKeyRef.optional === true}`;
  }
  if (configMapKeyRef) {
    return `<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name}'>\tOptional: ${configMapKeyRef.optional === true}`;
  }
  return undefined;
}

/** What a pod's field holds, of those that are known without its node. Models fieldpath.ExtractFieldPathAsString (v1.36). */
function fieldValue(pod: Pod | undefined, path: string): string {
  if (pod === undefined) return '';
  const subscript = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (subscript !== null) return pod.metadata[subscript[1] as 'labels']?.[subscript[2] as string] ?? '';
  if (path === 'metadata.labels' || path === 'metadata.annotations') {
    const map = pod.metadata[path.slice('metadata.'.length) as 'labels'];
    return sortedKeys(map)
      .map((key) => `${key}=${goQuote(map?.[key] ?? '')}`)
      .join('\n');
  }
  const plain = ['metadata.name', 'metadata.namespace', 'metadata.uid'];
  return plain.includes(path) ? String(at(pod, ...path.split('.')) ?? '') : '';
}

function resourceValue(
  container: Container,
  reference: { resource: string; divisor?: string | number | null },
): string {
  const [list, name] = [
    reference.resource.split('.')[0],
    reference.resource.slice(reference.resource.indexOf('.') + 1),
  ];
  const quantity = container.resources?.[list as 'limits']?.[name];
  if (quantity === undefined)
    return list === 'limits' && (name === 'cpu' || name === 'memory') ? 'node allocatable' : '0';
  const divisor =
    reference.divisor === undefined || reference.divisor === null || reference.divisor === '0'
      ? '1'
      : reference.divisor;
  const value =
    name === 'cpu' ? cpuMillis(quantity) / cpuMillis(divisor) : wholeValue(quantity) / wholeValue(divisor);
  return String(Math.ceil(value));
}

function writeMounts(w: DescribeWriter, container: Container): void {
  const mounts = goSort([...(container.volumeMounts ?? [])], (a, b) => a.mountPath < b.mountPath);
  const none = mounts.length === 0 ? '\t<none>' : '';
  w.write(2, `Mounts:${none}\n`);
  for (const mount of mounts) {
    const flags = [
      mount.readOnly ? 'ro' : 'rw',
      ...(mount.subPath ? [`path=${goQuote(mount.subPath)}`] : []),
    ];
    w.write(3, `${mount.mountPath} from ${mount.name} (${flags.join(',')})\n`);
  }
  const devices = goSort([...(container.volumeDevices ?? [])], (a, b) => a.devicePath < b.devicePath);
  if (devices.length === 0) return;
  w.write(2, `Devices:${none}\n`);
  for (const device of devices) w.write(3, `${device.devicePath} from ${device.name}\n`);
}
