import { assert } from './assert.ts';
import { EventQueue, type Timer } from './event-queue.ts';
import { Random } from './random.ts';

export type { Timer } from './event-queue.ts';

export interface SimulationOptions {
  /** Names all the chance in a run: the same seed and operations give the same bytes. */
  readonly seed: string;
  /** The virtual time at the start, in milliseconds since 1970. */
  readonly startMs: number;
}

export interface TimerOptions {
  /** Periodic upkeep (heartbeats, resyncs) that nobody waits for: `idle` looks past it. */
  readonly chore?: boolean;
}

/**
 * Virtual time and chance. Everything that happens in the engine happens inside a timer that this
 * queue runs, in the order (dueMs, sequence); `advance` and `step` alone move time.
 */
export class Simulation {
  readonly seed: string;
  readonly startMs: number;
  #nowMs: number;
  #queue = new EventQueue();
  #streams = new Map<string, Random>();
  #running = false;

  constructor(options: SimulationOptions) {
    this.seed = options.seed;
    this.startMs = options.startMs;
    this.#nowMs = options.startMs;
  }

  /** Virtual time, in whole milliseconds since 1970. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** The same, by a clock that nobody sets: for spans of time. */
  get monotonicMs(): number {
    return this.nowMs;
  }

  /** Whether nothing waits to happen but chores. */
  get idle(): boolean {
    return this.#queue.pendingWork === 0;
  }

  /** When the next timer is due; undefined when none waits. */
  get nextDueMs(): number | undefined {
    return this.#queue.peek()?.dueMs;
  }

  /** Runs `run` at `dueMs`, or now if that has passed. */
  at(dueMs: number, run: () => void, options?: TimerOptions): Timer {
    assert(Number.isFinite(dueMs), `a timer cannot be due at ${dueMs}`);
    return this.#queue.push(Math.max(Math.round(dueMs), this.#nowMs), run, options?.chore === true);
  }

  /** Runs `run` after `delayMs`. */
  after(delayMs: number, run: () => void, options?: TimerOptions): Timer {
    return this.at(this.#nowMs + delayMs, run, options);
  }

  /** Runs `run` at this moment, after all that is already due. */
  soon(run: () => void): Timer {
    return this.at(this.#nowMs, run);
  }

  /** Runs `run` every `periodMs` until cancelled. `firstMs` is the delay before the first time. */
  every(periodMs: number, run: () => void, options: TimerOptions & { firstMs?: number } = {}): Timer {
    assert(periodMs > 0, 'a period must be positive');
    return new PeriodicTimer(options.firstMs ?? periodMs, run, (delayMs, again) =>
      this.after(delayMs ?? periodMs, again, options),
    );
  }

  /** Moves time to `toMs`, running all that is due up to and at that time. */
  advance(toMs: number): void {
    assert(toMs >= this.#nowMs, `time cannot go back from ${this.#nowMs} to ${toMs}`);
    for (;;) {
      const next = this.#queue.peek();
      if (next === undefined || next.dueMs > toMs) break;
      this.#runNext();
    }
    this.#nowMs = toMs;
  }

  /** Runs the next timer alone, moving time to it. False when there is none by `untilMs`. */
  step(untilMs = Number.POSITIVE_INFINITY): boolean {
    const next = this.#queue.peek();
    if (next === undefined || next.dueMs > untilMs) return false;
    this.#runNext();
    return true;
  }

  /** The random stream of that name; the same object each time. */
  random(stream: string): Random {
    let random = this.#streams.get(stream);
    if (random === undefined) {
      random = new Random(this.seed, stream);
      this.#streams.set(stream, random);
    }
    return random;
  }

  #runNext(): void {
    assert(!this.#running, 'time is moved from inside a timer');
    const timer = this.#queue.pop();
    if (timer?.run === undefined) return;
    this.#nowMs = timer.dueMs;
    const { run } = timer;
    timer.run = undefined;
    this.#running = true;
    try {
      run();
    } finally {
      this.#running = false;
    }
  }
}

/** Runs again and again until it is cancelled. */
class PeriodicTimer implements Timer {
  #current: Timer;
  #stopped = false;

  /** `after` sets a timer, after the period where no other delay is given. */
  constructor(
    firstMs: number,
    run: () => void,
    after: (delayMs: number | undefined, run: () => void) => Timer,
  ) {
    const again = (): void => {
      run();
      if (!this.#stopped) this.#current = after(undefined, again);
    };
    this.#current = after(firstMs, again);
  }

  get dueMs(): number {
    return this.#current.dueMs;
  }

  get pending(): boolean {
    return !this.#stopped;
  }

  cancel(): void {
    this.#stopped = true;
    this.#current.cancel();
  }
}
