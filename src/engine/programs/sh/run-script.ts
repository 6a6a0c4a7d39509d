import type { Task } from '../../sim/task.ts';
import { runTask } from '../../sim/task.ts';
import { ProcessExit, type Process } from '../process.ts';
import { parseScript, ShellSyntaxError } from './parse-script.ts';
import type { Command, Redirect, Script, Word } from './syntax.ts';

/** Runs one program by its words; answers its exit code. */
export type RunCommand = (process: Process, words: readonly string[]) => Task<number>;

const mostLoops = 1_000_000;
const mostOutput = 1 << 20;
/** A loop that never waits would stop virtual time: each turn takes at least this long. */
const turnMs = 1;

/** Interprets a script for a process, as `sh -c` does. Answers its exit code. */
export function* runScriptText(process: Process, text: string, run: RunCommand): Task<number> {
  let script: Script;
  try {
    script = parseScript(text);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    process.printError(`${error.message}\n`);
    return 2;
  }
  return yield* new Interpreter(process, run).script(script);
}

class Interpreter {
  readonly #process: Process;
  readonly #run: RunCommand;
  #lastCode = 0;

  constructor(process: Process, run: RunCommand) {
    this.#process = process;
    this.#run = run;
  }

  *script(script: Script): Task<number> {
    let code = 0;
    for (const { pipeline, negated, after, background } of script) {
      if (after === 'success' && code !== 0) continue;
      if (after === 'failure' && code === 0) continue;
      if (background) {
        this.#inBackground(pipeline);
        code = 0;
      } else {
        code = yield* this.#pipeline(pipeline);
        if (negated) code = code === 0 ? 1 : 0;
      }
      this.#lastCode = code;
      yield* this.#runTraps();
    }
    return code;
  }

  #inBackground(pipeline: readonly Command[]): void {
    const process = this.#process;
    const guarded = function* (task: Task<number>): Task {
      try {
        yield* task;
      } catch (error) {
        if (!(error instanceof ProcessExit)) throw error;
      }
    };
    void process;
    runTask(guarded(this.#pipeline(pipeline)));
  }

  *#runTraps(): Task {
    const trap = this.#process.takeTrap();
    if (trap !== undefined) yield* runScriptText(this.#process, trap, this.#run);
  }

  /**
   * Simplified: the commands of a pipeline run one after another, and each reads what the one before
   * wrote in the variable of its standard input.
   */
  *#pipeline(pipeline: readonly Command[]): Task<number> {
    const [first] = pipeline;
    if (pipeline.length === 1 && first !== undefined) return yield* this.#command(first);
    let input = '';
    let code = 0;
    for (const [index, command] of pipeline.entries()) {
      this.#process.env.set('STDIN', input);
      if (index === pipeline.length - 1) code = yield* this.#command(command);
      else input = yield* this.#outputOf(this.#command(command));
    }
    this.#process.env.delete('STDIN');
    return code;
  }

