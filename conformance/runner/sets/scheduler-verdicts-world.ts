import { Random } from '../../../src/engine/sim/random.ts';
import type { KubeObject, Node, Pod } from '../../../src/engine/api/types.ts';
import { Nominator } from '../../../src/engine/scheduler/backend/queue/nominator.ts';
import { NodeTree } from '../../../src/engine/scheduler/backend/node-tree.ts';
import { CacheSnapshot } from '../../../src/engine/scheduler/backend/snapshot.ts';
import { defaultConfiguration } from '../../../src/engine/scheduler/config/defaults.ts';
import { FeatureGates } from '../../../src/engine/scheduler/config/feature-gates.ts';
import type { AttemptTrace } from '../../../src/engine/scheduler/framework/attempt-trace.ts';
import type { ApiCalls, Lister, Listers } from '../../../src/engine/scheduler/framework/handle.ts';
import { NodeInfo } from '../../../src/engine/scheduler/framework/node-info.ts';
import { PodInfo } from '../../../src/engine/scheduler/framework/pod-info.ts';
import type { Profile } from '../../../src/engine/scheduler/framework/profile.ts';
import {
  Framework,
  type FrameworkServices,
} from '../../../src/engine/scheduler/framework/runtime/framework.ts';
import { inTreePlugins } from '../../../src/engine/scheduler/plugins/registry.ts';

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
  readonly snapshot: CacheSnapshot;
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
  const tree = new NodeTree();
  const infos = new Map<string, NodeInfo>();
  for (const object of all) {
    if (object.kind !== 'Node') continue;
    tree.add(object as Node);
    infos.set(object.metadata.name, NodeInfo.of(object as Node));
  }
  const pods = all.filter((object) => object.kind === 'Pod') as Pod[];
  const nominator = new Nominator((candidate) => candidate);
  for (const candidate of pods) {
    if (candidate.status?.phase === 'Succeeded' || candidate.status?.phase === 'Failed') continue;
    if (candidate.spec.nodeName) infos.get(candidate.spec.nodeName)?.addPod(new PodInfo(candidate));
    else if (candidate.status?.nominatedNodeName) nominator.add(new PodInfo(candidate));
  }
  const snapshot = new CacheSnapshot();
  snapshot.setNodes(tree.list().map((name) => infos.get(name) as NodeInfo));
  return {
    snapshot,
    listers: listersOf(all),
    nominator,
    pod: ownPod,
    percentageOfNodesToScore: Number(config?.['percentageOfNodesToScore'] ?? 0),
  };
}

/** The frameworks of the case's profiles, by name. Throws an Error with Kubernetes' text. */
export function frameworksOf(verdict: VerdictCase, world: World): ReadonlyMap<string, Framework> {
  const { profiles } = defaultConfiguration(verdict.config ?? {}, { gates: new FeatureGates() });
  const frameworks = new Map<string, Framework>();
  for (const profile of profiles) {
    try {
      const framework = new Framework(inTreePlugins, profile as unknown as Profile, services(world));
      frameworks.set(framework.profileName, framework);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new Error(
        `initializing profiles: creating profile for scheduler name ${profile.schedulerName}: ${text}`,
        { cause: error },
      );
    }
  }
  return frameworks;
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
