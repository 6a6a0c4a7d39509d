import type { Task } from '../../sim/task.ts';
import { runTask } from '../../sim/task.ts';
import { ProcessExit, type Process } from '../process.ts';
import { evaluateArithmetic } from './arithmetic.ts';
import { compareWords } from './compare-words.ts';
import { parseScript, ShellSyntaxError } from './parse-script.ts';
import { literalPattern, matchesPattern } from './pattern.ts';
import type { Command, Condition, Redirect, Script, VariablePart, Word } from './syntax.ts';
import { editedVariable, wantsDefault } from './variable-edit.ts';

/** Runs one program by its words; answers its exit code. */
export type RunCommand = (process: Process, words: readonly string[]) => Task<number>;

const mostLoops = 1_000_000;
const mostOutput = 1 << 20;
const mostDepth = 50;
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
  try {
    return yield* new Interpreter(process, run).script(script);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    process.printError(`${error.message}\n`);
    return 2;
  }
}

/** Scripts one after the other that see what the earlier ones left: what is typed into a shell. */
export class ScriptSession {
  readonly #process: Process;
  readonly #interpreter: Interpreter;
  lastCode = 0;

  constructor(process: Process, run: RunCommand) {
    this.#process = process;
    this.#interpreter = new Interpreter(process, run);
  }

  /** Whether nothing more need follow. */
  isComplete(text: string): boolean {
    try {
      parseScript(text);
      return true;
    } catch (error) {
      return !(error instanceof ShellSyntaxError && error.incomplete);
    }
  }

  *run(text: string): Task {
    try {
      this.lastCode = yield* this.#interpreter.script(parseScript(text));
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      this.#process.printError(`${error.message}\n`);
      this.lastCode = 2;
    }
  }
}

