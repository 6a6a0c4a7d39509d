import { Simulation, type Timer, type TimerOptions } from '../sim/simulation.ts';
import type { Random } from '../sim/random.ts';

/**
 * The time by which one machine's work goes on, or one process of it, whose base is the machine's. While
 * it hangs, nothing that is due is carried out; all of it is, in order, when it goes on.
 */
export class MachineTime extends Simulation {
  readonly #base: Simulation;
  #held: (() => void)[] = [];
  #hangs = false;
  #aheadMs = 0;
  /** Keeps what is due while it hangs; true where it did. */
  readonly #isHeld = (run: () => void): boolean => {
    if (this.#hangs) this.#held.push(run);
    return this.#hangs;
  };

  constructor(base: Simulation) {
    super({ seed: base.seed, startMs: base.startMs });
    this.#base = base;
  }

  get hangs(): boolean {
    return this.#hangs;
  }

  /** How far its clock goes ahead of the true time; less than 0 where it lags. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** Sets its clock forward, or back. What waits for a span of time is not concerned, as with monotonic clocks. */
  jump(byMs: number): void {
    this.#aheadMs += byMs;
  }

  /** The machine hangs from now on. */
  hang(): void {
    this.#hangs = true;
  }

  /** The machine goes on. */
  goOn(): void {
    this.#hangs = false;
    const held = this.#held;
    this.#held = [];
    for (const run of held) this.soon(run);
  }

  /** Runs `run` at once, or when the machine goes on if it hangs. */
  inTurn(run: () => void): void {
    const turn = (): void => {
      if (this.#hangs) this.#held.push(run);
      else run();
    };
    if (this.#base instanceof MachineTime) this.#base.inTurn(turn);
    else turn();
  }

  override get nowMs(): number {
    return this.#base.nowMs + this.#aheadMs;
  }

  override get monotonicMs(): number {
    return this.#base.monotonicMs;
  }

  override get idle(): boolean {
    return this.#base.idle;
  }

  override get nextDueMs(): number | undefined {
    const dueMs = this.#base.nextDueMs;
    return dueMs === undefined ? undefined : dueMs + this.#aheadMs;
  }

  override at(dueMs: number, run: () => void, options?: TimerOptions): Timer {
    const timer = new MachineTimer(dueMs, run, this.#isHeld);
    const trueDueMs = Math.max(this.#base.nowMs, dueMs - this.#aheadMs);
    timer.waitFor(this.#base.at(trueDueMs, timer.carryOut, options));
    return timer;
  }

  override after(delayMs: number, run: () => void, options?: TimerOptions): Timer {
    return this.at(this.nowMs + delayMs, run, options);
  }

  override soon(run: () => void): Timer {
    return this.at(this.nowMs, run);
  }

  override random(stream: string): Random {
    return this.#base.random(stream);
  }
}

/** A timer of a machine's time: what it waits for is a timer of the true time. */
class MachineTimer implements Timer {
  readonly dueMs: number;
  /** Undefined once it ran or was cancelled. */
  #run: (() => void) | undefined;
  readonly #isHeld: (run: () => void) => boolean;
  #base: Timer | undefined;

  constructor(dueMs: number, run: () => void, isHeld: (run: () => void) => boolean) {
    this.dueMs = dueMs;
    this.#run = run;
    this.#isHeld = isHeld;
  }

  waitFor(base: Timer): void {
    this.#base = base;
  }

  readonly carryOut = (): void => {
    const run = this.#run;
    if (run === undefined || this.#isHeld(this.carryOut)) return;
    this.#run = undefined;
    this.#base = undefined;
    run();
  };

  get pending(): boolean {
    return this.#run !== undefined;
  }

  cancel(): void {
    this.#run = undefined;
    this.#base?.cancel();
    this.#base = undefined;
  }
}
