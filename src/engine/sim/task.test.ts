import { describe, expect, it } from 'vitest';
import { Simulation } from './simulation.ts';
import { runTask, together, waitFor, type Task } from './task.ts';

function* sleep(sim: Simulation, ms: number): Task {
  yield* waitFor<void>((resume) => void sim.after(ms, resume));
}

describe('tasks', () => {
  it('go on where their waits end', () => {
    const sim = new Simulation({ seed: 'a', startMs: 0 });
    const seen: string[] = [];
    runTask(
      (function* (): Task<string> {
        seen.push(`begin ${sim.nowMs}`);
        yield* sleep(sim, 30);
        seen.push(`woke ${sim.nowMs}`);
        return 'done';
      })(),
      (value) => seen.push(`${value} ${sim.nowMs}`),
    );
    sim.advance(100);
    expect(seen).toEqual(['begin 0', 'woke 30', 'done 30']);
  });

  it('do not grow the stack when waits end at once', () => {
    let count = 0;
    runTask(
      (function* (): Task {
        for (; count < 100_000; count++) yield* waitFor<void>((resume) => resume());
      })(),
    );
    expect(count).toBe(100_000);
  });

  it('run side by side and keep the order of their results', () => {
    const sim = new Simulation({ seed: 'a', startMs: 0 });
    const after = function* (ms: number): Task<number> {
      yield* sleep(sim, ms);
      return ms;
    };
    let result: { values: number[]; atMs: number } | undefined;
    runTask(together([after(50), after(10), after(20)]), (values) => {
      result = { values, atMs: sim.nowMs };
    });
    sim.advance(100);
    expect(result).toEqual({ values: [50, 10, 20], atMs: 50 });
  });
});
