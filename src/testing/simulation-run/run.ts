import type { Cluster, Pod } from '../../engine/index.ts';
import type { ClusterShape, Operation, Recording } from '../../session/protocol.ts';
import { RecordedCluster } from '../../session/recorded-cluster.ts';
import { watchAlways } from './always.ts';
import { unrest } from './at-rest.ts';
import { Chance } from './chance.ts';
import { healing, randomOperation } from './random-operations.ts';
import { WatchCopy } from './watch-copy.ts';

/** What came of a run: what was done, and what was wrong then; no problems where all was well. */
export interface Outcome {
  readonly recording: Recording;
  readonly problems: readonly string[];
}

const startMs = Date.UTC(2026, 0, 5, 9);
/** Mostly without what kubeadm installs, which takes most of the time and gets in nobody's way. */
const shapes: readonly (readonly [number, ClusterShape])[] = [
  [1, { nodes: ['controlplane', 'node01', 'node02'] }],
  [5, { nodes: ['node01', 'node02', 'node05'], controlPlane: 'hosted' }],
];
/** Rest must come within this time; it is looked for after each of these steps. */
const restSteps = [...Array.from({ length: 30 }, () => 10_000), ...Array.from({ length: 15 }, () => 61_000)];
const copied = ['/api/v1/pods', '/api/v1/nodes', '/apis/apps/v1/replicasets', '/apis/batch/v1/jobs'];

/** Does random things to a small cluster, ends all faults, and waits for it to come to rest. */
export function runSeed(seed: string): Outcome {
  const chance = new Chance(seed, 'operations');
  const empty: Recording = {
    podyard: 'recording',
    version: 1,
    seed,
    startMs,
    cluster: chance.weighted(shapes),
    operations: [],
    endMs: startMs,
  };
  return observed(empty, (run) => {
    if (chance.one(0.8)) run.perform(namespaceZoo);
    for (let left = chance.between(4, 24); left > 0; left--) {
      run.perform(randomOperation(run.cluster, chance));
      run.advance(run.nowMs + chance.pick([0, 0, 50, 700, 2000, 5000, 15_000]));
    }
    for (const operation of healing(run.cluster)) run.perform(operation);
  });
}

/** Does again what was recorded, and waits for rest. */
export function replay(recording: Recording): Outcome {
  return observed(recording, (run) => {
    run.advance(recording.operations.at(-1)?.atMs ?? run.nowMs);
  });
}

const namespaceZoo: Operation = {
  type: 'request',
  request: {
    method: 'POST',
    path: '/api/v1/namespaces',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'zoo' } }),
  },
};

/** What is done is watched; what is never to be, and what does not come to rest, are the problems. */
function observed(recording: Recording, act: (run: RecordedCluster) => void): Outcome {
  const problems: string[] = [];
  let run: RecordedCluster | undefined;
  try {
    run = new RecordedCluster(recording, {});
    const { cluster } = run;
    const unwatch = watchAlways(cluster, (problem) => problems.push(problem));
    const copies = copied.map((path) => new WatchCopy(cluster, path));
    act(run);
    problems.push(...restless(run));
    problems.push(...copies.flatMap((copy) => copy.differences()));
    unwatch();
    for (const copy of copies) copy.stop();
  } catch (error) {
    problems.push(`crash: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  return { recording: run?.recording() ?? recording, problems: [...new Set(problems)] };
}

/** Lets time pass until the cluster is at rest; answers what keeps it from that. */
function restless(run: RecordedCluster): string[] {
  let left: string[] = [];
  for (const stepMs of restSteps) {
    run.advance(run.nowMs + stepMs);
    left = unrest(run.cluster);
    if (left.length === 0) return lostPods(run);
  }
  return left;
}

/**
 * Pods that wait although there is room: where a copy of one is scheduled at once, the queue has
 * forgotten the original. This is done beside the recording, at its end.
 */
function lostPods({ cluster }: RecordedCluster): string[] {
  const waiting = ((cluster.dump()['pods'] ?? []) as Pod[]).filter(
    ({ spec, metadata }) => !spec.nodeName && metadata.deletionTimestamp === undefined,
  );
  return waiting
    .filter((pod) => isLost(cluster, pod))
    .map(({ metadata }) => `${metadata.name} waits although it could run`);
}

function isLost(cluster: Cluster, pod: Pod): boolean {
  const { namespace, name, labels } = pod.metadata;
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const owner = (cluster.dump()['configmaps'] ?? []).find((map) => map.metadata.namespace === namespace);
  // Somebody owns it, so that no controller takes it for an orphan of its own.
  const ownerReferences = owner && [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: owner.metadata.name,
      uid: owner.metadata.uid,
      controller: true,
    },
  ];
  const body = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `copy-${name}`.slice(0, 60), namespace, labels, ownerReferences },
    spec: pod.spec,
  };
  const made = handle(cluster, 'POST', path, body);
  if (made === undefined) return false;
  cluster.advance(cluster.sim.nowMs + 2000);
  const copy = handle(cluster, 'GET', `${path}/${made.metadata.name}`);
  const original = handle(cluster, 'GET', `${path}/${name}`);
  handle(cluster, 'DELETE', `${path}/${made.metadata.name}`, { gracePeriodSeconds: 0 });
  cluster.advance(cluster.sim.nowMs + 2000);
  return Boolean(copy?.spec.nodeName) && original !== undefined && !original.spec.nodeName;
}

function handle(cluster: Cluster, method: string, path: string, body?: object): Pod | undefined {
  const response = cluster.handle({
    method,
    path,
    headers: { 'content-type': 'application/json' },
    user: { name: 'observer', groups: ['system:masters', 'system:authenticated'] },
    ...(body && { body }),
  });
  return response.status < 300 ? (response.body as Pod) : undefined;
}
