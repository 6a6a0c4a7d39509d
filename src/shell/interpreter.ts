// Long because: each kind of command is run here, and they run each other.
import {
  matchesPattern,
  parseScript,
  type Command,
  type FileTree,
  type Script,
  type Step,
  type Word,
} from '../engine/index.ts';
import { absolutePath } from '../kubectl/index.ts';
import { cancelSignal } from './cancel.ts';
import { captured } from './captured.ts';
import { conditionHolds } from './condition.ts';
import type { ShellProcess } from './command.ts';
import { commandNamed } from './commands/index.ts';
import { expandArithmetic, expandPattern, expandText, expandWord, type Expander } from './expand.ts';
import type { Io, ShellHost } from './host.ts';
import { noInput, Pipe } from './input.ts';
import { Jump, LogoutRequest, ShellError } from './interpreter-errors.ts';
import type { Jobs } from './jobs.ts';
import { Redirector } from './redirector.ts';
import { forked, type ShellState } from './session-state.ts';
import { withOutputs } from './substituted-files.ts';
import { scriptText } from './script-text.ts';
import { environmentOf } from './variables.ts';

/** What a script may do at most before it is stopped. */
const limits = { loops: 10_000, depth: 60, breath: 64 } as const;

/** The exit code of what Ctrl-C ended, and of what wrote to nobody. */
export const interrupted = 130;
const brokenPipe = 141;

/** What a script needs from the shell that runs it. */
export interface Login {
  readonly state: ShellState;
  readonly history: readonly string[];
  readonly jobs: Jobs;
  /** Runs a text in a fresh login on another machine. */
  runOn(machine: string, text: string, io: Io): Promise<number>;
}

/** Runs scripts on behalf of one login. */
export class Interpreter {
  readonly state: ShellState;
  readonly #host: ShellHost;
  readonly #login: Login;
  #depth = 0;
  #rounds = 0;

  constructor(login: Login, host: ShellHost) {
    this.state = login.state;
    this.#login = login;
    this.#host = host;
  }

  get files(): FileTree {
    const machine = this.#host.machines().get(this.state.machine);
    if (machine === undefined) throw new ShellError(`bash: ${this.state.machine} is gone`);
    return machine.files;
  }

  /** Runs a script; answers its last exit code. `tested`: somebody asks whether it succeeds. */
  async run(script: Script, io: Io, tested = false): Promise<number> {
    if (++this.#depth > limits.depth) throw new ShellError('bash: maximum nesting level exceeded');
    try {
      let code = 0;
      for (const [index, step] of script.entries()) {
        const { after, negated } = step;
        if ((after === 'success' && code !== 0) || (after === 'failure' && code === 0)) continue;
        if (io.signal.cancelled) return (this.state.lastExitCode = interrupted);
        const open = tested || negated || script[index + 1]?.after !== 'always';
        code = step.background ? this.#background(step, io) : await this.#pipeline(step.pipeline, io, open);
        if (negated) code = code === 0 ? 1 : 0;
        this.state.lastExitCode = code;
        const last = script[index + 1] === undefined || script[index + 1]?.after === 'always';
        if (code !== 0 && last && !tested && !negated && this.state.options.has('errexit'))
          throw new LogoutRequest(code);
      }
      return code;
    } finally {
      this.#depth--;
    }
  }

  /** Runs a text in this shell, as `source` and `eval` do. */
  runText(text: string, io: Io): Promise<number> {
    return this.run(parseScript(text), io);
  }

  /** Runs a script that can change nothing here. */
  async subshell(script: Script, io: Io): Promise<number> {
    const inner = this.#fork();
    try {
      return await inner.run(script, io);
    } catch (error) {
      if (error instanceof LogoutRequest) return error.code;
      throw error;
    }
  }

  #fork(): Interpreter {
    return new Interpreter({ ...this.#login, state: forked(this.state) }, this.#host);
  }

  /** `onExit` hears how each `$(…)` ended. */
  #expander(io: Io, onExit: (code: number) => void = () => undefined): Expander {
    const outputOf = async (script: Script): Promise<string> => {
      const capture = captured(io);
      onExit(await this.subshell(script, capture.io));
      return capture.text();
    };
    return {
      state: this.state,
      host: this.#host,
      files: this.files,
      outputOf,
      fileOf: async (script) => {
        const path = `/dev/fd/${63 - this.#substituted.size}`;
        this.#substituted.set(path, await outputOf(script));
        return path;
      },
    };
  }

  /** What `<(…)` printed, by the path that stands for it. */
  readonly #substituted = new Map<string, string>();

  #background({ pipeline }: Step, io: Io): number {
    const { signal, cancel } = cancelSignal();
    const inner = this.#fork();
    const step: Step = { pipeline, negated: false, after: 'always', background: false };
    const run = async (): Promise<number> => {
      try {
        return await inner.run([step], { ...io, signal, stdin: noInput, keyboard: undefined });
      } catch (error) {
        if (error instanceof LogoutRequest) return error.code;
        if (!(error instanceof ShellError)) throw error;
        io.stderr(`${error.message}\n`);
        return 1;
      }
    };
    const job = this.#login.jobs.start(scriptText([step]), run, cancel);
    this.state.lastJobId = job.id;
    if (io.screen !== undefined) io.stderr(`[${job.number}] ${job.id}\n`);
    return 0;
  }

