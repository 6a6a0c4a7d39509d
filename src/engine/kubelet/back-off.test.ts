import { expect, it } from 'vitest';
import { BackOff } from './back-off.ts';

it('doubles up to its limit, and begins again after twice the limit without a failure', () => {
  const backOff = new BackOff(10, 40);
  const delays: number[] = [];
  let nowMs = 0;
  for (let failure = 0; failure < 4; failure++, nowMs += 1) {
    backOff.next('a', nowMs, nowMs);
    delays.push(backOff.delayMs('a'));
  }
  backOff.next('a', nowMs + 81, nowMs + 81);
  expect([...delays, backOff.delayMs('a'), backOff.delayMs('b')]).toEqual([10, 20, 40, 40, 10, 0]);
});

it('is over when its delay has passed', () => {
  const backOff = new BackOff(10, 40);
  backOff.next('a', 100, 100);
  expect([105, 109, 110].map((nowMs) => backOff.isInBackOff('a', nowMs))).toEqual([true, true, false]);
  expect(backOff.isInBackOffSince('a', 103, 112)).toBe(true);
  backOff.forget('a');
  expect(backOff.isInBackOff('a', 101)).toBe(false);
});
