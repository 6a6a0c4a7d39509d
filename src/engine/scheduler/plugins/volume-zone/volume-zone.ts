import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { action, type ClusterEventWithHint } from '../../framework/cluster-event.ts';
import { StateKey, type CycleState } from '../../framework/cycle-state.ts';
import type { Handle } from '../../framework/handle.ts';
import type { EnqueueExtensions, FilterPlugin, PreFilterPlugin } from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { Status, skip, unresolvable } from '../../framework/status.ts';
import { claimClass } from '../../framework/volumes.ts';

const name = 'VolumeZone';
const otherZone = unresolvable(name, 'node(s) had no available volume zone');

/** The beta labels with the ones that replaced them, and those. */
const topologyLabels: readonly { readonly key: string; readonly newKey: string }[] = [
  { key: 'failure-domain.beta.kubernetes.io/zone', newKey: 'topology.kubernetes.io/zone' },
  { key: 'failure-domain.beta.kubernetes.io/region', newKey: 'topology.kubernetes.io/region' },
  { key: 'topology.kubernetes.io/zone', newKey: 'topology.kubernetes.io/zone' },
  { key: 'topology.kubernetes.io/region', newKey: 'topology.kubernetes.io/region' },
];

/** A label of a volume: the node must have one of its values. */
interface VolumeTopology {
  readonly key: string;
  readonly newKey: string;
  readonly values: readonly string[];
}

const preFilterKey = new StateKey<{ readonly topologies: readonly VolumeTopology[] }>(`PreFilter${name}`);

/** Bound volumes that lie in a zone keep their pod there. Models plugins/volumezone (v1.36). */
export class VolumeZone implements PreFilterPlugin, FilterPlugin, EnqueueExtensions {
  readonly name = name;
  readonly #handle: Handle;

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    const { add, update, updateNodeLabel } = action;
    return [
      {
        event: { resource: 'storage.k8s.io/StorageClass', actionType: add },
        hint: (_pod, _old, added) =>
          (added as StorageClass).volumeBindingMode === 'WaitForFirstConsumer' ? 'Queue' : 'QueueSkip',
      },
      { event: { resource: 'Node', actionType: add | updateNodeLabel } },
      {
        event: { resource: 'PersistentVolumeClaim', actionType: add | update },
        hint: (pod, _old, claim) => (namesClaim(pod, claim as PersistentVolumeClaim) ? 'Queue' : 'QueueSkip'),
      },
      {
        event: { resource: 'PersistentVolume', actionType: add | update },
        hint: (_pod, before, now) =>
          before === undefined ||
          !deepEqual(topologiesOf(before as PersistentVolume), topologiesOf(now as PersistentVolume))
            ? 'Queue'
            : 'QueueSkip',
      },
    ];
  }

  preFilter(state: CycleState, { pod }: PodInfo): Status | undefined {
    const topologies = this.#topologies(pod);
    if (topologies instanceof Status) return topologies;
    if (topologies.length === 0) return skip;
    state.write(preFilterKey, { topologies });
    return undefined;
  }

  filter(state: CycleState, { pod }: PodInfo, node: NodeInfo): Status | undefined {
    if (!topologyLabels.some(({ key }) => node.label(key) !== undefined)) return undefined;
    const topologies = state.read(preFilterKey)?.topologies ?? this.#topologies(pod);
    if (topologies instanceof Status) return topologies;
    for (const { key, newKey, values } of topologies) {
      const value = node.label(key) ?? node.label(newKey);
      if (value === undefined || !values.includes(value)) return otherZone;
    }
    return undefined;
  }

  /** Of all volumes that the pod's claims are bound to; a Status where one cannot be found. */
  #topologies(pod: Pod): readonly VolumeTopology[] | Status {
    const topologies: VolumeTopology[] = [];
    for (const volume of pod.spec.volumes ?? []) {
      if (!volume.persistentVolumeClaim) continue;
      const found = this.#volumeOf(pod, volume.persistentVolumeClaim.claimName);
      if (found instanceof Status) return found;
      if (found !== undefined) topologies.push(...topologiesOf(found));
    }
    return topologies;
  }

  /** The volume that the claim is bound to; none for a claim that waits for its consumer. */
  #volumeOf(pod: Pod, claimName: string): PersistentVolume | Status | undefined {
    const { listers } = this.#handle;
    if (!claimName) return unresolvable(name, 'PersistentVolumeClaim had no name');
    const claim = listers.persistentVolumeClaims.get(`${pod.metadata.namespace}/${claimName}`);
    if (claim === undefined) return unresolvable(name, `persistentvolumeclaim "${claimName}" not found`);
    const { volumeName } = claim.spec;
    if (volumeName) {
      return (
        listers.persistentVolumes.get(volumeName) ??
        unresolvable(name, `persistentvolume "${volumeName}" not found`)
      );
    }
    const className = claimClass(claim);
    if (className === '') {
      return unresolvable(name, 'PersistentVolumeClaim had no pv name and storageClass name');
    }
    const storageClass = listers.storageClasses.get(className);
    if (storageClass === undefined) {
      return unresolvable(name, `storageclass.storage.k8s.io "${className}" not found`);
    }
    switch (storageClass.volumeBindingMode) {
      case undefined:
        return unresolvable(name, `VolumeBindingMode not set for StorageClass "${className}"`);
      case 'WaitForFirstConsumer':
        return undefined;
      default:
        return unresolvable(name, 'PersistentVolume had no name');
    }
  }
}

/** The topology labels of a volume; a value is one zone or a set of them, `a__b`. */
function topologiesOf({ metadata }: PersistentVolume): readonly VolumeTopology[] {
  const labels = metadata.labels ?? {};
  const topologies: VolumeTopology[] = [];
  for (const { key, newKey } of topologyLabels) {
    if (!Object.hasOwn(labels, key)) continue;
    const values = (labels[key] as string).split('__').map((value) => value.trim());
    // A set with an empty member cannot be parsed, and then does not count.
    if (!values.includes('')) topologies.push({ key, newKey, values });
  }
  return topologies;
}

function namesClaim(pod: Pod, { metadata }: PersistentVolumeClaim): boolean {
  if (pod.metadata.namespace !== metadata.namespace) return false;
  return (pod.spec.volumes ?? []).some(
    ({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === metadata.name,
  );
}
