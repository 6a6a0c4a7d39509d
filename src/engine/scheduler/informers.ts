import type { Log } from '../api/klog.ts';
import type { Resource } from '../api/resource.ts';
import * as resources from '../api/resources.ts';
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  DeviceClass,
  KubeObject,
  Pod,
  ResourceClaim,
  ResourceSlice,
  VolumeAttachment,
} from '../api/types.ts';
import type { Client } from '../client/client.ts';
import { Informer } from '../client/informer.ts';
import { Informers } from '../client/informers.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { EventResource } from './framework/cluster-event.ts';
import type { Lister, Listers } from './framework/handle.ts';

function grouped<T extends KubeObject>(
  group: string,
  resource: string,
  kind: string,
  namespaced: boolean,
): Resource<T> {
  return { group, version: 'v1', resource, kind, namespaced };
}

const csiNodes = grouped<CSINode>('storage.k8s.io', 'csinodes', 'CSINode', false);
const csiDrivers = grouped<CSIDriver>('storage.k8s.io', 'csidrivers', 'CSIDriver', false);
const csiStorageCapacities = grouped<CSIStorageCapacity>(
  'storage.k8s.io',
  'csistoragecapacities',
  'CSIStorageCapacity',
  true,
);
const volumeAttachments = grouped<VolumeAttachment>(
  'storage.k8s.io',
  'volumeattachments',
  'VolumeAttachment',
  false,
);
const resourceClaims = grouped<ResourceClaim>('resource.k8s.io', 'resourceclaims', 'ResourceClaim', true);
const resourceSlices = grouped<ResourceSlice>('resource.k8s.io', 'resourceslices', 'ResourceSlice', false);
const deviceClasses = grouped<DeviceClass>('resource.k8s.io', 'deviceclasses', 'DeviceClass', false);

/** What plugins look up, by the name of their lister. */
const listed: { readonly [Name in keyof Listers]: Resource } = {
  namespaces: resources.namespaces,
  services: resources.services,
  replicationControllers: resources.replicationControllers,
  replicaSets: resources.replicaSets,
  statefulSets: resources.statefulSets,
  podDisruptionBudgets: resources.podDisruptionBudgets,
  persistentVolumes: resources.persistentVolumes,
  persistentVolumeClaims: resources.persistentVolumeClaims,
  storageClasses: resources.storageClasses,
  csiNodes,
  csiDrivers,
  csiStorageCapacities,
  volumeAttachments,
  resourceClaims,
  resourceSlices,
  deviceClasses,
};

/** Resources whose changes may wake pods, beside nodes and pods. */
export const wakingResources: readonly (readonly [EventResource, Resource])[] = [
  ['PersistentVolume', resources.persistentVolumes],
  ['PersistentVolumeClaim', resources.persistentVolumeClaims],
  ['storage.k8s.io/StorageClass', resources.storageClasses],
  ['storage.k8s.io/CSINode', csiNodes],
  ['storage.k8s.io/CSIDriver', csiDrivers],
  ['storage.k8s.io/CSIStorageCapacity', csiStorageCapacities],
  ['storage.k8s.io/VolumeAttachment', volumeAttachments],
  ['resource.k8s.io/ResourceClaim', resourceClaims],
  ['resource.k8s.io/ResourceSlice', resourceSlices],
  ['resource.k8s.io/DeviceClass', deviceClasses],
];

/** The scheduler's view of the API: an informer for each resource that it follows. */
export class SchedulerInformers {
  readonly pods: Informer<Pod>;
  readonly #others: Informers;
  readonly listers: Listers;

  constructor(sim: Simulation, client: Client, log?: Log) {
    this.#others = new Informers(sim, client, log);
    this.pods = new Informer({
      sim,
      client,
      resource: resources.pods,
      log,
      // Pods that have finished hold no room.
      fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed',
    });
    const entries = Object.entries(listed).map(([name, resource]): [string, Lister<KubeObject>] => [
      name,
      this.of(resource).lister,
    ]);
    this.listers = Object.fromEntries(entries) as unknown as Listers;
  }

  of<T extends KubeObject>(resource: Resource<T>): Informer<T> {
    return this.#others.of(resource);
  }

  /** All of them, nodes before the pods that stand on them. */
  get all(): readonly { whenSynced(run: () => void): void }[] {
    const others = [resources.nodes, ...Object.values(listed)].map((resource) => this.of(resource));
    return [...others, this.pods];
  }

  start(): void {
    this.of(resources.nodes);
    this.#others.start();
    this.pods.start();
  }

  stop(): void {
    this.#others.stop();
    this.pods.stop();
  }
}
