import { describe, expect, test } from 'vitest';
import type { Pod } from '../api/types.ts';
import { chooseVictims } from './victims.ts';

const nowMs = Date.UTC(2026, 0, 5, 10);

interface Shape {
  readonly node?: string;
  readonly phase?: 'Pending' | 'Running';
  /** Minutes since it became ready; absent = not ready. */
  readonly readyMinutes?: number;
  readonly cost?: string;
  readonly restarts?: number;
  readonly ageMinutes?: number;
}

function minutesAgo(minutes: number): string {
  return new Date(nowMs - minutes * 60_000).toISOString();
}

function makePod(name: string, shape: Shape): Pod {
  const { node = 'node01', phase = 'Running', readyMinutes, cost, restarts = 0, ageMinutes = 60 } = shape;
  return {
    metadata: {
      name,
      uid: name,
      creationTimestamp: minutesAgo(ageMinutes),
      ...(cost !== undefined && {
        annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost },
      }),
    },
    spec: { containers: [], ...(node !== '' && { nodeName: node }) },
    status: {
      phase,
      conditions: [
        {
          type: 'Ready',
          status: readyMinutes === undefined ? 'False' : 'True',
          lastTransitionTime: minutesAgo(readyMinutes ?? 0),
        },
      ],
      containerStatuses: [
        { name: 'c', image: 'i', imageID: '', ready: readyMinutes !== undefined, restartCount: restarts },
      ],
    },
  };
}

const ready = { readyMinutes: 30 };

describe('chooseVictims', () => {
  test.each<[rule: string, goes: Shape, stays: Shape]>([
    ['without a node before with one', { node: '', ...ready }, { ...ready }],
    ['Pending before Running', { phase: 'Pending' }, { ...ready }],
    ['not ready before ready', {}, { ...ready }],
    ['the lower deletion cost', { ...ready, cost: '-5' }, { ...ready, cost: '3' }],
    ['a cost that is no number counts as none', { ...ready, cost: 'cheap' }, { ...ready, cost: '1' }],
    ['ready for a shorter time', { readyMinutes: 1 }, { readyMinutes: 50 }],
    ['more restarts', { ...ready, restarts: 4 }, { ...ready, restarts: 1 }],
    ['younger', { ...ready, ageMinutes: 2 }, { ...ready, ageMinutes: 600 }],
  ])('%s', (_, goes, stays) => {
    const victim = makePod('goes', goes);
    const other = makePod('stays', stays);
    for (const pods of [
      [victim, other],
      [other, victim],
    ]) {
      expect(chooseVictims(pods, pods, 1, nowMs)).toEqual([victim]);
    }
  });

  test('more pods of its kind on the node', () => {
    const alone = makePod('alone', { node: 'node01', ...ready });
    const crowded = makePod('crowded', { node: 'node02', ...ready });
    const neighbour = makePod('neighbour', { node: 'node02', ...ready });
    expect(chooseVictims([alone, crowded], [alone, crowded, neighbour], 1, nowMs)).toEqual([crowded]);
  });

  test('all of them when all are too many', () => {
    const pods = [makePod('a', {}), makePod('b', {})];
    expect(chooseVictims(pods, pods, 2, nowMs)).toEqual(pods);
  });
});
