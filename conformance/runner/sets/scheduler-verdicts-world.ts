import { Random } from '../../../src/engine/sim/random.ts';
import type { KubeObject, Node, Pod } from '../../../src/engine/api/types.ts';
import { Nominator } from '../../../src/engine/scheduler/backend/queue/nominator.ts';
import { Cache } from '../../../src/engine/scheduler/backend/cache.ts';
import { buildSchedulerProfiles } from '../../../src/engine/scheduler/build-profiles.ts';
import { readCommandLine } from '../../../src/engine/scheduler/config/command-line.ts';
import type { Snapshot } from '../../../src/engine/scheduler/framework/snapshot.ts';
import { noLog } from '../../../src/engine/api/klog.ts';
import type { AttemptTrace } from '../../../src/engine/scheduler/framework/attempt-trace.ts';
import type { ApiCalls, Lister, Listers } from '../../../src/engine/scheduler/framework/handle.ts';
import { PodInfo } from '../../../src/engine/scheduler/framework/pod-info.ts';
import type {
  Framework,
  FrameworkServices,
} from '../../../src/engine/scheduler/framework/runtime/framework.ts';

/** A line of `scheduler/verdicts`. */
export interface VerdictCase {
  readonly name: string;
  readonly config?: Record<string, unknown>;
  readonly objects?: readonly KubeObject[];
  readonly pod?: Pod;
  readonly sampling?: { readonly cycles: number };
  readonly expect: Readonly<Record<string, unknown>>;
}

/** The state that a case describes, as a scheduler's cache and informers hold it. */
export interface World {
  readonly snapshot: Snapshot;
  readonly listers: Listers;
  readonly nominator: Nominator;
  readonly pod: Pod | undefined;
  readonly percentageOfNodesToScore: number;
}

export function buildWorld({ objects = [], pod, config }: VerdictCase): World {
  let uids = 0;
  const complete = <T extends KubeObject>(object: T): T => {
    const namespaced = !clusterScoped.has(object.kind ?? '');
    return {
      ...object,
      metadata: {
        uid: `uid-${++uids}`,
        ...(namespaced && { namespace: 'default' }),
        ...object.metadata,
      },
    };
  };
  const all = objects.map(complete);
  const ownPod = pod && complete(pod);
  const cache = new Cache();
  for (const object of all) if (object.kind === 'Node') cache.addNode(object as Node);
  const nominator = new Nominator((candidate) => candidate);
  for (const object of all) {
    if (object.kind !== 'Pod') continue;
    const other = object as Pod;
    if (other.status?.phase === 'Succeeded' || other.status?.phase === 'Failed') continue;
    if (other.spec.nodeName) cache.addPod(other);
    else if (other.status?.nominatedNodeName) nominator.add(new PodInfo(other));
  }
  const snapshot = cache.updateSnapshot();
  return {
    snapshot,
    listers: listersOf(all),
    nominator,
    pod: ownPod,
    percentageOfNodesToScore: Number(config?.['percentageOfNodesToScore'] ?? 0),
  };
}

/**
 * The frameworks of the case's profiles, by name, made as the program makes them. Throws an Error
 * with Kubernetes' text.
 */
export function frameworksOf(verdict: VerdictCase, world: World): ReadonlyMap<string, Framework> {
  const file = verdict.config === undefined ? undefined : JSON.stringify(verdict.config);
  const started = readCommandLine(file === undefined ? [] : ['--config=config.yaml'], {
    readFile: () => file,
    inCluster: true,
  });
  if (started.kind === 'end') throw new Error(started.error);
  const { configuration } = started.options;
  const frameworks = buildSchedulerProfiles(configuration, noLog, services(world));
  return new Map(frameworks.map((framework) => [framework.profileName, framework]));
}

/** `NAME` in namespace `default`, else `NAMESPACE/NAME`: how the cases write a pod. */
export function podName(key: string): string {
  return key.startsWith('default/') ? key.slice('default/'.length) : key;
}

export function newTrace(pod: Pod): AttemptTrace {
  return {
    kind: 'scheduling-attempt',
    atMs: 0,
    scheduler: 'default-scheduler',
    namespace: pod.metadata.namespace ?? '',
    pod: pod.metadata.name,
    uid: pod.metadata.uid ?? '',
    preFilter: [],
    refused: [],
    feasible: [],
    scores: [],
  };
}

const clusterScoped = new Set([
  'Node',
  'Namespace',
  'PersistentVolume',
  'StorageClass',
  'CSINode',
  'CSIDriver',
  'VolumeAttachment',
  'ResourceSlice',
  'DeviceClass',
]);

function listersOf(objects: readonly KubeObject[]): Listers {
  const of = <T>(kind: string): Lister<T> => {
    const map = new Map<string, T>();
    for (const object of objects) {
      if (object.kind !== kind) continue;
      const { namespace, name } = object.metadata;
      map.set(namespace ? `${namespace}/${name}` : name, object as T);
    }
    return map;
  };
  return {
    namespaces: of('Namespace'),
    services: of('Service'),
    replicationControllers: of('ReplicationController'),
    replicaSets: of('ReplicaSet'),
    statefulSets: of('StatefulSet'),
    podDisruptionBudgets: of('PodDisruptionBudget'),
    persistentVolumes: of('PersistentVolume'),
    persistentVolumeClaims: of('PersistentVolumeClaim'),
    storageClasses: of('StorageClass'),
    csiNodes: of('CSINode'),
    csiDrivers: of('CSIDriver'),
    csiStorageCapacities: of('CSIStorageCapacity'),
    volumeAttachments: of('VolumeAttachment'),
    resourceClaims: of('ResourceClaim'),
    resourceSlices: of('ResourceSlice'),
    deviceClasses: of('DeviceClass'),
  };
}

/** Writes have no effect: a cycle is judged by what it says. */
const noApi: ApiCalls = {
  bind: () => {},
  patchPodStatus: () => {},
  deletePod: () => {},
  updatePersistentVolume: (volume) => volume,
  updatePersistentVolumeClaim: (claim) => claim,
  updateResourceClaim: (claim) => claim,
  deleteResourceClaim: () => {},
};

function services({ snapshot, listers, nominator }: World): FrameworkServices {
  return {
    snapshot,
    listers,
    nominator: {
      nominatedPodsForNode: (nodeName) => nominator.forNode(nodeName),
      deleteNominatedPodIfExists: (pod) => nominator.delete(pod),
    },
    api: noApi,
    random: new Random('verdicts', 'scheduler'),
    nowMs: () => Date.parse('2026-11-25T10:00:00Z'),
    soon: () => {},
    recordEvent: () => {},
    preemptWaitingPod: () => false,
    activate: () => {},
  };
}
