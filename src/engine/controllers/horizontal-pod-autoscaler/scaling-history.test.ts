import { describe, expect, test } from 'vitest';
import { ScalingHistory, type AutoscalerSpec } from './scaling-history.ts';

const range = { min: 1, max: 10 };

describe('without rules of one`s own', () => {
  test.each([
    ['grows', 2, 3, 3, 'DesiredWithinRange', false],
    ['at most doubles', 4, 9, 8, 'ScaleUpLimit', true],
    ['but to four at once', 1, 9, 4, 'ScaleUpLimit', true],
    ['not beyond the most', 8, 12, 10, 'TooManyReplicas', true],
  ])('%s', (_, current, desired, replicas, reason, isLimited) => {
    const history = new ScalingHistory(1, 0);
    const normalized = history.normalize({ ...range, current, desired, nowMs: 0 }, undefined);
    expect(normalized).toMatchObject({ replicas, limited: { reason, isLimited } });
  });

  test('what was recommended within five minutes still counts when it would shrink', () => {
    const history = new ScalingHistory(6, 0);
    const ask = (nowMs: number): string => {
      const wish = { ...range, current: 6, desired: 2, nowMs };
      const { replicas, stabilized } = history.normalize(wish, undefined);
      return `${replicas} ${stabilized.reason}`;
    };
    expect(ask(300_000)).toBe('6 ScaleDownStabilized');
    expect(ask(300_001)).toBe('2 ReadyForNewScale');
  });
});

describe('with rules', () => {
  type Behavior = NonNullable<AutoscalerSpec['behavior']>;
  const none = { stabilizationWindowSeconds: 0, policies: [] };
  const perMinute = (type: string, value: number, selectPolicy = 'Max'): Behavior => ({
    scaleUp: { stabilizationWindowSeconds: 0, selectPolicy, policies: [{ type, value, periodSeconds: 60 }] },
    scaleDown: {
      stabilizationWindowSeconds: 0,
      selectPolicy,
      policies: [{ type, value, periodSeconds: 60 }],
    },
  });
  test.each<[string, Behavior, number, number, number, string]>([
    ['so many pods up', perMinute('Pods', 2), 4, 9, 6, 'ScaleUpLimit'],
    ['so many percent up, rounded up', perMinute('Percent', 10), 4, 9, 5, 'ScaleUpLimit'],
    ['so many pods down', perMinute('Pods', 2), 8, 1, 6, 'ScaleDownLimit'],
    ['so many percent down', perMinute('Percent', 50), 9, 1, 4, 'ScaleDownLimit'],
    ['not at all', perMinute('Pods', 2, 'Disabled'), 4, 9, 4, 'ScaleUpLimit'],
  ])('%s', (_, behavior, current, desired, replicas, reason) => {
    const history = new ScalingHistory(current, -1_000_000);
    const normalized = history.normalize({ ...range, current, desired, nowMs: 0 }, behavior);
    expect(normalized).toMatchObject({ replicas, limited: { isLimited: true, reason } });
  });

  test('what was done within the period counts', () => {
    const behavior = perMinute('Pods', 3);
    const history = new ScalingHistory(2, -1_000_000);
    history.noteChange(2, 4, behavior, 0);
    const wish = { ...range, current: 4, desired: 9 };
    expect(history.normalize({ ...wish, nowMs: 30_000 }, behavior).replicas).toBe(5);
    expect(history.normalize({ ...wish, nowMs: 60_000 }, behavior).replicas).toBe(7);
  });

  test('a window up takes the least that was recommended in it', () => {
    const behavior: Behavior = {
      scaleUp: { ...perMinute('Pods', 9).scaleUp, stabilizationWindowSeconds: 30 },
      scaleDown: none,
    };
    const history = new ScalingHistory(3, 0);
    const wish = { ...range, current: 3, desired: 7 };
    expect(history.normalize({ ...wish, nowMs: 29_000 }, behavior)).toMatchObject({
      replicas: 3,
      stabilized: { reason: 'ScaleUpStabilized' },
    });
    expect(history.normalize({ ...wish, nowMs: 30_000 }, behavior).replicas).toBe(7);
  });
});
