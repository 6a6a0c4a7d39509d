import { expect, test } from 'vitest';
import { DurationError, formatGoDuration, parseGoDuration } from './go-duration.ts';

test.each([
  ['0', 0],
  ['15s', 15_000],
  ['1h30m', 5_400_000],
  ['-1.5s', -1_500],
  ['.5s', 500],
  ['100ms', 100],
  ['1µs', 0.001],
])('%s is %d ms', (text, ms) => {
  expect(parseGoDuration(text)).toBeCloseTo(ms, 9);
});

test.each([
  ['', 'time: invalid duration ""'],
  ['-', 'time: invalid duration "-"'],
  ['15', 'time: missing unit in duration "15"'],
  ['1d', 'time: unknown unit "d" in duration "1d"'],
  ['s', 'time: invalid duration "s"'],
])('%j is refused as Go does', (text, message) => {
  expect(() => parseGoDuration(text)).toThrow(new DurationError(message));
});

test.each([
  [0, '0s'],
  [500, '500ms'],
  [1_500, '1.5s'],
  [600_000, '10m0s'],
  [3_600_000, '1h0m0s'],
  [-1_000, '-1s'],
  [0.001, '1µs'],
])('%d ms are written %s', (ms, text) => {
  expect(formatGoDuration(ms)).toBe(text);
});
