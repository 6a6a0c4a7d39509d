import { expect, it } from 'vitest';
import { Simulation } from '../sim/simulation.ts';
import { MachineTime } from './machine-time.ts';

it('holds what is due while the machine hangs, and carries it out in order when it goes on', () => {
  const sim = new Simulation({ seed: 'a', startMs: 0 });
  const time = new MachineTime(sim);
  const seen: string[] = [];
  time.after(10, () => seen.push(`first ${time.nowMs}`));
  time.every(20, () => seen.push(`every ${time.nowMs}`));
  const cancelled = time.after(12, () => seen.push('cancelled'));
  time.hang();
  sim.advance(50);
  expect(seen).toEqual([]);
  cancelled.cancel();
  time.goOn();
  sim.advance(71);
  expect(seen).toEqual(['first 50', 'every 50', 'every 70']);
});
