/** Lines that are told once, in order, and of which the latest are told again to a page that comes later. */
export class Log<Line> {
  readonly #most: number;
  #lines: Line[] = [];
  #told = 0;

  /** `most`: how many lines are remembered. */
  constructor(most: number) {
    this.#most = most;
  }

  get dirty(): boolean {
    return this.#told < this.#lines.length;
  }

  /** The last line that fits, if there is one. */
  last(fits: (line: Line) => boolean): Line | undefined {
    return this.#lines.findLast(fits);
  }

  add(line: Line): void {
    this.#lines.push(line);
    // Trimmed now and then, not at every line.
    if (this.#lines.length > this.#most * 2) {
      const surplus = this.#lines.length - this.#most;
      this.#lines = this.#lines.slice(surplus);
      this.#told = Math.max(0, this.#told - surplus);
    }
  }

  /** All that is remembered counts as untold. */
  retell(): void {
    this.#told = Math.max(0, this.#lines.length - this.#most);
  }

  take(): Line[] {
    const lines = this.#lines.slice(Math.max(this.#told, this.#lines.length - this.#most));
    this.#told = this.#lines.length;
    return lines;
  }
}
