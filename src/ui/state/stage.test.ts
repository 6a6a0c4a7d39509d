import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionOf, podView } from './sample-views.ts';
import { advanceStage, emptyStage, enqueue, heldPods, holdMs, nextDueMs } from './stage.ts';
import type { Pace, Stage } from './stage.ts';

const normal: Pace = { speed: 1, paused: false, still: false };
const [web, db] = [podView('web'), podView('db')];

describe('the stage', () => {
  it('shows a decision, holds its pod, lets it go, and clears itself', () => {
    let stage = advanceStage(enqueue(emptyStage, [decisionOf(1, web)]), 1_000, normal);
    expect(stage.current?.podName).toBe('web');
    expect([...heldPods(stage)]).toEqual([web.uid]);
    const releaseMs = nextDueMs(stage, normal) ?? 0;
    expect(advanceStage(stage, releaseMs - 1, normal)).toBe(stage);
    stage = advanceStage(stage, releaseMs, normal);
    expect(stage.released).toBe(true);
    expect(heldPods(stage).size).toBe(0);
    expect(stage.current).toBeDefined();
    stage = advanceStage(stage, nextDueMs(stage, normal) ?? 0, normal);
    expect(stage.current).toBeUndefined();
    expect(nextDueMs(stage, normal)).toBeUndefined();
  });

  it('holds those that wait behind it', () => {
    const stage = advanceStage(enqueue(emptyStage, [decisionOf(1, web), decisionOf(2, db)]), 0, normal);
    expect([...heldPods(stage)].sort()).toEqual([db.uid, web.uid]);
  });

  it.each([
    ['at high speed', { ...normal, speed: 100 }],
    ['with reduced motion', { ...normal, still: true }],
  ])('holds nobody %s, and shows the last verdicts', (_, pace) => {
    const stage = advanceStage(enqueue(emptyStage, [decisionOf(1, web), decisionOf(2, db)]), 0, pace);
    expect(heldPods(stage).size).toBe(0);
    expect(stage.current?.podName).toBe('db');
  });

  it('keeps the last decision while time stands still', () => {
    const paused = { ...normal, paused: true };
    let stage = advanceStage(enqueue(emptyStage, [decisionOf(1, web)]), 0, paused);
    stage = advanceStage(stage, 1_000_000, paused);
    expect(stage.current?.podName).toBe('web');
    expect(stage.released).toBe(true);
    expect(nextDueMs(stage, paused)).toBeUndefined();
    expect(advanceStage(stage, 1_000_001, normal).current).toBeUndefined();
  });

  it('shows each the shorter, the more wait', () => {
    expect(holdMs(normal, 0)).toBeGreaterThan(1_000);
    expect(holdMs(normal, 4)).toBeLessThan(holdMs(normal, 0) / 2);
    expect(holdMs({ ...normal, speed: 5 }, 0)).toBeLessThan(holdMs(normal, 0) / 2);
  });

  it('never lags more than a few seconds, however many come, and always ends with nobody held', () => {
    assert(
      property(array(integer({ min: 0, max: 40 }), { maxLength: 30 }), (bursts) => {
        let stage: Stage = emptyStage;
        let nowMs = 0;
        let id = 0;
        for (const count of bursts) {
          const arrived = Array.from({ length: count }, () => decisionOf(++id, podView(`p${id}`)));
          stage = advanceStage(enqueue(stage, arrived), (nowMs += 200), normal);
        }
        const lastMs = nowMs;
        for (let due = nextDueMs(stage, normal); due !== undefined; due = nextDueMs(stage, normal)) {
          nowMs = Math.max(nowMs, due);
          stage = advanceStage(stage, nowMs, normal);
        }
        expect(heldPods(stage).size).toBe(0);
        expect(stage.queue).toEqual([]);
        expect(nowMs - lastMs).toBeLessThan(14_000);
      }),
    );
  });
});
