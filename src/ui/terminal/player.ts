import type { PlayStep } from './play-script.ts';

/** What a player needs of the terminal that it types into. */
export interface PlayerHost {
  /** Types keys, as the keyboard does. Resolves when what they started has ended. */
  type(keys: string): Promise<void>;
  /** Writes something that nobody typed, above the line. */
  say(text: string): void;
  /** Tells those who do not see it; undefined when it is over. */
  tell(status: PlayStatus | undefined): void;
  /** Ends what runs. */
  interrupt(): void;
  /** Waits for so long. */
  wait(ms: number): Promise<void>;
  /** Whether all is to appear at once. */
  readonly atOnce: boolean;
}

export interface PlayStatus {
  readonly at: number;
  readonly total: number;
  /** What is about to run, or runs. */
  readonly line: string;
  readonly narration: string;
  readonly state: 'typing' | 'waiting' | 'running';
}

const go = ['\r', ' '];
const stop = ['\x1b', '\x03'];
/** Between two keys, more or less. */
const keyMs = 38;
const afterMs = 350;

/** Types the steps of a script, and waits for a key before each command runs. */
export class Player {
  readonly #steps: readonly PlayStep[];
  readonly #host: PlayerHost;
  readonly #pauses: boolean;
  #stopped = false;
  #goOn: (() => void) | undefined;
  #running = false;

  /** Without `pauses`, each command runs as soon as it is typed. */
  constructor(steps: readonly PlayStep[], host: PlayerHost, { pauses }: { readonly pauses: boolean }) {
    this.#steps = steps;
    this.#host = host;
    this.#pauses = pauses;
  }

  async play(): Promise<void> {
    for (const [index, step] of this.#steps.entries()) {
      if (this.#stopped) break;
      await this.#step(index, step);
    }
    this.#host.tell(undefined);
  }

  /** Takes a key of whoever watches: Space and Enter go on, Escape and Ctrl-C stop. */
  press(key: string): void {
    if (stop.includes(key)) {
      this.#stopped = true;
      if (this.#running) this.#host.interrupt();
      this.#goOn?.();
    } else if (go.includes(key)) {
      // What runs without an end is left with the key that goes on.
      if (this.#running) this.#host.interrupt();
      else this.#goOn?.();
    }
  }

  async #step(index: number, { narration, line }: PlayStep): Promise<void> {
    const tell = (state: PlayStatus['state']): void =>
      this.#host.tell({
        at: index + 1,
        total: this.#steps.length,
        line,
        narration: narration.join(' '),
        state,
      });
    if (narration.length > 0) this.#host.say(narration.join('\n'));
    tell('typing');
    await this.#typed(line);
    if (this.#pauses && !this.#stopped) {
      tell('waiting');
      await new Promise<void>((resolve) => (this.#goOn = resolve));
      this.#goOn = undefined;
    }
    if (this.#stopped || line === '') return;
    tell('running');
    this.#running = true;
    await this.#host.type('\r');
    this.#running = false;
    if (!this.#host.atOnce) await this.#host.wait(afterMs);
  }

  async #typed(line: string): Promise<void> {
    if (this.#host.atOnce) {
      await this.#host.type(line);
      return;
    }
    for (const [index, character] of Array.from(line).entries()) {
      if (this.#stopped) return;
      await this.#host.type(character);
      // Hands are not quite even.
      await this.#host.wait(keyMs * (0.6 + ((index * 7) % 10) / 11 + (character === ' ' ? 0.5 : 0)));
    }
  }
}
