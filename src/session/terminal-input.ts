import type { Input, Keyboard, KeyOptions } from '../shell/index.ts';

/** What a command wants of the one who types: a line, corrected before it is sent, or each key. */
export type Reading = 'line' | 'key';

const interruptKey = '\u0003';

/** What is typed into a terminal while a command runs. */
export class TerminalInput implements Input {
  readonly keyboard: Keyboard = { key: (options) => this.#next('key', options) };
  readonly #tell: (reading: Reading) => void;
  readonly #interrupt: () => void;
  /** What was typed and nobody has read yet; undefined is Ctrl-D. */
  readonly #typed: (string | undefined)[] = [];
  #waiting: { resume: (text: string | undefined) => void; raw: boolean } | undefined;
  #closed = false;

  /** `tell` asks the page for more; `interrupt` is Ctrl-C where a command reads keys and does not want it. */
  constructor({ tell, interrupt }: { tell: (reading: Reading) => void; interrupt: () => void }) {
    this.#tell = tell;
    this.#interrupt = interrupt;
  }

  read(): Promise<string | undefined> {
    return this.#next('line');
  }

  giveBack(text: string): void {
    if (text !== '') this.#typed.unshift(text);
  }

  /** Takes what was typed; undefined is Ctrl-D. */
  type(text: string | undefined): void {
    if (text === interruptKey && this.#waiting?.raw !== true) {
      this.#interrupt();
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.#typed.push(text);
    else waiting.resume(text);
  }

  /** The command is over: who still reads gets the end. */
  close(): void {
    this.#closed = true;
    this.#waiting?.resume(undefined);
    this.#waiting = undefined;
  }

  #next(reading: Reading, { signal, raw = false }: KeyOptions = {}): Promise<string | undefined> {
    if (this.#typed.length > 0) return Promise.resolve(this.#typed.shift());
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resume) => {
      const waiting = { resume, raw };
      this.#waiting?.resume(undefined);
      this.#waiting = waiting;
      signal?.onCancel(() => {
        if (this.#waiting === waiting) this.#waiting = undefined;
        resume(undefined);
      });
      this.#tell(reading);
    });
  }
}
