import type { Commands } from '../../session/protocol.ts';
import { textCells } from './cells.ts';
import { keysOf } from './keys.ts';
import type { LineEditor } from './line-editor.ts';
import { afterSubmit, commonPrefix, newLineEditor, press, replaced } from './line-editor.ts';
import type { PlayStep } from './play-script.ts';
import { Player, type PlayStatus } from './player.ts';
import type { Drawn } from './screen.ts';
import { redraw } from './screen.ts';

/** Where a shell writes and who runs its lines. */
export interface ShellHost {
  write(text: string): void;
  columns(): number;
  run(line: string): Promise<Commands['runLine']['answer']>;
  complete(line: string, cursor: number): Promise<Commands['complete']['answer']>;
  /** Sends what was typed for a command that reads; undefined is Ctrl-D. */
  typed(text: string | undefined): void;
  /** Stops what runs, or gives up a command of several lines. */
  interrupt(): void;
  /** The user is done with this terminal (Ctrl-D). */
  close(): void;
  /** A script is played; undefined when it is over. */
  playing(status: PlayStatus | undefined): void;
  wait(ms: number): Promise<void>;
  /** Whether the user wants little to move. */
  wantsLittleMotion(): boolean;
}

/** What the command that runs wants: nothing, a line that is edited here, or each key. */
type Reading = 'nothing' | 'line' | 'key';

/** Turns keys into edited lines and runs them, one after the other; keys typed meanwhile wait. */
export class Shell {
  readonly #host: ShellHost;
  #editor: LineEditor;
  #prompt: string;
  #drawn: Drawn = { cursorRow: 0 };
  #busy = false;
  #reading: Reading = 'nothing';
  /** The line that is typed for a command. */
  #answer: LineEditor = newLineEditor();
  /** What stands in the row in which a command asks. */
  #tail = '';
  /** What a command left in its last row: the prompt stands behind it, as in other terminals. */
  #lead = '';
  #player: Player | undefined;
  readonly #idle: (() => void)[] = [];
  readonly #submitted: string[] = [];
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

  /** All lines that were run here, in order. */
  get submitted(): readonly string[] {
    return this.#submitted;
  }

