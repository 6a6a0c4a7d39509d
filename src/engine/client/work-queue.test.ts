import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StatusError } from '../api/status-error.ts';
import { Simulation } from '../sim/simulation.ts';
import { letPass, WorkQueue } from './work-queue.ts';

function refusal(): StatusError {
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: 409 });
}

function makeQueue(process: (key: string) => void, maxRetries?: number) {
  const sim = new Simulation({ seed: 'queue', startMs: 0 });
  const queue = new WorkQueue({ sim, process, maxRetries });
  return { sim, queue };
}

describe('WorkQueue', () => {
  test('works on a key once however often it was added, each in its own timer', () => {
    const done: string[] = [];
    const { sim, queue } = makeQueue((key) => done.push(key));
    queue.add('a');
    queue.add('b');
    queue.add('a');
    queue.start();
    expect(sim.step()).toBe(true);
    expect(done).toEqual(['a']);
    sim.advance(0);
    expect(done).toEqual(['a', 'b']);
  });

  test('a key added while it is worked on comes again', () => {
    const done: string[] = [];
    const { sim, queue } = makeQueue((key) => {
      if (done.push(key) < 3) queue.add(key);
    });
    queue.start();
    queue.add('a');
    sim.advance(0);
    expect(done).toEqual(['a', 'a', 'a']);
  });

  test('work that lasts takes in at once what comes meanwhile', () => {
    const done: number[] = [];
    const sim = new Simulation({ seed: 'queue', startMs: 0 });
    const process = (): void => void done.push(sim.nowMs);
    const queue = new WorkQueue({ sim, process, lasted: () => ({ ms: 20, turns: 1 }) });
    queue.start();
    for (let atMs = 0; atMs < 10; atMs++) sim.after(atMs, () => queue.add('a'));
    sim.advance(100);
    expect(done).toEqual([0, 20]);
  });

  test('failures come back after 5 ms doubled each time, until one succeeds', () => {
    const at: number[] = [];
    const { sim, queue } = makeQueue(() => {
      at.push(sim.nowMs);
      if (at.length < 5) throw refusal();
    });
    queue.start();
    queue.add('a');
    sim.advance(10_000);
    expect(at).toEqual([0, 5, 15, 35, 75]);
    expect(queue.failures('a')).toBe(0);
  });

  test('gives up after maxRetries', () => {
    let runs = 0;
    const { sim, queue } = makeQueue(() => {
      runs++;
      throw refusal();
    }, 2);
    queue.start();
    queue.add('a');
    sim.advance(10_000);
    expect(runs).toBe(3);
  });

  test('of several delays for a key the shortest counts', () => {
    const at: number[] = [];
    const { sim, queue } = makeQueue(() => at.push(sim.nowMs));
    queue.start();
    queue.addAfter('a', 500);
    queue.addAfter('a', 100);
    queue.addAfter('a', 900);
    sim.advance(2000);
    expect(at).toEqual([100]);
  });

  test('a task keeps its key to itself until it is done, and is retried when it fails late', () => {
    const done: string[] = [];
    const sim = new Simulation({ seed: 'queue', startMs: 0 });
    const queue = new WorkQueue({
      sim,
      *process(key) {
        done.push(`${key} begins at ${sim.nowMs}`);
        yield* letPass(sim, { ms: 10, turns: 1 });
        if (done.length < 3) throw refusal();
      },
    });
    queue.start();
    queue.add('a');
    sim.after(3, () => queue.add('b'));
    sim.after(4, () => queue.add('a'));
    sim.advance(100);
    // The retry is due at 15, within the work that the add at 4 brought about.
    expect(done).toEqual(['a begins at 0', 'b begins at 3', 'a begins at 10', 'a begins at 20']);
  });

  test('our own bugs are not retried', () => {
    const { sim, queue } = makeQueue(() => {
      throw new TypeError('a bug');
    });
    queue.start();
    queue.add('a');
    expect(() => sim.advance(0)).toThrow('a bug');
  });

  test('no key is ever lost: after the last add, each is worked on once more', () => {
    const operation = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      how: fc.constantFrom('add', 'after', 'limited'),
      delayMs: fc.integer({ min: 0, max: 50 }),
      waitMs: fc.integer({ min: 0, max: 20 }),
      fails: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
        const owed = new Map<string, number>();
        const failing = new Set<string>();
        const { sim, queue } = makeQueue((key) => {
          if (failing.delete(key)) throw refusal();
          owed.delete(key);
        });
        queue.start();
        for (const { key, how, delayMs, waitMs, fails } of operations) {
          if (fails) failing.add(key);
          owed.set(key, sim.nowMs);
          if (how === 'add') queue.add(key);
          else if (how === 'after') queue.addAfter(key, delayMs);
          else queue.addRateLimited(key);
          sim.advance(sim.nowMs + waitMs);
        }
        sim.advance(sim.nowMs + 10_000_000);
        expect([...owed.keys()]).toEqual([]);
        expect(queue.length).toBe(0);
      }),
    );
  });
});
