import {
  parseScript,
  type Command,
  type FileTree,
  type Redirect,
  type Script,
  type Word,
} from '../engine/index.ts';
import { absolutePath } from '../kubectl/index.ts';
import { captured } from './captured.ts';
import type { ShellProcess } from './command.ts';
import { commandNamed } from './commands/index.ts';
import { expandText, expandWord, type Expander } from './expand.ts';
import type { Io, ShellHost } from './host.ts';
import { ShellError } from './interpreter-errors.ts';
import type { ShellState } from './session-state.ts';

/** What a script may do at most before it is stopped. */
const limits = { fileLength: 8 * 1024 * 1024, loops: 10_000, depth: 40 } as const;

/** The exit code of what Ctrl-C ended. */
export const interrupted = 130;

/** What a script needs from the shell that runs it. */
export interface Login {
  readonly state: ShellState;
  readonly history: readonly string[];
  /** Runs a text in this shell. */
  runText(text: string, io: Io): Promise<number>;
  /** Runs a text in a fresh login on another machine. */
  runOn(machine: string, text: string, io: Io): Promise<number>;
}

/** Runs scripts on behalf of one login. */
export class Interpreter implements Expander {
  readonly state: ShellState;
  readonly #host: ShellHost;
  readonly #login: Login;
  #io: Io;
  #depth = 0;

  constructor(login: Login, host: ShellHost, io: Io) {
    this.state = login.state;
    this.#login = login;
    this.#host = host;
    this.#io = io;
  }

  get files(): FileTree {
    const machine = this.#host.machines().get(this.state.machine);
    if (machine === undefined) throw new ShellError(`${this.state.machine} is gone`);
    return machine.files;
  }

  /** Runs a script; answers its last exit code. */
  async run(script: Script): Promise<number> {
    if (++this.#depth > limits.depth) throw new ShellError('bash: script too deep');
    let code = 0;
    for (const { pipeline, negated, after } of script) {
      if ((after === 'success' && code !== 0) || (after === 'failure' && code === 0)) continue;
      if (this.#io.signal.cancelled) code = interrupted;
      else code = await this.#pipeline(pipeline);
      if (negated) code = code === 0 ? 1 : 0;
      this.state.lastExitCode = code;
    }
    this.#depth--;
    return code;
  }

  async outputOf(script: Script): Promise<string> {
    const { io, text } = captured(this.#io);
    await this.#with(io, () => this.run(script));
    return text();
  }

  /**
   * Simplified: each command of a pipeline ends before the next begins, but for the last, whose output
   * flows as it comes.
   */
  async #pipeline(pipeline: readonly Command[]): Promise<number> {
    const outer = this.#io;
    let { stdin } = outer;
    let code = 0;
    for (const [index, command] of pipeline.entries()) {
      const last = index === pipeline.length - 1;
      const { io, text } = last ? { io: outer, text: () => '' } : captured(outer);
      code = await this.#with({ ...io, stdin }, () => this.#command(command));
      stdin = text();
    }
    return code;
  }

  async #with<T>(io: Io, run: () => Promise<T>): Promise<T> {
    const outer = this.#io;
    this.#io = io;
    try {
      return await run();
    } finally {
      this.#io = outer;
    }
  }

  async #command(command: Command): Promise<number> {
    switch (command.kind) {
      case 'simple':
        return this.#simple(command);
      case 'group':
        return this.run(command.body);
      case 'if':
        for (const { condition, body } of command.branches) {
          if ((await this.run(condition)) === 0) return this.run(body);
        }
        return command.otherwise === undefined ? 0 : this.run(command.otherwise);
      case 'while':
        return this.#while(command);
      case 'for':
        return this.#for(command);
    }
  }

