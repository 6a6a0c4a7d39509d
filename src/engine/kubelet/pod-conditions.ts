import type { Container, ContainerStatus, Pod, PodCondition, PodStatus } from '../api/types.ts';
import type { PodRuntime } from './pod-runtime.ts';
import type { Phase } from './pod-phase.ts';
import { isRestartableInitContainer } from './restart-policy.ts';

/** A condition before the status manager gives it its times. */
type Verdict = Pick<PodCondition, 'status' | 'reason' | 'message'>;

const kubeletConditions = new Set([
  'PodScheduled',
  'Ready',
  'Initialized',
  'ContainersReady',
  'PodReadyToStartContainers',
  'PodResizePending',
  'PodResizeInProgress',
  'AllContainersRestarting',
]);

/** Whether the kubelet alone writes conditions of this type. */
export function isKubeletCondition(type: string): boolean {
  return kubeletConditions.has(type);
}

/** Whether no sandbox stands in which the pod's containers could run. Models PodSandboxChanged (v1.36). */
export function needsSandbox({ sandboxes }: PodRuntime): boolean {
  return sandboxes[0]?.ready !== true;
}

/**
 * The conditions of a pod's status: those of others first, then the kubelet's own in their order.
 * Models generateAPIPodStatus and pkg/kubelet/status/generate.go (v1.36).
 */
export function podConditions(
  pod: Pod,
  old: PodStatus,
  runtime: PodRuntime,
  statuses: { readonly init: readonly ContainerStatus[]; readonly regular: readonly ContainerStatus[] },
  phase: Phase,
  resizes: readonly PodCondition[],
): PodCondition[] {
  const others = (pod.status?.conditions ?? []).filter(({ type }) => !isKubeletCondition(type));
  const disruption = old.conditions?.find(({ type }) => type === 'DisruptionTarget');
  const kept =
    disruption === undefined
      ? others
      : [...others.filter(({ type }) => type !== 'DisruptionTarget'), disruption];
  const all = new Map([...statuses.init, ...statuses.regular].map((status) => [status.name, status]));
  const containersReady = containersReadyVerdict(pod, all, phase);
  const observe = (type: string, verdict: Verdict): PodCondition => ({
    type,
    ...observedGeneration(pod),
    ...verdict,
  });
  return [
    ...kept,
    ...resizes,
    observe('PodReadyToStartContainers', { status: needsSandbox(runtime) ? 'False' : 'True' }),
    observe('Initialized', initializedVerdict(pod, all, old, phase)),
    observe('Ready', containersReady.status === 'True' ? gatesVerdict(pod, kept) : containersReady),
    observe('ContainersReady', containersReady),
    observe('PodScheduled', { status: 'True' }),
  ];
}

/** `observedGeneration`, which pods from files do not have. */
export function observedGeneration(pod: Pod): { observedGeneration?: number } {
  const generation = pod.metadata.generation ?? 0;
  return generation === 0 ? {} : { observedGeneration: generation };
}

/** What ContainersReady and Ready say once the phase is final. */
export function terminalVerdict(phase: Phase): Verdict {
  return { status: 'False', reason: phase === 'Failed' ? 'PodFailed' : 'PodCompleted' };
}

function containersReadyVerdict(pod: Pod, all: ReadonlyMap<string, ContainerStatus>, phase: Phase): Verdict {
  const unknown: string[] = [];
  const unready: string[] = [];
  const sidecars = (pod.spec.initContainers ?? []).filter(isRestartableInitContainer);
  for (const { name } of [...sidecars, ...pod.spec.containers]) {
    const status = all.get(name);
    if (status === undefined) unknown.push(name);
    else if (!status.ready) unready.push(name);
  }
  if (phase === 'Failed' || (phase === 'Succeeded' && unknown.length === 0)) return terminalVerdict(phase);
  return verdictOf('ContainersNotReady', unknown, 'unready', unready);
}

function initializedVerdict(
  pod: Pod,
  all: ReadonlyMap<string, ContainerStatus>,
  old: PodStatus,
  phase: Phase,
): Verdict {
  const unknown: string[] = [];
  const incomplete: string[] = [];
  for (const container of pod.spec.initContainers ?? []) {
    const status = all.get(container.name);
    if (status === undefined) unknown.push(container.name);
    else if (!isInitialized(container, status)) incomplete.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'True', reason: 'PodCompleted' };
  const hasStarted = pod.spec.containers.some(({ name }) => {
    const status = all.get(name);
    return status?.started === true || status?.state?.terminated || status?.lastState?.terminated;
  });
  const wasInitialized = old.conditions?.some(
    ({ type, status }) => type === 'Initialized' && status === 'True',
  );
  if (hasStarted || wasInitialized === true) return { status: 'True' };
  return verdictOf('ContainersNotInitialized', unknown, 'incomplete', incomplete);
}

function isInitialized(container: Container, status: ContainerStatus): boolean {
  return isRestartableInitContainer(container) ? status.started === true : status.ready;
}

function gatesVerdict(pod: Pod, conditions: readonly PodCondition[]): Verdict {
  const problems: string[] = [];
  for (const { conditionType } of pod.spec.readinessGates ?? []) {
    const condition = conditions.find(({ type }) => type === conditionType);
    if (condition === undefined)
      problems.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (condition.status !== 'True')
      problems.push(
        `the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`,
      );
  }
  if (problems.length === 0) return { status: 'True' };
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: problems.join(', ') };
}

function verdictOf(
  reason: string,
  unknown: readonly string[],
  adjective: string,
  names: readonly string[],
): Verdict {
  const messages: string[] = [];
  if (unknown.length > 0) messages.push(`containers with unknown status: [${unknown.join(' ')}]`);
  if (names.length > 0) messages.push(`containers with ${adjective} status: [${names.join(' ')}]`);
  return messages.length === 0
    ? { status: 'True' }
    : { status: 'False', reason, message: messages.join(', ') };
}
