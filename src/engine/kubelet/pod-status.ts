import { podLimits, podRequests, type ResourceAmounts } from '../api/pod-resources.ts';
import { formatQuantity, milliQuantity, wholeQuantity } from '../api/quantity.ts';
import type { Container, ContainerStatus, Pod, PodCondition, PodStatus } from '../api/types.ts';
import { containerStatuses, type StartReason } from './container-statuses.ts';
import type { PodRuntime } from './pod-runtime.ts';
import { observedGeneration, podConditions } from './pod-conditions.ts';
import { podPhase } from './pod-phase.ts';
import { hasCreatedRegularContainer, isRestartableInitContainer } from './restart-policy.ts';

/** What probes say of a container that runs. */
export interface ProbeView {
  /** Whether its startup probe has passed, or it has none. */
  isStarted(containerName: string, containerId: string): boolean;
  /** Whether its readiness probe passes, or it has none. */
  isReady(containerName: string, containerId: string): boolean;
}

export interface PodStatusInput {
  readonly pod: Pod;
  readonly runtime: PodRuntime;
  /** The last status that was made for this pod, else the API's. */
  readonly old: PodStatus;
  /** Nothing of the pod will be started again. */
  readonly isTerminal: boolean;
  readonly hostIP: string;
  readonly probes: ProbeView;
  /** What is said of other resources that the pod asks for. */
  readonly resizes: readonly PodCondition[];
  readonly reasonOf: (containerName: string) => StartReason | undefined;
  /** Set when the pod is to fail now: it was active for too long. */
  readonly evict?: StartReason;
}

/**
 * The status that the API shall show of a pod. Times of conditions are the status manager's.
 * Models generateAPIPodStatus of pkg/kubelet/kubelet_pods.go (v1.36).
 */
export function podStatus(input: PodStatusInput): PodStatus {
  const { pod, runtime, old, isTerminal, hostIP } = input;
  const regular = statusesOf(input, 'regular', pod.spec.containers, old.containerStatuses);
  const init = statusesOf(input, 'init', pod.spec.initContainers ?? [], old.initContainerStatuses);
  const ephemeral = statusesOf(
    input,
    'ephemeral',
    pod.spec.ephemeralContainers ?? [],
    old.ephemeralContainerStatuses,
  );
  let phase = podPhase(pod, [...regular, ...init], isTerminal, hasCreatedRegularContainer(pod, runtime));
  if (!isFinal(phase) && isFinal(old.phase)) phase = old.phase;
  if (isFinal(pod.status?.phase)) phase = pod.status.phase;
  let because = phase === old.phase ? reasonAndMessage(old, pod.status) : {};
  if (input.evict !== undefined) {
    phase = 'Failed';
    because = { reason: input.evict.reason, message: input.evict.message };
    if (isFinal(pod.status?.phase)) phase = pod.status.phase;
  }
  markProbed(input, regular, init);
  const podIP = runtime.ip || (pod.spec.hostNetwork === true ? (old.podIP ?? hostIP) : '');
  const allocated = resourceTexts(podRequests(pod));
  return {
    ...observedGeneration(pod),
    phase,
    conditions: podConditions(pod, old, runtime, { init, regular }, phase, input.resizes),
    ...because,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(podIP !== '' && { podIP, podIPs: [{ ip: podIP }] }),
    ...(old.startTime !== undefined && { startTime: old.startTime }),
    ...(init.length > 0 && { initContainerStatuses: init }),
    containerStatuses: regular,
    ...(ephemeral.length > 0 && { ephemeralContainerStatuses: ephemeral }),
    ...(pod.status?.qosClass !== undefined && { qosClass: pod.status.qosClass }),
    ...(Object.keys(allocated).length > 0 && { allocatedResources: allocated }),
    resources: statusResources(pod, old),
  };
}

export function isFinal(phase: string | undefined): phase is 'Succeeded' | 'Failed' {
  return phase === 'Succeeded' || phase === 'Failed';
}

function statusesOf(
  { pod, runtime, reasonOf }: PodStatusInput,
  kind: 'init' | 'regular' | 'ephemeral',
  containers: readonly Container[],
  previous: readonly ContainerStatus[] | undefined,
): ContainerStatus[] {
  return containerStatuses({ pod, runtime, kind, containers, previous: previous ?? [], reasonOf });
}

/** Sets `started` and `ready` of statuses that were made for this call. */
function markProbed(
  { pod, probes }: PodStatusInput,
  regular: ContainerStatus[],
  init: ContainerStatus[],
): void {
  for (const [index, status] of regular.entries()) regular[index] = probed(status, probes);
  for (const [index, status] of init.entries()) {
    const container = pod.spec.initContainers?.[index];
    if (container !== undefined && isRestartableInitContainer(container))
      init[index] = probed(status, probes);
    else
      init[index] = {
        ...status,
        started: status.state?.running !== undefined && probes.isStarted(status.name, idOf(status)),
        ready: status.ready || status.state?.terminated?.exitCode === 0,
      };
  }
}

function probed(status: ContainerStatus, probes: ProbeView): ContainerStatus {
  const running = status.state?.running !== undefined;
  const started = running && probes.isStarted(status.name, idOf(status));
  return { ...status, started, ready: started && probes.isReady(status.name, idOf(status)) };
}

function idOf({ containerID }: ContainerStatus): string {
  return (containerID ?? '').slice('containerd://'.length);
}

function reasonAndMessage(...from: (PodStatus | undefined)[]): Pick<PodStatus, 'reason' | 'message'> {
  const reason = from.find((status) => status?.reason)?.reason;
  const message = from.find((status) => status?.message)?.message;
  return { ...(reason && { reason }), ...(message && { message }) };
}

/**
 * The pod-level resources. While the pod runs the limits of its cgroup would stand here, which the
 * runtime does not report; what was known stays as long as the pod keeps running.
 * Models convertToAPIPodLevelResourcesStatus (v1.36) where the cgroup tells nothing.
 */
function statusResources(pod: Pod, old: PodStatus): NonNullable<PodStatus['resources']> {
  const requested = resourceTexts(podRequests(pod));
  if (pod.status?.phase !== 'Running') {
    return notEmpty({ requests: requested, limits: resourceTexts(podLimits(pod)) });
  }
  const requests: Record<string, string> = { ...(pod.spec.resources?.requests as Record<string, string>) };
  const limits: Record<string, string> = { ...(pod.spec.resources?.limits as Record<string, string>) };
  if (requests['memory'] === undefined && requested['memory'] !== undefined)
    requests['memory'] = requested['memory'];
  if (old.phase === 'Running') {
    for (const name of ['cpu', 'memory']) {
      const request = old.resources?.requests?.[name];
      const limit = old.resources?.limits?.[name];
      if (request !== undefined) requests[name] = String(request);
      if (limit !== undefined) limits[name] = String(limit);
    }
  }
  return notEmpty({ requests, limits });
}

function notEmpty(lists: Record<string, Record<string, string>>): Record<string, Record<string, string>> {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => Object.keys(list).length > 0));
}

function resourceTexts(amounts: ResourceAmounts): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, amount] of amounts) {
    const format = name === 'memory' || name === 'ephemeral-storage' ? 'BinarySI' : 'DecimalSI';
    texts[name] = formatQuantity(
      name === 'cpu' ? milliQuantity(amount, format) : wholeQuantity(amount, format),
    );
  }
  return texts;
}
