import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ApiServer } from '../apiserver/api-server.ts';
import { httpClients } from '../client/http-client.ts';
import { Simulation } from '../sim/simulation.ts';
import type { TraceRecord } from '../sim/trace.ts';
import type { Node, Pod } from '../api/types.ts';
import { startScheduler, type RunningScheduler } from './start-scheduler.ts';
import type { QueueMove } from './trace.ts';

const admin = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
const startMs = Date.UTC(2026, 0, 5);

class Cluster {
  readonly sim = new Simulation({ seed: 'scheduler', startMs });
  readonly server = new ApiServer({
    sim: this.sim,
    disabledAdmissionPlugins: ['TaintNodesByCondition', 'ServiceAccount'],
  });
  readonly traces: TraceRecord[] = [];
  readonly openPorts = new Set<string>();
  readonly exitCodes: number[] = [];
  readonly log: string[] = [];
  scheduler: RunningScheduler | undefined;

  send(method: string, path: string, body?: object): number {
    const headers = {
      'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
    };
    return this.server.handle({ method, path, headers, user: admin, ...(body && { body }) }).status;
  }

  start(...argv: string[]): void {
    this.scheduler = startScheduler({
      sim: this.sim,
      client: httpClients.clientFor(
        this.server,
        { name: 'system:kube-scheduler', groups: ['system:authenticated'] },
        'kube-scheduler',
      ),
      argv: ['--leader-elect=false', '--kubeconfig=scheduler.conf', ...argv],
      surroundings: { readFile: () => '', inCluster: false },
      hostname: 'controlplane',
      openPorts: this.openPorts,
      onExit: (code) => this.exitCodes.push(code),
      log: ({ message }) => this.log.push(message),
      trace: { wanted: () => true, write: (record) => this.traces.push(record) },
    });
  }

  addNode(name: string, cpu = '2'): void {
    const allocatable = { cpu, memory: '4Gi', pods: '110' };
    const status = { capacity: allocatable, allocatable };
    this.send('POST', '/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name }, status });
  }

  addPod(name: string, cpu: string, spec: object = {}): number {
    const containers = [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }];
    return this.send('POST', '/api/v1/namespaces/default/pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: { containers, terminationGracePeriodSeconds: 0, ...spec },
    });
  }

  deletePod(name: string): void {
    this.send('DELETE', `/api/v1/namespaces/default/pods/${name}`);
  }

  advance(ms: number): void {
    this.sim.advance(this.sim.nowMs + ms);
  }

  get pods(): readonly Pod[] {
    return (this.server.dump()['pods'] ?? []) as unknown as readonly Pod[];
  }

  get nodes(): readonly Node[] {
    return this.server.dump()['nodes'] ?? [];
  }
}

const cores = (text: unknown): number =>
  Number(String(text).replace(/m$/, '')) / (String(text).endsWith('m') ? 1000 : 1);

function requestedCores(pod: Pod): number {
  return pod.spec.containers.reduce(
    (sum, { resources }) => sum + cores(resources?.requests?.['cpu'] ?? 0),
    0,
  );
}

const operations = fc.array(
  fc.oneof(
    fc.record({ op: fc.constant('node' as const), id: fc.nat(4), cores: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ op: fc.constant('removeNode' as const), id: fc.nat(4) }),
    fc.record({
      op: fc.constant('pod' as const),
      id: fc.nat(12),
      millis: fc.constantFrom(300, 700, 1500),
      priority: fc.constantFrom(0, 10),
    }),
    fc.record({ op: fc.constant('deletePod' as const), id: fc.nat(12) }),
    fc.record({ op: fc.constant('wait' as const), ms: fc.constantFrom(0, 1, 700, 11_000) }),
  ),
  { maxLength: 40 },
);

