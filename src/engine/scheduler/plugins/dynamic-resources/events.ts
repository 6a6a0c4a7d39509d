import type { Pod, ResourceClaim } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { action, type ClusterEventWithHint, type QueueingHint } from '../../framework/cluster-event.ts';
import type { Listers } from '../../framework/handle.ts';
import { podClaims } from './pod-claims.ts';

/** What may make a refused pod schedulable. Models dynamicresources.EventsToRegister (v1.36). */
export function dynamicResourcesEvents({ resourceClaims }: Listers): readonly ClusterEventWithHint[] {
  const addOrUpdate = action.add | action.update;
  return [
    {
      event: {
        resource: 'Node',
        actionType: action.add | action.updateNodeLabel | action.updateNodeAllocatable,
      },
    },
    {
      event: { resource: 'resource.k8s.io/ResourceClaim', actionType: addOrUpdate },
      hint: (pod, before, now) =>
        afterClaimChange(
          podClaims(pod, resourceClaims),
          before as ResourceClaim | undefined,
          now as ResourceClaim,
        ),
    },
    {
      event: { resource: 'Pod', actionType: action.updatePodGeneratedResourceClaim },
      hint: (pod, _before, now) =>
        (now as Pod).metadata.uid === pod.metadata.uid &&
        typeof podClaims(now as Pod, resourceClaims) !== 'string'
          ? 'Queue'
          : 'QueueSkip',
    },
    { event: { resource: 'resource.k8s.io/DeviceClass', actionType: addOrUpdate } },
    { event: { resource: 'resource.k8s.io/ResourceSlice', actionType: addOrUpdate } },
  ];
}

/** `claims` are those of the pod that waits, or what is wrong with them. */
function afterClaimChange(
  claims: readonly ResourceClaim[] | string,
  before: ResourceClaim | undefined,
  now: ResourceClaim,
): QueueingHint {
  if (typeof claims === 'string') return 'QueueSkip';
  if (before?.status?.allocation && !now.status?.allocation) return 'Queue';
  if (!claims.some(({ metadata }) => metadata.uid === now.metadata.uid)) return 'QueueSkip';
  return before !== undefined && deepEqual(before.status, now.status) ? 'QueueSkip' : 'Queue';
}
