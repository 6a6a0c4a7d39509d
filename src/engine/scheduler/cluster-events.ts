import { deepEqual } from '../sim/plain.ts';
import type { Node, Pod } from '../api/types.ts';
import { podRequests } from '../api/pod-resources.ts';
import { action, type ActionType, type ClusterEvent, type EventResource } from './framework/cluster-event.ts';

/** Names of moves that no cluster event causes. Models pkg/scheduler/framework/events.go (v1.36). */
export const scheduleAttemptFailure = 'ScheduleAttemptFailure';
export const backoffComplete = 'BackoffComplete';
export const popFromBackoffQ = 'PopFromBackoffQ';
const forceActivate = 'ForceActivate';

function event(resource: EventResource, actionType: ActionType, customLabel?: string): ClusterEvent {
  return customLabel === undefined ? { resource, actionType } : { resource, actionType, customLabel };
}

export const assignedPodAdd = event('AssignedPod', action.add);
export const assignedPodDelete = event('AssignedPod', action.delete);
export const unscheduledPodAdd = event('UnschedulablePod', action.add);
export const unscheduledPodUpdate = event('UnschedulablePod', action.update);
export const unscheduledPodDelete = event('UnschedulablePod', action.delete);
/** Pods that stayed unschedulable for too long are tried again, whatever refused them. */
export const unschedulableTimeout = event('*', action.all, 'UnschedulableTimeout');
export const forceActivateEvent = event('*', action.all, forceActivate);
export const nodeAdd = event('Node', action.add);
export const nodeDelete = event('Node', action.delete);

const actionNames: ReadonlyMap<ActionType, string> = new Map([
  [action.add, 'Add'],
  [action.delete, 'Delete'],
  [action.updateNodeAllocatable, 'UpdateNodeAllocatable'],
  [action.updateNodeLabel, 'UpdateNodeLabel'],
  [action.updateNodeTaint, 'UpdateNodeTaint'],
  [action.updateNodeCondition, 'UpdateNodeCondition'],
  [action.updateNodeAnnotation, 'UpdateNodeAnnotation'],
  [action.updateNodeDeclaredFeature, 'UpdateNodeDeclaredFeature'],
  [action.updatePodLabel, 'UpdatePodLabel'],
  [action.updatePodScaleDown, 'UpdatePodScaleDown'],
  [action.updatePodToleration, 'UpdatePodToleration'],
  [action.updatePodSchedulingGatesEliminated, 'UpdatePodSchedulingGatesEliminated'],
  [action.updatePodGeneratedResourceClaim, 'UpdatePodGeneratedResourceClaim'],
  [action.updatePodOther, 'Update'],
  [action.update, 'Update'],
  [action.all, 'All'],
]);

/** `NodeAdd`, `AssignedPodDelete`, `UnschedulableTimeout`. Models ClusterEvent.Label (v1.36). */
export function eventLabel({ resource, actionType, customLabel }: ClusterEvent): string {
  return customLabel ?? `${resource}${actionNames.get(actionType) ?? ''}`;
}

/** Whether an event is for pods that any plugin refused. */
export function isWildcardEvent({ resource, actionType }: ClusterEvent): boolean {
  return resource === '*' && actionType === action.all;
}

/** What an update of a node means for scheduling: nothing, or one event a changed property. */
export function nodeChangeEvents(oldNode: Node, newNode: Node): ClusterEvent[] {
  return nodeChanges
    .filter(([, changed]) => changed(oldNode, newNode))
    .map(([actionType]) => event('Node', actionType));
}

const nodeChanges: readonly (readonly [ActionType, (old: Node, now: Node) => boolean])[] = [
  [
    action.updateNodeAllocatable,
    (old, now) => differ(old.status?.allocatable ?? {}, now.status?.allocatable ?? {}),
  ],
  [action.updateNodeLabel, (old, now) => differ(old.metadata.labels, now.metadata.labels)],
  [
    action.updateNodeTaint,
    (old, now) =>
      differ(old.spec?.taints ?? [], now.spec?.taints ?? []) ||
      (old.spec?.unschedulable === true && now.spec?.unschedulable !== true),
  ],
  [
    action.updateNodeCondition,
    (old, now) =>
      old.status?.conditions !== now.status?.conditions &&
      differ(conditionStatuses(old), conditionStatuses(now)),
  ],
  [action.updateNodeAnnotation, (old, now) => differ(old.metadata.annotations, now.metadata.annotations)],
  [action.updateNodeDeclaredFeature, (old, now) => differ(declaredFeatures(old), declaredFeatures(now))],
];

function differ(a: unknown, b: unknown): boolean {
  return a !== b && !deepEqual(a ?? {}, b ?? {});
}

function conditionStatuses(node: Node): Record<string, string> {
  return Object.fromEntries((node.status?.conditions ?? []).map(({ type, status }) => [type, status]));
}

function declaredFeatures(node: Node): unknown {
  return (node.status as { declaredFeatures?: unknown } | undefined)?.declaredFeatures ?? [];
}

/** What an update of a pod means for scheduling. Models framework.PodSchedulingPropertiesChange (v1.36). */
export function podChangeEvents(oldPod: Pod, newPod: Pod): ClusterEvent[] {
  const resource = newPod.spec.nodeName ? 'AssignedPod' : 'UnschedulablePod';
  const events = podChanges
    .filter(([, changed]) => changed(oldPod, newPod))
    .map(([actionType]) => event(resource, actionType));
  return events.length > 0 ? events : [event(resource, action.updatePodOther)];
}

const podChanges: readonly (readonly [ActionType, (old: Pod, now: Pod) => boolean])[] = [
  [action.updatePodLabel, (old, now) => differ(old.metadata.labels, now.metadata.labels)],
  [action.updatePodScaleDown, isScaledDown],
  [
    action.updatePodToleration,
    // Tolerations can only be added: their number tells.
    (old, now) => (old.spec.tolerations?.length ?? 0) !== (now.spec.tolerations?.length ?? 0),
  ],
  [
    action.updatePodSchedulingGatesEliminated,
    (old, now) =>
      (old.spec.schedulingGates?.length ?? 0) > 0 && (now.spec.schedulingGates?.length ?? 0) === 0,
  ],
  [
    action.updatePodGeneratedResourceClaim,
    (old, now) => differ(old.status?.resourceClaimStatuses ?? [], now.status?.resourceClaimStatuses ?? []),
  ],
];

/** Whether the pod asks for less of anything than it did. */
function isScaledDown(old: Pod, now: Pod): boolean {
  if (old.spec === now.spec && old.status?.containerStatuses === now.status?.containerStatuses) return false;
  const before = podRequests(old, { useStatusResources: true });
  const after = podRequests(now, { useStatusResources: true });
  for (const [name, amount] of before) if ((after.get(name) ?? 0) < amount) return true;
  return false;
}
