import type { Pod } from '../../api/types.ts';

/** Kinds of change, as bits that can be combined. Models framework.ActionType (v1.36). */
export const action = {
  add: 1 << 0,
  delete: 1 << 1,
  updateNodeAllocatable: 1 << 2,
  updateNodeLabel: 1 << 3,
  /** Taints, or `spec.unschedulable`. */
  updateNodeTaint: 1 << 4,
  updateNodeCondition: 1 << 5,
  updateNodeAnnotation: 1 << 6,
  updateNodeDeclaredFeature: 1 << 7,
  updatePodLabel: 1 << 8,
  /** Any request lowered. */
  updatePodScaleDown: 1 << 9,
  updatePodToleration: 1 << 10,
  updatePodSchedulingGatesEliminated: 1 << 11,
  updatePodGeneratedResourceClaim: 1 << 12,
  /** A change of a pod that is none of the above: heard only by those who want every update. */
  updatePodOther: 1 << 13,
  all: (1 << 14) - 1,
  /** Every kind of update. */
  update: ((1 << 14) - 1) & ~0b11,
} as const;

export type ActionType = number;

/**
 * What changed. An event about a pod is told as `AssignedPod` or `UnschedulablePod`; a plugin that
 * registers `Pod` gets both. Models framework.EventResource (v1.36).
 */
export type EventResource =
  | 'Pod'
  | 'AssignedPod'
  | 'UnschedulablePod'
  | 'Node'
  | 'PersistentVolume'
  | 'PersistentVolumeClaim'
  | 'storage.k8s.io/CSINode'
  | 'storage.k8s.io/CSIDriver'
  | 'storage.k8s.io/VolumeAttachment'
  | 'storage.k8s.io/CSIStorageCapacity'
  | 'storage.k8s.io/StorageClass'
  | 'resource.k8s.io/ResourceClaim'
  | 'resource.k8s.io/ResourceSlice'
  | 'resource.k8s.io/DeviceClass'
  /** Everything. */
  | '*';

/** Models framework.ClusterEvent (v1.36). */
export interface ClusterEvent {
  readonly resource: EventResource;
  readonly actionType: ActionType;
  /** Names special events such as UnschedulableTimeout in logs. */
  readonly customLabel?: string;
}

export type QueueingHint = 'Queue' | 'QueueSkip';

/**
 * Whether an event may make `pod`, which the plugin refused before, schedulable. `oldObject` is
 * absent for an addition, `newObject` for a deletion. Throwing counts as `Queue`.
 */
export type QueueingHintFn = (pod: Pod, oldObject: unknown, newObject: unknown) => QueueingHint;

/** An event that a plugin wants to hear of. Without a hint every such event counts as `Queue`. */
export interface ClusterEventWithHint {
  readonly event: ClusterEvent;
  readonly hint?: QueueingHintFn;
}

/** Whether a coming event is one that was registered. Models framework.MatchClusterEvents (v1.36). */
export function matchesClusterEvent(registered: ClusterEvent, coming: ClusterEvent): boolean {
  return (
    matchesResource(registered.resource, coming.resource) && (registered.actionType & coming.actionType) !== 0
  );
}

function matchesResource(registered: EventResource, coming: EventResource): boolean {
  if (registered === '*' || registered === coming) return true;
  return registered === 'Pod' && (coming === 'AssignedPod' || coming === 'UnschedulablePod');
}
