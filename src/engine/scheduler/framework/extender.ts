import type { Pod } from '../../api/types.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';

/** Stands in `unschedulablePlugins` for extenders that refused nodes. */
export const extenderName = 'Extender';

/** What an extender says of the nodes that fit. */
export interface ExtenderVerdict {
  readonly nodes: readonly NodeInfo[];
  /** Why nodes do not suit, by their names. */
  readonly failed: ReadonlyMap<string, string>;
  /** Likewise, where preemption would not help. They come before `failed`. */
  readonly unresolvable: ReadonlyMap<string, string>;
}

/** Who would have to go from a node. */
export interface NodeVictims {
  readonly victims: readonly PodInfo[];
  readonly pdbViolations: number;
}

/** Why a call of an extender failed, in kube-scheduler's words. */
export class ExtenderError extends Error {
  override name = 'ExtenderError';
}

/**
 * A program outside that has a say in where pods go. Every call throws an ExtenderError where it fails.
 * Models k8s.io/kube-scheduler/framework.Extender (v1.36).
 */
export interface Extender {
  /** Its URL. */
  readonly name: string;
  /** Whether the scheduler goes on without it when it fails. */
  readonly isIgnorable: boolean;
  readonly isFilter: boolean;
  readonly isPrioritizer: boolean;
  readonly isBinder: boolean;
  readonly supportsPreemption: boolean;
  /** Whether the pod asks for a resource that it manages; true for all pods where it names none. */
  isInterested(pod: Pod): boolean;
  filter(pod: Pod, nodes: readonly NodeInfo[]): ExtenderVerdict;
  /** Scores by node, 0 to 10, not yet weighted. */
  prioritize(
    pod: Pod,
    nodes: readonly NodeInfo[],
  ): { readonly scores: ReadonlyMap<string, number>; readonly weight: number };
  bind(pod: Pod, nodeName: string): void;
  /** The nodes that stay candidates for preemption, with who would have to go there. */
  processPreemption(
    pod: Pod,
    victims: ReadonlyMap<string, NodeVictims>,
    snapshot: Snapshot,
  ): ReadonlyMap<string, NodeVictims>;
}
