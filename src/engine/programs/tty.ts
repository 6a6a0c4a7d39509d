const mostHistory = 100;
// oxlint-disable-next-line no-control-regex -- control characters are what a keyboard sends
const keys = /\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Za-z]|[\s\S]/gu;

/**
 * A terminal's line discipline: shows what is typed, lets it be corrected, and hands over whole lines.
 * Arrows bring back earlier lines, as shells do.
 */
export class Tty {
  readonly #show: (text: string) => void;
  readonly #read: (line: string | undefined) => void;
  readonly #interrupt: () => void;
  readonly #history: string[] = [];
  #line = '';
  #at = 0;

  constructor(handlers: {
    /** Writes to the screen. */
    show: (text: string) => void;
    /** Takes a line; undefined is Ctrl-D on an empty one. */
    read: (line: string | undefined) => void;
    /** Ctrl-C. */
    interrupt: () => void;
  }) {
    this.#show = handlers.show;
    this.#read = handlers.read;
    this.#interrupt = handlers.interrupt;
  }

  type(text: string): void {
    for (const key of text.match(keys) ?? []) this.#press(key);
  }

  #press(key: string): void {
    switch (key) {
      case '\r':
      case '\n':
        this.#show('\r\n');
        this.#submit();
        return;
      case '\u007F':
      case '\b':
        this.#erase(1);
        return;
      case '\u0015':
        this.#erase(this.#line.length);
        return;
      case '\u0017':
        this.#erase(/\S*\s*$/.exec(this.#line)?.[0].length ?? 0);
        return;
      case '\u0003':
        this.#show('^C\r\n');
        this.#line = '';
        this.#interrupt();
        return;
      case '\u0004':
        if (this.#line === '') this.#read(undefined);
        return;
      case '\u001B[A':
      case '\u001BOA':
        this.#recall(this.#at - 1);
        return;
      case '\u001B[B':
      case '\u001BOB':
        this.#recall(this.#at + 1);
        return;
      default:
        if (key < ' ') return;
        this.#line += key;
        this.#show(key);
    }
  }

  #submit(): void {
    const line = this.#line;
    this.#line = '';
    if (line.trim() !== '' && this.#history.at(-1) !== line) this.#history.push(line);
    if (this.#history.length > mostHistory) this.#history.shift();
    this.#at = this.#history.length;
    this.#read(`${line}\n`);
  }

  #erase(count: number): void {
    const gone = Math.min(count, this.#line.length);
    this.#line = this.#line.slice(0, this.#line.length - gone);
    this.#show('\b \b'.repeat(gone));
  }

  #recall(at: number): void {
    if (at < 0 || at > this.#history.length) return;
    this.#at = at;
    this.#erase(this.#line.length);
    this.#line = this.#history[at] ?? '';
    this.#show(this.#line);
  }
}