  /** All commands of a pipeline run at the same time, those of several each in a subshell. */
  async #pipeline(pipeline: readonly Command[], io: Io, tested: boolean): Promise<number> {
    const [only] = pipeline;
    if (pipeline.length === 1 && only !== undefined) return this.#command(only, io, tested);
    const members = pipeline.map(() => cancelSignal(io.signal));
    const pipes = pipeline.slice(1).map((_, index) => new Pipe(members[index + 1]!.signal));
    const codes = await Promise.all(
      pipeline.map(async (command, index) => {
        const { signal, cancel } = members[index]!;
        const [from, to] = [pipes[index - 1], pipes[index]];
        let broken = false;
        const write = (text: string): void => {
          if (to?.write(text) !== false) return;
          broken = true;
          cancel();
        };
        const code = await this.#member(command, {
          ...io,
          signal,
          ...(from && { stdin: from }),
          ...(to && { stdout: write, screen: undefined }),
        });
        to?.end();
        from?.close();
        return broken ? brokenPipe : code;
      }),
    );
    const failed = this.state.options.has('pipefail') ? codes.findLast((code) => code !== 0) : undefined;
    return io.signal.cancelled ? interrupted : (failed ?? codes.at(-1) ?? 0);
  }

  async #member(command: Command, io: Io): Promise<number> {
    const step: Step = { pipeline: [command], negated: false, after: 'always', background: false };
    try {
      return await this.subshell([step], io);
    } catch (error) {
      if (error instanceof Jump) return error.code;
      if (!(error instanceof ShellError)) throw error;
      io.stderr(`${error.message}\n`);
      return 1;
    }
  }

  async #command(command: Command, io: Io, tested: boolean): Promise<number> {
    if (command.kind === 'simple') return this.#simple(command, io);
    return this.#redirected(command, io, (inner) => this.#compound(command, inner, tested));
  }

  async #redirected(
    { redirects }: Command,
    io: Io,
    run: (io: Io) => number | Promise<number>,
  ): Promise<number> {
    if (redirects.length === 0) return run(io);
    const redirector = new Redirector(this.state, this.files, this.#host);
    const inner = await redirector.apply(redirects, io, (word) => expandText(word, this.#expander(io)));
    if (typeof inner === 'string') {
      io.stderr(`bash: ${inner}\n`);
      return 1;
    }
    let code = 0;
    let problem: number | undefined;
    try {
      code = await run(inner);
    } finally {
      problem = redirector.finish(io);
    }
    return problem ?? code;
  }

  async #compound(command: Exclude<Command, { kind: 'simple' }>, io: Io, tested: boolean): Promise<number> {
    switch (command.kind) {
      case 'group':
        return command.subshell ? this.subshell(command.body, io) : this.run(command.body, io, tested);
      case 'if':
        for (const { condition, body } of command.branches) {
          if ((await this.run(condition, io, true)) === 0) return this.run(body, io, tested);
        }
        return command.otherwise === undefined ? 0 : this.run(command.otherwise, io, tested);
      case 'while':
        return this.#loop(io, command.body, async () => {
          return ((await this.run(command.condition, io, true)) === 0) !== command.until;
        });
      case 'for': {
        const items: string[] = [];
        for (const word of command.items) items.push(...(await expandWord(word, this.#expander(io))));
        return this.#loop(io, command.body, () => {
          const item = items.shift();
          if (item !== undefined) this.state.variables.set(command.variable, item);
          return item !== undefined;
        });
      }
      case 'count': {
        await this.#arithmetic(command.start, io);
        let first = true;
        return this.#loop(io, command.body, async () => {
          if (!first) await this.#arithmetic(command.step, io);
          first = false;
          return command.condition.trim() === '' || (await this.#arithmetic(command.condition, io)) !== 0;
        });
      }
      case 'case': {
        const text = await expandText(command.word, this.#expander(io));
        for (const { patterns, body } of command.choices) {
          for (const pattern of patterns) {
            if (matchesPattern(text, await expandPattern(pattern, this.#expander(io))))
              return this.run(body, io, tested);
          }
        }
        return 0;
      }
      case 'function':
        this.state.functions.set(command.name, command.body);
        return 0;
      case 'condition':
        return (await conditionHolds(command.test, this.#expander(io))) ? 0 : 1;
      case 'arithmetic':
        return (await this.#arithmetic(command.text, io)) === 0 ? 1 : 0;
    }
  }

  #arithmetic(text: string, io: Io): Promise<number> {
    return expandArithmetic(text, this.#expander(io));
  }

  async #loop(io: Io, body: Script, goesOn: () => boolean | Promise<boolean>): Promise<number> {
    let code = 0;
    for (let loops = 0; await goesOn(); loops++) {
      if (io.signal.cancelled) return interrupted;
      if (loops === limits.loops) throw new ShellError(`bash: stopped after ${limits.loops} rounds`);
      try {
        code = await this.run(body, io);
      } catch (error) {
        if (!(error instanceof Jump) || error.kind === 'return') throw error;
        if (error.levels > 1) throw new Jump(error.kind, { levels: error.levels - 1 });
        code = 0;
        if (error.kind === 'break') break;
      }
      await this.#breathe();
    }
    return io.signal.cancelled ? interrupted : code;
  }

  /** Lets Ctrl-C and time come in between, now and then. */
  async #breathe(): Promise<void> {
    if (++this.#rounds % limits.breath === 0) await this.#host.sleep(0);
  }

  async #simple(command: Command & { kind: 'simple' }, io: Io): Promise<number> {
    let substituted = 0;
    const expander = this.#expander(io, (code) => (substituted = code));
    const fields: string[] = [];
    for (const word of this.#withAlias(command.words)) fields.push(...(await expandWord(word, expander)));
    const values = new Map<string, string>();
    for (const { name, value, appends } of command.assignments) {
      const text = await expandText(value, expander);
      const whole = appends ? (this.state.variables.get(name) ?? '') + text : text;
      if (fields.length === 0) this.state.variables.set(name, whole);
      else values.set(name, whole);
    }
    if (this.state.options.has('xtrace') && fields.length > 0) io.stderr(`+ ${fields.join(' ')}\n`);
    return this.#redirected(command, io, (inner) =>
      fields.length === 0 ? substituted : this.#start(fields, values, inner),
    );
  }

  /** An alias stands for the first word of a command; its own first word is not looked up again. */
  #withAlias(words: readonly Word[]): readonly Word[] {
    const [first, ...rest] = words;
    const part = first?.length === 1 ? first[0] : undefined;
    const alias = part?.kind === 'text' && part.plain ? this.state.aliases.get(part.text) : undefined;
    const command = alias === undefined ? undefined : parseScript(alias)[0]?.pipeline[0];
    return command?.kind === 'simple' ? [...command.words, ...rest] : words;
  }

  async #start(words: readonly string[], values: ReadonlyMap<string, string>, io: Io): Promise<number> {
    const [name = '', ...args] = words;
    if (values.size > 0) return this.#withVariables(values, () => this.#start(words, new Map(), io));
    const body = this.state.functions.get(name);
    if (body !== undefined) return this.#call(body, args, io);
    const process = this.#process(name, args, io);
    const command = commandNamed(name);
    if (command !== undefined) return command(process);
    if (name.includes('/')) return this.#runFile(process);
    io.stderr(`bash: ${name}: command not found\n`);
    return 127;
  }

  /** `A=b command`: variables that are there for one command alone. */
  async #withVariables(values: ReadonlyMap<string, string>, run: () => Promise<number>): Promise<number> {
    const { variables, exported } = this.state;
    const before = new Map(Array.from(values.keys(), (name) => [name, variables.get(name)]));
    const added = [...values.keys()].filter((name) => !exported.has(name));
    for (const [name, value] of values) variables.set(name, value);
    for (const name of added) exported.add(name);
    try {
      return await run();
    } finally {
      for (const name of added) exported.delete(name);
      for (const [name, value] of before) {
        if (value === undefined) variables.delete(name);
        else variables.set(name, value);
      }
    }
  }

  #process(name: string, args: readonly string[], io: Io): ShellProcess {
    return {
      ...io,
      name,
      args,
      state: this.state,
      env: environmentOf(this.state),
      host: this.#host,
      files: withOutputs(this.files, this.#substituted),
      history: this.#login.history,
      jobs: this.#login.jobs,
      run: (words, inner, values = new Map()) => this.#start(words, values, inner),
      runText: (text, inner) => this.runText(text, inner),
      runScript: (text, words, inner) => this.#runScript(text, words, inner),
      runOn: (machine, text) => this.#login.runOn(machine, text, io),
    };
  }

  async #call(body: Command, args: readonly string[], io: Io): Promise<number> {
    const { state } = this;
    const outer = state.parameters;
    const hidden = new Map<string, string | undefined>();
    state.parameters = args;
    state.hidden.push(hidden);
    if (++this.#depth > limits.depth) throw new ShellError('bash: maximum function nesting level exceeded');
    try {
      return await this.#command(body, io, false);
    } catch (error) {
      if (error instanceof Jump && error.kind === 'return') return error.code;
      throw error;
    } finally {
      this.#depth--;
      state.hidden.pop();
      state.parameters = outer;
      for (const [name, value] of hidden) {
        if (value === undefined) state.variables.delete(name);
        else state.variables.set(name, value);
      }
    }
  }

  /** Runs a script file in a shell of its own, as `./deploy.sh` and `bash deploy.sh` do. */
  async #runScript(text: string, words: readonly string[], io: Io): Promise<number> {
    const [scriptName = 'bash', ...parameters] = words;
    const inner = this.#fork();
    inner.state.scriptName = scriptName;
    inner.state.parameters = parameters;
    inner.state.options.clear();
    try {
      return await inner.runText(text, io);
    } catch (error) {
      if (error instanceof LogoutRequest) return error.code;
      throw error;
    }
  }

  /** Simplified: files have no modes; a text that begins with `#!` may be run. */
  async #runFile(process: ShellProcess): Promise<number> {
    const { name, files, stderr } = process;
    const path = absolutePath(this.state, name);
    const text = files.read(path);
    if (text?.startsWith('#!') === true) return this.#runScript(text, [name, ...process.args], process);
    const missing = !files.exists(path);
    const problem = missing
      ? 'No such file or directory'
      : files.isFolder(path)
        ? 'Is a directory'
        : 'Permission denied';
    stderr(`bash: ${name}: ${problem}\n`);
    return missing ? 127 : 126;
  }
}
