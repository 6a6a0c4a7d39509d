import type { RunningContainer } from '../cri/container-runtime.ts';
import type { LogRing } from './log-ring.ts';
import type { RuntimeContainer, RuntimeSandbox } from './pod-runtime.ts';

export interface LiveContainer {
  current: RuntimeContainer;
  readonly createdMs: number;
  pid: number;
  words: readonly string[];
  readonly log: LogRing;
  process: RunningContainer | undefined;
  readonly onExit: Set<() => void>;
}

/** What a pod is called. */
export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

export interface LivePod {
  name: PodName;
  readonly sandboxes: RuntimeSandbox[];
  readonly containers: LiveContainer[];
}

/** What a runtime's tool does to a container. Answers why not. */
export function actOn(pod: LivePod, container: LiveContainer, verb: 'stop' | 'rm'): string | undefined {
  if (verb === 'stop') {
    container.process?.signal('SIGKILL');
    return undefined;
  }
  if (container.process !== undefined)
    return `container is running or paused, please stop it first: ${container.current.id}`;
  pod.containers.splice(pod.containers.indexOf(container), 1);
  return undefined;
}
