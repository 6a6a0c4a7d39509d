import { expect, test } from 'vitest';
import { metricsServerManifest } from '../index.ts';
import { TestCluster } from '../../testing/test-cluster.ts';

interface PodMetrics {
  readonly metadata: { readonly name: string };
  readonly window: string;
  readonly containers: readonly { readonly name: string; readonly usage: { cpu: string; memory: string } }[];
}

const root = '/apis/metrics.k8s.io/v1beta1';

function busy(name: string, args: readonly string[], limits?: object): Record<string, unknown> {
  const container = { name: 'main', image: 'polinux/stress', args, ...(limits && { resources: { limits } }) };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [container] } };
}

test('tells what containers use, and nodes, once it has seen them twice', () => {
  const cluster = TestCluster.booted()
    .apply(metricsServerManifest)
    .apply(busy('free', ['--cpu', '2']))
    .apply(busy('held', ['--cpu', '2'], { cpu: '300m' }))
    .apply(busy('large', ['--vm', '1', '--vm-bytes', '128M'], { memory: '256Mi' }))
    .advanceMs(60_000);
  const usage = cluster
    .list<PodMetrics>(`${root}/namespaces/default/pods`)
    .map(({ metadata, containers }) => [metadata.name, containers[0]?.usage]);
  expect(usage).toEqual([
    ['free', { cpu: '2', memory: '1Mi' }],
    ['held', { cpu: '300m', memory: '1Mi' }],
    ['large', { cpu: '1', memory: '126024Ki' }],
  ]);
  const nodes = cluster.list<PodMetrics>(`${root}/nodes`).map(({ metadata }) => metadata.name);
  expect(nodes).toEqual(['controlplane', 'node01', 'node02']);
  expect(cluster.handle('GET', `${root}/nodes/nobody`).status).toBe(404);
});

test('a server that works for its requests is busier the more there are', () => {
  const server = {
    metadata: { labels: { app: 'php' } },
    spec: { containers: [{ name: 'php', image: 'registry.k8s.io/hpa-example' }] },
  };
  const cluster = TestCluster.booted()
    .apply(metricsServerManifest)
    .apply({ apiVersion: 'v1', kind: 'Pod', ...server, metadata: { name: 'php', ...server.metadata } })
    .apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'php' },
      spec: { selector: { app: 'php' }, ports: [{ port: 80 }] },
    })
    .advanceMs(45_000);
  const cpu = (): string | undefined =>
    cluster.get<PodMetrics>(`${root}/namespaces/default/pods/php`).containers[0]?.usage.cpu;
  expect(cpu()).toBe('1m');
  const command = ['sh', '-c', 'while sleep 0.05; do wget -q -O- http://php; done'];
  cluster
    .apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'load' },
      spec: { containers: [{ name: 'load', image: 'busybox', command }] },
    })
    .advanceMs(40_000);
  expect(Number.parseInt(cpu() ?? '', 10)).toBeGreaterThan(80);
});

test('what nobody answers for is not available', () => {
  const cluster = TestCluster.booted().apply(metricsServerManifest).advanceMs(60_000);
  expect(cluster.handle('GET', `${root}/nodes`).status).toBe(200);
  cluster.request(
    'PATCH',
    '/apis/apps/v1/namespaces/kube-system/deployments/metrics-server',
    { spec: { replicas: 0 } },
    'application/merge-patch+json',
  );
  cluster.advanceMs(60_000);
  expect(cluster.handle('GET', `${root}/nodes`)).toMatchObject({
    status: 503,
    body: 'service unavailable\n',
  });
  const { status } = cluster.get<{ metadata: { name: string }; status: { conditions: object[] } }>(
    '/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io',
  );
  expect(status.conditions).toMatchObject([
    { type: 'Available', status: 'False', reason: 'MissingEndpoints' },
  ]);
});
