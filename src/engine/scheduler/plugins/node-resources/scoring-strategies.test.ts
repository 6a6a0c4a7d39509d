import { describe, expect, test } from 'vitest';
import type { NodeResourcesFitArgs } from '../../framework/plugin-args.ts';
import { scoringStrategy } from './scoring-strategies.ts';

type Type = NodeResourcesFitArgs['scoringStrategy']['type'];

function score(
  type: Type,
  requested: readonly number[],
  allocatable: readonly number[],
  weights: readonly number[] = requested.map(() => 1),
  shape?: readonly { utilization: number; score: number }[],
): number {
  const strategy = scoringStrategy({
    scoringStrategy: { type, resources: [], ...(shape && { requestedToCapacityRatio: { shape } }) },
  });
  return strategy({ requested, allocatable, weights });
}

test.each([
  [[3000, 5000], [4000, 10000], [1, 1], 37],
  [[3000, 5000], [6000, 10000], [1, 1], 50],
  [[3000, 5000], [4000, 10000], [1, 2], 41],
  [[3000, 5000], [6000, 10000], [1, 2], 50],
  [[6000, 5000], [10000, 20000], [1, 1], 57],
  [[6000, 10000], [10000, 20000], [1, 1], 45],
  [[6000, 10000], [10000, 50000], [1, 1], 60],
  [[6000, 0], [4000, 10000], [1, 1], 50],
  [[], [], [], 0],
])('LeastAllocated %j of %j, weights %j: %i', (requested, allocatable, weights, expected) => {
  expect(score('LeastAllocated', requested, allocatable, weights)).toBe(expected);
});

test.each([
  [[3000, 5000], [4000, 10000], 62],
  [[5000, 0], [4000, 10000], 50],
])('MostAllocated %j of %j: %i', (requested, allocatable, expected) => {
  expect(score('MostAllocated', requested, allocatable)).toBe(expected);
});

describe('RequestedToCapacityRatio', () => {
  const falling = [
    { utilization: 0, score: 10 },
    { utilization: 100, score: 0 },
  ];
  const peak = [
    { utilization: 20, score: 0 },
    { utilization: 50, score: 10 },
    { utilization: 80, score: 0 },
  ];
  test.each([
    ['falls with the use', falling, [30], [100], 70],
    ['leaves out resources that score 0', falling, [50, 100], [100, 100], 50],
    ['is over capacity at the end of the line', falling, [200], [100], 0],
    ['is flat before the first corner', peak, [10], [100], 0],
    ['rises in whole numbers', peak, [33], [100], 43],
    ['falls in whole numbers, towards the corner before', peak, [71], [100], 30],
  ])('%s', (_says, shape, requested, allocatable, expected) => {
    expect(score('RequestedToCapacityRatio', requested, allocatable, undefined, shape)).toBe(expected);
  });
});

test('amounts beyond 2^53 / 100 are divided exactly', () => {
  const capacity = 2 ** 53 - 1;
  expect(score('MostAllocated', [capacity - 1], [capacity])).toBe(99);
  expect(score('MostAllocated', [capacity], [capacity])).toBe(100);
});
