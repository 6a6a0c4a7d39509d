import type { FileTree } from '../engine/index.ts';
import { absolutePath } from '../kubectl/index.ts';
import type { Io, ShellHost } from './host.ts';
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
  isCommand(name: string): boolean;
  /** Runs a script in this shell with other input and output. */
  runText(text: string, io: Io): Promise<number>;
  /** Runs a script in a fresh login on another machine. */
  runOn(machine: string, text: string): Promise<number>;
}

/** A program or built-in of the shell. Answers its exit code. */
export type ShellCommand = (process: ShellProcess) => number | Promise<number>;

/** The absolute form of a path as it was typed. */
export function pathOf({ state }: ShellProcess, path: string): string {
  return absolutePath({ workingFolder: state.workingFolder }, path);
}

/** Says what went wrong, as `NAME: MESSAGE`. Answers 1. */
export function complain(process: ShellProcess, message: string): number {
  process.stderr(`${process.name}: ${message}\n`);
  return 1;
}

/** Single-letter flags (also bundled), long ones, and the rest. `--` ends the flags. */
export function splitFlags(args: readonly string[]): { flags: Set<string>; rest: string[] } {
  const flags = new Set<string>();
  const rest: string[] = [];
  for (const [index, arg] of args.entries()) {
    if (arg === '--') return { flags, rest: [...rest, ...args.slice(index + 1)] };
    if (arg.startsWith('--')) flags.add(arg.slice(2));
    else if (arg.startsWith('-') && arg.length > 1) for (const letter of arg.slice(1)) flags.add(letter);
    else rest.push(arg);
  }
  return { flags, rest };
}

/** The text that a filter reads: the files named, or standard input. Undefined when a file is missing, which is said. */
export function inputText(process: ShellProcess, paths: readonly string[]): string | undefined {
  if (paths.length === 0) return process.stdin ?? '';
  let text = '';
  let failed = false;
  for (const path of paths) {
    if (path === '-') {
      text += process.stdin ?? '';
      continue;
    }
    const absolute = pathOf(process, path);
    const content = process.files.read(absolute);
    if (content !== undefined) text += content;
    else {
      failed = true;
      complain(
        process,
        process.files.isFolder(absolute) ? `${path}: Is a directory` : `${path}: No such file or directory`,
      );
    }
  }
  return failed && text === '' ? undefined : text;
}

/** The lines of a text; a newline at the end ends the last one. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Writes lines, each ended. */
export function printLines(process: Io, lines: readonly string[]): void {
  if (lines.length > 0) process.stdout(`${lines.join('\n')}\n`);
}

/** Waits for virtual time to pass, or for Ctrl-C. */
export async function sleepInterruptibly({ host, signal }: ShellProcess, ms: number): Promise<void> {
  let stop = (): void => undefined;
  const cancelled = new Promise<void>((resolve) => {
    stop = signal.onCancel(resolve);
  });
  await Promise.race([host.sleep(ms), cancelled]);
  stop();
}
