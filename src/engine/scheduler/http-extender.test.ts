import { expect, test } from 'vitest';
import { ApiServer } from '../apiserver/api-server.ts';
import { httpClients } from '../client/http-client.ts';
import { Simulation } from '../sim/simulation.ts';
import { noTrace } from '../sim/trace.ts';
import type { Event, KubeObject, Pod } from '../api/types.ts';
import type { ExtenderConfiguration } from './config/types.ts';
import type { ExtenderReply, ExtenderTransport } from './http-extender.ts';
import { startScheduler } from './start-scheduler.ts';

const admin = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

interface Arguments {
  readonly Pod: Pod;
  readonly NodeNames: readonly string[] | null;
  readonly Nodes: { readonly items: readonly KubeObject[] } | null;
  readonly Node: string;
  readonly NodeNameToMetaVictims: Readonly<Record<string, unknown>> | null;
}

/** What extenders answer, by the end of the path. */
type Answers = Readonly<Record<string, (asked: Arguments) => object>>;

/** Three nodes with 2 CPUs, and a scheduler with these extenders. */
class Cluster {
  readonly sim = new Simulation({ seed: 'extender', startMs: Date.UTC(2026, 0, 5) });
  readonly server = new ApiServer({
    sim: this.sim,
    disabledAdmissionPlugins: ['TaintNodesByCondition', 'ServiceAccount'],
  });
  readonly asked: string[] = [];

  constructor(extenders: readonly ExtenderConfiguration[], answers: Answers | undefined) {
    const allocatable = { cpu: '2', memory: '4Gi', pods: '110' };
    for (const name of ['n1', 'n2', 'n3'])
      this.post('/api/v1/nodes', { metadata: { name }, status: { capacity: allocatable, allocatable } });
    const transport: ExtenderTransport = ({ path }, body): ExtenderReply => {
      this.asked.push(path);
      const answer = answers?.[path.slice(path.lastIndexOf('/') + 1)];
      if (answer === undefined) return { status: 500, body: '' };
      return { status: 200, body: JSON.stringify(answer(JSON.parse(body) as Arguments)) };
    };
    const file = JSON.stringify({
      apiVersion: 'kubescheduler.config.k8s.io/v1',
      kind: 'KubeSchedulerConfiguration',
      leaderElection: { leaderElect: false },
      extenders,
    });
    startScheduler({
      sim: this.sim,
      client: httpClients.clientFor(this.server, admin, 'kube-scheduler'),
      argv: ['--config=scheduler.yaml'],
      surroundings: { readFile: () => file, inCluster: true },
      hostname: 'controlplane',
      ...(answers !== undefined && { transport }),
      trace: noTrace,
    });
  }

  post(path: string, body: object): void {
    const headers = { 'content-type': 'application/json' };
    this.server.handle({ method: 'POST', path, headers, user: admin, body });
  }

  pod(name: string, spec: object = {}, requests: object = { cpu: '100m' }): void {
    const containers = [{ name: 'c', image: 'nginx', resources: { requests, limits: requests } }];
    const body = { metadata: { name }, spec: { containers, terminationGracePeriodSeconds: 0, ...spec } };
    this.post('/api/v1/namespaces/default/pods', body);
    this.sim.advance(this.sim.nowMs + 5000);
  }

  nodeOf(name: string): string | undefined {
    return (this.server.dump()['pods'] as Pod[]).find(({ metadata }) => metadata.name === name)?.spec
      .nodeName;
  }

  get messages(): (string | undefined)[] {
    const events = (this.server.dump()['events'] ?? []) as Event[];
    return events.filter(({ reason }) => reason === 'FailedScheduling').map(({ message }) => message);
  }
}

const urlPrefix = 'http://10.0.0.9:8888/';

test('an extender that knows the nodes filters by name, and tells why', () => {
  const failed = { n1: 'no licence', n3: 'no licence' };
  const cluster = new Cluster([{ urlPrefix, filterVerb: 'filter', nodeCacheCapable: true }], {
    filter: ({ NodeNames }) => ({
      NodeNames: NodeNames?.filter((name) => name === 'n2'),
      FailedNodes: failed,
    }),
  });
  cluster.pod('a');
  expect(cluster.nodeOf('a')).toBe('n2');
  expect(cluster.asked).toEqual(['/filter']);
});

test('one that knows no nodes is sent them, and answers with those that suit', () => {
  const cluster = new Cluster([{ urlPrefix, filterVerb: 'filter' }], {
    filter: ({ Nodes }) => ({ nodes: { items: Nodes?.items.slice(2) } }),
  });
  cluster.pod('a');
  expect(cluster.nodeOf('a')).toBe('n3');
});

