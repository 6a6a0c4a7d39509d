import type { Container, Pod } from '../api/types.ts';
import { findContainer, type PodRuntime, type RuntimeContainer } from './pod-runtime.ts';
import { needsSandbox } from './pod-conditions.ts';
import { needsRestart, resizedIn } from './resizes.ts';
import {
  hasCreatedRegularContainer,
  hasSucceeded,
  isRestartableInitContainer,
  isToBeStarted,
  restartsOnFailure,
} from './restart-policy.ts';

/** What liveness and startup probes found: undefined = nothing yet. */
export interface ProbeResults {
  liveness(containerId: string): boolean | undefined;
  startup(containerId: string): boolean | undefined;
}

interface Kill {
  readonly container: RuntimeContainer;
  readonly message: string;
  readonly probe?: 'liveness' | 'startup';
}

/** What has to be done for a pod now. */
export interface PodActions {
  killPod: boolean;
  createSandbox: boolean;
  initToStart: Container[];
  regularToStart: Container[];
  ephemeralToStart: Container[];
  kills: Kill[];
  /** Containers that get other resources while they run. */
  resizes: { readonly container: Container; readonly current: RuntimeContainer }[];
}

/**
 * What takes a pod from what runs to what it asks for. Decides only.
 * Models computePodActions of pkg/kubelet/kuberuntime (v1.36).
 */
export function computePodActions(pod: Pod, runtime: PodRuntime, probes: ProbeResults): PodActions {
  const actions: PodActions = {
    killPod: false,
    createSandbox: false,
    initToStart: [],
    regularToStart: [],
    ephemeralToStart: [],
    kills: [],
    resizes: [],
  };
  if (needsSandbox(runtime)) {
    actions.killPod = true;
    startAfresh(pod, runtime, actions);
    return actions;
  }
  for (const container of (pod.spec.ephemeralContainers ?? []) as Container[])
    if (findContainer(runtime, container.name) === undefined) actions.ephemeralToStart.push(container);
  if (!computeInitActions(pod, runtime, probes, actions) || actions.killPod) return actions;

  let kept = 0;
  for (const container of pod.spec.containers) {
    const current = findContainer(runtime, container.name);
    if (current?.state !== 'running') {
      if (isToBeStarted(container, pod, runtime)) actions.regularToStart.push(container);
      continue;
    }
    const resizing = resizedIn(container.resources, current.resources);
    if (resizing.length > 0 && needsRestart(container, resizing)) {
      actions.regularToStart.push(container);
      actions.kills.push({
        container: current,
        message: `Container ${container.name} resize requires restart`,
      });
      continue;
    }
    if (resizing.length > 0) actions.resizes.push({ container, current });
    const kill = reasonToKill(container, current, probes, 'Container');
    if (kill === undefined) {
      kept++;
      continue;
    }
    const restarts =
      kill.probe === undefined || (container.restartPolicy ?? pod.spec.restartPolicy) !== 'Never';
    if (restarts) actions.regularToStart.push(container);
    actions.kills.push(restarts ? { ...kill, message: `${kill.message}, will be restarted` } : kill);
  }
  if (kept === 0 && actions.regularToStart.length === 0) {
    actions.killPod = true;
    actions.initToStart = [];
  }
  return actions;
}

/** A pod without a sandbox begins from the start, unless it is done. */
function startAfresh(pod: Pod, runtime: PodRuntime, actions: PodActions): void {
  const isFirst = runtime.sandboxes.length === 0;
  if (!restartsOnFailure(pod) && !isFirst && runtime.containers.length > 0) return;
  const toStart = pod.spec.containers.filter((container) => {
    const policy = container.restartPolicy ?? pod.spec.restartPolicy;
    return policy !== 'OnFailure' || !hasSucceeded(findContainer(runtime, container.name));
  });
  if (toStart.length === 0 && hasCreatedRegularContainer(pod, runtime)) return;
  actions.createSandbox = true;
  const first = pod.spec.initContainers?.[0];
  if (first !== undefined) actions.initToStart = [first];
  else actions.regularToStart = toStart;
}

function reasonToKill(
  container: Container,
  current: RuntimeContainer,
  probes: ProbeResults,
  noun: string,
): Kill | undefined {
  const because = `${noun} ${container.name}`;
  if (container.image !== current.requestedImage)
    return { container: current, message: `${because} definition changed` };
  if (probes.liveness(current.id) === false)
    return { container: current, message: `${because} failed liveness probe`, probe: 'liveness' };
  if (probes.startup(current.id) === false)
    return { container: current, message: `${because} failed startup probe`, probe: 'startup' };
  return undefined;
}

/**
 * Fills in what init containers and sidecars need; returns whether the pod has been initialized.
 * Looks from the last one back, because those that are done may be gone.
 * Models computeInitContainerActions (v1.36).
 */
function computeInitActions(
  pod: Pod,
  runtime: PodRuntime,
  probes: ProbeResults,
  actions: PodActions,
): boolean {
  const containers = pod.spec.initContainers ?? [];
  if (containers.length === 0) return true;
  let initialized = pod.spec.containers.some(({ name }) => {
    const state = findContainer(runtime, name)?.state;
    return state === 'running' || state === 'created';
  });
  let previouslyInitialized = initialized;
  const start = new Set<number>();
  for (let index = containers.length - 1; index >= 0; index--) {
    const container = containers[index] as Container;
    const sidecar = isRestartableInitContainer(container);
    const current = findContainer(runtime, container.name);
    if (current === undefined) {
      if (previouslyInitialized && sidecar) start.add(index);
      continue;
    }
    if (previouslyInitialized && !sidecar) continue;
    const passed = (): void => {
      if (index === containers.length - 1) initialized = true;
      else if (!previouslyInitialized || !sidecar) start.add(index + 1);
    };
    if (current.state === 'created') start.add(index);
    else if (current.state === 'running') {
      if (sidecar) {
        if (hasStarted(container, current, probes)) passed();
        const kill = reasonToKill(container, current, probes, 'Init container');
        if (kill !== undefined) {
          actions.kills.push(kill);
          start.add(index);
        }
      }
    } else if (sidecar) start.add(index);
    else if (current.exitCode === 0) passed();
    else if (isToBeStarted(container, pod, runtime)) start.add(index);
    else {
      actions.killPod = true;
      return false;
    }
    previouslyInitialized = true;
  }
  if (!previouslyInitialized) start.add(0);
  actions.initToStart = [...start].toSorted((a, b) => a - b).map((index) => containers[index] as Container);
  return initialized;
}

function hasStarted(container: Container, current: RuntimeContainer, probes: ProbeResults): boolean {
  return container.startupProbe == null || probes.startup(current.id) === true;
}
