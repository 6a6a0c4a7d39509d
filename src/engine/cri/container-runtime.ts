import type { Client } from '../client/client.ts';
import type { Machine } from '../machine/machine.ts';

/**
 * What a kubelet asks of the thing that runs containers. Images name programs; the rooms that know
 * programs implement this, and the kubelet knows none of them.
 * Stands where k8s.io/cri-api stands (v1.36).
 */
export interface ContainerRuntime {
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
  readonly image: string;
  /** The container's command and args, environment already expanded; empty = the image's own. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly workingDir?: string;
  /** Files that volumes bring, by absolute path in the container. */
  readonly files: ReadonlyMap<string, string>;
  readonly machine: Machine;
  /** A client under the identity that the container's credentials give it; absent = no credentials. */
  readonly client?: Client;
  readonly restartCount: number;
  /** One line of output, without its newline. */
  readonly onLog: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Called once when the main process has ended. */
  readonly onExit: (exit: ContainerExit) => void;
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

export interface RunningContainer {
  /** `SIGTERM` asks, `SIGKILL` ends. `onExit` follows when the process ends. */
  signal(signal: 'SIGTERM' | 'SIGKILL' | 'SIGINT'): void;
  /** What a probe sees. `connect` = a TCP connection. */
  probeHttp(port: number, path: string): { status: number; body: string } | undefined;
  probeTcp(port: number): boolean;
  /** Runs a command inside; undefined = the simulation has no shell there. */
  exec(command: readonly string[]): { exitCode: number; stdout: string; stderr: string } | undefined;
}

export function isStartFailure(started: RunningContainer | StartFailure): started is StartFailure {
  return 'startError' in started;
}
