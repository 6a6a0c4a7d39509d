import { expect, it } from 'vitest';
import { ageText, clockText, coresText, counted, memoryText, speedText } from './format.ts';

it.each([
  [0, '00:00:00.0'],
  [72_450, '00:01:12.4'],
  [3_600_000 * 25, '25:00:00.0'],
  [-5, '00:00:00.0'],
])('clock of %d ms', (ms, text) => expect(clockText(ms)).toBe(text));

it.each([
  [900, '0s'],
  [119_000, '119s'],
  [120_000, '2m'],
  [151_000, '2m31s'],
  [599_000, '9m59s'],
  [600_000, '10m'],
  [3 * 3_600_000, '3h'],
  [3 * 3_600_000 + 60_000, '3h1m'],
  [9 * 3_600_000 + 60_000, '9h'],
  [48 * 3_600_000, '2d'],
])('age of %d ms', (ms, text) => expect(ageText(ms)).toBe(text));

it('amounts', () => {
  expect(coresText(950)).toBe('0.95');
  expect(coresText(4000)).toBe('4');
  expect(memoryText(0)).toBe('0');
  expect(memoryText(600 * 2 ** 20)).toBe('600Mi');
  expect(memoryText(8 * 2 ** 30)).toBe('8Gi');
  expect(memoryText(7.75 * 2 ** 30)).toBe('7.8Gi');
  expect(memoryText(2 * 2 ** 40)).toBe('2Ti');
  expect(speedText(0.25)).toBe('0.25×');
  expect(speedText(100)).toBe('100×');
  expect(counted(1, 'pod')).toBe('1 pod');
  expect(counted(0, 'pod')).toBe('0 pods');
});
