import { Random } from '../engine/sim/random.ts';
import { noLog } from '../engine/api/klog.ts';
import type { KubeObject, Pod } from '../engine/api/types.ts';
import { Cache } from '../engine/scheduler/backend/cache.ts';
import { Nominator } from '../engine/scheduler/backend/queue/nominator.ts';
import { buildSchedulerProfiles } from '../engine/scheduler/build-profiles.ts';
import { readCommandLine } from '../engine/scheduler/config/command-line.ts';
import type { AttemptTrace } from '../engine/scheduler/framework/attempt-trace.ts';
import type { ApiCalls, Lister, Listers } from '../engine/scheduler/framework/handle.ts';
import { PodInfo } from '../engine/scheduler/framework/pod-info.ts';
import { profilesOf } from '../engine/scheduler/config/profiles.ts';
import { Framework, type FrameworkServices } from '../engine/scheduler/framework/runtime/framework.ts';
import { inTreePlugins } from '../engine/scheduler/plugins/registry.ts';

/** A cluster as a scheduler's cache and informers hold it, without an API server. */
export interface SchedulingWorld {
  readonly cache: Cache;
  readonly nominator: Nominator;
  readonly listers: Listers;
}

/**
 * The world of these objects, which are handed over as they stand. Pods with a nodeName run there,
 * those that are nominated wait, all others are left out.
 */
export function schedulingWorld(objects: readonly KubeObject[]): SchedulingWorld {
  const cache = new Cache();
  const nominator = new Nominator((candidate) => candidate);
  for (const object of objects) if (object.kind === 'Node') cache.addNode(object);
  for (const object of objects) {
    if (object.kind !== 'Pod') continue;
    const pod = object as Pod;
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') continue;
    if (pod.spec.nodeName) cache.addPod(pod);
    else if (pod.status?.nominatedNodeName) nominator.add(new PodInfo(pod));
  }
  cache.updateSnapshot();
  return { cache, nominator, listers: listersOf(objects) };
}

/**
 * The frameworks of a configuration's profiles by name, made as the program makes them. Throws an
 * Error with Kubernetes' text.
 */
export function frameworksFor(
  world: SchedulingWorld,
  configuration?: Readonly<Record<string, unknown>>,
  seed = 'test',
): ReadonlyMap<string, Framework> {
  const file = configuration === undefined ? undefined : JSON.stringify(configuration);
  const started = readCommandLine(file === undefined ? [] : ['--config=config.yaml'], {
    readFile: () => file,
    inCluster: true,
  });
  if (started.kind === 'end') throw new Error(started.error);
  const frameworks = buildSchedulerProfiles(started.options.configuration, noLog, services(world, seed));
  return new Map(frameworks.map((framework) => [framework.profileName, framework]));
}

/** The default profile. */
export function defaultFramework(world: SchedulingWorld, seed?: string): Framework {
  return frameworksFor(world, undefined, seed).get('default-scheduler') as Framework;
}

/** The default profile, every plugin of which is asked about every node each time. */
export function forgetfulFramework(world: SchedulingWorld, seed = 'test'): Framework {
  const started = readCommandLine([], { readFile: () => undefined, inCluster: true });
  if (started.kind === 'end') throw new Error(started.error);
  const [profile] = profilesOf(started.options.configuration);
  if (profile === undefined) throw new Error('the default configuration has no profile');
  return new Framework(inTreePlugins, profile, services(world, seed), { rememberAnswers: false });
}

/** An attempt that nothing was written about yet. */
export function newTrace({ metadata }: Pod): AttemptTrace {
  return {
    kind: 'scheduling-attempt',
    atMs: 0,
    scheduler: 'default-scheduler',
    namespace: metadata.namespace ?? '',
    pod: metadata.name,
    uid: metadata.uid ?? '',
    preFilter: [],
    refused: [],
    feasible: [],
    scores: [],
  };
}

function listersOf(objects: readonly KubeObject[]): Listers {
  const of = <T>(kind: string): Lister<T> => {
    const byKey = new Map<string, T>();
    for (const object of objects) {
      if (object.kind !== kind) continue;
      const { namespace, name } = object.metadata;
      byKey.set(namespace ? `${namespace}/${name}` : name, object as T);
    }
    return byKey;
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

function services({ cache, listers, nominator }: SchedulingWorld, seed: string): FrameworkServices {
  return {
    snapshot: cache.snapshot,
    listers,
    nominator: {
      nominatedPodsForNode: (nodeName) => nominator.forNode(nodeName),
      get isEmpty() {
        return nominator.isEmpty;
      },
      deleteNominatedPodIfExists: (pod) => nominator.delete(pod),
    },
    api: noApi,
    random: new Random(seed, 'scheduler'),
    nowMs: () => Date.parse('2026-11-25T10:00:00Z'),
    soon: () => {},
    recordEvent: () => {},
    preemptWaitingPod: () => false,
    activate: () => {},
  };
}
