import { describe, expect, it } from 'vitest';
import { TestCluster } from '../testing/test-cluster.ts';
import type { Lease, Node } from './api/types.ts';
import type { Fault } from './faults.ts';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] },
    },
  },
};

const web = (node: string): Record<string, unknown> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { nodeName: node, containers: [{ name: 'c', image: 'nginx:1.27' }] },
});

function readiness(cluster: TestCluster, name: string): string | undefined {
  const { status } = cluster.get<Node>(`/api/v1/nodes/${name}`);
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status;
}

function apply(cluster: TestCluster, fault: Fault): void {
  expect(cluster.cluster.faults.apply(fault)).toBeUndefined();
}

const running = (cluster: TestCluster): number =>
  cluster.pods().filter(({ status, metadata }) => status?.phase === 'Running' && !metadata.deletionTimestamp)
    .length;

describe('an API server that is down', () => {
  it('refuses connections in the words of Go, and what was asked for before goes on when it is back', () => {
    const cluster = TestCluster.booted();
    cluster.apply(deployment);
    apply(cluster, { kind: 'api-server-down', forMs: 30_000 });
    const { unreachable } = cluster.handle('GET', '/api/v1/nodes');
    expect(unreachable).toBe(
      'Get "https://172.30.1.2:6443/api/v1/nodes": dial tcp 172.30.1.2:6443: connect: connection refused',
    );
    expect(cluster.cluster.faults.active).toEqual([
      { kind: 'api-server-down', untilMs: cluster.nowMs + 30_000 },
    ]);
    cluster.advanceMs(29_000);
    expect(cluster.handle('GET', '/api/v1/nodes').unreachable).toBeDefined();
    cluster.advanceMs(60_000);
    expect(cluster.cluster.faults.active).toEqual([]);
    expect(running(cluster)).toBe(2);
  });

  it('is down while no kube-apiserver runs: its manifest moved away and back', () => {
    const cluster = TestCluster.booted();
    const { files } = cluster.cluster.machines.get('controlplane')!;
    const manifest = '/etc/kubernetes/manifests/kube-apiserver.yaml';
    files.move(manifest, '/root/kube-apiserver.yaml', cluster.nowMs);
    cluster.advanceMs(60_000);
    expect(cluster.handle('GET', '/api/v1/nodes').unreachable).toContain('connection refused');
    files.move('/root/kube-apiserver.yaml', manifest, cluster.nowMs);
    cluster.advanceMs(60_000);
    expect(cluster.pod('kube-apiserver-controlplane', 'kube-system').status?.phase).toBe('Running');
    cluster.apply(deployment).advanceMs(30_000);
    expect(running(cluster)).toBe(2);
  });

  it('makes the control plane lose its Leases when it is down for long, and take them again', () => {
    const cluster = TestCluster.booted();
    apply(cluster, { kind: 'api-server-down', forMs: 60_000 });
    cluster.advanceMs(180_000);
    const scheduler = cluster.pod('kube-scheduler-controlplane', 'kube-system');
    expect(scheduler.status?.containerStatuses?.[0]).toMatchObject({ ready: true });
    expect(scheduler.status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(0);
    cluster.apply(deployment).advanceMs(30_000);
    expect(running(cluster)).toBe(2);
  });
});

it('a slow API server lets everything come later, and in order', () => {
  const took = (cluster: TestCluster): number => {
    const beganMs = cluster.nowMs;
    cluster.apply(deployment).runUntil(() => running(cluster) === 2, 120_000);
    return cluster.nowMs - beganMs;
  };
  const slow = TestCluster.booted();
  apply(slow, { kind: 'api-server-slow', delayMs: 2000 });
  expect(took(slow)).toBeGreaterThan(took(TestCluster.booted()) + 6000);
  apply(slow, { kind: 'api-server-well' });
  slow.delete('/apis/apps/v1/namespaces/default/deployments/web').advanceMs(60_000);
  expect(slow.pods()).toEqual([]);
});

it('whoever watched watches again after all watches were cut', () => {
  const cluster = TestCluster.booted();
  apply(cluster, { kind: 'watches-cut' });
  cluster.apply(deployment).advanceMs(30_000);
  expect(running(cluster)).toBe(2);
});

describe('a machine', () => {
  it('runs on without network, is given up by the others, and comes back', () => {
    const cluster = TestCluster.booted().apply(web('node01')).untilPhase('web', 'Running');
    apply(cluster, { kind: 'network-cut', machine: 'node01' });
    cluster.advanceMs(60_000);
    expect(readiness(cluster, 'node01')).toBe('Unknown');
    expect(cluster.cluster.containers('node01')!.runningCount).toBeGreaterThan(0);
    expect(cluster.handle('GET', '/api/v1/namespaces/default/pods/web/log').body).toMatchObject({
      message: expect.stringContaining('no route to host') as string,
    });
    cluster.delete('/api/v1/namespaces/default/pods/web').advanceMs(60_000);
    expect(cluster.pod('web').metadata.deletionTimestamp).toBeDefined();
    apply(cluster, { kind: 'network-whole', machine: 'node01' });
    cluster.advanceMs(90_000);
    expect(readiness(cluster, 'node01')).toBe('True');
    expect(cluster.pods()).toEqual([]);
  });

  it('has lost all that it ran when its power went, and starts it anew when it is back', () => {
    const cluster = TestCluster.booted().apply(web('node01')).untilPhase('web', 'Running');
    apply(cluster, { kind: 'power-off', machine: 'node01' });
    expect(cluster.cluster.faults.apply({ kind: 'power-off', machine: 'node01' })).toBe(
      'node01 is off already',
    );
    cluster.advanceMs(60_000);
    expect(readiness(cluster, 'node01')).toBe('Unknown');
    apply(cluster, { kind: 'power-on', machine: 'node01' });
    cluster.advanceMs(60_000);
    expect(readiness(cluster, 'node01')).toBe('True');
    expect(cluster.pod('web').status?.containerStatuses?.[0]?.restartCount).toBe(1);
  });

  it('takes the API server with it when it is the control plane, and brings it back', () => {
    const cluster = TestCluster.booted();
    apply(cluster, { kind: 'power-off', machine: 'controlplane' });
    expect(cluster.handle('GET', '/api/v1/nodes').unreachable).toContain('connection refused');
    cluster.advanceMs(60_000);
    apply(cluster, { kind: 'power-on', machine: 'controlplane' });
    cluster.advanceMs(120_000);
    for (const node of ['controlplane', 'node01', 'node02']) expect(readiness(cluster, node)).toBe('True');
    cluster.apply(deployment).advanceMs(30_000);
    expect(running(cluster)).toBe(2);
  });

  it('that is removed is wrong no more', () => {
    const cluster = TestCluster.booted();
    apply(cluster, { kind: 'network-cut', machine: 'node01', forMs: 60_000 });
    apply(cluster, { kind: 'power-off', machine: 'node01' });
    expect(cluster.cluster.faults.active.map(({ kind }) => kind)).toEqual(['network-cut', 'power-off']);
    expect(cluster.cluster.removeNode('node01')).toBeUndefined();
    expect(cluster.cluster.faults.active).toEqual([]);
    cluster.advanceMs(120_000);
    expect(cluster.list('/api/v1/nodes')).toHaveLength(2);
  });

  it('whose kubelet is stopped says so until it runs again', () => {
    const cluster = TestCluster.booted();
    cluster.cluster.services('node01')!.act('stop', 'kubelet');
    cluster.advanceMs(1000);
    expect(cluster.cluster.faults.active).toEqual([{ kind: 'kubelet-stopped', target: 'node01' }]);
    cluster.cluster.services('node01')!.act('start', 'kubelet');
    cluster.advanceMs(1000);
    expect(cluster.cluster.faults.active).toEqual([]);
  });

  it('that hangs does nothing, and all of it later', () => {
    const cluster = TestCluster.booted();
    apply(cluster, { kind: 'machine-hangs', machine: 'node01', forMs: 60_000 });
    cluster.apply(web('node01')).advanceMs(59_000);
    expect(cluster.pod('web').status?.phase).toBe('Pending');
    expect(readiness(cluster, 'node01')).toBe('Unknown');
    cluster.advanceMs(30_000);
    expect(cluster.pod('web').status?.phase).toBe('Running');
    expect(readiness(cluster, 'node01')).toBe('True');
  });

  it('writes the time of its own clock, and keeps its rhythm when that is set', () => {
    const cluster = TestCluster.booted();
    const renewal = (): number =>
      Date.parse(
        cluster.get<Lease>('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node01').spec
          ?.renewTime ?? '',
      );
    for (const byMs of [3_600_000, -7_200_000]) {
      apply(cluster, { kind: 'clock-jump', machine: 'node01', byMs });
      cluster.advanceMs(120_000);
      const { ms = 0 } = cluster.cluster.faults.active[0]!;
      expect(Math.abs(renewal() - cluster.nowMs - ms)).toBeLessThan(15_000);
      expect(readiness(cluster, 'node01')).toBe('True');
    }
    apply(cluster, { kind: 'clock-jump', machine: 'node01', byMs: 3_600_000 });
    expect(cluster.cluster.faults.active).toEqual([]);
  });
});

describe('images', () => {
  it.each([
    ['nginx', 'not-found', 'nginx:1.27: not found'],
    ['docker.io/library/*', 'unauthorized', 'pull access denied'],
    ['ngi*', 'unreachable', 'no such host'],
  ] as const)('that match %s fail as %s until that is lifted', (pattern, failure, words) => {
    const cluster = TestCluster.booted();
    apply(cluster, { kind: 'images-broken', pattern, failure });
    cluster.apply(web('node01')).advanceMs(20_000);
    expect(cluster.events('web').join('\n')).toContain(words);
    expect(cluster.pod('web').status?.phase).toBe('Pending');
    apply(cluster, { kind: 'images-whole', pattern });
    cluster.untilPhase('web', 'Running');
  });

  it('that do not match are pulled', () => {
    const cluster = TestCluster.booted();
    apply(cluster, { kind: 'images-broken', pattern: 'redis*', failure: 'not-found' });
    cluster.apply(web('node01')).untilPhase('web', 'Running');
  });
});

it.each([137, 3])('a container that crashes with %i is started again', (exitCode) => {
  const cluster = TestCluster.booted().apply(web('node01')).untilPhase('web', 'Running');
  const crash: Fault = {
    kind: 'container-crash',
    namespace: 'default',
    pod: 'web',
    container: 'c',
    exitCode,
  };
  apply(cluster, crash);
  expect(cluster.cluster.faults.apply(crash)).toBe('no container "c" runs in default/web');
  cluster.advanceMs(20_000);
  expect(cluster.pod('web').status?.containerStatuses?.[0]).toMatchObject({
    restartCount: 1,
    ready: true,
    lastState: { terminated: { exitCode, reason: 'Error' } },
  });
});

it.each<[Fault, string]>([
  [{ kind: 'power-off', machine: 'nowhere' }, 'there is no machine "nowhere"'],
  [{ kind: 'power-on', machine: 'node01' }, 'node01 is on already'],
  [
    { kind: 'container-crash', namespace: 'default', pod: 'x', container: 'c', exitCode: 1 },
    'there is no pod "default/x"',
  ],
])('%o cannot be: %s', (fault, problem) => {
  expect(TestCluster.booted().cluster.faults.apply(fault)).toBe(problem);
});
