/**
 * How much heap the engine needs for each node and each pod, and what the largest documented cluster
 * comes to: once for API server, controllers and scheduler alone, with pods that are bound and nothing
 * more, and once with kubelets that run them. `WHOLE=1` fills the largest cluster, without kubelets.
 */
import { Cluster, type Pod } from '../src/engine/index.ts';
import { timed } from './cpu-time.ts';

const largest = { nodes: 5000, pods: 150_000 };
const admin = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
const limitMs = 600_000;
const capacity = { pods: '110', cpu: '32', memory: '128Gi' };

/** A cluster whose nodes are objects only: nothing runs there. */
function withoutKubelets(nodes: number): Cluster {
  const cluster = new Cluster({ seed: 'bench', nodes: [] });
  cluster.boot();
  cluster.advance(cluster.sim.nowMs + 1000);
  for (let index = 0; index < nodes; index++) {
    post(cluster, '/api/v1/nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: `node-${index}` },
      status: { capacity, allocatable: capacity, conditions: [{ status: 'True', type: 'Ready' }] },
    });
  }
  const renewTime = (): string => new Date(cluster.sim.nowMs).toISOString().replace('Z', '000Z');
  const names = Array.from({ length: nodes }, (_, index) => `node-${index}`);
  for (const name of names) post(cluster, leasesPath, leaseOf(name, renewTime()));
  // Else they would be taken for dead while they are filled.
  const renew = (): void => {
    const body = { spec: { renewTime: renewTime() } };
    for (const name of names) request(cluster, 'PATCH', `${leasesPath}/${name}`, body);
  };
  cluster.sim.every(10_000, renew, { chore: true });
  return cluster;
}

const leasesPath = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';

function leaseOf(name: string, renewTime: string): object {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: 'kube-node-lease' },
    spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime },
  };
}

function withKubelets(nodes: number): Cluster {
  const names = Array.from({ length: nodes }, (_, index) => `node-${index}`);
  const cluster = new Cluster({ seed: 'bench', nodes: ['controlplane', ...names] });
  cluster.boot();
  return cluster;
}

function post(cluster: Cluster, path: string, body: object): void {
  request(cluster, 'POST', path, body);
}

function request(cluster: Cluster, method: 'POST' | 'PATCH', path: string, body: object): void {
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  const headers = { 'content-type': type };
  const { status, body: answer } = cluster.handle({ method, path, headers, user: admin, body });
  if (status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`);
}

/** Creates pods and lets time pass until all of them are `done`. */
function fill(cluster: Cluster, pods: number, done: (pod: Pod) => boolean): void {
  const names = new Set<string>();
  const stop = cluster.onChange(({ resource, object }) => {
    if (resource === 'pods' && object.metadata.namespace === 'default' && done(object as Pod))
      names.add(object.metadata.name);
  });
  for (let index = 0; index < pods; index++) {
    post(cluster, '/api/v1/namespaces/default/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `web-${index}`, labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'nginx', resources: { requests: { cpu: '10m' } } }] },
    });
  }
  const endMs = cluster.sim.nowMs + limitMs;
  while (names.size < pods && cluster.sim.nowMs < endMs) cluster.advance(cluster.sim.nowMs + 100);
  stop();
  if (names.size < pods) throw new Error(`only ${names.size} of ${pods} pods are there`);
}

interface Kind {
  readonly name: string;
  readonly make: (nodes: number) => Cluster;
  readonly done: (pod: Pod) => boolean;
  /** Few and many pods, few and many nodes. */
  readonly pods: readonly [number, number];
  readonly nodes: readonly [number, number];
}

const isBound = ({ spec }: Pod): boolean => spec.nodeName !== undefined;
const isRunning = ({ status }: Pod): boolean => status?.phase === 'Running';

/** With few pods already the memory of past changes is full, so that each more costs only itself. */
const kinds: readonly Kind[] = [
  {
    name: 'without kubelets',
    make: withoutKubelets,
    done: isBound,
    pods: [11_000, 14_000],
    nodes: [500, 1500],
  },
  { name: 'with kubelets', make: withKubelets, done: isRunning, pods: [3500, 5000], nodes: [50, 150] },
];

/** What lives on is held here while it is measured. */
let held: Cluster | undefined;

function heapOf({ make, done }: Kind, nodes: number, pods: number): number {
  held = undefined;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  held = make(nodes);
  fill(held, pods, done);
  globalThis.gc?.();
  return process.memoryUsage().heapUsed - before;
}

const inMegabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;
const inKilobytes = (bytes: number): string => `${(bytes / 2 ** 10).toFixed(1)} kB`;

const only = process.argv[2];
for (const kind of kinds) {
  if (only !== undefined && kind.name !== only) continue;
  const [fewNodes, manyNodes] = kind.nodes;
  const [fewPods, manyPods] = kind.pods;
  const perNode = (heapOf(kind, manyNodes, 0) - heapOf(kind, fewNodes, 0)) / (manyNodes - fewNodes);
  const base = heapOf(kind, fewNodes, fewPods);
  const perPod = (heapOf(kind, fewNodes, manyPods) - base) / (manyPods - fewPods);
  const whole = base + (largest.nodes - fewNodes) * perNode + (largest.pods - fewPods) * perPod;
  console.log(
    `${kind.name}: ${inKilobytes(perNode)} for each node, ${inKilobytes(perPod)} for each pod; ${largest.nodes} nodes and ${largest.pods} pods: about ${inMegabytes(whole)}`,
  );
}
if (process.env['WHOLE'] !== undefined) {
  const kind = kinds[0] as Kind;
  const { answer, cpu } = timed(() => heapOf(kind, largest.nodes, largest.pods));
  console.log(`${largest.nodes} nodes, ${largest.pods} pods: ${inMegabytes(answer)}, ${cpu.toFixed(0)} s`);
}
