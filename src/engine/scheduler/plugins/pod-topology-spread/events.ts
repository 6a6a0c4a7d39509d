import { matchesLabels } from '../../../api/labels.ts';
import type { Node, Pod } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { action, type ClusterEventWithHint, type QueueingHint } from '../../framework/cluster-event.ts';
import { hasAllTopologyKeys, type SpreadConstraint } from './constraints.ts';

type ConstraintsOf = (pod: Pod) => readonly SpreadConstraint[];

/** What may make a refused pod schedulable. Models podtopologyspread.EventsToRegister (v1.36). */
export function podTopologySpreadEvents(constraintsOf: ConstraintsOf): readonly ClusterEventWithHint[] {
  const { add, updatePodLabel, updatePodToleration, updateNodeLabel, updateNodeTaint } = action;
  return [
    {
      event: { resource: 'Pod', actionType: add | updatePodLabel | updatePodToleration | action.delete },
      hint: (pod, before, now) =>
        afterPodChange(pod, before as Pod | undefined, now as Pod | undefined, constraintsOf(pod)),
    },
    {
      event: { resource: 'Node', actionType: add | action.delete | updateNodeLabel | updateNodeTaint },
      hint: (pod, before, now) =>
        afterNodeChange(before as Node | undefined, now as Node | undefined, constraintsOf(pod)),
    },
  ];
}

/** Whether `other` can count for the spread of `pod`. */
function isInvolved(other: Pod, pod: Pod): boolean {
  if (other.metadata.uid === pod.metadata.uid) return true;
  return Boolean(other.spec.nodeName) && other.metadata.namespace === pod.metadata.namespace;
}

function afterPodChange(
  pod: Pod,
  before: Pod | undefined,
  now: Pod | undefined,
  constraints: readonly SpreadConstraint[],
): QueueingHint {
  if ((now && !isInvolved(now, pod)) || (before && !isInvolved(before, pod))) return 'QueueSkip';
  const counts = (other: Pod | undefined, { selector }: SpreadConstraint): boolean =>
    other !== undefined && matchesLabels(selector, other.metadata.labels);
  if (now === undefined || before === undefined) {
    const changed = now ?? before;
    return constraints.every((constraint) => counts(changed, constraint)) ? 'Queue' : 'QueueSkip';
  }
  const toleratesMore =
    pod.metadata.uid === now.metadata.uid &&
    constraints.some(({ honorsNodeTaints }) => honorsNodeTaints) &&
    !deepEqual(before.spec.tolerations, now.spec.tolerations);
  const countsDifferently = constraints.some(
    (constraint) => counts(before, constraint) !== counts(now, constraint),
  );
  return toleratesMore || countsDifferently ? 'Queue' : 'QueueSkip';
}

function afterNodeChange(
  before: Node | undefined,
  now: Node | undefined,
  constraints: readonly SpreadConstraint[],
): QueueingHint {
  const was = before !== undefined && hasAllTopologyKeys(before.metadata.labels, constraints);
  const is = now !== undefined && hasAllTopologyKeys(now.metadata.labels, constraints);
  if (before === undefined || now === undefined) return was || is ? 'Queue' : 'QueueSkip';
  if (was !== is) return 'Queue';
  const moved = constraints.some(
    ({ topologyKey }) => before.metadata.labels?.[topologyKey] !== now.metadata.labels?.[topologyKey],
  );
  return is && (moved || !deepEqual(before.spec?.taints, now.spec?.taints)) ? 'Queue' : 'QueueSkip';
}