  async #while({ condition, body, until }: Command & { kind: 'while' }): Promise<number> {
    let code = 0;
    for (let loops = 0; !this.#io.signal.cancelled; loops++) {
      if (loops === limits.loops) throw new ShellError(`bash: stopped after ${limits.loops} rounds`);
      if (((await this.run(condition)) === 0) === until) return code;
      code = await this.run(body);
      // Lets Ctrl-C and time come in between.
      await this.#host.sleep(0);
    }
    return interrupted;
  }

  async #for({ variable, items, body }: Command & { kind: 'for' }): Promise<number> {
    let code = 0;
    for (const word of items) {
      for (const item of await expandWord(word, this)) {
        if (this.#io.signal.cancelled) return interrupted;
        this.state.variables.set(variable, item);
        code = await this.run(body);
      }
    }
    return code;
  }

  async #simple({ assignments, words, redirects }: Command & { kind: 'simple' }): Promise<number> {
    const fields: string[] = [];
    for (const word of this.#withAlias(words)) fields.push(...(await expandWord(word, this)));
    const values = new Map<string, string>();
    for (const { name, value } of assignments) values.set(name, await expandText(value, this));
    if (fields.length === 0) {
      for (const [name, value] of values) this.state.variables.set(name, value);
    }
    const { io, finish, problem } = await this.#redirected(redirects);
    if (problem !== undefined) {
      this.#io.stderr(`bash: ${problem}\n`);
      return 1;
    }
    const code = fields.length === 0 ? 0 : await this.#with(io, () => this.#start(fields, values));
    return finish() ?? code;
  }

  /** An alias stands for the first word of a command; its own first word is not looked up again. */
  #withAlias(words: readonly Word[]): readonly Word[] {
    const [first, ...rest] = words;
    const part = first?.length === 1 ? first[0] : undefined;
    const alias = part?.kind === 'text' && part.plain ? this.state.aliases.get(part.text) : undefined;
    const command = alias === undefined ? undefined : parseScript(alias)[0]?.pipeline[0];
    return command?.kind === 'simple' ? [...command.words, ...rest] : words;
  }

  async #start(words: readonly string[], values: ReadonlyMap<string, string>): Promise<number> {
    const [name = '', ...args] = words;
    const command = commandNamed(name);
    if (command === undefined) {
      this.#io.stderr(`${this.#notFound(name)}\n`);
      return 127;
    }
    const { state } = this;
    const process: ShellProcess = {
      ...this.#io,
      name,
      args,
      state,
      env: environmentOf(state, values),
      host: this.#host,
      files: this.files,
      history: this.#login.history,
      isCommand: (other) => commandNamed(other) !== undefined,
      runText: (text, io) => this.#login.runText(text, io),
      runOn: (machine, text) => this.#login.runOn(machine, text, this.#io),
    };
    return command(process);
  }

  #notFound(name: string): string {
    if (!name.includes('/')) return `bash: ${name}: command not found`;
    const path = absolutePath(this.state, name);
    if (this.files.isFolder(path)) return `bash: ${name}: Is a directory`;
    return `bash: ${name}: ${this.files.exists(path) ? 'Permission denied' : 'No such file or directory'}`;
  }

  async #redirected(
    redirects: readonly Redirect[],
  ): Promise<{ io: Io; finish: () => number | undefined; problem?: string }> {
    let io = this.#io;
    const files = new Map<string, string>();
    const nothing = (): undefined => undefined;
    for (const { to, append, stream } of redirects) {
      const word = await expandText(to, this);
      if (stream === 'here') {
        io = { ...io, stdin: word };
        continue;
      }
      const path = absolutePath(this.state, word);
      if (stream === 'stdin') {
        const stdin = this.files.read(path);
        if (stdin === undefined)
          return { io, finish: nothing, problem: `${word}: No such file or directory` };
        io = { ...io, stdin };
        continue;
      }
      const discard = path === '/dev/null';
      if (!discard) {
        const text = append ? (this.files.read(path) ?? '') : '';
        const problem = this.files.write(path, text, this.#host.now());
        if (problem !== undefined) return { io, finish: nothing, problem: `${word}: ${problem}` };
        files.set(path, text);
      }
      const sink = (text: string): void => {
        if (!discard && (files.get(path)?.length ?? 0) < limits.fileLength)
          files.set(path, files.get(path) + text);
      };
      if (stream !== 'stderr') io = { ...io, stdout: sink };
      if (stream !== 'stdout') io = { ...io, stderr: sink };
    }
    const finish = (): number | undefined => {
      let code: number | undefined;
      for (const [path, text] of files) {
        if (this.files.read(path) === text) continue;
        const problem = this.files.write(path, text, this.#host.now());
        if (problem === undefined) continue;
        this.#io.stderr(`bash: ${path}: ${problem}\n`);
        code = 1;
      }
      return code;
    };
    return { io, finish };
  }
}

/** What a command finds in its environment: what is exported, and `A=b` in front of it. */
function environmentOf(
  { exported, variables }: ShellState,
  values: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const env = new Map<string, string>();
  for (const name of exported) {
    const value = variables.get(name);
    if (value !== undefined) env.set(name, value);
  }
  for (const [name, value] of values) env.set(name, value);
  return env;
}
