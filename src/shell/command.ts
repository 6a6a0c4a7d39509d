import type { FileTree } from '../engine/index.ts';
import { absolutePath } from '../kubectl/index.ts';
import type { Io, ShellHost } from './host.ts';
import { linesIn, readAll, textInput, type Input } from './input.ts';
import type { Jobs } from './jobs.ts';
import type { ShellState } from './session-state.ts';

/** What a command works with: one process of a shell. */
export interface ShellProcess extends Io {
  /** As it was typed. */
  readonly name: string;
  readonly args: readonly string[];
  readonly state: ShellState;
  readonly env: ReadonlyMap<string, string>;
  readonly host: ShellHost;
  readonly files: FileTree;
  /** What was typed before. */
  readonly history: readonly string[];
  readonly jobs: Jobs;
  /** Runs words as a command of this shell, with other input and output, and with variables of its own. */
  run(words: readonly string[], io: Io, values?: ReadonlyMap<string, string>): Promise<number>;
  /** Runs a script in this shell with other input and output. */
  runText(text: string, io: Io): Promise<number>;
  /** Runs a script in a shell of its own; the words are `$0`, `$1` and so on. */
  runScript(text: string, words: readonly string[], io: Io): Promise<number>;
  /** Runs a script in a fresh login on another machine. */
  runOn(machine: string, text: string): Promise<number>;
}

/** A program or built-in of the shell. Answers its exit code. */
export type ShellCommand = (process: ShellProcess) => number | Promise<number>;

/** The absolute form of a path as it was typed. */
export function pathOf({ state }: ShellProcess, path: string): string {
  return absolutePath({ workingFolder: state.workingFolder }, path);
}

/** Says what went wrong, as `NAME: MESSAGE`. Answers 1, or `code`. */
export function complain(process: ShellProcess, message: string, code = 1): number {
  process.stderr(`${process.name}: ${message}\n`);
  return code;
}

/** What a command line asks for: flags by their letter or long name, with their values, and the rest. */
export interface Options {
  /** Whether a flag was given under one of these names. */
  readonly has: (...names: readonly string[]) => boolean;
  /** The last value given under one of these names. */
  readonly value: (...names: readonly string[]) => string | undefined;
  /** All values given under one of these names. */
  readonly values: (...names: readonly string[]) => string[];
  readonly rest: readonly string[];
}

/**
 * Reads options as GNU tools do: letters bundle, values follow or are glued on, `--` ends. `valued`
 * names the flags that take a value. An unknown letter is no mistake: it is just there.
 */
export function readOptions(args: readonly string[], valued: readonly string[] = []): Options {
  const given: { name: string; value: string }[] = [];
  const rest: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (arg === '--') {
      rest.push(...args.slice(index + 1));
      break;
    }
    if (arg.startsWith('--')) {
      const [name = '', ...value] = arg.slice(2).split('=');
      if (value.length > 0) given.push({ name, value: value.join('=') });
      else given.push({ name, value: valued.includes(name) ? (args[++index] ?? '') : '' });
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let at = 1; at < arg.length; at++) {
        const name = arg[at] as string;
        if (!valued.includes(name)) {
          given.push({ name, value: '' });
          continue;
        }
        given.push({ name, value: arg.slice(at + 1) || (args[++index] ?? '') });
        break;
      }
    } else rest.push(arg);
  }
  return {
    has: (...names) => given.some(({ name }) => names.includes(name)),
    value: (...names) => given.findLast(({ name }) => names.includes(name))?.value,
    values: (...names) => given.filter(({ name }) => names.includes(name)).map(({ value }) => value),
    rest,
  };
}

/** Single-letter flags (also bundled), long ones, and the rest. `--` ends the flags. */
export function splitFlags(args: readonly string[]): { flags: Set<string>; rest: string[] } {
  const { has, rest } = readOptions(args);
  const names = args.flatMap((arg) => (arg.startsWith('--') ? [arg.slice(2)] : arg.slice(1).split('')));
  return { flags: new Set(names.filter((name) => has(name))), rest: [...rest] };
}

/** What a filter reads, one after the other: the files named, or standard input. What is missing is said. */
export function inputsOf(
  process: ShellProcess,
  paths: readonly string[],
): { inputs: { name: string; input: Input }[]; failed: boolean } {
  if (paths.length === 0) return { inputs: [{ name: '-', input: process.stdin }], failed: false };
  const inputs: { name: string; input: Input }[] = [];
  let failed = false;
  for (const path of paths) {
    const absolute = pathOf(process, path);
    const text = path === '-' ? undefined : process.files.read(absolute);
    if (path === '-' || absolute === '/dev/stdin') inputs.push({ name: path, input: process.stdin });
    else if (text !== undefined) inputs.push({ name: path, input: textInput(text) });
    else if (absolute === '/dev/null') inputs.push({ name: path, input: textInput('') });
    else {
      failed = true;
      complain(process, `${path}: ${whyUnread(process, absolute)}`);
    }
  }
  return { inputs, failed };
}

/** Why a path that was meant to be read cannot be. */
export function whyUnread({ files }: ShellProcess, absolute: string): string {
  return files.isFolder(absolute) ? 'Is a directory' : 'No such file or directory';
}

/** The text that a filter reads, to its end. Undefined when nothing could be read, which is said. */
export async function inputText(
  process: ShellProcess,
  paths: readonly string[],
): Promise<string | undefined> {
  const { inputs, failed } = inputsOf(process, paths);
  let text = '';
  for (const { input } of inputs) text += await readAll(input);
  return failed && text === '' ? undefined : text;
}

/** The lines that a filter reads, as they come. */
export async function* inputLines(process: ShellProcess, paths: readonly string[]): AsyncGenerator<string> {
  for (const { input } of inputsOf(process, paths).inputs) {
    for await (const line of linesIn(input)) {
      if (process.signal.cancelled) return;
      yield line;
    }
  }
}

/** The lines of a text; a newline at the end ends the last one. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Writes lines, each ended. */
export function printLines(process: Pick<Io, 'stdout'>, lines: readonly string[]): void {
  if (lines.length > 0) process.stdout(`${lines.join('\n')}\n`);
}

/** Waits for virtual time to pass, or for Ctrl-C. */
export async function sleepInterruptibly(
  { host, signal }: Pick<ShellProcess, 'host' | 'signal'>,
  ms: number,
): Promise<void> {
  let stop = (): void => undefined;
  const cancelled = new Promise<void>((resolve) => {
    stop = signal.onCancel(resolve);
  });
  await Promise.race([host.sleep(ms), cancelled]);
  stop();
}
