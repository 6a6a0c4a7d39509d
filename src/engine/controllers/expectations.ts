import type { Simulation } from '../sim/simulation.ts';

const expireAfterMs = 5 * 60_000;

interface Expected {
  creations: number;
  readonly deletions: Set<string>;
  readonly sinceMs: number;
}

/**
 * What a controller has asked for and not yet been told of. While something is still expected its
 * informer is behind, and acting on it would create or delete twice.
 * Models controller.UIDTrackingControllerExpectations (v1.36).
 */
export class Expectations {
  readonly #sim: Simulation;
  readonly #byKey = new Map<string, Expected>();

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  expect(key: string, creations: number, deletions: Iterable<string> = []): void {
    this.#byKey.set(key, { creations, deletions: new Set(deletions), sinceMs: this.#sim.nowMs });
  }

  creationObserved(key: string, count = 1): void {
    const expected = this.#byKey.get(key);
    if (expected !== undefined) expected.creations -= count;
  }

  deletionObserved(key: string, deleted: string): void {
    this.#byKey.get(key)?.deletions.delete(deleted);
  }

  /** Whether all that was asked for has been seen, or was awaited for so long that it never will. */
  satisfied(key: string): boolean {
    const expected = this.#byKey.get(key);
    if (expected === undefined) return true;
    if (expected.creations <= 0 && expected.deletions.size === 0) return true;
    return this.#sim.nowMs - expected.sinceMs > expireAfterMs;
  }

  forget(key: string): void {
    this.#byKey.delete(key);
  }
}
