import { describe, expect, it } from 'vitest';
import type { Pod } from '../api/types.ts';
import { TestCluster } from '../../testing/test-cluster.ts';

const path = '/api/v1/namespaces/default/pods/demo';

function demo(resizePolicy: object[] = []): TestCluster {
  return TestCluster.booted()
    .apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'demo' },
      spec: {
        nodeName: 'node01',
        containers: [
          {
            name: 'pause',
            image: 'registry.k8s.io/pause:3.10',
            resizePolicy,
            resources: {
              requests: { cpu: '700m', memory: '200Mi' },
              limits: { cpu: '700m', memory: '200Mi' },
            },
          },
        ],
      },
    })
    .untilPhase('demo', 'Running');
}

function resize(cluster: TestCluster, resources: Record<string, string>): void {
  const container = { name: 'pause', resources: { requests: resources, limits: resources } };
  const body = { spec: { containers: [container] } };
  cluster.request('PATCH', `${path}/resize`, body, 'application/strategic-merge-patch+json');
}

const statusOf = (cluster: TestCluster): NonNullable<Pod['status']> => cluster.pod('demo').status ?? {};
const resizeConditions = (cluster: TestCluster): object[] =>
  (statusOf(cluster).conditions ?? [])
    .filter(({ type }) => type.startsWith('PodResize'))
    .map(({ type, reason, message }) => ({ type, ...(reason && { reason }), ...(message && { message }) }));

describe('a pod that asks for other resources while it runs', () => {
  it('gets them, and its containers run on', () => {
    const cluster = demo();
    const started = statusOf(cluster).containerStatuses?.[0]?.containerID;
    resize(cluster, { cpu: '800m' });
    cluster.advanceMs(5000);
    const [container] = statusOf(cluster).containerStatuses ?? [];
    expect(container).toMatchObject({
      restartCount: 0,
      containerID: started,
      allocatedResources: { cpu: '800m', memory: '200Mi' },
      resources: { requests: { cpu: '800m' }, limits: { cpu: '800m' } },
    });
    expect(resizeConditions(cluster)).toEqual([]);
    expect(cluster.events('demo').filter((event) => event.startsWith('Resize'))).toEqual([
      'ResizeStarted Pod resize started: {"containers":[{"name":"pause","resources":{"limits":{"cpu":"800m","memory":"200Mi"},"requests":{"cpu":"800m","memory":"200Mi"}}}],"generation":2}',
      'ResizeCompleted Pod resize completed: {"containers":[{"name":"pause","resources":{"limits":{"cpu":"800m","memory":"200Mi"},"requests":{"cpu":"800m","memory":"200Mi"}}}],"generation":2}',
    ]);
  });

  it('is restarted where its policy says so', () => {
    const cluster = demo([{ resourceName: 'memory', restartPolicy: 'RestartContainer' }]);
    resize(cluster, { memory: '300Mi' });
    cluster.advanceMs(10_000);
    expect(statusOf(cluster).containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      resources: { requests: { memory: '300Mi' } },
    });
    expect(cluster.events('demo')).toContain('Killing Container pause resize requires restart');
  });

  it('keeps what it has while the node could never give as much', () => {
    const cluster = demo();
    resize(cluster, { cpu: '1000' });
    cluster.advanceMs(5000);
    expect(resizeConditions(cluster)).toEqual([
      {
        type: 'PodResizePending',
        reason: 'Infeasible',
        message: expect.stringMatching(
          /^Node didn't have enough capacity: cpu, requested: 1000000, capacity: \d+$/,
        ),
      },
    ]);
    expect(statusOf(cluster).containerStatuses?.[0]?.allocatedResources).toEqual({
      cpu: '700m',
      memory: '200Mi',
    });
  });

  it('waits for room that others have, and gets it when they are gone', () => {
    const cluster = demo().apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'other' },
      spec: {
        nodeName: 'node01',
        terminationGracePeriodSeconds: 1,
        containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '2500m' } } }],
      },
    });
    cluster.untilPhase('other', 'Running');
    resize(cluster, { cpu: '2' });
    cluster.advanceMs(5000);
    expect(resizeConditions(cluster)).toMatchObject([{ type: 'PodResizePending', reason: 'Deferred' }]);
    cluster.delete('/api/v1/namespaces/default/pods/other').advanceMs(10_000);
    expect(resizeConditions(cluster)).toEqual([]);
    expect(statusOf(cluster).containerStatuses?.[0]?.allocatedResources).toMatchObject({ cpu: '2' });
  });
});
