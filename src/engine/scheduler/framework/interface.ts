/**
 * The extension points of the scheduling framework. A plugin implements those that it needs; the
 * runtime asks a plugin what it implements by looking for the method. Success is `undefined`.
 * Models k8s.io/kube-scheduler/framework/interface.go (v1.36).
 */
import type { Pod } from '../../api/types.ts';
import type { ClusterEventWithHint } from './cluster-event.ts';
import type { CycleState } from './cycle-state.ts';
import type { NodeInfo } from './node-info.ts';
import type { NodeStatuses } from './node-statuses.ts';
import type { PodInfo } from './pod-info.ts';
import type { Status } from './status.ts';

export const minNodeScore = 0;
export const maxNodeScore = 100;

interface Plugin {
  readonly name: string;
}

/** May keep a pod out of the queue. Cheap: it is asked often. */
export interface PreEnqueuePlugin extends Plugin {
  preEnqueue(pod: Pod): Status | undefined;
}

/** What a queue-sort plugin may look at. */
export interface QueueEntry {
  readonly podInfo: PodInfo;
  /** When the pod was (last) added to the queue. */
  readonly timestampMs: number;
}

export interface QueueSortPlugin extends Plugin {
  /** Whether `a` is to be scheduled before `b`. */
  less(a: QueueEntry, b: QueueEntry): boolean;
}

/**
 * Which events may make a pod schedulable that this plugin refused. Asked once, at the start. A
 * plugin without it is told of every event.
 */
export interface EnqueueExtensions extends Plugin {
  eventsToRegister(): readonly ClusterEventWithHint[];
}

/** The only nodes that need to be looked at, by name; they need not exist. */
export interface PreFilterResult {
  readonly nodeNames: ReadonlySet<string>;
}

export interface PreFilterPlugin extends Plugin {
  /**
   * Looks at the pod (and all nodes) once, before any Filter. Skip leaves out the plugin's Filter
   * in this cycle.
   */
  preFilter(
    state: CycleState,
    podInfo: PodInfo,
    nodes: readonly NodeInfo[],
  ): Status | PreFilterResult | undefined;
  /** "What if" `added` ran on `node`: changes the plugin's entry in `state`, a clone. */
  addPod?(state: CycleState, podInfo: PodInfo, added: PodInfo, node: NodeInfo): Status | undefined;
  /** "What if" `removed` did not run on `node`. */
  removePod?(state: CycleState, podInfo: PodInfo, removed: PodInfo, node: NodeInfo): Status | undefined;
}

export interface FilterPlugin extends Plugin {
  /** Whether the pod may run on the node. Looks at the given `node`, never at the snapshot's. */
  filter(state: CycleState, podInfo: PodInfo, node: NodeInfo): Status | undefined;
}

/** What PostFilter plugins want done. */
export interface PostFilterResult {
  /** The node to nominate; empty clears the pod's nomination. */
  readonly nominatedNodeName: string;
}

export interface PostFilterPlugin extends Plugin {
  /** Called when no node fits. Unschedulable: tried, and it does not help. */
  postFilter(
    state: CycleState,
    podInfo: PodInfo,
    statuses: NodeStatuses,
  ): { readonly result?: PostFilterResult; readonly status?: Status };
}

export interface PreScorePlugin extends Plugin {
  /** Looks at the nodes that fit. Skip leaves out the plugin's Score in this cycle. */
  preScore(state: CycleState, podInfo: PodInfo, nodes: readonly NodeInfo[]): Status | undefined;
}

export interface ScorePlugin extends Plugin {
  /** How well the node suits, an integer; 0…100 unless the plugin normalises. */
  score(state: CycleState, podInfo: PodInfo, node: NodeInfo): number;
  /** Brings the scores of all nodes, in the order of `nodes`, into 0…100, in place. */
  normalizeScores?(
    state: CycleState,
    podInfo: PodInfo,
    nodes: readonly NodeInfo[],
    scores: Float64Array,
  ): void;
  /**
   * What every node's score comes to, normalised, where that can be told without looking at the nodes
   * that fit: the runtime then does not ask `score`, unless somebody wants to see each answer.
   */
  uniformScore?(state: CycleState, podInfo: PodInfo): number | undefined;
}

export interface ReservePlugin extends Plugin {
  reserve(state: CycleState, podInfo: PodInfo, nodeName: string): Status | undefined;
  /** Takes back what `reserve` did; called also when it did nothing or failed. */
  unreserve(state: CycleState, podInfo: PodInfo, nodeName: string): void;
}

export interface PermitPlugin extends Plugin {
  /** `Wait` holds the pod for at most `timeoutMs`. */
  permit(
    state: CycleState,
    podInfo: PodInfo,
    nodeName: string,
  ): { readonly status?: Status; readonly timeoutMs?: number };
}

/** Work of a binding cycle that takes time: the caller asks `check` every `pollMs` until it is over. */
export interface Waiting {
  readonly pollMs: number;
  /** Over: success (`undefined`) or a refusal. Still `'waiting'`: ask again. */
  check(): Status | undefined | 'waiting';
}

export interface PreBindPlugin extends Plugin {
  /** Whether `preBind` will have anything to do: Skip if not. */
  preBindPreFlight(state: CycleState, podInfo: PodInfo, nodeName: string): Status | undefined;
  preBind(state: CycleState, podInfo: PodInfo, nodeName: string): Status | Waiting | undefined;
}

export interface BindPlugin extends Plugin {
  /** Binds the pod, or answers Skip to leave it to the next plugin. */
  bind(state: CycleState, podInfo: PodInfo, nodeName: string): Status | undefined;
}

interface PostBindPlugin extends Plugin {
  postBind(state: CycleState, podInfo: PodInfo, nodeName: string): void;
}

/**
 * A plugin whose Filter and raw Score look at the pod and the one node only: pods that it signs alike
 * get the same answers on a node that did not change, and the runtime remembers them. Models
 * framework.SignPlugin (v1.36).
 */
export interface SignPlugin extends Plugin {
  /** What of the pod the answers depend on; undefined when they depend on more than the node. */
  signPod(podInfo: PodInfo): string | undefined;
}

/**
 * Scores placements of pod groups. Simplified: topology-aware scheduling is alpha and off, so that
 * plugins are only listed there and never run.
 */
export interface PlacementScorePlugin extends Plugin {
  readonly scoresPlacements: true;
}

/** Any plugin, with whatever it implements. */
export type AnyPlugin = Plugin &
  Partial<
    Omit<PreEnqueuePlugin, 'name'> &
      Omit<QueueSortPlugin, 'name'> &
      Omit<EnqueueExtensions, 'name'> &
      Omit<PreFilterPlugin, 'name'> &
      Omit<FilterPlugin, 'name'> &
      Omit<PostFilterPlugin, 'name'> &
      Omit<PreScorePlugin, 'name'> &
      Omit<ScorePlugin, 'name'> &
      Omit<ReservePlugin, 'name'> &
      Omit<PermitPlugin, 'name'> &
      Omit<PreBindPlugin, 'name'> &
      Omit<BindPlugin, 'name'> &
      Omit<PostBindPlugin, 'name'> &
      Omit<SignPlugin, 'name'> &
      Omit<PlacementScorePlugin, 'name'>
  >;
