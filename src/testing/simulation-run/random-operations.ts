import type { Cluster, Fault, KubeObject, Node } from '../../engine/index.ts';
import type { Operation } from '../../session/protocol.ts';
import type { Chance } from './chance.ts';
import { namespaces, randomContainer, randomObject } from './random-objects.ts';

const manifests = '/etc/kubernetes/manifests';
const aside = '/root';

/** Workloads, with the paths of their collections. */
const workloads: Readonly<Record<string, string>> = {
  'deployments.apps': '/apis/apps/v1',
  'replicasets.apps': '/apis/apps/v1',
  'statefulsets.apps': '/apis/apps/v1',
  'daemonsets.apps': '/apis/apps/v1',
  'jobs.batch': '/apis/batch/v1',
  'cronjobs.batch': '/apis/batch/v1',
  replicationcontrollers: '/api/v1',
};
const others: Readonly<Record<string, string>> = {
  services: '/api/v1',
  resourcequotas: '/api/v1',
  persistentvolumeclaims: '/api/v1',
  'poddisruptionbudgets.policy': '/apis/policy/v1',
};

type Make = (cluster: Cluster, chance: Chance) => Operation | undefined;

/** Something that a user, or ill luck, might do to the cluster as it is. */
export function randomOperation(cluster: Cluster, chance: Chance): Operation {
  for (;;) {
    const operation = chance.weighted(operations)(cluster, chance);
    if (operation !== undefined) return operation;
  }
}

const operations: readonly (readonly [number, Make])[] = [
  [10, (_, chance) => create(chance)],
  [5, scale],
  [4, setImage],
  [5, deleteWorkload],
  [4, deletePod],
  [2, evictPod],
  [2, deleteOther],
  [1, relabelPod],
  [1, (_, chance) => request('DELETE', `/api/v1/namespaces/${chance.pick(namespaces)}`)],
  [3, (cluster, chance) => changeNode(cluster, { spec: { unschedulable: chance.one(0.5) } }, chance)],
  [2, taint],
  [
    1,
    (cluster, chance) =>
      changeNode(cluster, { metadata: { labels: { disk: chance.pick(['ssd', 'hdd']) } } }, chance),
  ],
  [1, (cluster, chance) => deleteNode(cluster, chance)],
  [1, (_, chance) => ({ type: 'add-node', name: chance.pick(['node03', 'node04']) })],
  [1, (cluster, chance) => onWorker(cluster, chance, (name) => ({ type: 'remove-node', name }))],
  [2, (cluster, chance) => onMachine(cluster, chance, (machine) => service(machine, 'kubelet', chance))],
  [1, (cluster, chance) => onMachine(cluster, chance, (machine) => service(machine, 'containerd', chance))],
  [1, moveManifest],
  [3, (cluster, chance) => ({ type: 'fault', fault: randomFault(cluster, chance) })],
];

/** What goes wrong by itself, mostly for a while. */
function randomFault(cluster: Cluster, chance: Chance): Fault {
  const machine = chance.pick([...cluster.machines.keys()]);
  const forMs = chance.pick([500, 3000, 20_000, 70_000]);
  const pod = pickObject(cluster, chance, { pods: '/api/v1' })?.object;
  return chance.weighted<Fault>([
    [2, { kind: 'api-server-down', forMs: Math.min(forMs, 20_000) }],
    [1, { kind: 'api-server-slow', delayMs: chance.between(1, 900), forMs }],
    [2, { kind: 'watches-cut' }],
    [2, { kind: 'network-cut', machine, forMs }],
    [1, { kind: chance.pick(['power-off', 'power-on']), machine }],
    [2, { kind: 'machine-hangs', machine, forMs }],
    [1, { kind: 'images-broken', pattern: '*nginx*', failure: 'not-found' }],
    [1, { kind: 'clock-jump', machine, byMs: chance.pick([-5000, 1000, 60_000]) }],
    ...(pod === undefined ? [] : [[2, crash(pod, chance)] as const]),
  ]);
}