test('what it refuses is told as plugins are', () => {
  const cluster = new Cluster([{ urlPrefix, filterVerb: 'filter', nodeCacheCapable: true }], {
    filter: () => ({
      NodeNames: [],
      FailedNodes: { n1: 'too hot', n2: 'too hot' },
      FailedAndUnresolvableNodes: { n2: 'no licence', n3: 'no licence' },
    }),
  });
  cluster.pod('a');
  expect(cluster.nodeOf('a')).toBeUndefined();
  expect(cluster.messages[0]).toMatch(/^0\/3 nodes are available: 1 too hot, 2 no licence\. /);
});

test('its scores count ten times its weight', () => {
  const cluster = new Cluster(
    [{ urlPrefix, prioritizeVerb: 'prioritize', weight: 5, nodeCacheCapable: true }],
    {
      prioritize: ({ NodeNames }) =>
        (NodeNames ?? []).map((Host) => ({ Host, Score: Host === 'n3' ? 10 : 0 })),
    },
  );
  for (const name of ['a', 'b', 'c']) cluster.pod(name);
  expect(['a', 'b', 'c'].map((name) => cluster.nodeOf(name))).toEqual(['n3', 'n3', 'n3']);
});

test('one that binds does so itself', () => {
  const bound: string[] = [];
  const cluster: Cluster = new Cluster([{ urlPrefix, bindVerb: 'bind' }], {
    bind: ({ Node }) => {
      bound.push(Node);
      const binding = { metadata: { name: 'a' }, target: { kind: 'Node', name: Node } };
      cluster.post('/api/v1/namespaces/default/pods/a/binding', binding);
      return {};
    },
  });
  cluster.pod('a');
  expect(bound).toEqual([cluster.nodeOf('a')]);
});

test('only pods that ask for a resource of its are its business, and nodes need not have that', () => {
  const managedResources = [{ name: 'example.com/licence', ignoredByScheduler: true }];
  const extender = { urlPrefix, filterVerb: 'filter', nodeCacheCapable: true, managedResources };
  const cluster = new Cluster([extender], { filter: () => ({ NodeNames: ['n2'] }) });
  cluster.pod('other');
  expect(cluster.asked).toEqual([]);
  cluster.pod('own', {}, { cpu: '100m', 'example.com/licence': '1' });
  expect(cluster.nodeOf('own')).toBe('n2');
});

test('it has a say in who is preempted', () => {
  const extender = { urlPrefix, preemptVerb: 'preempt', nodeCacheCapable: true };
  const cluster = new Cluster([extender], {
    preempt: ({ NodeNameToMetaVictims }) => ({
      NodeNameToMetaVictims: { n2: NodeNameToMetaVictims?.['n2'] },
    }),
  });
  for (const name of ['a', 'b', 'c']) cluster.pod(name, {}, { cpu: '2' });
  const victim = ['a', 'b', 'c'].find((name) => cluster.nodeOf(name) === 'n2') ?? '';
  cluster.post('/apis/scheduling.k8s.io/v1/priorityclasses', { metadata: { name: 'high' }, value: 10 });
  cluster.pod('urgent', { priorityClassName: 'high' }, { cpu: '2' });
  expect(cluster.nodeOf('urgent')).toBe('n2');
  expect((cluster.server.dump()['pods'] as Pod[]).map(({ metadata }) => metadata.name)).not.toContain(victim);
});

test.each<[string, ExtenderConfiguration, Answers | undefined, string]>([
  [
    'nobody listens there',
    { filterVerb: 'filter' },
    undefined,
    'Post "http://10.0.0.9:8888/filter": dial tcp 10.0.0.9:8888: connect: connection refused',
  ],
  [
    'it has an error',
    { filterVerb: 'filter' },
    {},
    'failed filter with extender at URL http://10.0.0.9:8888/filter, code 500',
  ],
  ['it says that it fails', { filterVerb: 'filter' }, { filter: () => ({ Error: 'no idea' }) }, 'no idea'],
  [
    'it names a node that was not asked about',
    { filterVerb: 'filter', nodeCacheCapable: true },
    { filter: () => ({ NodeNames: ['n9'] }) },
    'extender "http://10.0.0.9:8888/" claims a filtered node "n9" which is not found in the input node list',
  ],
  ['it cannot bind', { bindVerb: 'bind' }, { bind: () => ({ error: 'no' }) }, 'no'],
])('where %s, the attempt fails with that, unless it may be ignored', (_name, extender, answers, message) => {
  const needed = new Cluster([{ urlPrefix, ...extender }], answers);
  needed.pod('a');
  expect(needed.nodeOf('a')).toBeUndefined();
  expect(needed.messages[0]).toBe(message);
  const ignored = new Cluster([{ urlPrefix, ...extender, ignorable: true }], answers);
  ignored.pod('a');
  expect(ignored.nodeOf('a')).toBeDefined();
});
