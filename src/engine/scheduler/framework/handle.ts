import type { Log } from '../../api/klog.ts';
import type * as t from '../../api/types.ts';
import type { Random } from '../../sim/random.ts';
import type { AttemptTrace } from './attempt-trace.ts';
import type { CycleState } from './cycle-state.ts';
import type { Extender } from './extender.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';
import type { Status } from './status.ts';

/** Objects of one kind as the scheduler last heard of them, by `namespace/name` or `name`. */
export interface Lister<T> {
  get(key: string): T | undefined;
  values(): Iterable<T>;
}

/** What plugins may look up. Models the shared informers of the scheduler (v1.36). */
export interface Listers {
  readonly namespaces: Lister<t.Namespace>;
  readonly services: Lister<t.Service>;
  readonly replicationControllers: Lister<t.ReplicationController>;
  readonly replicaSets: Lister<t.ReplicaSet>;
  readonly statefulSets: Lister<t.StatefulSet>;
  readonly podDisruptionBudgets: Lister<t.PodDisruptionBudget>;
  readonly persistentVolumes: Lister<t.PersistentVolume>;
  readonly persistentVolumeClaims: Lister<t.PersistentVolumeClaim>;
  readonly storageClasses: Lister<t.StorageClass>;
  readonly csiNodes: Lister<t.CSINode>;
  readonly csiDrivers: Lister<t.CSIDriver>;
  readonly csiStorageCapacities: Lister<t.CSIStorageCapacity>;
  readonly volumeAttachments: Lister<t.VolumeAttachment>;
  readonly resourceClaims: Lister<t.ResourceClaim>;
  readonly resourceSlices: Lister<t.ResourceSlice>;
  readonly deviceClasses: Lister<t.DeviceClass>;
}

/** What plugins write through the API. Each call throws a `StatusError` when it is refused. */
export interface ApiCalls {
  bind(pod: t.Pod, nodeName: string): void;
  /** Sets one condition and, where given, `status.nominatedNodeName` (empty clears it). */
  patchPodStatus(pod: t.Pod, change: { condition?: t.PodCondition; nominatedNodeName?: string }): void;
  deletePod(pod: t.Pod): void;
  updatePersistentVolume(volume: t.PersistentVolume): t.PersistentVolume;
  updatePersistentVolumeClaim(claim: t.PersistentVolumeClaim): t.PersistentVolumeClaim;
  updateResourceClaim(claim: t.ResourceClaim, subresource?: 'status'): t.ResourceClaim;
  deleteResourceClaim(claim: t.ResourceClaim): void;
}

/** Pods that wait for a node where preemption makes room. Models framework.PodNominator (v1.36). */
export interface PodNominator {
  /** The pods nominated to run on the node, without those that run there already. */
  nominatedPodsForNode(nodeName: string): readonly PodInfo[];
  /** Whether there are none at all. */
  readonly isEmpty: boolean;
  /** Drops the nomination of a pod, if it has one. */
  deleteNominatedPodIfExists(pod: t.Pod): void;
}

/** An event about a pod, through events.k8s.io. */
export interface PodEvent {
  readonly regarding: t.Pod;
  readonly related?: t.Pod;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly action: string;
  readonly note: string;
}

/**
 * What a plugin may use of its surroundings. Given to it when it is made; the profile's framework
 * is the one that runs it. Models framework.Handle (v1.36).
 */
export interface Handle {
  /** The profile's `schedulerName`. */
  readonly profileName: string;
  /** The cluster as the running cycle sees it. */
  readonly snapshot: Snapshot;
  readonly listers: Listers;
  readonly nominator: PodNominator;
  readonly api: ApiCalls;
  readonly random: Random;
  /** In the order in which they are asked. */
  readonly extenders: readonly Extender[];
  /** The scheduler's log. */
  readonly log: Log;
  /** Virtual time. */
  nowMs(): number;
  /** Runs `run` at this moment, after the cycle that runs now. */
  soon(run: () => void): void;
  recordEvent(event: PodEvent): void;
  /**
   * Refuses a pod that waits at Permit or in PreBind, so that it frees its place at once. False when
   * there is no such pod.
   */
  preemptWaitingPod(pod: t.Pod, message: string): boolean;
  /** Puts a pod back to the front door of the queue, whatever the hints say. */
  activate(pod: t.Pod): void;
  /** Where the running attempt is written down; absent when nobody wants to know. */
  readonly trace: AttemptTrace | undefined;

  // The profile's own plugins, for "what if" filtering.
  runFilterPlugins(state: CycleState, podInfo: PodInfo, node: NodeInfo): Status | undefined;
  runFilterPluginsWithNominatedPods(state: CycleState, podInfo: PodInfo, node: NodeInfo): Status | undefined;
  runPreFilterAddPod(state: CycleState, podInfo: PodInfo, added: PodInfo, node: NodeInfo): Status | undefined;
  runPreFilterRemovePod(
    state: CycleState,
    podInfo: PodInfo,
    removed: PodInfo,
    node: NodeInfo,
  ): Status | undefined;
}