function crash({ metadata }: KubeObject, chance: Chance): Fault {
  const { namespace = '', name } = metadata;
  return {
    kind: 'container-crash',
    namespace,
    pod: name,
    container: 'main',
    exitCode: chance.pick([0, 1, 137]),
  };
}

function request(method: string, path: string, body?: object, type = 'application/json'): Operation {
  return {
    type: 'request',
    request: {
      method,
      path,
      headers: { 'content-type': type },
      ...(body && { body: JSON.stringify(body) }),
    },
  };
}

function merge(path: string, body: object): Operation {
  return request('PATCH', path, body, 'application/merge-patch+json');
}

function create(chance: Chance): Operation {
  const { path, body } = randomObject(chance);
  return request('POST', path, body);
}

/** One of the objects of these resources that users made, with its path. */
function pickObject(
  cluster: Cluster,
  chance: Chance,
  resources: Readonly<Record<string, string>>,
): { path: string; object: KubeObject; resource: string } | undefined {
  const dump = cluster.dump();
  const found = Object.entries(resources).flatMap(([resource, root]) =>
    (dump[resource] ?? [])
      .filter(({ metadata }) => namespaces.includes(metadata.namespace ?? ''))
      .map((object) => {
        const { namespace, name } = object.metadata;
        const plural = resource.split('.', 1)[0];
        return { path: `${root}/namespaces/${namespace}/${plural}/${name}`, object, resource };
      }),
  );
  return found.length === 0 ? undefined : chance.pick(found);
}

function scale(cluster: Cluster, chance: Chance): Operation | undefined {
  const { 'daemonsets.apps': _, 'jobs.batch': _jobs, 'cronjobs.batch': _crons, ...scaled } = workloads;
  const target = pickObject(cluster, chance, scaled);
  return target && merge(target.path, { spec: { replicas: chance.between(0, 5) } });
}

function setImage(cluster: Cluster, chance: Chance): Operation | undefined {
  const { 'jobs.batch': _, 'cronjobs.batch': _crons, ...rolled } = workloads;
  const target = pickObject(cluster, chance, rolled);
  const containers = [{ name: 'main', ...randomContainer(chance) }];
  return target && merge(target.path, { spec: { template: { spec: { containers } } } });
}

function deleteWorkload(cluster: Cluster, chance: Chance): Operation | undefined {
  const target = pickObject(cluster, chance, workloads);
  const propagationPolicy = chance.pick(['Background', 'Foreground', 'Orphan']);
  return (
    target && request('DELETE', target.path, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy })
  );
}

function deleteOther(cluster: Cluster, chance: Chance): Operation | undefined {
  const target = pickObject(cluster, chance, others);
  return target && request('DELETE', target.path);
}

function deletePod(cluster: Cluster, chance: Chance): Operation | undefined {
  const target = pickObject(cluster, chance, { pods: '/api/v1' });
  const options = chance.maybe(0.2, () => ({ gracePeriodSeconds: 0 }));
  return target && request('DELETE', target.path, { kind: 'DeleteOptions', apiVersion: 'v1', ...options });
}

function evictPod(cluster: Cluster, chance: Chance): Operation | undefined {
  const target = pickObject(cluster, chance, { pods: '/api/v1' });
  if (target === undefined) return undefined;
  const { namespace, name } = target.object.metadata;
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { namespace, name } };
  return request('POST', `${target.path}/eviction`, body);
}

function relabelPod(cluster: Cluster, chance: Chance): Operation | undefined {
  const target = pickObject(cluster, chance, { pods: '/api/v1' });
  return target && merge(target.path, { metadata: { labels: { app: chance.pick(['ant', 'bee', 'free']) } } });
}

