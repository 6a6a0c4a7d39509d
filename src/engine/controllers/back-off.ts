/** Waits that double with each failure and are forgotten after a while. Models client-go/util/flowcontrol.Backoff (v1.36). */
export class BackOff {
  readonly #firstMs: number;
  readonly #longestMs: number;
  readonly #entries = new Map<string, { waitMs: number; lastMs: number }>();

  constructor(firstMs: number, longestMs: number) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
  }

  /** How long `key` still has to wait; 0 when it may go on. */
  remaining(key: string, nowMs: number): number {
    const entry = this.#entries.get(key);
    if (entry === undefined || nowMs - entry.lastMs > 2 * this.#longestMs) return 0;
    return Math.max(0, entry.waitMs - (nowMs - entry.lastMs));
  }

  /** Notes one more failure. */
  next(key: string, nowMs: number): void {
    const entry = this.#entries.get(key);
    const known = entry !== undefined && nowMs - entry.lastMs <= 2 * this.#longestMs;
    const waitMs = known ? Math.min(entry.waitMs * 2, this.#longestMs) : this.#firstMs;
    this.#entries.set(key, { waitMs, lastMs: nowMs });
  }
}
