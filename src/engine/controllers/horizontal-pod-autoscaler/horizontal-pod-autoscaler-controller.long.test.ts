import { describe, expect, test } from 'vitest';
import type { HorizontalPodAutoscaler } from '../../api/types.ts';
import { metricsServerManifest } from '../../index.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';

const path = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/web';

function workload(cpus: number, replicas = 1): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: polinux/stress
          args: ["--cpu", "${cpus}"]
          resources: {requests: {cpu: 500m}, limits: {cpu: "1"}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  minReplicas: 1
  maxReplicas: 5
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}
`;
}

function conditions(cluster: TestCluster): string[] {
  const { status } = cluster.get<HorizontalPodAutoscaler>(path);
  return (status?.conditions ?? []).map(({ type, status: is, reason }) => `${type}=${is} ${reason}`);
}

function replicas(cluster: TestCluster): number {
  return cluster.get<{ metadata: { name: string }; spec: { replicas: number } }>(
    '/apis/apps/v1/namespaces/default/deployments/web',
  ).spec.replicas;
}

describe('with metrics-server', () => {
  test('a busy workload grows as fast as it may, to its most', () => {
    const cluster = TestCluster.booted().apply(metricsServerManifest).apply(workload(2));
    cluster.runUntil(() => replicas(cluster) > 1, 180_000);
    expect(replicas(cluster)).toBe(3);
    cluster.advanceMs(300_000);
    expect(cluster.events('web')).toContain(
      'SuccessfulRescale New size: 3; reason: cpu resource utilization (percentage of request) above target',
    );
    expect(replicas(cluster)).toBe(5);
    const { status } = cluster.get<HorizontalPodAutoscaler>(path);
    expect(status).toMatchObject({
      currentReplicas: 5,
      desiredReplicas: 5,
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageUtilization: 200, averageValue: '1' } },
        },
      ],
    });
    expect(conditions(cluster)).toEqual([
      'AbleToScale=True ReadyForNewScale',
      'ScalingActive=True ValidMetricFound',
      'ScalingLimited=True TooManyReplicas',
    ]);
  });

  test('an idle one shrinks, five minutes after it was last recommended to be large', () => {
    const cluster = TestCluster.booted().apply(metricsServerManifest).apply(workload(0, 4));
    cluster.advanceMs(150_000);
    expect(replicas(cluster)).toBe(4);
    expect(conditions(cluster)[0]).toBe('AbleToScale=True ScaleDownStabilized');
    cluster.advanceMs(240_000);
    expect(replicas(cluster)).toBe(1);
    expect(cluster.events('web')).toContain(
      'SuccessfulRescale New size: 1; reason: All metrics below target',
    );
  });
});

describe('without', () => {
  test('says what is missing', () => {
    const cluster = TestCluster.booted().apply(workload(2)).advanceMs(20_000);
    const why =
      'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
    expect(cluster.events('web').filter((text) => text.startsWith('Failed'))).toEqual([
      `FailedGetResourceMetric ${why}`,
      `FailedComputeMetricsReplicas invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why}`,
    ]);
    expect(conditions(cluster)).toEqual([
      'AbleToScale=True SucceededGetScale',
      'ScalingActive=False FailedGetResourceMetric',
    ]);
  });

  test.each([
    ['a target that is not there', 'apps/v1', 'Deployment', 'deployments.apps "nobody" not found'],
    ['a kind that nobody knows', 'apps/v1', 'Toaster', 'no matches for kind "Toaster" in group "apps"'],
  ])('%s', (_, apiVersion, kind, message) => {
    const cluster = TestCluster.booted().apply({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: { scaleTargetRef: { apiVersion, kind, name: 'nobody' }, maxReplicas: 3 },
    });
    cluster.advanceMs(20_000);
    expect(cluster.events('web')).toEqual([`FailedGetScale ${message}`]);
    expect(conditions(cluster)).toEqual(['AbleToScale=False FailedGetScale']);
  });

  test('bounds hold whatever is measured', () => {
    const cluster = TestCluster.booted().apply(workload(0, 7)).advanceMs(20_000);
    expect(replicas(cluster)).toBe(5);
    expect(cluster.events('web')).toContain(
      'SuccessfulRescale New size: 5; reason: Current number of replicas above Spec.MaxReplicas',
    );
  });
});
