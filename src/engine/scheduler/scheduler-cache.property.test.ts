import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { schedulingWorld } from '../../testing/scheduling-world.ts';
import { noLog } from '../api/klog.ts';
import type { KubeObject } from '../api/types.ts';
import { ApiServer } from '../apiserver/api-server.ts';
import { httpClients } from '../client/http-client.ts';
import { Simulation } from '../sim/simulation.ts';
import { noTrace } from '../sim/trace.ts';
import type { Cache } from './backend/cache.ts';
import { readCommandLine } from './config/command-line.ts';
import { Scheduler } from './scheduler.ts';

const admin = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
const zoneKey = 'topology.kubernetes.io/zone';

const operations = fc.array(
  fc.oneof(
    fc.record({ op: fc.constant('node' as const), id: fc.nat(3), cpu: fc.constantFrom('1', '2', '4') }),
    fc.record({ op: fc.constant('relabel' as const), id: fc.nat(3), zone: fc.constantFrom('a', 'b', null) }),
    fc.record({ op: fc.constant('cordon' as const), id: fc.nat(3), on: fc.boolean() }),
    fc.record({ op: fc.constant('removeNode' as const), id: fc.nat(3) }),
    fc.record({
      op: fc.constant('pod' as const),
      id: fc.nat(9),
      cpu: fc.constantFrom('100m', '700m', '3'),
      lonely: fc.boolean(),
    }),
    fc.record({ op: fc.constant('finish' as const), id: fc.nat(9) }),
    fc.record({ op: fc.constant('deletePod' as const), id: fc.nat(9) }),
    fc.record({ op: fc.constant('wait' as const), ms: fc.constantFrom(1, 5, 1_500) }),
  ),
  { minLength: 20, maxLength: 60 },
);
type Operation = typeof operations extends fc.Arbitrary<(infer T)[]> ? T : never;

class Cluster {
  readonly sim = new Simulation({ seed: 'cache', startMs: Date.UTC(2026, 0, 5) });
  readonly server = new ApiServer({
    sim: this.sim,
    disabledAdmissionPlugins: ['TaintNodesByCondition', 'ServiceAccount'],
  });
  readonly scheduler: Scheduler;

  constructor() {
    const started = readCommandLine([], { readFile: () => undefined, inCluster: true });
    if (started.kind === 'end') throw new Error(started.error);
    const user = { name: 'system:kube-scheduler', groups: ['system:authenticated'] };
    this.scheduler = new Scheduler({
      sim: this.sim,
      client: httpClients.clientFor(this.server, user, 'kube-scheduler'),
      options: started.options,
      hostname: 'controlplane',
      trace: noTrace,
      log: noLog,
    });
    this.scheduler.follow(() => this.scheduler.run());
  }

  send(method: string, path: string, body?: object): void {
    const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const headers = { 'content-type': contentType };
    this.server.handle({ method, path, headers, user: admin, ...(body && { body }) });
  }

  play(step: Operation): void {
    const node = `/api/v1/nodes/n${'id' in step ? step.id : 0}`;
    const pod = `/api/v1/namespaces/default/pods/p${'id' in step ? step.id : 0}`;
    if (step.op === 'wait') this.sim.advance(this.sim.nowMs + step.ms);
    else if (step.op === 'node') {
      const allocatable = { cpu: step.cpu, memory: '4Gi', pods: '110' };
      const status = { capacity: allocatable, allocatable };
      this.send('POST', '/api/v1/nodes', {
        kind: 'Node',
        apiVersion: 'v1',
        metadata: { name: `n${step.id}` },
        status,
      });
    } else if (step.op === 'relabel')
      this.send('PATCH', node, { metadata: { labels: { [zoneKey]: step.zone } } });
    else if (step.op === 'cordon') this.send('PATCH', node, { spec: { unschedulable: step.on } });
    else if (step.op === 'removeNode') this.send('DELETE', node);
    else if (step.op === 'finish') this.send('PATCH', `${pod}/status`, { status: { phase: 'Succeeded' } });
    else if (step.op === 'deletePod') this.send('DELETE', pod);
    else this.send('POST', '/api/v1/namespaces/default/pods', podBody(step.id, step.cpu, step.lonely));
  }

  get objects(): readonly KubeObject[] {
    const { nodes = [], pods = [] } = this.server.dump();
    const kinds = (kind: string, list: readonly object[]): KubeObject[] =>
      list.map((object) => ({ ...(object as KubeObject), kind }));
    return [...kinds('Node', nodes), ...kinds('Pod', pods)];
  }
}

function podBody(id: number, cpu: string, lonely: boolean): object {
  const term = { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: zoneKey };
  const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `p${id}`, labels: { app: 'web' } },
    spec: {
      containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }],
      terminationGracePeriodSeconds: 0,
      ...(lonely && { affinity }),
    },
  };
}

/** What plugins read of a cache, nodes in the order of their names. */
function known(cache: Cache): unknown {
  const snapshot = cache.updateSnapshot();
  const names = (nodes: Iterable<{ readonly name: string }>): string[] =>
    Array.from(nodes, ({ name }) => name).toSorted();
  return {
    nodes: snapshot.nodes
      .map(({ name, node, pods, requested, allocatable, unschedulable }) => ({
        name,
        labels: node.metadata.labels,
        pods: pods.map((info) => info.pod.metadata.name).toSorted(),
        requested,
        allocatable,
        unschedulable,
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    lonely: names(snapshot.nodesWithPodsWithRequiredAntiAffinity),
  };
}

test('what a scheduler knows, and what its plugins see, is what the API server has', () => {
  fc.assert(
    fc.property(operations, (steps) => {
      const cluster = new Cluster();
      for (const id of [0, 1, 2]) cluster.play({ op: 'node', id, cpu: '2' });
      for (const step of steps) cluster.play(step);
      // Time to hear of everything, and to place what can be placed.
      cluster.sim.advance(cluster.sim.nowMs + 60_000);
      expect(known(cluster.scheduler.cache)).toEqual(known(schedulingWorld(cluster.objects).cache));
    }),
    { numRuns: 40 },
  );
});
