import { waitFor, type Task } from '../sim/task.ts';

/** What a process reads: lines as they are typed or piped in, until the end. */
export class ProcessInput {
  #text = '';
  #ended = false;
  #pausesOnce = false;
  #waiting: (() => void) | undefined;

  /** More to read; undefined ends it. */
  readonly push = (text: string | undefined): void => {
    if (text === undefined) this.#ended = true;
    else if (!this.#ended) this.#text += text;
    this.#wake();
  };

  /** An end for the one who reads now; who reads next goes on (Ctrl-D at a terminal). */
  endOnce(): void {
    this.#pausesOnce = true;
    this.#wake();
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }

  /** A line with its newline, if it has one; undefined at the end. */
  *line(): Task<string | undefined> {
    for (;;) {
      const newline = this.#text.indexOf('\n');
      if (newline >= 0 || (this.#ended && this.#text !== '')) {
        const end = newline < 0 ? this.#text.length : newline + 1;
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end);
        return line;
      }
      if (this.#ended || this.#pausesOnce) {
        this.#pausesOnce = false;
        return undefined;
      }
      yield* waitFor<void>((resume) => (this.#waiting = resume));
    }
  }

  /** All that is still to come. */
  *all(): Task<string> {
    let text = '';
    for (let line = yield* this.line(); line !== undefined; line = yield* this.line()) text += line;
    return text;
  }
}
