import type {
  Connection,
  ContainerConfig,
  ContainerRuntime,
  ExecResult,
  HttpAnswer,
  ImageAnswer,
  ResourceUsage,
  RunningContainer,
  StartFailure,
} from '../cri/container-runtime.ts';
import type { Simulation } from '../sim/simulation.ts';
import { runTask } from '../sim/task.ts';
import type { TraceSink } from '../sim/trace.ts';
import { ContainerFiles } from './container-files.ts';
import { programOfCommand, programOfImage, type ImageProgram } from './images.ts';
import { CommandInterrupted, Process, ProcessExit, type ProcessWorld } from './process.ts';
import { ProcessInput } from './process-input.ts';
import { Tty } from './tty.ts';
import type { ApiConnection, Program, RunningProgram } from './program.ts';
import { application } from './servers.ts';
import { answerFor, imageBase, type RegistryRules } from './registry.ts';
import { isShellCommand, runProgram, runToEnd } from './sh/commands.ts';
import { OutOfMemory } from './sh/heavy-work.ts';
import { isMissingProgram, whyMissing } from './sh/missing-program.ts';
import { runScriptText } from './sh/run-script.ts';
import { idleUsage, shellUsage } from './usage.ts';

export interface ProgramRuntimeOptions {
  /** The time of the machine on which it runs. */
  readonly sim: Simulation;
  readonly registry: RegistryRules;
  readonly connection: ApiConnection;
  readonly trace: TraceSink;
  /** Programs of the time of Kubernetes v1.11 are what their names say. */
  readonly asInSlides?: boolean;
}

const exitMs = 5;

/** Runs images as programs of the simulation. Stands where containerd and runc stand. */
export class ProgramRuntime implements ContainerRuntime {
  readonly version = 'containerd://1.7.28';
  readonly #options: ProgramRuntimeOptions;

  constructor(options: ProgramRuntimeOptions) {
    this.#options = options;
  }

