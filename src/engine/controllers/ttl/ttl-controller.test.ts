import { expect, test } from 'vitest';
import { nextStep } from './ttl-controller.ts';

test.each([
  ['up beyond its most', 0, 101, 1],
  ['not at its most', 0, 100, 0],
  ['not down at once', 1, 95, 1],
  ['down below its least', 1, 89, 0],
  ['never beyond the last', 4, 5000, 4],
])('%s', (_, step, count, next) => {
  expect(nextStep(step, count)).toBe(next);
});
