interface Entry {
  delayMs: number;
  updatedMs: number;
}

/**
 * How long to wait for each key: twice as long each time, up to a limit, and from the start again
 * after twice the limit without a failure. Models client-go/util/flowcontrol.Backoff (v1.36).
 */
export class BackOff {
  readonly #firstMs: number;
  readonly #longestMs: number;
  readonly #entries = new Map<string, Entry>();

  constructor(firstMs: number, longestMs: number) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
  }

  delayMs(key: string): number {
    return this.#entries.get(key)?.delayMs ?? 0;
  }

  /** Notes at `nowMs` a failure that happened at `eventMs`. */
  next(key: string, eventMs: number, nowMs: number): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#isForgiven(entry, eventMs))
      this.#entries.set(key, { delayMs: this.#firstMs, updatedMs: nowMs });
    else {
      entry.delayMs = Math.min(entry.delayMs * 2, this.#longestMs);
      entry.updatedMs = nowMs;
    }
  }

  /** Whether what happened at `eventMs` still has to be waited out at `nowMs`. */
  isInBackOffSince(key: string, eventMs: number, nowMs: number): boolean {
    const entry = this.#entries.get(key);
    return entry !== undefined && !this.#isForgiven(entry, eventMs) && nowMs - eventMs < entry.delayMs;
  }

  /** The same, counted from the last failure of that key. */
  isInBackOff(key: string, nowMs: number): boolean {
    const entry = this.#entries.get(key);
    return entry !== undefined && nowMs - entry.updatedMs < entry.delayMs;
  }

  forget(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }

  #isForgiven(entry: Entry, eventMs: number): boolean {
    return eventMs - entry.updatedMs > this.#longestMs * 2;
  }
}
