import { describe, expect, test } from 'vitest';
import type { Deployment, ReplicaSet } from '../../api/types.ts';
import { maxSurge, maxUnavailable, newSetSize, shrinkOldSets, spreadProportionally } from './rollout-math.ts';

function makeDeployment(replicas: number, surge: number | string, unavailable: number | string): Deployment {
  return {
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: {},
      template: {},
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } },
    },
  };
}

let serial = 0;
function makeSet(replicas: number, available = replicas, most?: number): ReplicaSet {
  return {
    metadata: {
      name: `web-${serial}`,
      creationTimestamp: `2026-01-05T10:00:${String(serial++ % 60).padStart(2, '0')}Z`,
      ...(most !== undefined && {
        annotations: { 'deployment.kubernetes.io/max-replicas': String(most) },
      }),
    },
    spec: { replicas, selector: {} },
    status: { replicas, availableReplicas: available },
  };
}

describe('the bounds of a rolling update', () => {
  test.each([
    [3, '25%', '25%', 1, 0],
    [10, '25%', '25%', 3, 2],
    [3, '50%', '50%', 2, 1],
    [3, 0, 0, 0, 1],
    [1, '0%', '10%', 0, 1],
    [0, 2, 2, 2, 0],
    [2, 1, 5, 1, 2],
  ])('%i pods, surge %s, unavailable %s → %i and %i', (replicas, surge, unavailable, more, fewer) => {
    const deployment = makeDeployment(replicas, surge, unavailable);
    expect([maxSurge(deployment), maxUnavailable(deployment)]).toEqual([more, fewer]);
  });
});

describe('newSetSize', () => {
  test.each([
    ['grows into the surge', 3, 3, 0, 1],
    ['waits while there is no room', 3, 4, 0, 0],
    ['never exceeds what is wanted', 3, 0, 0, 3],
  ])('%s', (_, wanted, old, now, expected) => {
    const newSet = makeSet(now);
    expect(newSetSize(makeDeployment(wanted, 1, 0), [makeSet(old), newSet], newSet)).toBe(expected);
  });
});

describe('shrinkOldSets', () => {
  const sizes = (deployment: Deployment, old: readonly ReplicaSet[], newSet: ReplicaSet): number[] =>
    shrinkOldSets(deployment, old, newSet).map(({ to }) => to);

  test('takes nothing while the new pods are not available', () => {
    expect(sizes(makeDeployment(3, 1, 0), [makeSet(3)], makeSet(1, 0))).toEqual([]);
  });
  test('takes one for each new pod that is', () => {
    expect(sizes(makeDeployment(3, 1, 0), [makeSet(3)], makeSet(1, 1))).toEqual([2]);
  });
  test('takes what is unhealthy first, and then what may be unavailable', () => {
    expect(sizes(makeDeployment(4, 0, 2), [makeSet(4, 3)], makeSet(0, 0))).toEqual([3, 2]);
  });
  test('never leaves fewer available than it must', () => {
    for (let wanted = 1; wanted <= 6; wanted++) {
      for (let available = 0; available <= wanted; available++) {
        const deployment = makeDeployment(wanted, 1, 1);
        const old = makeSet(wanted, available);
        const left = shrinkOldSets(deployment, [old], makeSet(1, 0)).at(-1)?.to ?? wanted;
        expect(Math.min(left, available)).toBeGreaterThanOrEqual(Math.min(available, wanted - 1));
      }
    }
  });
});

describe('spreadProportionally', () => {
  test('shares out all that is added, by size', () => {
    const large = makeSet(6, 6, 10);
    const small = makeSet(2, 2, 10);
    const resized = spreadProportionally(makeDeployment(16, 0, 1), [small, large]);
    expect(resized.map(({ set, to }) => [set === large, to])).toEqual([
      [true, 13],
      [false, 3],
    ]);
  });
});
