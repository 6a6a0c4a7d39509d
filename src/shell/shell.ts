import { parseScript, ShellSyntaxError } from '../engine/index.ts';
import { complete, type Completion } from './completion.ts';
import type { Io, ShellHost } from './host.ts';
import { Interpreter, interrupted, type Login } from './interpreter.ts';
import { LogoutRequest, ShellError } from './interpreter-errors.ts';
import { homeFolder, login, type ShellState } from './session-state.ts';

const mostHistory = 1000;

/** A bash on a machine of the cluster, small but honest: what it does not have, it says as bash does. */
export class Shell {
  readonly #host: ShellHost;
  readonly #home: string;
  /** Logins, the innermost last: `ssh` opens one, `exit` closes it. */
  readonly #logins: ShellState[];
  readonly #history: string[] = [];
  /** Lines of a command that is not complete yet. */
  #pending = '';

  constructor(host: ShellHost, machine: string) {
    this.#host = host;
    this.#home = machine;
    this.#logins = [login(machine)];
  }

  get state(): ShellState {
    return this.#logins.at(-1) as ShellState;
  }

  get history(): readonly string[] {
    return this.#history;
  }

  /** `controlplane:~$ `, or `> ` while a command goes on over several lines. */
  prompt(): string {
    if (this.#pending !== '') return '> ';
    const { machine, workingFolder } = this.state;
    const folder =
      workingFolder === homeFolder || workingFolder.startsWith(`${homeFolder}/`)
        ? `~${workingFolder.slice(homeFolder.length)}`
        : workingFolder;
    return `${machine}:${folder}$ `;
  }

  /** Runs one line of input; answers its exit code. Never throws but for our own bugs. */
  async run(line: string, io: Io): Promise<number> {
    const text = this.#pending === '' ? line : `${this.#pending}\n${line}`;
    this.#pending = '';
    if (text.trim() === '') return this.state.lastExitCode;
    if (isIncomplete(text)) {
      this.#pending = text;
      return 0;
    }
    this.#remember(text);
    return this.#runText(text, io);
  }

  /** Forgets a command that was begun over several lines (Ctrl-C at the prompt). */
  abandon(): void {
    this.#pending = '';
  }

  /** What the word at `cursor` could go on as. */
  complete(line: string, cursor: number): Promise<Completion> {
    return complete(line.slice(0, cursor), this.state, this.#host);
  }

  #login(state: ShellState): Login {
    return {
      state,
      history: this.#history,
      runText: (text, io) => this.#runText(text, io, state),
      runOn: (machine, text, io) => this.#runText(text, io, login(machine)),
    };
  }

  async #runText(text: string, io: Io, state = this.state): Promise<number> {
    let code: number;
    try {
      const script = parseScript(text);
      code = await new Interpreter(this.#login(state), this.#host, io).run(script);
      if (io.signal.cancelled) code = interrupted;
    } catch (error) {
      if (error instanceof LogoutRequest) return this.#logout(error.code, io);
      if (!(error instanceof ShellSyntaxError || error instanceof ShellError)) throw error;
      io.stderr(`${error.message.replace(/^sh:/, 'bash:')}\n`);
      code = 2;
    }
    state.lastExitCode = code;
    if (state.nextLogin !== undefined) {
      this.#logins.push(login(state.nextLogin));
      state.nextLogin = undefined;
    }
    return code;
  }

  #logout(code: number, io: Io): number {
    if (this.#logins.length > 1) {
      io.stdout(`logout\nConnection to ${this.state.machine} closed.\n`);
      this.#logins.pop();
    } else {
      io.stdout('logout\n');
      this.#logins[0] = login(this.#home);
    }
    return code;
  }

  #remember(text: string): void {
    if (text.startsWith(' ') || this.#history.at(-1) === text) return;
    this.#history.push(text);
    if (this.#history.length > mostHistory) this.#history.shift();
  }
}

function isIncomplete(text: string): boolean {
  if (/(^|[^\\])(\\\\)*\\$/.test(text)) return true;
  try {
    parseScript(text);
    return false;
  } catch (error) {
    return error instanceof ShellSyntaxError && error.incomplete;
  }
}
