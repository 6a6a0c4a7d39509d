import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulation } from './simulation.ts';

const simulation = (): Simulation => new Simulation({ seed: 'test', startMs: 1000 });

describe('Simulation', () => {
  it('runs what is due in order of time, then of asking', () => {
    const sim = simulation();
    const ran: string[] = [];
    sim.after(20, () => ran.push('late'));
    sim.after(10, () => ran.push('first'));
    sim.after(10, () => ran.push('second'));
    sim.soon(() => ran.push('now'));
    sim.advance(1020);
    expect(ran).toEqual(['now', 'first', 'second', 'late']);
  });

  it('shows each timer its own moment', () => {
    const sim = simulation();
    const seen: number[] = [];
    sim.after(5, () => {
      seen.push(sim.nowMs);
      sim.after(5, () => seen.push(sim.nowMs));
    });
    sim.advance(1100);
    expect([seen, sim.nowMs]).toEqual([[1005, 1010], 1100]);
  });

  it('never runs a cancelled timer', () => {
    const sim = simulation();
    let ran = false;
    const timer = sim.after(5, () => (ran = true));
    timer.cancel();
    sim.advance(1100);
    expect([ran, timer.pending]).toEqual([false, false]);
  });

  it('repeats until cancelled, also from inside', () => {
    const sim = simulation();
    let times = 0;
    const timer = sim.every(10, () => {
      if (++times === 3) timer.cancel();
    });
    sim.advance(2000);
    expect(times).toBe(3);
  });

  it('is idle when only chores wait', () => {
    const sim = simulation();
    sim.every(10, () => {}, { chore: true });
    expect(sim.idle).toBe(true);
    const work = sim.after(5, () => {});
    expect(sim.idle).toBe(false);
    work.cancel();
    expect(sim.idle).toBe(true);
    sim.after(5, () => {});
    sim.advance(1005);
    expect(sim.idle).toBe(true);
  });

  it('steps one timer at a time, but not past a moment', () => {
    const sim = simulation();
    const ran: number[] = [];
    sim.after(5, () => ran.push(1));
    sim.after(9, () => ran.push(2));
    expect([sim.step(), sim.nowMs, sim.step(1008), ran]).toEqual([true, 1005, false, [1]]);
  });

  it('refuses to be driven from inside a timer, and goes on afterwards', () => {
    const sim = simulation();
    sim.after(1, () => sim.step());
    sim.after(2, () => {});
    expect(() => sim.advance(1001)).toThrow('time is moved from inside a timer');
    expect(sim.step()).toBe(true);
  });

  it('keeps its order whatever is asked for and cancelled', () => {
    const operation = fc.record({ delayMs: fc.nat(50), cancel: fc.boolean(), chore: fc.boolean() });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 400 }), (operations) => {
        const sim = simulation();
        const ran: [number, number][] = [];
        const expected: [number, number][] = [];
        const timers = operations.map(({ delayMs, chore }, index) =>
          sim.after(delayMs, () => ran.push([sim.nowMs, index]), { chore }),
        );
        operations.forEach(({ delayMs, cancel }, index) => {
          if (cancel) timers[index]?.cancel();
          else expected.push([1000 + delayMs, index]);
        });
        sim.advance(1100);
        expect(ran).toEqual(expected.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]));
        expect(sim.idle).toBe(true);
      }),
    );
  });
});

describe('random streams', () => {
  it('repeat for the same seed and name, and do not disturb each other', () => {
    const draw = (sim: Simulation, stream: string): number[] =>
      Array.from({ length: 5 }, () => sim.random(stream).uint32());
    const one = simulation();
    const other = simulation();
    draw(other, 'names');
    expect(draw(one, 'uid')).toEqual(draw(other, 'uid'));
    expect(draw(one, 'uid')).not.toEqual(draw(one, 'names'));
  });

  it('stay within their bounds', () => {
    const random = simulation().random('bounds');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), (bound) => {
        const drawn = random.int(bound);
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < bound).toBe(true);
      }),
    );
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(random.suffix(5)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });
});
