import type { Simulation } from '../sim/simulation.ts';
import { waitFor, type Task } from '../sim/task.ts';
import type { ResourceUsage } from '../cri/container-runtime.ts';
import type { Network, NetworkPlace } from '../cri/network.ts';
import type { ProcessInput } from './process-input.ts';
import type { ContainerFiles } from './container-files.ts';

/** Thrown inside a process to end it. */
export class ProcessExit extends Error {
  override name = 'ProcessExit';
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code & 255;
  }
}

/** Thrown inside a process where Ctrl-C ends what it waits for. */
export class CommandInterrupted extends Error {
  override name = 'CommandInterrupted';
}

/** What all processes of one container share. */
export interface ProcessWorld {
  readonly sim: Simulation;
  readonly files: ContainerFiles;
  readonly podName: string;
  readonly image: string;
  readonly namespace: string;
  memoryLimitBytes: number | undefined;
  readonly network: Network;
  /** Where its processes are in the network. */
  readonly place: NetworkPlace;
  /** What the processes use; those that work hard say so here. */
  usage: ResourceUsage;
}

/**
 * A running process: its environment, where its output goes, and how signals reach it. A killed
 * process never goes on from where it waits.
 */
export class Process {
  readonly world: ProcessWorld;
  readonly #given: ReadonlyMap<string, string>;
  /** Its own, made when somebody asks: most programs never do. */
  #env: Map<string, string> | undefined;
  #out: (text: string) => void;
  #err: (text: string) => void;
  /** What is typed or piped into it; absent where nobody can. */
  input: ProcessInput | undefined;
  /** Whether what it reads and writes is a terminal. */
  tty = false;
  /** What a shell shows while it waits for the next line. */
  prompt: string | undefined;
  #killed = false;
  #interrupted = false;
  /** Ends the current wait early. */
  #interrupt: (() => void) | undefined;
  #pendingTrap: string | undefined;
  #traps: Map<string, string> | undefined;

  constructor(
    world: ProcessWorld,
    env: ReadonlyMap<string, string>,
    out: (text: string) => void,
    err: (text: string) => void,
  ) {
    this.world = world;
    this.#given = env;
    this.#out = out;
    this.#err = err;
  }

  get env(): Map<string, string> {
    return (this.#env ??= new Map(this.#given));
  }

  print(text: string): void {
    this.#out(text);
  }

  printError(text: string): void {
    this.#err(text);
  }

  /** Runs `task` with the output going elsewhere. */
  *redirected<T>(to: { out?: (text: string) => void; err?: (text: string) => void }, task: Task<T>): Task<T> {
    const [out, err] = [this.#out, this.#err];
    this.#out = to.out ?? out;
    this.#err = to.err ?? err;
    try {
      return yield* task;
    } finally {
      this.#out = out;
      this.#err = err;
    }
  }

  get killed(): boolean {
    return this.#killed;
  }

  kill(): void {
    this.#killed = true;
    this.#interrupt = undefined;
  }

  /** Ctrl-C: ends the command that runs now. */
  interruptCommand(): void {
    const interrupt = this.#interrupt;
    this.#interrupt = undefined;
    this.#interrupted = interrupt !== undefined;
    interrupt?.();
  }

  setTrap(signal: string, script: string): void {
    (this.#traps ??= new Map()).set(signal, script);
  }

  trapFor(signal: string): string | undefined {
    return this.#traps?.get(signal);
  }

  /** A signal that has a trap: the script runs once the current command has been interrupted. */
  deliver(script: string): void {
    this.#pendingTrap = script;
    const interrupt = this.#interrupt;
    this.#interrupt = undefined;
    interrupt?.();
  }

  takeTrap(): string | undefined {
    const script = this.#pendingTrap;
    this.#pendingTrap = undefined;
    return script;
  }

  /** Waits; forever without `ms`. A trapped signal ends it early. */
  *sleep(ms?: number): Task {
    if (this.#pendingTrap !== undefined) return;
    yield* waitFor<void>((resume) => {
      const end = (): void => {
        if (this.#interrupt !== interrupt) return;
        this.#interrupt = undefined;
        resume();
      };
      const timer = ms === undefined ? undefined : this.world.sim.after(ms, end);
      const interrupt = (): void => {
        timer?.cancel();
        resume();
      };
      this.#interrupt = interrupt;
    });
    if (!this.#interrupted) return;
    this.#interrupted = false;
    throw new CommandInterrupted('interrupted');
  }
}
