/** What is kept of a cluster: its seed, and all that was done to it. Plain data that can be posted. */
import type { ApiRequest } from '../engine/api/http.ts';
import type { Fault } from '../engine/index.ts';

/**
 * All that makes a cluster what it is: replaying the operations from the seed gives the same bytes.
 * It is the saved session, the share link, the bug report and the regression test.
 */
export interface Recording {
  readonly podyard: 'recording';
  /** 2 where the cluster has flags, which those who read version 1 do not know. */
  readonly version: 1 | 2;
  readonly seed: string;
  readonly startMs: number;
  readonly cluster: ClusterShape;
  readonly operations: readonly RecordedOperation[];
  /** Virtual time at the end. */
  readonly endMs: number;
}

/** What boots. */
export interface ClusterShape {
  readonly nodes: readonly string[];
  /** Schedulers and DaemonSets are as in the course's slides, of Kubernetes v1.11. */
  readonly asInSlides?: boolean;
  /** Scheduler and controllers run outside of all machines, which are workers then. */
  readonly controlPlane?: 'hosted';
  readonly flags?: ControlPlaneFlags;
}

/** Flags of kube-apiserver and kube-controller-manager that are not as usual. */
export interface ControlPlaneFlags {
  readonly disableAdmissionPlugins?: readonly string[];
  readonly authorizationMode?: 'AlwaysAllow';
  readonly serviceClusterIpRange?: string;
  /** The lines of `--token-auth-file`. */
  readonly tokens?: readonly StaticToken[];
  readonly allocateNodeCidrs?: false;
}

export interface StaticToken {
  readonly token: string;
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
}

export interface RecordedOperation {
  readonly atMs: number;
  readonly operation: Operation;
}

/** What a user does to a cluster. */
export type Operation =
  | { readonly type: 'request'; readonly request: ApiRequest }
  | { readonly type: 'write-file'; readonly machine: string; readonly path: string; readonly text: string }
  | { readonly type: 'remove-file'; readonly machine: string; readonly path: string }
  | { readonly type: 'move-file'; readonly machine: string; readonly from: string; readonly to: string }
  | { readonly type: 'make-folder'; readonly machine: string; readonly path: string }
  /** Types into a container: `stream` counts the conversations (exec, attach) that were begun before. */
  | {
      readonly type: 'stream-input';
      readonly stream: number;
      readonly channel: number;
      readonly data: string;
    }
  | { readonly type: 'stream-close'; readonly stream: number }
  /** Asks something on the cluster's network for a page: who is asked often has more to do. */
  | {
      readonly type: 'fetch';
      readonly machine: string;
      readonly host: string;
      readonly port: number;
      readonly path: string;
    }
  | ({ readonly type: 'add-node'; readonly name: string } & SizeChange)
  | { readonly type: 'remove-node'; readonly name: string }
  | ({ readonly type: 'resize-node'; readonly name: string } & SizeChange)
  /** `verb` is a ServiceVerb: `start`, `stop` … */
  | { readonly type: 'service'; readonly machine: string; readonly verb: string; readonly unit: string }
  /** `verb` is a RuntimeVerb, which a machine's container runtime carries out. */
  | { readonly type: 'runtime'; readonly machine: string; readonly verb: string; readonly id: string }
  /** A machine that has joined no cluster. */
  | { readonly type: 'add-machine'; readonly name: string }
  | { readonly type: 'fault'; readonly fault: Fault };

/** What a machine has; what is absent is as usual, or stays. */
export interface SizeChange {
  readonly cpuMillis?: number;
  readonly memoryBytes?: number;
}

/** The seed of the cluster that every newcomer gets: the page is built with the first frame of it. */
export const newcomersSeed = 'podyard';
