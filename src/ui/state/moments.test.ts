import { expect, it } from 'vitest';
import { applyFrame, emptyMirror } from './mirror.ts';
import { inThePast, momentBefore } from './moments.ts';
import { decisionOf, frameOf, podView, timeView } from './sample-views.ts';

const mirror = applyFrame(
  emptyMirror,
  frameOf({
    time: { ...timeView, startMs: 100, nowMs: 500, endMs: 900 },
    decisions: [decisionOf(300, podView('web')), decisionOf(500, podView('db'))],
    marks: [{ atMs: 200, kind: 'operation', label: '' }],
  }),
);

it('the step back goes to the last thing that happened before now', () => {
  expect(momentBefore(mirror)).toBe(300);
  expect(momentBefore({ ...mirror, time: { ...mirror.time, nowMs: 150 } })).toBe(100);
});

it('knows the past from the present', () => {
  expect(inThePast(mirror)).toBe(true);
  expect(inThePast({ ...mirror, time: { ...mirror.time, nowMs: 900 } })).toBe(false);
});
