import type { ApiHandler } from '../api/http.ts';
import type { ClientFactory } from '../client/client.ts';
import type { ContainerConfig, HttpAnswer, ResourceUsage } from '../cri/container-runtime.ts';
import type { Network } from '../cri/network.ts';
import type { ReadNodeMetrics } from '../cri/node-metrics.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { ContainerFiles } from './container-files.ts';
import type { TraceSink } from '../sim/trace.ts';

/** The way to the API server, for programs that are components of the cluster. */
export interface ApiConnection {
  readonly handler: ApiHandler;
  readonly clients: ClientFactory;
  readonly nodeMetrics: ReadNodeMetrics;
  readonly network: Network;
  /** A kube-apiserver on this machine begins to serve, or ends. */
  readonly serving: (isServing: boolean) => void;
}

/** What a program is given when its container starts. */
export interface ProgramContext {
  readonly sim: Simulation;
  readonly config: ContainerConfig;
  /** Its command line, without the program's own name. */
  readonly args: readonly string[];
  /** The container's files. */
  readonly files: ContainerFiles;
  /** A file, as the container sees it. */
  readonly readFile: (path: string) => string | undefined;
  readonly connection: ApiConnection;
  readonly trace: TraceSink;
  /** Programs of the time of Kubernetes v1.11 are what their names say. */
  readonly asInSlides: boolean;
  readonly log: (line: string, stream?: 'stdout' | 'stderr') => void;
  /** Ends the program by itself. */
  readonly exit: (code: number) => void;
}

/** A program that serves until it is told to end. */
export interface RunningProgram {
  /** It is told to end. */
  stop(): void;
  /** It was killed; where it makes a difference. */
  kill?(): void;
  /** What it answers to a GET, or the status alone; undefined = nothing listens on that port. */
  http?(port: number, path: string): number | HttpAnswer | undefined;
  listens?(port: number): boolean;
  /** What it answers to a text that is sent to it without further ado; absent = it hangs up. */
  tell?(port: number, text: string): string;
  /** Whether it is healthy by gRPC's health protocol; absent = it does not speak it. */
  grpc?(port: number): boolean;
  /** What it uses now; absent = what its image uses while it has little to do. */
  usage?(): ResourceUsage;
}

export type Program = (context: ProgramContext) => RunningProgram;
