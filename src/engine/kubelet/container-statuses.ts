import { formatTime } from '../api/time.ts';
import type { Container, ContainerState, ContainerStatus, Pod } from '../api/types.ts';
import { findContainer, type PodRuntime, type RuntimeContainer } from './pod-runtime.ts';
import { hasCreatedRegularContainer, hasSucceeded, isToBeStarted } from './restart-policy.ts';
import { isRestartableInitContainer } from './restart-policy.ts';

/** Why a container could not be started: its status waits with that. */
export interface StartReason {
  readonly reason: string;
  readonly message: string;
}

export interface StatusesInput {
  readonly pod: Pod;
  readonly runtime: PodRuntime;
  readonly kind: 'init' | 'regular' | 'ephemeral';
  readonly containers: readonly Container[];
  readonly previous: readonly ContainerStatus[];
  readonly reasonOf: (containerName: string) => StartReason | undefined;
}

type Draft = { -readonly [K in keyof ContainerStatus]: ContainerStatus[K] };

/**
 * The statuses of one kind of containers: what the runtime shows, and for containers that it does not
 * have what is known from before. Init containers keep the pod's order, the others are sorted by name.
 * Models convertToAPIContainerStatuses of pkg/kubelet/kubelet_pods.go (v1.36).
 */
export function containerStatuses(input: StatusesInput): ContainerStatus[] {
  const { pod, runtime, kind, containers, reasonOf } = input;
  const previous = new Map(input.previous.map((status) => [status.name, status]));
  const statuses = containers.map((container) => {
    const old = previous.get(container.name);
    const found = runtime.containers.filter(({ name }) => name === container.name).slice(0, 2);
    const [current, before] = found;
    const status: Draft =
      current === undefined
        ? missingStatus(input, container, old)
        : seenStatus(container, current, old ?? startingStatus(input, container));
    if (before !== undefined) status.lastState = stateOf(before);
    return explain(status, container);
  });
  return kind === 'init' ? statuses : statuses.toSorted((a, b) => (a.name < b.name ? -1 : 1));

  function explain(status: Draft, container: Container): ContainerStatus {
    const current = findContainer(runtime, container.name);
    if (kind === 'init') {
      if (hasSucceeded(current)) return status;
      const isForgotten = current === undefined && hasCreatedRegularContainer(pod, runtime);
      if (isForgotten && !isRestartableInitContainer(container) && status.state?.waiting) {
        status.state = { terminated: { exitCode: 0, reason: 'Completed', message: forgottenInit } };
        return status;
      }
    }
    if (!isToBeStarted(container, pod, runtime)) return status;
    const reason = reasonOf(container.name);
    if (reason === undefined) return status;
    if (status.state?.terminated) status.lastState = status.state;
    status.state = { waiting: withoutEmpty({ reason: reason.reason, message: reason.message }) };
    return status;
  }
}

const forgottenInit =
  'Unable to get init container status from container runtime and pod has been initialized, treat it as exited normally';

/** Before the runtime has the container: it waits. */
function startingStatus({ pod, kind }: StatusesInput, container: Container): Draft {
  const hasInit = (pod.spec.initContainers ?? []).length > 0;
  return {
    name: container.name,
    state: { waiting: { reason: hasInit ? 'PodInitializing' : 'ContainerCreating' } },
    lastState: {},
    ready: false,
    restartCount: 0,
    image: container.image ?? '',
    imageID: '',
    ...(kind === 'ephemeral' ? {} : { started: false }),
    ...volumeMounts(container),
  };
}

/** A container that the runtime does not have (any more). */
function missingStatus(input: StatusesInput, container: Container, old: ContainerStatus | undefined): Draft {
  if (old?.state?.terminated) return { ...old };
  const status = startingStatus(input, container);
  if (old === undefined) return status;
  status.restartCount = old.restartCount;
  status.lastState = old.lastState ?? {};
  if (old.state?.running && status.lastState.terminated === undefined) {
    status.lastState = {
      terminated: {
        exitCode: 137,
        reason: 'ContainerStatusUnknown',
        message:
          'The container could not be located when the pod was deleted.  The container used to be Running',
      },
    };
    if (input.pod.metadata.deletionTimestamp === undefined) status.restartCount++;
  }
  return status;
}

function seenStatus(container: Container, current: RuntimeContainer, old: ContainerStatus): Draft {
  const containerID = `containerd://${current.id}`;
  const requests = container.resources?.requests;
  const status: Draft = {
    name: current.name,
    state: stateOf(current),
    lastState: lastStateOf(containerID, old),
    ready: false,
    restartCount: Math.max(current.restartCount, old.restartCount),
    image: current.image,
    imageID: current.imageRef,
    containerID,
    ...(requests && Object.keys(requests).length > 0 && { allocatedResources: requests }),
    resources: (current.state === 'running' ? current.resources : undefined) ?? container.resources ?? {},
    ...(old.volumeMounts && { volumeMounts: old.volumeMounts }),
  };
  if (current.state === 'running' && old.state?.terminated && old.restartCount >= current.restartCount)
    status.restartCount = old.restartCount + 1;
  return status;
}

function lastStateOf(containerID: string, old: ContainerStatus): ContainerState {
  if (old.containerID !== containerID && old.state?.terminated) return { terminated: old.state.terminated };
  return old.lastState?.terminated ? { terminated: old.lastState.terminated } : {};
}

function stateOf(container: RuntimeContainer): ContainerState {
  switch (container.state) {
    case 'running':
      return { running: { startedAt: formatTime(container.startedMs) } };
    case 'exited':
      return {
        terminated: withoutEmpty({
          exitCode: container.exitCode,
          reason: container.reason,
          message: container.message,
          startedAt: formatTime(container.startedMs),
          finishedAt: formatTime(container.finishedMs),
          containerID: `containerd://${container.id}`,
        }),
      };
    case 'created':
      return { waiting: {} };
  }
}

function volumeMounts({ volumeMounts: mounts }: Container): Pick<ContainerStatus, 'volumeMounts'> {
  if (!mounts || mounts.length === 0) return {};
  return {
    volumeMounts: mounts.map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly === true && { readOnly, recursiveReadOnly: 'Disabled' }),
    })),
  };
}

/** The Go struct's `omitempty`: members that are empty texts are left out. */
function withoutEmpty<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== '')) as T;
}
