import { controllerOf, type KubeObject, type Pod } from '../../engine/index.ts';
import { since } from '../print/event-times.ts';
import { writeContainers, writeResources } from './containers.ts';
import { writeEvents, type DescribeRequest } from './describer.ts';
import { writeSpread, writeTolerations } from './pod-template.ts';
import { podQualityOfService } from './quality-of-service.ts';
import { writeVolumes } from './volumes.ts';
import { longTime, type DescribeWriter } from './writer.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** Models describe.describePod (v1.36). */
export async function describePod(pod: Pod, request: DescribeRequest): Promise<string> {
  const mirror = pod.metadata.annotations?.[mirrorAnnotation];
  const events = await request.eventsOf(pod, { kind: '', uid: mirror });
  const { spec } = pod;
  const status = pod.status ?? {};
  const w = request.writer();
  w.write(0, `Name:\t${pod.metadata.name}\n`);
  w.write(0, `Namespace:\t${pod.metadata.namespace}\n`);
  if (spec.priority !== undefined && spec.priority !== null) w.write(0, `Priority:\t${spec.priority}\n`);
  if (spec.priorityClassName) w.write(0, `Priority Class Name:\t${spec.priorityClassName}\n`);
  if (spec.runtimeClassName) w.write(0, `Runtime Class Name:\t${spec.runtimeClassName}\n`);
  if (spec.serviceAccountName) w.write(0, `Service Account:\t${spec.serviceAccountName}\n`);
  w.write(0, spec.nodeName ? `Node:\t${spec.nodeName}/${status.hostIP ?? ''}\n` : 'Node:\t<none>\n');
  if (status.startTime) w.write(0, `Start Time:\t${longTime(status.startTime)}\n`);
  w.labels('Labels', pod.metadata.labels);
  w.annotations('Annotations', pod.metadata.annotations);
  writePhase(w, pod);
  if (status.reason) w.write(0, `Reason:\t${status.reason}\n`);
  if (status.message) w.write(0, `Message:\t${status.message}\n`);
  const profile = spec.securityContext?.seccompProfile;
  if (profile) {
    w.write(0, `SeccompProfile:\t${profile.type}\n`);
    if (profile.type === 'Localhost') w.write(0, `LocalhostProfile:\t${profile.localhostProfile}\n`);
  }
  w.write(0, `IP:\t${status.podIP ?? ''}\n`);
  writeIPs(w, pod);
  const owner = controlledBy(pod);
  if (owner !== '') w.write(0, `Controlled By:\t${owner}\n`);
  if (status.nominatedNodeName) w.write(0, `NominatedNodeName:\t${status.nominatedNodeName}\n`);
  if (spec.resources) {
    w.write(0, 'Resources:\n');
    writeResources(w, 1, spec.resources);
  }
  if (spec.initContainers && spec.initContainers.length > 0) {
    writeContainers(w, 'Init Containers', spec.initContainers, status.initContainerStatuses, pod, '');
  }
  writeContainers(w, 'Containers', spec.containers, status.containerStatuses, pod, '');
  if (spec.ephemeralContainers && spec.ephemeralContainers.length > 0) {
    writeContainers(
      w,
      'Ephemeral Containers',
      spec.ephemeralContainers,
      status.ephemeralContainerStatuses,
      pod,
      '',
    );
  }
  writeGates(w, pod);
  if (status.conditions && status.conditions.length > 0) {
    w.write(0, 'Conditions:\n  Type\tStatus\n');
    for (const condition of status.conditions) w.write(1, `${condition.type} \t${condition.status} \n`);
  }
  writeVolumes(w, spec.volumes, '');
  w.write(0, `QoS Class:\t${podQualityOfService(pod)}\n`);
  w.labels('Node-Selectors', spec.nodeSelector);
  writeTolerations(w, 'Tolerations', spec.tolerations);
  writeSpread(w, spec.topologySpreadConstraints, '');
  writeEvents(w, events);
  return w.finish();
}

function writePhase(w: DescribeWriter, pod: Pod): void {
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  const phase = pod.status?.phase ?? '';
  if (!deletionTimestamp || phase === 'Failed' || phase === 'Succeeded') {
    w.write(0, `Status:\t${phase}\n`);
    return;
  }
  w.write(0, `Status:\tTerminating (lasts ${since(deletionTimestamp, w.nowMs)})\n`);
  w.write(0, `Termination Grace Period:\t${deletionGracePeriodSeconds ?? 0}s\n`);
}

function writeIPs(w: DescribeWriter, pod: Pod): void {
  const ips = pod.status?.podIPs ?? [];
  if (ips.length === 0) {
    w.write(0, 'IPs:\t<none>\n');
    return;
  }
  w.write(0, 'IPs:\n');
  for (const { ip } of ips) w.write(1, `IP:\t${ip}\n`);
}

function writeGates(w: DescribeWriter, pod: Pod): void {
  const gates = pod.spec.readinessGates ?? [];
  if (gates.length === 0) return;
  w.write(0, 'Readiness Gates:\n  Type\tStatus\n');
  for (const { conditionType } of gates) {
    const condition = pod.status?.conditions?.find(({ type }) => type === conditionType);
    w.write(1, `${conditionType} \t${condition?.status ?? '<none>'} \n`);
  }
}

/** `ReplicaSet/web-5d4`, or nothing. */
export function controlledBy(object: KubeObject): string {
  const owner = controllerOf(object);
  return owner === undefined ? '' : `${owner.kind}/${owner.name}`;
}
