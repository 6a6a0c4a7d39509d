/** Lines that are told once, in order, and of which the latest are told to somebody who comes later. */
export class Log<Line> {
  readonly #most: number;
  #lines: Line[] = [];
  /** How many lines came before the first of `#lines`. */
  #dropped = 0;

  /** `most`: how many lines are remembered. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many lines there have been. */
  get length(): number {
    return this.#dropped + this.#lines.length;
  }

  /** The last line that fits, if there is one. */
  last(fits: (line: Line) => boolean): Line | undefined {
    return this.#lines.findLast(fits);
  }

  /** The remembered lines after the first `told`. */
  after(told: number): Line[] {
    return this.#lines.slice(Math.max(told - this.#dropped, this.#lines.length - this.#most, 0));
  }

  add(line: Line): void {
    this.#lines.push(line);
    // Trimmed now and then, not at every line.
    if (this.#lines.length > this.#most * 2) {
      const surplus = this.#lines.length - this.#most;
      this.#lines = this.#lines.slice(surplus);
      this.#dropped += surplus;
    }
  }

  /** Somebody begins to read: to him all that is remembered is new. */
  read(): LogReader<Line> {
    return new LogReader(this);
  }
}

/** What of a log somebody has not been told yet. */
export class LogReader<Line> {
  readonly #log: Log<Line>;
  #told = 0;

  constructor(log: Log<Line>) {
    this.#log = log;
  }

  get dirty(): boolean {
    return this.#told < this.#log.length;
  }

  retell(): void {
    this.#told = 0;
  }

  take(): Line[] {
    const lines = this.#log.after(this.#told);
    this.#told = this.#log.length;
    return lines;
  }
}