  resolveImage(image: string, credentials?: ReadonlyMap<string, string>): ImageAnswer {
    return answerFor(this.#options.registry, image, credentials);
  }

  start(config: ContainerConfig): RunningContainer | StartFailure {
    const [first] = config.command;
    if (first !== undefined && isMissingProgram(first)) {
      return { startError: `${createFailed}exec: "${first}": ${whyMissing(first)}: unknown`, exitCode: 128 };
    }
    const { program, words } = choose(config);
    const container = new ProgramContainer(this.#options, config);
    if (program === undefined) container.runShell(words);
    else container.runProgram(program, words.slice(1));
    return container;
  }
}

const createFailed =
  'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ';

/** What a container runs: a program with arguments, or words for the shell. */
function choose(config: ContainerConfig): { program?: Program; words: readonly string[] } {
  const image = programOfImage(imageBase(config.image));
  if (config.command.length === 0) {
    if ('program' in image) return { program: image.program, words: ['', ...config.args] };
    const [named] = image.command;
    // An entrypoint takes the arguments; a mere default command is replaced by them.
    const words =
      named === 'stress'
        ? [...image.command, ...config.args]
        : config.args.length > 0
          ? config.args
          : image.command;
    return fromWords(words, image);
  }
  return fromWords([...config.command, ...config.args], image);
}

function fromWords(
  words: readonly string[],
  image: ImageProgram,
): { program?: Program; words: readonly string[] } {
  const first = words[0] ?? '';
  const name = first.slice(first.lastIndexOf('/') + 1);
  const program = programOfCommand(name);
  if (program !== undefined) return { program, words };
  if (isShellCommand(name)) return { words };
  return { program: 'program' in image ? image.program : application, words };
}

class ProgramContainer implements RunningContainer {
  readonly #options: ProgramRuntimeOptions;
  readonly #config: ContainerConfig;
  readonly #world: ProcessWorld;
  readonly #main: Process;
  readonly #writers: readonly LineWriter[];
  /** Who is attached to the main process. */
  readonly #watchers = new Set<{ connection: Connection; onEnd: () => void }>();
  #program: RunningProgram | undefined;
  #ended = false;
  /** What it uses while it has little to do. */
  #idle: ResourceUsage | undefined;

  constructor(options: ProgramRuntimeOptions, config: ContainerConfig) {
    this.#options = options;
    this.#config = config;
    this.#world = {
      sim: options.sim,
      files: new ContainerFiles(config.mounts, {
        ...config,
        hostname: config.env.get('HOSTNAME') ?? config.podName,
      }),
      podName: config.podName,
      image: config.image,
      namespace: config.podNamespace,
      memoryLimitBytes: config.memoryLimitBytes,
      network: options.connection.network,
      place: {
        machine: config.machine.name,
        ip: config.podIP,
        ...(config.podNamespace !== '' && { namespace: config.podNamespace }),
      },
      usage: shellUsage,
    };
    const writers = (['stdout', 'stderr'] as const).map(
      (stream) => new LineWriter((line, isWhole) => config.onLog(line, stream, isWhole)),
    );
    const [out, err] = writers as [LineWriter, LineWriter];
    this.#writers = writers;
    const tell = (text: string, stream: 'stdout' | 'stderr'): void => {
      for (const { connection } of this.#watchers) connection.onOutput(text, stream);
    };
    this.#main = new Process(
      this.#world,
      config.env,
      (text) => {
        out.write(text);
        tell(text, 'stdout');
      },
      (text) => {
        err.write(text);
        tell(text, 'stderr');
      },
    );
    if (config.stdin === true) this.#main.input = new ProcessInput();
    this.#main.tty = config.tty === true;
  }

  /** Nothing ends sooner than a few milliseconds after its start. */
  runShell(words: readonly string[]): void {
    const { sim } = this.#options;
    sim.after(exitMs, () => {
      if (!this.#ended) this.#runMain(words);
    });
  }

  runProgram(program: Program, args: readonly string[]): void {
    const { sim, connection, trace, asInSlides = false } = this.#options;
    this.#program = program({
      sim,
      connection,
      trace,
      asInSlides,
      config: this.#config,
      args,
      files: this.#world.files,
      readFile: (path) => this.#world.files.read(path),
      log: (line, stream = 'stdout') => {
        this.#config.onLog(line, stream);
        for (const { connection } of this.#watchers) connection.onOutput(`${line}\n`, stream);
      },
      exit: (code) => void sim.after(exitMs, () => this.#end(code)),
    });
  }

  /**
   * Programs obey SIGTERM at once. A shell, and what it runs as the first process of a container, has
   * no handler for it unless it sets a trap.
   */
  signal(signal: 'SIGTERM' | 'SIGKILL' | 'SIGINT'): void {
    if (this.#ended) return;
    if (signal === 'SIGKILL') {
      this.crash(137);
      return;
    }
    if (this.#program !== undefined) {
      this.#program.stop();
      this.#end(0);
      return;
    }
    const script = this.#main.trapFor(signal.slice(3));
    if (script !== undefined) this.#main.deliver(script);
  }

  crash(exitCode: number): void {
    if (this.#ended) return;
    if (this.#program?.kill === undefined) this.#program?.stop();
    else this.#program.kill();
    this.#end(exitCode);
  }

  probeHttp(port: number, path: string): HttpAnswer | undefined {
    const answer = this.#program?.http?.(port, path);
    return typeof answer === 'number' ? { status: answer, body: '' } : answer;
  }

  probeTcp(port: number): boolean {
    return this.#program?.listens?.(port) === true;
  }

  tell(port: number, text: string): string {
    return this.#program?.tell?.(port, text) ?? '';
  }

  probeGrpc(port: number): boolean | undefined {
    return this.probeTcp(port) ? this.#program?.grpc?.(port) : undefined;
  }

  readFile(path: string): string | undefined {
    return this.#world.files.read(path);
  }

  limitMemory(bytes: number | undefined): void {
    this.#world.memoryLimitBytes = bytes;
  }

  usage(): ResourceUsage {
    if (this.#program === undefined) return this.#world.usage;
    return this.#program.usage?.() ?? (this.#idle ??= idleUsage(imageBase(this.#config.image)));
  }

  exec(
    command: readonly string[],
    onEnd: (result: ExecResult) => void,
    input: string | Connection = '',
  ): () => void {
    const { sim } = this.#options;
    const connection = typeof input === 'string' ? undefined : input;
    let stdout = '';
    let stderr = '';
    let done = false;
    const end = (result: ExecResult): void => {
      if (done) return;
      done = true;
      onEnd(result);
    };
    const [first = ''] = command;
    if (isMissingProgram(first)) {
      const startError = `failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: exec: "${first}": ${whyMissing(first)}: unknown`;
      sim.soon(() => end({ exitCode: 127, stdout, stderr, startError }));
      return () => {};
    }
    const process = new Process(
      this.#world,
      this.#config.env,
      (text) => (connection === undefined ? void (stdout += text) : connection.onOutput(text, 'stdout')),
      (text) => (connection === undefined ? void (stderr += text) : connection.onOutput(text, 'stderr')),
    );
    if (connection !== undefined) connect(process, connection);
    if (connection?.onInput === undefined)
      process.env.set('STDIN', connection === undefined ? (input as string) : '');
    runTask(runToEnd(process, command), (exitCode) => end({ exitCode, stdout, stderr }));
    return () => {
      process.kill();
      done = true;
    };
  }

  attach(connection: Connection, onEnd: () => void): (() => void) | undefined {
    if (this.#ended) return undefined;
    const watcher = { connection, onEnd };
    this.#watchers.add(watcher);
    if (this.#config.stdin === true) connect(this.#main, connection);
    if (this.#main.tty && this.#main.prompt !== undefined) connection.onOutput(this.#main.prompt, 'stdout');
    return () => this.#watchers.delete(watcher);
  }

  #runMain(words: readonly string[]): void {
    const main = this.#main;
    runTask(
      (function* () {
        try {
          const code = yield* runProgram(main, words);
          const trap = main.takeTrap();
          return trap === undefined ? code : yield* runScriptText(main, trap, runProgram);
        } catch (error) {
          if (error instanceof ProcessExit) return error;
          if (error instanceof CommandInterrupted) return 130;
          throw error;
        }
      })(),
      (ended) => {
        if (typeof ended === 'number') this.#end(ended);
        else this.#end(ended.code, ended instanceof OutOfMemory ? 'OOMKilled' : undefined);
      },
    );
  }

  #end(exitCode: number, reason?: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#main.kill();
    for (const writer of this.#writers) writer.end();
    for (const { onEnd } of this.#watchers) onEnd();
    this.#watchers.clear();
    this.#config.onExit({ exitCode, reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error') });
  }
}

/** Lets somebody type into a process: through a terminal, or as it comes. */
function connect(process: Process, { tty, onInput, onOutput }: Connection): void {
  process.tty ||= tty;
  if (onInput === undefined) return;
  const input = (process.input ??= new ProcessInput());
  if (!tty) {
    onInput(input.push);
    return;
  }
  const terminal = new Tty({
    show: (text) => onOutput(text, 'stdout'),
    read: (line) => (line === undefined ? input.endOnce() : input.push(line)),
    interrupt: () => {
      if (process.prompt === undefined) process.interruptCommand();
      else onOutput(process.prompt, 'stdout');
    },
  });
  onInput((text) => (text === undefined ? input.push(undefined) : terminal.type(text)));
}

/** Cuts text into lines; what does not end in one waits for more, or for the end. */
class LineWriter {
  readonly #onLine: (line: string, isWhole: boolean) => void;
  #rest = '';

  constructor(onLine: (line: string, isWhole: boolean) => void) {
    this.#onLine = onLine;
  }

  readonly write = (text: string): void => {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line, true);
  };

  end(): void {
    if (this.#rest !== '') this.#onLine(this.#rest, false);
    this.#rest = '';
  }
}
