import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { action, type ClusterEventWithHint } from '../../framework/cluster-event.ts';
import { usesClaim } from '../../framework/volumes.ts';
import { capacityLimit } from './volume-binder.ts';

const migratedPluginsAnnotation = 'storage.alpha.kubernetes.io/migrated-plugins';

/** What may make a refused pod schedulable. Models volumebinding.EventsToRegister (v1.36). */
export function volumeBindingEvents(): readonly ClusterEventWithHint[] {
  const addOrUpdate = action.add | action.update;
  return [
    {
      event: { resource: 'storage.k8s.io/StorageClass', actionType: addOrUpdate },
      hint: (_pod, before, now) => queueIf(before === undefined || allowsOtherTopologies(before, now)),
    },
    {
      event: { resource: 'PersistentVolumeClaim', actionType: addOrUpdate },
      hint: (pod, _before, claim) => queueIf(usesClaim(pod, claim as PersistentVolumeClaim)),
    },
    { event: { resource: 'PersistentVolume', actionType: addOrUpdate } },
    { event: { resource: 'Node', actionType: action.add | action.updateNodeLabel } },
    {
      event: { resource: 'storage.k8s.io/CSINode', actionType: addOrUpdate },
      hint: (_pod, before, now) => queueIf(before === undefined || migratesOtherPlugins(before, now)),
    },
    {
      event: { resource: 'storage.k8s.io/CSIDriver', actionType: action.update },
      hint: (pod, before, now) => queueIf(stopsCheckingCapacity(pod, before as CSIDriver, now as CSIDriver)),
    },
    {
      event: { resource: 'storage.k8s.io/CSIStorageCapacity', actionType: addOrUpdate },
      hint: (_pod, before, now) =>
        queueIf(
          before === undefined ||
            capacityLimit(now as CSIStorageCapacity) > capacityLimit(before as CSIStorageCapacity),
        ),
    },
  ];
}

function queueIf(condition: boolean): 'Queue' | 'QueueSkip' {
  return condition ? 'Queue' : 'QueueSkip';
}

function allowsOtherTopologies(before: unknown, now: unknown): boolean {
  return !deepEqual((before as StorageClass).allowedTopologies, (now as StorageClass).allowedTopologies);
}

function migratesOtherPlugins(before: unknown, now: unknown): boolean {
  const migrated = (node: unknown): string | undefined =>
    (node as CSINode).metadata.annotations?.[migratedPluginsAnnotation];
  return migrated(before) !== migrated(now);
}

function stopsCheckingCapacity(pod: Pod, before: CSIDriver, now: CSIDriver): boolean {
  if (before.spec.storageCapacity !== true || now.spec.storageCapacity === true) return false;
  return (pod.spec.volumes ?? []).some(({ csi }) => csi?.driver === now.metadata.name);
}
