import type { Container } from '../api/types.ts';

type RuntimeState = 'created' | 'running' | 'exited';

/** A container as the runtime reports it at one moment. */
export interface RuntimeContainer {
  readonly id: string;
  readonly name: string;
  readonly state: RuntimeState;
  readonly restartCount: number;
  /** The image as the pod asked for it, by which a changed pod is told. */
  readonly requestedImage: string;
  readonly image: string;
  readonly imageRef: string;
  /** What it has; absent where that never changes. */
  readonly resources?: Container['resources'];
  readonly startedMs: number;
  readonly finishedMs: number;
  readonly exitCode: number;
  readonly reason: string;
  readonly message: string;
}

export interface RuntimeSandbox {
  readonly id: string;
  readonly ready: boolean;
  readonly ip: string;
  readonly createdMs: number;
}

/** What the runtime holds of one pod. Newest first. */
export interface PodRuntime {
  readonly sandboxes: readonly RuntimeSandbox[];
  readonly containers: readonly RuntimeContainer[];
  /** The address that the pod has, or had while a sandbox was ready. */
  readonly ip: string;
}

export const emptyPodRuntime: PodRuntime = { sandboxes: [], containers: [], ip: '' };

/** The newest container of that name. */
export function findContainer(runtime: PodRuntime, name: string): RuntimeContainer | undefined {
  return runtime.containers.find((container) => container.name === name);
}