  /** Takes what the keyboard or a paste sent. */
  async type(data: string): Promise<void> {
    if (this.#player === undefined) await this.#take(data);
    else for (const key of keysOf(data)) this.#player.press(key);
  }

  /** Types a script as if by hand. With `pauses`, a key lets each command run. */
  async play(steps: readonly PlayStep[], { pauses }: { readonly pauses: boolean }): Promise<void> {
    // The command that asks for it must have ended.
    if (this.#busy) await new Promise<void>((resolve) => this.#idle.push(resolve));
    if (this.#player !== undefined) return;
    const host = this.#host;
    this.#player = new Player(
      steps,
      {
        type: (keys) => this.#take(keys),
        say: (text) => this.#say(text),
        tell: (status) => host.playing(status),
        interrupt: () => host.interrupt(),
        wait: (ms) => host.wait(ms),
        atOnce: host.wantsLittleMotion(),
      },
      { pauses },
    );
    await this.#player.play();
    this.#player = undefined;
  }

  /** Writes what a command prints. */
  output(text: string): void {
    this.#host.write(text);
    this.#tail = lastRow(this.#tail + text);
    if (!this.#busy) this.redrawBelow();
    else if (this.#reading === 'line') {
      this.#drawn = { cursorRow: 0 };
      if (this.#answer.line.text !== '') this.#drawAnswer();
    }
  }

  /** The command that runs wants something to be typed. */
  reads(what: 'line' | 'key'): void {
    if (!this.#busy) return;
    this.#reading = what;
    this.#answer = newLineEditor(this.#answer.history);
    this.#drawn = { cursorRow: 0 };
    this.#answerWith(this.#waiting.splice(0));
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

  async #take(data: string): Promise<void> {
    const keys = keysOf(data);
    if (!this.#busy) {
      this.#waiting.push(...keys);
      await this.#work();
    } else if (this.#reading !== 'nothing') this.#answerWith(keys);
    else if (keys.includes('\x03')) {
      this.#waiting.length = 0;
      this.#interrupt();
    } else this.#waiting.push(...keys);
  }

  /** What is typed while a command reads. */
  #answerWith(keys: readonly string[]): void {
    for (const [index, key] of keys.entries()) {
      if (this.#reading === 'nothing') {
        this.#waiting.push(...keys.slice(index));
        return;
      }
      if (this.#reading === 'key') {
        this.#host.typed(key);
        continue;
      }
      const { editor, effect } = press(this.#answer, key);
      this.#answer = editor;
      if (effect === 'submit') {
        this.#answer = { ...editor, line: { ...editor.line, cursor: editor.line.text.length } };
        this.#drawAnswer();
        this.#sendAnswer(`${editor.line.text}\n`);
      } else if (effect === 'end-of-input') this.#sendAnswer(undefined);
      else if (effect === 'interrupt') {
        this.#reading = 'nothing';
        this.#interrupt();
      } else if (effect === undefined) this.#drawAnswer();
    }
  }

  /** Ctrl-C while a command runs: what follows begins a row. */
  #interrupt(): void {
    this.#host.write('^C\r\n');
    this.#tail = '';
    this.#host.interrupt();
  }

  #sendAnswer(text: string | undefined): void {
    this.#reading = 'nothing';
    this.#answer = afterSubmit(this.#answer);
    if (text !== undefined) this.#host.write('\r\n');
    this.#tail = '';
    this.#drawn = { cursorRow: 0 };
    this.#host.typed(text);
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
    if (input.trim() !== '') this.#submitted.push(input);
    this.#editor = afterSubmit(this.#editor);
    await this.#run(input);
  }

  async #run(line: string): Promise<void> {
    this.#busy = true;
    this.#tail = '';
    this.#lead = '';
    try {
      this.#prompt = (await this.#host.run(line)).prompt;
    } catch (error) {
      this.#host.write(`${error instanceof Error ? error.message : String(error)}\r\n`);
    } finally {
      this.#busy = false;
      this.#reading = 'nothing';
    }
    this.#lead = this.#tail;
    for (const resolve of this.#idle.splice(0)) resolve();
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
    this.#lead = '';
    this.#drawn = { cursorRow: 0 };
  }

  /** Says something above the prompt. */
  #say(text: string): void {
    const lines = text.split('\n').map((line) => `\x1b[2m# ${line}\x1b[0m\r\n`);
    this.#host.write(`\r\x1b[J${lines.join('')}`);
    this.#lead = '';
    this.#drawn = { cursorRow: 0 };
    this.#draw();
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
      this.#lead = '';
      this.#drawn = { cursorRow: 0 };
    }
  }

  #draw(): void {
    const prompt =
      this.#editor.search === undefined ? this.#prompt : `(reverse-i-search)'${this.#editor.search}': `;
    this.#drawLine(this.#lead + prompt, this.#editor);
  }

  #drawAnswer(): void {
    this.#drawLine(this.#tail, this.#answer);
  }

  #drawLine(prompt: string, { line }: LineEditor): void {
    const { text, drawn } = redraw(this.#drawn, prompt, line, this.#host.columns());
    this.#drawn = drawn;
    this.#host.write(text);
  }
}

// oxlint-disable-next-line no-control-regex -- what moves the cursor begins a row
const rowStart = /[\r\n]|\x1b(?:\[[0-9;?]*[A-HJKSTfhl]|c)/g;

/** What stands in the row of the cursor after a text, as far as it can be told. */
function lastRow(text: string): string {
  let from = 0;
  for (const match of text.matchAll(rowStart)) from = match.index + match[0].length;
  return text.slice(from).slice(-500);
}

/** Candidates side by side, as wide as the screen allows. */
function inColumns(candidates: readonly string[], columns: number): string {
  const width = Math.max(...candidates.map((candidate) => textCells(candidate))) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  let text = '';
  candidates.forEach((candidate, index) => {
    const last = (index + 1) % perRow === 0 || index === candidates.length - 1;
    text += last ? `${candidate}\r\n` : candidate.padEnd(width);
  });
  return text;
}
