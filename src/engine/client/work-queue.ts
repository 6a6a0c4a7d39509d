import { StatusError } from '../api/status-error.ts';
import type { Simulation, Timer, TimerOptions } from '../sim/simulation.ts';
import { runTask, waitFor, type Task } from '../sim/task.ts';
import { TokenBucket } from './token-bucket.ts';

export interface WorkQueueOptions {
  readonly sim: Simulation;
  /**
   * Handles one key, at once or as a task that lasts. A thrown StatusError puts the key back, later each
   * time; a return forgets its failures.
   */
  readonly process: (key: string) => Task | void;
  /** After so many failures in a row a key is dropped instead of put back. Absent = never. */
  readonly maxRetries?: number;
  /**
   * How long the work just done lasts, during which the key is not worked on again. Absent = not at all.
   */
  readonly lasted?: () => WorkDuration;
  /** Told of each failure before the key is put back. */
  readonly onError?: (key: string, error: StatusError) => void;
}

export interface WorkDuration {
  readonly ms: number;
  /** After that, so often all that is due at this moment goes first: once for each request. */
  readonly turns: number;
}

/** Inside a task: lets so much go by. */
export function* letPass(sim: Simulation, { ms, turns }: WorkDuration): Task {
  if (ms > 0) yield* waitFor<void>((resume) => sim.after(ms, resume));
  for (let turn = 0; turn < turns; turn++) yield* waitFor<void>((resume) => sim.soon(resume));
}

const firstDelayMs = 5;
const longestDelayMs = 1_000_000;

/**
 * Keys that wait to be worked on, each at most once. A key that is added while it is worked on comes
 * again afterwards. Every key is processed in a timer of its own.
 * Models client-go/util/workqueue with the default controller rate limiter (v1.36).
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #waiting = new Set<string>();
  readonly #delayed = new Map<string, Timer>();
  readonly #failures = new Map<string, number>();
  /** Keys whose work still lasts, and whether they were added meanwhile. */
  readonly #busy = new Map<string, boolean>();
  readonly #bucket = new TokenBucket(10, 100);
  #next: Timer | undefined;
  #running = false;
  #shutDown = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  /** How many keys wait now, those with a delay not counted. */
  get length(): number {
    return this.#waiting.size;
  }

  /** Starts the work. Keys added before wait for this. */
  start(): void {
    this.#running = true;
    this.#schedule();
  }

  shutDown(): void {
    this.#shutDown = true;
    this.#next?.cancel();
    for (const timer of this.#delayed.values()) timer.cancel();
    this.#delayed.clear();
    this.#waiting.clear();
  }

  add(key: string): void {
    if (this.#shutDown) return;
    if (this.#busy.has(key)) {
      this.#busy.set(key, true);
      return;
    }
    this.#waiting.add(key);
    this.#schedule();
  }

  /** Adds `key` after `delayMs`. Of several delays for one key the one that ends first counts. */
  addAfter(key: string, delayMs: number, options?: TimerOptions): void {
    if (this.#shutDown) return;
    if (delayMs <= 0) {
      this.add(key);
      return;
    }
    const { sim } = this.#options;
    const earlier = this.#delayed.get(key);
    if (earlier !== undefined) {
      if (earlier.dueMs <= sim.nowMs + delayMs) return;
      earlier.cancel();
    }
    const timer = sim.after(
      delayMs,
      () => {
        this.#delayed.delete(key);
        this.add(key);
      },
      options,
    );
    this.#delayed.set(key, timer);
  }

  /** Adds `key` after its back-off: 5 ms, doubled with each failure, at most 1000 s. */
  addRateLimited(key: string): void {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const backOffMs = Math.min(firstDelayMs * 2 ** failures, longestDelayMs);
    const bucketMs = this.#bucket.reserve(this.#options.sim.nowMs);
    this.addAfter(key, Math.max(backOffMs, bucketMs));
  }

  /** How often `key` was put back since it was last forgotten. */
  failures(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }

  #schedule(): void {
    if (!this.#running || this.#shutDown || this.#next?.pending || this.#waiting.size === 0) return;
    this.#next = this.#options.sim.soon(() => this.#processNext());
  }

  #processNext(): void {
    const [key] = this.#waiting;
    if (key === undefined) return;
    this.#waiting.delete(key);
    this.#busy.set(key, false);
    runTask(this.#work(key), () => {
      const again = this.#busy.get(key) === true;
      this.#busy.delete(key);
      if (again) this.add(key);
    });
    this.#schedule();
  }

  *#work(key: string): Task {
    try {
      const task = this.#options.process(key);
      // Whoever is typed to answer nothing may answer anything.
      if (typeof task === 'object') yield* task;
      this.forget(key);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.#retry(key, error);
    }
    const duration = this.#options.lasted?.();
    if (duration !== undefined) yield* letPass(this.#options.sim, duration);
  }

  #retry(key: string, error: StatusError): void {
    this.#options.onError?.(key, error);
    if (this.failures(key) < (this.#options.maxRetries ?? Number.POSITIVE_INFINITY)) this.addRateLimited(key);
    else this.forget(key);
  }
}