function pickNode(cluster: Cluster, chance: Chance): Node | undefined {
  const nodes = (cluster.dump()['nodes'] ?? []) as Node[];
  return nodes.length === 0 ? undefined : chance.pick(nodes);
}

function changeNode(cluster: Cluster, change: object, chance: Chance): Operation | undefined {
  const node = pickNode(cluster, chance);
  return node && merge(`/api/v1/nodes/${node.metadata.name}`, change);
}

function taint(cluster: Cluster, chance: Chance): Operation | undefined {
  const node = pickNode(cluster, chance);
  if (node === undefined) return undefined;
  const kept = (node.spec?.taints ?? []).filter(({ key }) => key !== 'spice');
  const effect = chance.pick(['NoSchedule', 'NoExecute', 'PreferNoSchedule']);
  const taints = chance.one(0.5) ? [...kept, { key: 'spice', value: 'hot', effect }] : kept;
  return merge(`/api/v1/nodes/${node.metadata.name}`, { spec: { taints } });
}

function deleteNode(cluster: Cluster, chance: Chance): Operation | undefined {
  const node = pickNode(cluster, chance);
  return node && request('DELETE', `/api/v1/nodes/${node.metadata.name}`);
}

function onMachine(
  cluster: Cluster,
  chance: Chance,
  make: (name: string) => Operation,
): Operation | undefined {
  return make(chance.pick([...cluster.machines.keys()]));
}

/** The control plane cannot be taken away: nothing would come after it. */
function onWorker(
  cluster: Cluster,
  chance: Chance,
  make: (name: string) => Operation,
): Operation | undefined {
  const [, ...workers] = [...cluster.machines.keys()];
  return workers.length === 0 ? undefined : make(chance.pick(workers));
}

function service(machine: string, unit: string, chance: Chance): Operation {
  return { type: 'service', machine, verb: chance.pick(['stop', 'start', 'restart']), unit };
}

/** Scheduler or controllers go away, or come back. */
function moveManifest(cluster: Cluster, chance: Chance): Operation | undefined {
  const [machine] = [...cluster.machines.keys()];
  if (machine === undefined) return undefined;
  const file = chance.pick(['kube-scheduler.yaml', 'kube-controller-manager.yaml']);
  const has = (folder: string): boolean =>
    cluster.machine(machine)?.files.exists(`${folder}/${file}`) === true;
  const [from, to] = has(manifests) ? [manifests, aside] : [aside, manifests];
  if (!has(from)) return undefined;
  return { type: 'move-file', machine, from: `${from}/${file}`, to: `${to}/${file}` };
}

function ended(kind: 'api-server-well' | 'images-whole'): Operation {
  return { type: 'fault', fault: kind === 'images-whole' ? { kind, pattern: '*nginx*' } : { kind } };
}

/** What ends all that is wrong with the machines and the control plane, so that the cluster can come to rest. */
export function healing(cluster: Cluster): Operation[] {
  const [plane] = [...cluster.machines.keys()];
  const moved = ['kube-scheduler.yaml', 'kube-controller-manager.yaml']
    .filter(
      (file) => plane !== undefined && cluster.machine(plane)?.files.exists(`${aside}/${file}`) === true,
    )
    .map((file): Operation => ({
      type: 'move-file',
      machine: plane ?? '',
      from: `${aside}/${file}`,
      to: `${manifests}/${file}`,
    }));
  const powered = [...cluster.machines.keys()].flatMap((machine) =>
    (['power-on', 'network-whole', 'machine-goes-on'] as const).map((kind): Operation => ({
      type: 'fault',
      fault: { kind, machine },
    })),
  );
  const started = [...cluster.machines.keys()].flatMap((machine): Operation[] =>
    ['containerd', 'kubelet'].map((unit) => ({ type: 'service', machine, verb: 'restart', unit })),
  );
  return [...(['api-server-well', 'images-whole'] as const).map(ended), ...powered, ...moved, ...started];
}