test('no node is over-committed, and every pod that fits somewhere is placed in the end', () => {
  fc.assert(
    fc.property(operations, (steps) => {
      const cluster = new Cluster();
      cluster.send('POST', '/apis/scheduling.k8s.io/v1/priorityclasses', {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: 'p10' },
        value: 10,
      });
      cluster.start();
      const removed = new Set<string>();
      for (const step of steps) {
        if (step.op === 'node') cluster.addNode(`n${step.id}`, String(step.cores));
        else if (step.op === 'removeNode') {
          cluster.send('DELETE', `/api/v1/nodes/n${step.id}`);
          removed.add(`n${step.id}`);
        } else if (step.op === 'pod') {
          const spec = step.priority === 10 ? { priorityClassName: 'p10' } : {};
          cluster.addPod(`p${step.id}`, `${step.millis}m`, spec);
        } else if (step.op === 'deletePod') cluster.deletePod(`p${step.id}`);
        else cluster.advance(step.ms);
      }
      cluster.advance(400_000);
      const free = new Map(
        cluster.nodes.map((node) => [node.metadata.name, cores(node.status?.allocatable?.['cpu'])]),
      );
      for (const pod of cluster.pods) {
        const name = pod.spec.nodeName;
        if (name !== undefined && free.has(name)) free.set(name, (free.get(name) ?? 0) - requestedCores(pod));
      }
      for (const [name, left] of free) {
        // A node that came back under an old name may have got smaller under its pods.
        if (!removed.has(name)) expect(left, name).toBeGreaterThanOrEqual(-1e-9);
      }
      for (const pod of cluster.pods.filter(({ spec }) => spec.nodeName === undefined)) {
        for (const left of free.values()) expect(left).toBeLessThan(requestedCores(pod));
      }
    }),
    { numRuns: 60 },
  );
});

test('the same seed and operations give the same traces', () => {
  const run = (): string => {
    const cluster = new Cluster();
    for (const name of ['n1', 'n2', 'n3']) cluster.addNode(name);
    cluster.start();
    for (let index = 0; index < 8; index++) cluster.addPod(`p${index}`, '700m');
    cluster.advance(20_000);
    return JSON.stringify(cluster.traces);
  };
  expect(run()).toBe(run());
});

test('a scheduler that is stopped leaves pods alone; started again it takes them up', () => {
  const cluster = new Cluster();
  cluster.addNode('n1');
  cluster.start();
  cluster.advance(100);
  cluster.scheduler?.stop();
  cluster.addPod('web', '100m');
  cluster.advance(60_000);
  expect(cluster.pods[0]?.spec.nodeName).toBeUndefined();
  expect(cluster.pods[0]?.status?.conditions ?? []).toEqual([]);
  cluster.start();
  cluster.advance(100);
  expect(cluster.pods[0]?.spec.nodeName).toBe('n1');
});

test('queue moves tell where a pod goes and why', () => {
  const cluster = new Cluster();
  cluster.start();
  cluster.advance(100);
  cluster.addNode('n1', '1');
  cluster.addPod('big', '2');
  cluster.advance(100);
  cluster.addNode('n2', '4');
  cluster.advance(100);
  const moves = cluster.traces.filter((record): record is QueueMove => record.kind === 'queue-move');
  expect(moves.map(({ from, to, event }) => [from, to, event])).toEqual([
    [undefined, 'activeQ', 'UnschedulablePodAdd'],
    ['activeQ', 'inFlight', 'Pop'],
    ['inFlight', 'unschedulablePods', 'ScheduleAttemptFailure'],
    ['unschedulablePods', 'backoffQ', 'NodeAdd'],
    ['backoffQ', 'inFlight', 'PopFromBackoffQ'],
  ]);
});

test('two schedulers do not share a port; one that ends makes room', () => {
  const cluster = new Cluster();
  cluster.start('--bind-address=127.0.0.1');
  const first = cluster.scheduler;
  cluster.start('--bind-address=127.0.0.1');
  cluster.advance(100);
  expect(cluster.exitCodes).toEqual([1]);
  expect(cluster.log.at(-1)).toContain('listen tcp 127.0.0.1:10259: bind: address already in use');
  cluster.start('--secure-port=10260');
  cluster.advance(100);
  expect(cluster.exitCodes).toEqual([1]);
  first?.kill();
  cluster.start();
  cluster.advance(100);
  expect(cluster.exitCodes).toEqual([1]);
});