  *#outputOf(task: Task<number>): Task<string> {
    let output = '';
    yield* this.#process.redirected(
      {
        out: (text) => {
          if (output.length < mostOutput) output += text;
        },
      },
      task,
    );
    return output;
  }

  *#command(command: Command): Task<number> {
    switch (command.kind) {
      case 'simple':
        return yield* this.#simple(command);
      case 'group':
        return yield* this.script(command.body);
      case 'if':
        for (const { condition, body } of command.branches)
          if ((yield* this.script(condition)) === 0) return yield* this.script(body);
        return command.otherwise === undefined ? 0 : yield* this.script(command.otherwise);
      case 'while':
        for (let loops = 0; loops < mostLoops; loops++) {
          const met = (yield* this.script(command.condition)) === 0;
          if (met === command.until) return 0;
          yield* this.script(command.body);
          yield* this.#process.sleep(turnMs);
          yield* this.#runTraps();
        }
        return 0;
      case 'for': {
        let code = 0;
        for (const word of command.items)
          for (const item of yield* this.#expandWord(word)) {
            this.#process.env.set(command.variable, item);
            code = yield* this.script(command.body);
          }
        return code;
      }
    }
  }

  *#simple(command: Command & { kind: 'simple' }): Task<number> {
    for (const { name, value } of command.assignments)
      this.#process.env.set(name, yield* this.#joined(value));
    const words: string[] = [];
    for (const word of command.words) words.push(...(yield* this.#expandWord(word)));
    if (words.length === 0) return 0;
    return yield* this.#redirect(command.redirects, words);
  }

  *#redirect(redirects: readonly Redirect[], words: readonly string[]): Task<number> {
    if (redirects.length === 0) return yield* this.#run(this.#process, words);
    const { files } = this.#process.world;
    let problem: string | undefined;
    const sinks: { out?: (text: string) => void; err?: (text: string) => void } = {};
    for (const { to, append, stream } of redirects) {
      const path = yield* this.#joined(to);
      if (stream === 'here' || stream === 'stdin') {
        const input = stream === 'here' ? path : files.read(path);
        if (input === undefined) problem ??= `can't open ${path}: no such file`;
        else this.#process.env.set('STDIN', input);
        continue;
      }
      if (path === '/dev/stdout' || path === '/dev/stderr') continue;
      if (!append) problem ??= files.write(path, '', false);
      const sink = (text: string): void => void (problem ??= files.write(path, text, true));
      if (stream !== 'stderr') sinks.out = sink;
      if (stream !== 'stdout') sinks.err = sink;
    }
    const code =
      problem === undefined ? yield* this.#process.redirected(sinks, this.#run(this.#process, words)) : 1;
    if (problem === undefined) return code;
    this.#process.printError(`sh: ${problem}\n`);
    return 1;
  }

  *#joined(word: Word): Task<string> {
    return (yield* this.#expandWord(word, false)).join(' ');
  }

  /** A word's fields: what is not quoted is split at spaces. */
  *#expandWord(word: Word, split = true): Task<string[]> {
    const fields: string[] = [];
    let current: string | undefined;
    const add = (text: string, quoted: boolean): void => {
      if (quoted || !split) {
        current = (current ?? '') + text;
        return;
      }
      const pieces = text.split(/[ \t\n]+/);
      for (const [index, piece] of pieces.entries()) {
        if (index > 0 && current !== undefined) {
          fields.push(current);
          current = undefined;
        }
        if (piece !== '') current = (current ?? '') + piece;
      }
    };
    for (const part of word) {
      if (part.kind === 'text') current = (current ?? '') + part.text;
      else if (part.kind === 'arithmetic') add(String(arithmetic(part.text, this.#process.env)), true);
      else if (part.kind === 'variable') add(this.#variable(part.name, part.fallback), part.quoted);
      else {
        const output = yield* this.#outputOf(this.script(part.script));
        add(output.replace(/\n+$/, ''), part.quoted);
      }
    }
    if (current !== undefined) fields.push(current);
    return fields;
  }

  #variable(name: string, fallback: string | undefined): string {
    if (name === '?') return String(this.#lastCode);
    if (name === '$') return '1';
    if (name === '#') return '0';
    const value = this.#process.env.get(name);
    return value === undefined || value === '' ? (fallback ?? '') : value;
  }
}

/** Sums of whole numbers: `i + 1`, `a * 2 - b`. Anything else is 0. */
function arithmetic(text: string, env: ReadonlyMap<string, string>): number {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|[-+*/%]/g) ?? [];
  const operand = (token: string | undefined): number => {
    if (token === undefined) return 0;
    return /^\d/.test(token) ? Number(token) : Number(env.get(token) ?? 0) || 0;
  };
  let sum = 0;
  let term = operand(tokens[0]);
  let sign = 1;
  for (let index = 1; index + 1 <= tokens.length - 1; index += 2) {
    const right = operand(tokens[index + 1]);
    if (tokens[index] === '*') term *= right;
    else if (tokens[index] === '/') term = right === 0 ? 0 : Math.trunc(term / right);
    else if (tokens[index] === '%') term = right === 0 ? 0 : term % right;
    else {
      sum += sign * term;
      sign = tokens[index] === '-' ? -1 : 1;
      term = right;
    }
  }
  return sum + sign * term;
}
