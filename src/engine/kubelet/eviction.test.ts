import { describe, expect, it } from 'vitest';
import type { Node, NodeCondition, Pod } from '../api/types.ts';
import { TestCluster } from '../../testing/test-cluster.ts';

type Manifest = Record<string, unknown>;

function stress(
  name: string,
  bytes: string,
  requests: Record<string, string> = {},
  more: object = {},
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      nodeName: 'node01',
      ...more,
      containers: [
        {
          name: 'c',
          image: 'polinux/stress',
          args: ['--vm', '1', '--vm-bytes', bytes],
          resources: { requests },
        },
      ],
    },
  };
}

function memoryPressure(cluster: TestCluster): NodeCondition | undefined {
  const { status } = cluster.get<Node>('/api/v1/nodes/node01');
  return status?.conditions?.find(({ type }) => type === 'MemoryPressure');
}

describe('a node whose memory runs short', () => {
  it('evicts who uses more than was asked for, and takes in no more of that kind until it is over', () => {
    const cluster = TestCluster.booted()
      .apply(stress('modest', '3G', { memory: '4Gi' }))
      .apply(stress('greedy', '6G', { memory: '1Gi' }));
    cluster.untilPhase('greedy', 'Failed');
    const { reason, message, conditions } = cluster.pod('greedy').status ?? {};
    expect(reason).toBe('Evicted');
    expect(message).toMatch(
      /^The node was low on resource: memory\. Threshold quantity: 100Mi, available: \S+\. Container c was using \S+, request is 1Gi, has larger consumption of memory\. $/,
    );
    expect(conditions).toContainEqual(
      expect.objectContaining({ type: 'DisruptionTarget', reason: 'TerminationByKubelet', message }),
    );
    expect(cluster.pod('modest').status?.phase).toBe('Running');
    expect(cluster.events('node01')).toContain('EvictionThresholdMet Attempting to reclaim memory');

    cluster.advanceMs(15_000);
    expect(memoryPressure(cluster)).toMatchObject({ status: 'True', reason: 'KubeletHasInsufficientMemory' });
    expect(cluster.get<Node>('/api/v1/nodes/node01').spec?.taints).toContainEqual(
      expect.objectContaining({ key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' }),
    );
    cluster.apply(stress('late', '1M')).untilPhase('late', 'Failed');
    expect(cluster.pod('late').status?.message).toBe(
      'Pod was rejected: The node had condition: [MemoryPressure]. ',
    );

    cluster.advanceMs(330_000);
    expect(memoryPressure(cluster)).toMatchObject({ status: 'False', reason: 'KubeletHasSufficientMemory' });
  });

  it('spares those of higher priority', () => {
    const cluster = TestCluster.booted().apply({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'high' },
      value: 1000,
    });
    cluster
      .apply(stress('important', '6G', {}, { priorityClassName: 'high' }))
      .apply(stress('ordinary', '3G'));
    cluster.untilPhase('ordinary', 'Failed').advanceMs(30_000);
    expect(cluster.pod('important').status?.phase).toBe('Running');
  });
});

it('a container that takes more memory than its limit is killed', () => {
  const cluster = TestCluster.booted().apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: {
      restartPolicy: 'Never',
      containers: [
        {
          name: 'c',
          image: 'polinux/stress',
          args: ['--vm', '1', '--vm-bytes', '250M'],
          resources: { limits: { memory: '100Mi' } },
        },
      ],
    },
  });
  cluster.untilPhase('p', 'Failed');
  expect(cluster.pod('p').status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({
    exitCode: 137,
    reason: 'OOMKilled',
  });
});

it('a pod that puts more into an emptyDir than it may hold is evicted', () => {
  const script = 'while true; do echo 0123456789012345678901234567890123456789 >> /v/f; sleep 1; done';
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: {
      volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Ki' } }],
      containers: [
        {
          name: 'c',
          image: 'busybox',
          command: ['sh', '-c', script],
          volumeMounts: [{ name: 'v', mountPath: '/v' }],
        },
      ],
    },
  };
  const cluster = TestCluster.booted().apply(pod).untilPhase('p', 'Failed', 'default');
  const { reason, message }: NonNullable<Pod['status']> = cluster.pod('p').status ?? {};
  expect([reason, message]).toEqual(['Evicted', 'Usage of EmptyDir volume "v" exceeds the limit "1Ki". ']);
});
