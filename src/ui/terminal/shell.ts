import type { Commands } from '../../session/protocol.ts';
import { keysOf } from './keys.ts';
import type { LineEditor } from './line-editor.ts';
import { afterSubmit, commonPrefix, newLineEditor, press, replaced } from './line-editor.ts';
import type { Drawn } from './screen.ts';
import { redraw } from './screen.ts';

/** Where a shell writes and who runs its lines. */
export interface ShellHost {
  write(text: string): void;
  columns(): number;
  run(line: string): Promise<Commands['runLine']['answer']>;
  complete(line: string, cursor: number): Promise<Commands['complete']['answer']>;
  /** Stops what runs, or gives up a command of several lines. */
  interrupt(): void;
  /** The user is done with this terminal (Ctrl-D). */
  close(): void;
}

/** Turns keys into edited lines and runs them, one after the other; keys typed meanwhile wait. */
export class Shell {
  readonly #host: ShellHost;
  #editor: LineEditor;
  #prompt: string;
  #drawn: Drawn = { cursorRow: 0 };
  #busy = false;
  readonly #waiting: string[] = [];

  constructor(host: ShellHost, prompt: string, history: readonly string[]) {
    this.#host = host;
    this.#prompt = prompt;
    this.#editor = newLineEditor(history);
    this.#draw();
  }

  get history(): readonly string[] {
    return this.#editor.history;
  }

  /** Takes what the keyboard or a paste sent. */
  async type(data: string): Promise<void> {
    const keys = keysOf(data);
    if (this.#busy) {
      if (keys.includes('\x03')) {
        this.#waiting.length = 0;
        this.#host.interrupt();
      } else this.#waiting.push(...keys);
      return;
    }
    this.#waiting.push(...keys);
    await this.#work();
  }

  /** Something else wrote while a line was edited: the line is drawn again below. */
  redrawBelow(): void {
    if (this.#busy) return;
    this.#drawn = { cursorRow: 0 };
    this.#draw();
  }

  /** The session behind is another one. What was typed stays. */
  promptChanged(prompt: string): void {
    this.#prompt = prompt;
    this.resized();
  }

  /** The terminal's width changed. */
  resized(): void {
    if (!this.#busy) this.#draw();
  }

  async #work(): Promise<void> {
    for (let key = this.#waiting.shift(); key !== undefined; key = this.#waiting.shift()) {
      const { editor, effect } = press(this.#editor, key);
      this.#editor = editor;
      if (effect === 'submit') await this.#submit();
      else if (effect === 'complete') await this.#complete();
      else if (effect === 'interrupt') await this.#abandon();
      else if (effect === 'end-of-input') this.#host.close();
      else if (effect === 'clear') this.#clear();
      // A paste is drawn once, when all of it is in the line.
      if (this.#waiting.length === 0 || effect !== undefined) this.#draw();
    }
  }

  async #submit(): Promise<void> {
    this.#editor = { ...this.#editor, line: { ...this.#editor.line, cursor: this.#editor.line.text.length } };
    this.#draw();
    this.#host.write('\r\n');
    this.#drawn = { cursorRow: 0 };
    const input = this.#editor.line.text;
    this.#editor = afterSubmit(this.#editor);
    await this.#run(input);
  }

  async #run(line: string): Promise<void> {
    this.#busy = true;
    try {
      this.#prompt = (await this.#host.run(line)).prompt;
    } catch (error) {
      this.#host.write(`${error instanceof Error ? error.message : String(error)}\r\n`);
    } finally {
      this.#busy = false;
    }
  }

  async #abandon(): Promise<void> {
    this.#host.write('^C\r\n');
    this.#drawn = { cursorRow: 0 };
    this.#editor = newLineEditor(this.#editor.history);
    this.#host.interrupt();
    // An empty line tells what the prompt is now.
    await this.#run('');
  }

  #clear(): void {
    this.#host.write('\x1b[2J\x1b[H');
    this.#drawn = { cursorRow: 0 };
  }

  async #complete(): Promise<void> {
    const { line } = this.#editor;
    const { from, candidates } = await this.#host.complete(line.text, line.cursor);
    const [only] = candidates;
    if (only === undefined) return;
    const prefix = commonPrefix(candidates);
    if (candidates.length === 1) {
      const text = /[/=,]$/.test(only) ? only : `${only} `;
      this.#editor = { ...this.#editor, line: replaced(line, from, text) };
    } else if (prefix.length > line.cursor - from) {
      this.#editor = { ...this.#editor, line: replaced(line, from, prefix) };
    } else {
      this.#host.write(`\r\n${inColumns(candidates, this.#host.columns())}`);
      this.#drawn = { cursorRow: 0 };
    }
  }

  #draw(): void {
    const prompt =
      this.#editor.search === undefined ? this.#prompt : `(reverse-i-search)'${this.#editor.search}': `;
    const { text, drawn } = redraw(this.#drawn, prompt, this.#editor.line, this.#host.columns());
    this.#drawn = drawn;
    this.#host.write(text);
  }
}

/** Candidates side by side, as wide as the screen allows. */
function inColumns(candidates: readonly string[], columns: number): string {
  const width = Math.max(...candidates.map((candidate) => candidate.length)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  let text = '';
  candidates.forEach((candidate, index) => {
    const last = (index + 1) % perRow === 0 || index === candidates.length - 1;
    text += last ? `${candidate}\r\n` : candidate.padEnd(width);
  });
  return text;
}
