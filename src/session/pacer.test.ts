import { describe, expect, it } from 'vitest';
import { Simulation } from '../engine/sim/simulation.ts';
import { Pacer } from './pacer.ts';

function ticking(): { sim: Simulation; ran: number[] } {
  const sim = new Simulation({ seed: 'pacer', startMs: 0 });
  const ran: number[] = [];
  sim.every(10, () => ran.push(sim.nowMs));
  return { sim, ran };
}
const always = (): boolean => true;

describe('the pacer', () => {
  it('moves time by the wall clock times the speed, keeping fractions', () => {
    const { sim } = ticking();
    const pacer = new Pacer();
    pacer.speed = 0.1;
    for (let tick = 0; tick < 15; tick++) pacer.tick(sim, 7, always);
    expect(sim.nowMs).toBe(10);
  });

  it('stands still while paused', () => {
    const { sim, ran } = ticking();
    const pacer = new Pacer();
    pacer.paused = true;
    pacer.tick(sim, 100, always);
    expect([sim.nowMs, ran]).toEqual([0, []]);
  });

  it('lets time fall behind when there is too much to do', () => {
    const { sim, ran } = ticking();
    const pacer = new Pacer();
    pacer.tick(sim, 100, () => ran.length < 3);
    expect(sim.nowMs).toBe(30);
    pacer.tick(sim, 5, always);
    expect(sim.nowMs).toBe(35);
  });

  it('does not jump after a stall', () => {
    const { sim } = ticking();
    new Pacer().tick(sim, 60_000, always);
    expect(sim.nowMs).toBe(250);
  });

  it.each([
    [1e9, 100],
    [-1, 0.1],
    [2, 2],
  ])('keeps a speed of %d at %d', (wanted, kept) => {
    const pacer = new Pacer();
    pacer.speed = wanted;
    expect(pacer.speed).toBe(kept);
  });
});
