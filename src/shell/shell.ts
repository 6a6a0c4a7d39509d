import { parseScript, ShellSyntaxError } from '../engine/index.ts';
import { complete, type Completion } from './completion.ts';
import { expandHistory } from './history.ts';
import { withHints } from './hints.ts';
import type { Io, ShellHost } from './host.ts';
import { Interpreter, interrupted, type Login } from './interpreter.ts';
import { Jump, LogoutRequest, ShellError } from './interpreter-errors.ts';
import { Jobs } from './jobs.ts';
import { homeFolder, login, type ShellState } from './session-state.ts';

const mostHistory = 1000;

/** A bash on a machine of the cluster, small but honest: what it does not have, it says as bash does. */
export class Shell {
  readonly #host: ShellHost;
  readonly #home: string;
  /** Logins, the innermost last: `ssh` opens one, `exit` closes it. */
  readonly #logins: ShellState[];
  readonly #history: string[] = [];
  readonly #jobs = new Jobs();
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
    if (text.trim() === '') {
      this.#tellEndedJobs(io);
      return this.state.lastExitCode;
    }
    const expanded = expandHistory(text, this.#history);
    if ('problem' in expanded) {
      io.stderr(`bash: ${expanded.problem}\n`);
      return (this.state.lastExitCode = 1);
    }
    if (expanded.text !== text) io.stdout(`${expanded.text}\n`);
    if (isIncomplete(expanded.text)) {
      this.#pending = expanded.text;
      return 0;
    }
    this.#remember(expanded.text);
    const watched = withHints(io);
    const code = await this.#runText(expanded.text, watched.io);
    // A person at a terminal is told; a script gets what the programs say and nothing else.
    if (io.screen !== undefined)
      for (const hint of watched.hints()) io.stderr(`\u001B[2mpodyard: ${hint}\u001B[0m\n`);
    this.#tellEndedJobs(io);
    return code;
  }

  /** Forgets a command that was begun over several lines (Ctrl-C at the prompt). */
  abandon(): void {
    this.#pending = '';
    this.state.lastExitCode = interrupted;
  }

  /** Ends what runs in the background: the terminal closes. */
  close(): void {
    this.#jobs.cancelAll();
  }

  /** What the word at `cursor` could go on as. */
  complete(line: string, cursor: number): Promise<Completion> {
    return complete(line.slice(0, cursor), this.state, this.#host);
  }

  #tellEndedJobs(io: Io): void {
    for (const line of this.#jobs.takeEnded()) if (io.screen !== undefined) io.stdout(`${line}\n`);
  }

  #login(state: ShellState): Login {
    return {
      state,
      history: this.#history,
      jobs: this.#jobs,
      runOn: (machine, text, io) => this.#runText(text, io, login(machine)),
    };
  }

  async #runText(text: string, io: Io, state = this.state): Promise<number> {
    let code: number;
    try {
      const interpreter = new Interpreter(this.#login(state), this.#host);
      code = await interpreter.runText(text, io);
      if (io.signal.cancelled) code = interrupted;
    } catch (error) {
      if (error instanceof LogoutRequest)
        return state === this.state ? this.#logout(error.code, io) : error.code;
      const said = sentenceOf(error);
      if (said === undefined) throw error;
      if (said !== '') io.stderr(`${said}\n`);
      code = error instanceof ShellSyntaxError ? 2 : 1;
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

/** What bash says of a mistake in a script; undefined for what is none. */
function sentenceOf(error: unknown): string | undefined {
  if (error instanceof ShellSyntaxError) {
    if (error.near !== undefined) return `bash: syntax error near unexpected token \`${error.near}'`;
    return error.message.replace(/^sh:/, 'bash:');
  }
  if (error instanceof ShellError) return error.message;
  if (error instanceof Jump) return '';
  return undefined;
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
