/** One line of a machine's journal. */
export interface JournalLine {
  readonly atMs: number;
  /** `kubelet.service`: whose line it is. */
  readonly unit: string;
  /** Who wrote it: `kubelet`, `systemd`. */
  readonly identifier: string;
  readonly pid: number;
  readonly text: string;
}

const mostLines = 3000;
const mostLineLength = 16_384;

/** What a machine's services wrote last, and those who follow it. */
export class Journal {
  readonly #lines: JournalLine[] = [];
  readonly #followers = new Set<(line: JournalLine) => void>();

  get lines(): readonly JournalLine[] {
    return this.#lines;
  }

  push(line: JournalLine): void {
    const bounded =
      line.text.length <= mostLineLength ? line : { ...line, text: line.text.slice(0, mostLineLength) };
    this.#lines.push(bounded);
    if (this.#lines.length > mostLines) this.#lines.splice(0, this.#lines.length - mostLines);
    for (const follower of this.#followers) follower(bounded);
  }

  /** Calls `onLine` with every line from now on. Returns how to stop that. */
  follow(onLine: (line: JournalLine) => void): () => void {
    this.#followers.add(onLine);
    return () => this.#followers.delete(onLine);
  }
}