class Interpreter {
  readonly #process: Process;
  readonly #run: RunCommand;
  readonly #functions = new Map<string, Command>();
  #args: readonly string[] = [];
  #depth = 0;
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
    const guarded = function* (task: Task<number>): Task {
      try {
        yield* task;
      } catch (error) {
        if (!(error instanceof ProcessExit)) throw error;
      }
    };
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
    if (command.kind === 'simple') return yield* this.#simple(command);
    return yield* this.#redirect(command.redirects, this.#compound(command));
  }

  *#compound(command: Exclude<Command, { kind: 'simple' }>): Task<number> {
    switch (command.kind) {
      case 'group':
        return yield* this.script(command.body);
      case 'if':
        for (const { condition, body } of command.branches)
          if ((yield* this.script(condition)) === 0) return yield* this.script(body);
        return command.otherwise === undefined ? 0 : yield* this.script(command.otherwise);
      case 'while':
        return yield* this.#loop(command.body, () => this.#goesOn(command));
      case 'count': {
        this.#arithmetic(command.start);
        let first = true;
        return yield* this.#loop(command.body, () => {
          if (!first) this.#arithmetic(command.step);
          first = false;
          return command.condition.trim() === '' || this.#arithmetic(command.condition) !== 0;
        });
      }
      case 'for': {
        let code = 0;
        for (const word of command.items)
          for (const item of yield* this.#expandWord(word)) {
            this.#process.env.set(command.variable, item);
            code = yield* this.script(command.body);
          }
        return code;
      }
      case 'case': {
        const text = yield* this.#joined(command.word);
        for (const { patterns, body } of command.choices)
          for (const pattern of patterns)
            if (matchesPattern(text, yield* this.#pattern(pattern))) return yield* this.script(body);
        return 0;
      }
      case 'function':
        this.#functions.set(command.name, command.body);
        return 0;
      case 'condition':
        return (yield* this.#holds(command.test)) ? 0 : 1;
      case 'arithmetic':
        return this.#arithmetic(command.text) === 0 ? 1 : 0;
    }
  }

  *#goesOn({ condition, until }: Command & { kind: 'while' }): Task<boolean> {
    return ((yield* this.script(condition)) === 0) !== until;
  }

  *#loop(body: Script, goesOn: () => boolean | Task<boolean>): Task<number> {
    let code = 0;
    for (let loops = 0; loops < mostLoops; loops++) {
      const next = goesOn();
      if (!(typeof next === 'boolean' ? next : yield* next)) return code;
      code = yield* this.script(body);
      yield* this.#process.sleep(turnMs);
      yield* this.#runTraps();
    }
    return code;
  }

  /** What `[[ … ]]` finds; of files, `test` knows. */
  *#holds(test: Condition): Task<boolean> {
    switch (test.kind) {
      case 'both':
        return (yield* this.#holds(test.left)) && (yield* this.#holds(test.right));
      case 'either':
        return (yield* this.#holds(test.left)) || (yield* this.#holds(test.right));
      case 'not':
        return !(yield* this.#holds(test.inner));
      case 'unary': {
        const word = yield* this.#joined(test.word);
        if (test.operator === '') return word !== '';
        return (yield* this.#run(this.#process, ['test', test.operator, word])) === 0;
      }
      case 'binary': {
        const left = yield* this.#joined(test.left);
        if (test.operator === '=~') return new RegExp(yield* this.#joined(test.right)).test(left);
        const same = ['=', '==', '!='].includes(test.operator);
        if (same) return matchesPattern(left, yield* this.#pattern(test.right)) === (test.operator !== '!=');
        return compareWords(left, test.operator, yield* this.#joined(test.right)) ?? false;
      }
    }
  }

  #arithmetic(text: string): number {
    return evaluateArithmetic(text, this.#process.env);
  }

  *#simple(command: Command & { kind: 'simple' }): Task<number> {
    for (const { name, value, appends } of command.assignments) {
      const text = yield* this.#joined(value);
      this.#process.env.set(name, appends ? (this.#process.env.get(name) ?? '') + text : text);
    }
    const words: string[] = [];
    for (const word of command.words) words.push(...(yield* this.#expandWord(word)));
    if (words.length === 0) return 0;
    const body = this.#functions.get(words[0] as string);
    const task = body === undefined ? this.#run(this.#process, words) : this.#call(body, words.slice(1));
    return yield* this.#redirect(command.redirects, task);
  }

  *#call(body: Command, args: readonly string[]): Task<number> {
    if (++this.#depth > mostDepth) throw new ShellSyntaxError('sh: functions call each other too deep');
    const outer = this.#args;
    this.#args = args;
    const code = yield* this.#command(body);
    this.#args = outer;
    this.#depth--;
    return code;
  }

  *#redirect(redirects: readonly Redirect[], task: Task<number>): Task<number> {
    if (redirects.length === 0) return yield* task;
    const { files } = this.#process.world;
    let problem: string | undefined;
    const sinks: { out?: (text: string) => void; err?: (text: string) => void } = {};
    for (const { to, append, stream, copies } of redirects) {
      if (copies !== undefined) {
        const process = this.#process;
        const sink =
          copies === 'stdout'
            ? (sinks.out ?? ((text: string) => process.print(text)))
            : (sinks.err ?? ((text: string) => process.printError(text)));
        if (stream !== 'stderr') sinks.out = sink;
        if (stream !== 'stdout') sinks.err = sink;
        continue;
      }
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
    const code = problem === undefined ? yield* this.#process.redirected(sinks, task) : 1;
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
      else if (part.kind === 'arithmetic') add(String(this.#arithmetic(part.text)), true);
      else if (part.kind === 'variable') add(yield* this.#variable(part), part.quoted);
      else if (part.kind === 'process')
        throw new ShellSyntaxError('sh: syntax error: unexpected redirection');
      else {
        const output = yield* this.#outputOf(this.script(part.script));
        add(output.replace(/\n+$/, ''), part.quoted);
      }
    }
    if (current !== undefined) fields.push(current);
    return fields;
  }

  *#variable(part: VariablePart): Task<string> {
    const { name, edit } = part;
    const value = this.#valueOf(name);
    if (edit === undefined) return value ?? '';
    if (edit.kind === 'default') {
      if (!wantsDefault(edit.operator, value)) return edit.operator.endsWith('+') ? '' : (value ?? '');
      const text = yield* this.#joined(edit.word);
      if (edit.operator.endsWith('=')) this.#process.env.set(name, text);
      return text;
    }
    const pattern = 'pattern' in edit ? yield* this.#pattern(edit.pattern) : undefined;
    const by = 'by' in edit ? yield* this.#joined(edit.by) : undefined;
    return editedVariable(value ?? '', edit, { pattern, by, number: (text) => this.#arithmetic(text) });
  }

  #valueOf(name: string): string | undefined {
    if (name === '?') return String(this.#lastCode);
    if (name === '$') return '1';
    if (name === '#') return String(this.#args.length);
    if (name === '@' || name === '*') return this.#args.join(' ');
    return /^[1-9]/.test(name) ? this.#args[Number(name) - 1] : this.#process.env.get(name);
  }

  /** A word as a pattern: what is quoted stands for itself. */
  *#pattern(word: Word): Task<string> {
    let pattern = '';
    for (const part of word) {
      const text = yield* this.#joined([part]);
      const plain = part.kind === 'text' ? part.plain === true : part.kind === 'variable' && !part.quoted;
      pattern += plain ? text : literalPattern(text);
    }
    return pattern;
  }
}
