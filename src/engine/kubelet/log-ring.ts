import { Listeners } from '../sim/listeners.ts';

/** One line that a container wrote. */
export interface LogLine {
  readonly atMs: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** False where the container ended in the middle of it. */
  readonly isWhole?: boolean;
}

const mostLines = 2000;
const mostLineLength = 16_384;

/** What a container wrote last: a bounded tail of its output, and those who follow it. */
export class LogRing {
  readonly #lines: LogLine[] = [];
  readonly #followers = new Listeners<[line: LogLine]>();
  readonly #onClose = new Listeners<[]>();
  #closed = false;

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  get closed(): boolean {
    return this.#closed;
  }

  push(line: LogLine): void {
    const bounded =
      line.text.length <= mostLineLength ? line : { ...line, text: line.text.slice(0, mostLineLength) };
    this.#lines.push(bounded);
    if (this.#lines.length > mostLines) this.#lines.splice(0, this.#lines.length - mostLines);
    this.#followers.tell(bounded);
  }

  /** Calls `onLine` with every line from now on and `onClose` once the container has ended. */
  follow(onLine: (line: LogLine) => void, onClose: () => void): () => void {
    const leave = this.#followers.add(onLine);
    const leaveClose = this.#onClose.add(onClose);
    return () => {
      leave();
      leaveClose();
    };
  }

  close(): void {
    this.#closed = true;
    this.#followers.clear();
    this.#onClose.tell();
    this.#onClose.clear();
  }
}
