import type { Machine } from '../machine/machine.ts';

/**
 * What a kubelet asks of the thing that runs containers. Images name programs; the rooms that know
 * programs implement this, and the kubelet knows none of them.
 * Stands where k8s.io/cri-api stands (v1.36).
 */
export interface ContainerRuntime {
  /** What `node.status.nodeInfo.containerRuntimeVersion` says: `containerd://1.7.28`. */
  readonly version: string;
  /** What would happen if `image` were pulled now. */
  resolveImage(image: string): ImageAnswer;
  /** Starts a container. Throws nothing: a program that cannot start exits at once, or the answer says why. */
  start(config: ContainerConfig): RunningContainer | StartFailure;
}

export type ImageAnswer =
  | { readonly ok: true; readonly sizeBytes: number; readonly pullMs: number; readonly digest: string }
  | { readonly ok: false; readonly afterMs: number; readonly error: string };

export interface ContainerConfig {
  readonly podNamespace: string;
  readonly podName: string;
  readonly podUid: string;
  readonly podIP: string;
  readonly hostNetwork: boolean;
  readonly containerName: string;
  readonly containerId: string;
  readonly image: string;
  /** The container's command and args, environment already expanded; empty = the image's own. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly workingDir?: string;
  /** What is mounted into it, longest path first. */
  readonly mounts: readonly ContainerMount[];
  /** The memory limit; absent = none. */
  readonly memoryLimitBytes?: number;
  readonly machine: Machine;
  readonly restartCount: number;
  /** One line of output, without its newline. */
  readonly onLog: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Called once when the main process has ended. */
  readonly onExit: (exit: ContainerExit) => void;
}

/** A volume as a container sees it. Its files are shared by all that mount it, and outlive a restart. */
export interface ContainerMount {
  readonly path: string;
  readonly readOnly: boolean;
  /** Contents by path below `path`, without a leading `/`. */
  readonly files: Map<string, string>;
}

export interface StartFailure {
  readonly startError: string;
  /** 127 for a missing executable, 128 otherwise. */
  readonly exitCode: number;
}

export interface ContainerExit {
  readonly exitCode: number;
  readonly signal?: number;
  /** `Completed`, `Error`, `OOMKilled`… */
  readonly reason: string;
  readonly message?: string;
}

/** What something uses of a machine at a moment. */
export interface ResourceUsage {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** An answer to a GET. */
export interface HttpAnswer {
  readonly status: number;
  /** Text, or a value whose JSON it is. */
  readonly body: unknown;
}

export interface RunningContainer {
  /** `SIGTERM` asks, `SIGKILL` ends. `onExit` follows when the process ends. */
  signal(signal: 'SIGTERM' | 'SIGKILL' | 'SIGINT'): void;
  /** Its main process breaks down, and ends with that code. */
  crash(exitCode: number): void;
  /** What a probe sees; undefined = nothing listens there. */
  probeHttp(port: number, path: string): HttpAnswer | undefined;
  probeTcp(port: number): boolean;
  /** What it uses now: its working set, and its share of the CPU over the last seconds. */
  usage(): ResourceUsage;
  /**
   * Runs a command inside, and tells how it ended once it has. `stdin` is all that it can read. Returns
   * how to kill it.
   */
  exec(command: readonly string[], onEnd: (result: ExecResult) => void, stdin?: string): () => void;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The command could not even be started, in the runtime's words. */
  readonly startError?: string;
}

export function isStartFailure(started: RunningContainer | StartFailure): started is StartFailure {
  return 'startError' in started;
}
