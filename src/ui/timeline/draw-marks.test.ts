import { expect, test } from 'vitest';
import type { Mark } from '../../session/protocol.ts';
import { drawMarks, markNear } from './draw-marks.ts';

const mark = (atMs: number, kind: Mark['kind']): Mark => ({ atMs, kind, label: `${kind} at ${atMs}` });

test('marks that cannot be told apart are drawn once', () => {
  const marks = [
    mark(1_000, 'binding'),
    mark(1_001, 'binding'),
    mark(2_000, 'binding'),
    mark(1_000, 'failure'),
  ];
  const paths = drawMarks(marks, 1_000, 0.06);
  expect(paths.binding).toBe('M0 12hM60 12h'.replaceAll('h', 'h0'));
  expect(paths.failure).toBe('M-5 12l5-5 5 5-5 5z');
  expect(paths.operation).toBe('');
});

test('the mark near a moment is the nearest one, and none when all are far', () => {
  const marks = [mark(1_000, 'binding'), mark(1_400, 'failure')];
  expect(markNear(marks, 1_300, 500)?.kind).toBe('failure');
  expect(markNear(marks, 3_000, 500)).toBeUndefined();
});
