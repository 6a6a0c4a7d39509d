import type { Random } from '../../src/engine/sim/random.ts';
import { Chance } from './chance.ts';
import { randomConfiguration } from './configuration.ts';
import { randomDevices, withDevices } from './devices.ts';
import { nodeName, randomNode } from './nodes.ts';
import { labelSelector, randomPod, type PodFields, type PodHabits } from './pods.ts';
import { podVolumes, randomStorage } from './volumes.ts';

type Fields = Record<string, unknown>;

/** A line of conformance/scheduler/verdicts that waits for its answer. */
export interface Problem {
  readonly config?: Fields;
  readonly objects: readonly Fields[];
  readonly pod: Fields;
  readonly sampling?: { readonly cycles: number };
}

interface Family extends PodHabits {
  readonly nodes: readonly [from: number, to: number];
  readonly podsPerNode: number;
  readonly storage: number;
  readonly devices?: number;
  readonly configuration: number;
  /** The pod's priority is at most that; those that run have up to 10. */
  readonly priority: number;
  readonly sampled?: boolean;
}

const ordinary: Family = {
  nodes: [1, 6],
  podsPerNode: 2,
  storage: 0,
  configuration: 0,
  priority: 8,
  affinity: 0.4,
  spread: 0.3,
  ports: 0.15,
  requests: 0.8,
};

/** What a batch of problems is about. */
export const families: ReadonlyMap<string, Family> = new Map([
  ['mixed', ordinary],
  ['affinity', { ...ordinary, affinity: 0.95, podsPerNode: 3, requests: 0.2 }],
  ['spread', { ...ordinary, nodes: [3, 8], spread: 0.95, affinity: 0.15, requests: 0.2 }],
  ['storage', { ...ordinary, storage: 1, affinity: 0.1, spread: 0.1, requests: 0.3 }],
  ['devices', { ...ordinary, devices: 1, affinity: 0.1, spread: 0.1, requests: 0.3 }],
  ['preemption', { ...ordinary, nodes: [1, 5], podsPerNode: 4, priority: 15, requests: 0.95 }],
  ['configured', { ...ordinary, configuration: 1 }],
  ['large', { ...ordinary, nodes: [30, 90], podsPerNode: 1.5, configuration: 0.2 }],
  ['sampled', { ...ordinary, nodes: [100, 250], podsPerNode: 0.3, configuration: 1, sampled: true }],
]);

/** The problem that these random numbers make. Throws if the family is not one of `families`. */
export function randomProblem(name: string, random: Random): Problem {
  const family = families.get(name);
  if (family === undefined) throw new Error(`no family is called ${name}`);
  const chance = new Chance(random);
  const nodes = chance.between(...family.nodes);
  const storage = chance.one(family.storage) ? randomStorage(chance, nodes) : { objects: [], claims: [] };
  const running = Math.ceil(nodes * family.podsPerNode * (random.fraction() + 0.3));
  const objects: Fields[] = [
    ...Array.from({ length: nodes }, (_, index) => randomNode(chance, index)),
    ...surroundings(chance),
    ...storage.objects,
    ...Array.from({ length: running }, (_, index) =>
      runningPod(chance, index, nodes, family, storage.claims),
    ),
  ];
  const plain = pendingPod(chance, nodes, family, storage.claims);
  const devices = chance.one(family.devices ?? 0) ? randomDevices(chance, nodes) : undefined;
  const pod =
    devices === undefined
      ? plain
      : withDevices({ ...plain, metadata: { ...plain.metadata, namespace: 'default' } }, devices.claims);
  if (devices !== undefined) objects.push(...devices.objects);
  const config = chance.one(family.configuration) ? randomConfiguration(chance, nodes) : undefined;
  if (family.sampled !== true) return { ...(config && { config }), objects, pod };
  // One worker, so that the order of the search is exact; its depth now and then.
  const depth = chance.pick([{}, { percentageOfNodesToScore: chance.between(1, 100) }]);
  return {
    config: { ...config, parallelism: 1, ...depth },
    objects,
    pod,
    sampling: { cycles: chance.between(2, 4) },
  };
}

function surroundings(chance: Chance): Fields[] {
  return [
    ...chance.some(['default', 'other'], 0.7).map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, ...chance.maybe(0.8, () => ({ labels: { team: chance.pick(['x', 'y']) } })) },
    })),
    ...chance.list(0, 1, () => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'svc' },
      spec: { selector: { app: chance.pick(['web', 'db']) } },
    })),
    ...chance.list(0, 2, (index) => disruptionBudget(chance, `budget${index}`)),
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'rs' },
      spec: { selector: { matchLabels: { app: 'cache' } } },
    },
  ];
}

function disruptionBudget(chance: Chance, name: string): Fields {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { selector: labelSelector(chance) },
    status: {
      currentHealthy: 1,
      desiredHealthy: 1,
      expectedPods: 1,
      disruptionsAllowed: chance.between(0, 2),
      ...chance.maybe(0.2, () => ({ disruptedPods: { pod01: '2026-01-01T00:00:00Z' } })),
    },
  };
}

/** A pod that runs somewhere, or, now and then, waits nominated. */
function runningPod(
  chance: Chance,
  index: number,
  nodes: number,
  family: Family,
  claims: readonly string[],
): Fields {
  const pod = withVolumes(
    chance,
    randomPod(chance, `pod${String(index + 1).padStart(2, '0')}`, nodes, {
      ...family,
      affinity: family.affinity / 2,
      spread: family.spread / 4,
    }),
    claims,
  );
  const node = nodeName(chance.between(0, nodes - 1));
  const nominated = chance.one(0.06);
  const terminating = !nominated && chance.one(0.06);
  const minute = String(index % 60).padStart(2, '0');
  const startTime = `2026-01-01T${String(Math.floor(index / 60)).padStart(2, '0')}:${minute}:00Z`;
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      ...(terminating && { deletionTimestamp: '2026-01-02T00:00:00Z', deletionGracePeriodSeconds: 30 }),
    },
    spec: { ...pod.spec, priority: chance.between(0, 10), ...(!nominated && { nodeName: node }) },
    status: nominated ? { nominatedNodeName: node } : { startTime },
  };
}

function pendingPod(chance: Chance, nodes: number, family: Family, claims: readonly string[]): PodFields {
  const pod = withVolumes(chance, randomPod(chance, 'pod', nodes, family), claims);
  const replica = chance.one(0.3);
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      namespace: claims.length > 0 ? 'default' : (pod.metadata.namespace ?? 'default'),
      ...(replica && {
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'rs', controller: true },
        ],
      }),
    },
    spec: {
      ...pod.spec,
      priority: chance.between(0, family.priority),
      ...chance.maybe(0.06, () => ({ preemptionPolicy: 'Never' })),
      ...chance.maybe(0.02, () => ({ schedulingGates: [{ name: 'example.com/gate' }] })),
    },
    ...chance.maybe(0.06, () => ({ status: { nominatedNodeName: nodeName(chance.between(0, nodes)) } })),
  };
}

function withVolumes(chance: Chance, pod: PodFields, claims: readonly string[]): PodFields {
  const volumes = claims.length > 0 && chance.one(0.8) ? podVolumes(chance, claims) : [];
  if (volumes.length === 0) return pod;
  return { ...pod, metadata: { ...pod.metadata, namespace: 'default' }, spec: { ...pod.spec, volumes } };
}
