/** What a pacer drives: virtual time that can be moved by whole events. */
export interface Paced {
  readonly nowMs: number;
  /** Moves time to `toMs`, running all that is due. */
  advance(toMs: number): void;
  /** Runs the next event alone, if it is due by `untilMs`. */
  step(untilMs: number): boolean;
}

/** The slowest and the fastest pace: virtual seconds in a second of the wall clock. */
const speedLimits = { least: 0.1, most: 100 } as const;

/** After a stall (a sleeping laptop, a stopped tab) time goes on from where it was. */
const longestTickMs = 250;

/**
 * Maps the wall clock to virtual time. It never decides what happens, only when the page gets to
 * see it: a run at any pace, paused or not, gives the same cluster.
 */
export class Pacer {
  paused = false;
  #speed = 1;
  /** Where virtual time should be, fractions of a millisecond included. */
  #targetMs: number | undefined;

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#speed = Math.min(speedLimits.most, Math.max(speedLimits.least, speed));
  }

  /** Pauses time or lets it go on, and how fast; what is not given stays. */
  set({ paused = this.paused, speed = this.speed }: { readonly paused?: boolean; readonly speed?: number }) {
    this.paused = paused;
    this.speed = speed;
    this.rebase();
  }

  /** Forgets where time should be: it was moved by other means. */
  rebase(): void {
    this.#targetMs = undefined;
  }

  /**
   * Moves `paced` on by what `elapsedMs` of wall time are worth, for as long as `mayGoOn` allows.
   * When there is more to do than that, virtual time falls behind rather than the page.
   */
  tick(paced: Paced, elapsedMs: number, mayGoOn: () => boolean): void {
    if (this.paused) return;
    const fromMs = this.#targetMs ?? paced.nowMs;
    const targetMs = fromMs + Math.min(elapsedMs, longestTickMs) * this.#speed;
    const untilMs = Math.floor(targetMs);
    while (paced.step(untilMs)) {
      if (!mayGoOn()) {
        this.#targetMs = undefined;
        return;
      }
    }
    paced.advance(Math.max(untilMs, paced.nowMs));
    this.#targetMs = targetMs;
  }
}
