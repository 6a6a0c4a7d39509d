import type { FileTree, Redirect, Word } from '../engine/index.ts';
import { absolutePath } from '../kubectl/index.ts';
import type { Io, ShellHost } from './host.ts';
import { noInput, textInput } from './input.ts';
import type { ShellState } from './session-state.ts';

const mostLength = 8 * 1024 * 1024;
/** How long what is written to a file may stay in memory, so that others can read it while it grows. */
const flushMs = 200;

/** The redirections of one command. */
export class Redirector {
  readonly #state: ShellState;
  readonly #files: FileTree;
  readonly #host: ShellHost;
  readonly #written = new Map<string, string>();
  #flushing = false;

  constructor(state: ShellState, files: FileTree, host: ShellHost) {
    this.#state = state;
    this.#files = files;
    this.#host = host;
  }

  /** The input and output behind them; a sentence where one cannot be had. */
  async apply(
    redirects: readonly Redirect[],
    outer: Io,
    expand: (word: Word) => Promise<string>,
  ): Promise<Io | string> {
    let io = outer;
    for (const redirect of redirects) {
      const { stream, copies } = redirect;
      if (copies !== undefined) {
        const sink = copies === 'stdout' ? io.stdout : io.stderr;
        io = stream === 'stderr' ? { ...io, stderr: sink } : { ...io, stdout: sink };
        continue;
      }
      const word = await expand(redirect.to);
      if (stream === 'here') {
        io = { ...io, stdin: textInput(word) };
        continue;
      }
      const path = absolutePath(this.#state, word);
      if (stream === 'stdin') {
        const text = path === '/dev/null' ? '' : this.#files.read(path);
        if (path === '/dev/stdin' || path === '/dev/tty') continue;
        if (text === undefined) return `${word}: ${this.#whyUnread(path)}`;
        io = { ...io, stdin: text === '' ? noInput : textInput(text) };
        continue;
      }
      const sink = this.#sinkFor(path, redirect.append, io);
      if (typeof sink === 'string') return `${word}: ${sink}`;
      if (stream !== 'stderr') io = { ...io, stdout: sink, screen: undefined };
      if (stream !== 'stdout') io = { ...io, stderr: sink };
    }
    return io;
  }

  #whyUnread(path: string): string {
    return this.#files.isFolder(path) ? 'Is a directory' : 'No such file or directory';
  }

  #sinkFor(path: string, append: boolean, io: Io): ((text: string) => void) | string {
    if (path === '/dev/null') return () => undefined;
    if (path === '/dev/stdout' || path === '/dev/tty') return io.stdout;
    if (path === '/dev/stderr') return io.stderr;
    const text = append ? (this.#written.get(path) ?? this.#files.read(path) ?? '') : '';
    const problem = this.#files.write(path, text, this.#host.now());
    if (problem !== undefined) return sentenceOf(path, problem);
    this.#written.set(path, text);
    return (more) => {
      const before = this.#written.get(path) ?? '';
      if (before.length < mostLength) this.#written.set(path, before + more);
      this.#flushSoon(io);
    };
  }

  #flushSoon(io: Io): void {
    if (this.#flushing) return;
    this.#flushing = true;
    void this.#host.sleep(flushMs).then(() => {
      if (this.#flushing) this.finish(io);
    });
  }

  /** Writes what is not written yet; answers 1 where that failed. */
  finish(io: Io): number | undefined {
    this.#flushing = false;
    let code: number | undefined;
    for (const [path, text] of this.#written) {
      if (this.#files.read(path) === text) continue;
      const problem = this.#files.write(path, text, this.#host.now());
      if (problem === undefined) continue;
      io.stderr(`bash: ${path}: ${sentenceOf(path, problem)}\n`);
      this.#written.delete(path);
      code = 1;
    }
    return code;
  }
}

/** The files' refusals name the path; here it is named before, as it was typed. */
function sentenceOf(path: string, problem: string): string {
  return problem.startsWith(`${path}: `) ? problem.slice(path.length + 2) : problem;
}
