import type { CancelSignal } from '../kubectl/index.ts';

/** What a command reads: pieces of text until the end. */
export interface Input {
  /** The next piece, as soon as there is one; undefined at the end. */
  read(): Promise<string | undefined>;
  /** Gives back the rest of what was read: it comes first next time. */
  giveBack(text: string): void;
  /** Set where a person types. */
  readonly keyboard?: Keyboard;
}

export interface Keyboard {
  /** What is pressed next, as a terminal sends it, without echo; undefined when nobody does any more. */
  key(options?: KeyOptions): Promise<string | undefined>;
}

export interface KeyOptions {
  /** Waits no longer. */
  readonly signal?: CancelSignal;
  /** Ctrl-C is a key like others. */
  readonly raw?: boolean;
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined);

/** An input that ends at once. */
export const noInput: Input = { read: nothing, giveBack: () => undefined };

/** A text, and then the end. */
export function textInput(text: string): Input {
  let rest: string | undefined = text === '' ? undefined : text;
  return {
    read() {
      const piece = rest;
      rest = undefined;
      return Promise.resolve(piece);
    },
    giveBack(piece) {
      if (piece !== '') rest = piece + (rest ?? '');
    },
  };
}

/** All of it. */
export async function readAll(input: Input): Promise<string> {
  const pieces: string[] = [];
  for (let piece = await input.read(); piece !== undefined; piece = await input.read()) pieces.push(piece);
  return pieces.join('');
}

/** One line with its newline, if it has one; undefined at the end. What follows stays unread. */
export async function readLine(input: Input): Promise<string | undefined> {
  let line = '';
  for (;;) {
    const piece = await input.read();
    if (piece === undefined) return line === '' ? undefined : line;
    const newline = piece.indexOf('\n');
    if (newline >= 0) {
      input.giveBack(piece.slice(newline + 1));
      return line + piece.slice(0, newline + 1);
    }
    line += piece;
  }
}

/** Each line without its newline, as soon as it is there. */
export async function* linesIn(input: Input): AsyncGenerator<string> {
  let rest = '';
  for (let piece = await input.read(); piece !== undefined; piece = await input.read()) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** What one command writes and the next one reads, at the same time. */
export class Pipe implements Input {
  #pieces: string[] = [];
  #ended = false;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(reader: CancelSignal) {
    reader.onCancel(() => this.end());
  }

  /** False when nobody reads any more. */
  write(text: string): boolean {
    if (this.#closed) return false;
    if (text !== '' && !this.#ended) this.#pieces.push(text);
    this.#wake?.();
    return true;
  }

  /** The writer is done. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** The reader is done. */
  close(): void {
    this.#closed = true;
    this.#pieces = [];
  }

  async read(): Promise<string | undefined> {
    while (this.#pieces.length === 0) {
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const text = this.#pieces.length === 1 ? this.#pieces[0] : this.#pieces.join('');
    this.#pieces = [];
    return text;
  }

  giveBack(text: string): void {
    if (text !== '') this.#pieces.unshift(text);
  }
}
