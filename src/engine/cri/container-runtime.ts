import type { Machine } from '../machine/machine.ts';

/**
 * What a kubelet asks of the thing that runs containers. Images name programs; the rooms that know
 * programs implement this, and the kubelet knows none of them.
 * Stands where k8s.io/cri-api stands (v1.36).
 */
export interface ContainerRuntime {
  /** What `node.status.nodeInfo.containerRuntimeVersion` says: `containerd://1.7.28`. */
  readonly version: string;
  /** What would happen if `image` were pulled now. Credentials are known by their registry. */
  resolveImage(image: string, credentials?: ReadonlyMap<string, string>): ImageAnswer;
  /** Starts a container. Throws nothing: a program that cannot start exits at once, or the answer says why. */
  start(config: ContainerConfig): RunningContainer | StartFailure;
}

export type ImageAnswer =
  | {
      readonly ok: true;
      readonly sizeBytes: number;
      readonly pullMs: number;
      readonly digest: string;
      /** Only who has credentials may have it. */
      readonly needsCredentials: boolean;
    }
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
  /** Whether something may be typed into it, and whether that is a terminal. */
  readonly stdin?: boolean;
  readonly tty?: boolean;
  /** What is mounted into it, longest path first. */
  readonly mounts: readonly ContainerMount[];
  /** What stands in it at /etc/hosts and /etc/resolv.conf. */
  readonly hosts: string;
  readonly resolvConf: string;
  /** The memory limit; absent = none. */
  readonly memoryLimitBytes?: number;
  readonly machine: Machine;
  readonly restartCount: number;
  /** One line of output, without its newline; the last one may have none. */
  readonly onLog: (line: string, stream: 'stdout' | 'stderr', isWhole?: boolean) => void;
  /** Called once when the main process has ended. */
  readonly onExit: (exit: ContainerExit) => void;
}

/** A volume as a container sees it. Its files are shared by all that mount it, and outlive a restart. */
export interface ContainerMount {
  readonly path: string;
  readonly readOnly: boolean;
  /** Contents by path below `path`, without a leading `/`. */
  readonly files: Map<string, string>;
  /** The permissions of a file in it, or of itself ('' is its root). */
  readonly modeOf?: (below: string) => number;
  /** It lies in memory (tmpfs). */
  readonly inMemory?: boolean;
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
  /** What it answers to a text that is sent to that port without further ado. */
  tell(port: number, text: string): string;
  /** Whether what serves gRPC there is healthy; undefined = nothing there speaks its health protocol. */
  probeGrpc(port: number): boolean | undefined;
  /** A file, as its processes see it. */
  readFile(path: string): string | undefined;
  /** From now on it may take that much memory; undefined = as much as it likes. */
  limitMemory(bytes: number | undefined): void;
  /** What it uses now: its working set, and its share of the CPU over the last seconds. */
  usage(): ResourceUsage;
  /**
   * Runs a command inside, and tells how it ended once it has. `input` is all that it can read, or
   * somebody who is connected to it while it runs. Returns how to kill it.
   */
  exec(
    command: readonly string[],
    onEnd: (result: ExecResult) => void,
    input?: string | Connection,
  ): () => void;
  /** Connects somebody to its main process. Returns how to take leave; undefined where it has ended. */
  attach(connection: Connection, onEnd: () => void): (() => void) | undefined;
}

/** Somebody who reads what a process prints while it prints it, and may type. */
export interface Connection {
  readonly tty: boolean;
  readonly onOutput: (text: string, stream: 'stdout' | 'stderr') => void;
  /**
   * Asks for what is typed; undefined is its end. Absent where nobody types. What came before somebody
   * asks comes at once.
   */
  readonly onInput?: (receive: (text: string | undefined) => void) => void;
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
