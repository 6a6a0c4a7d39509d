import type {
  ApiRequest,
  ApiResponse,
  ApiStream,
  Machine,
  MachineContainers,
  Random,
  Services,
} from '../engine/index.ts';
import type { Answer, Io, Shell, ShellHost } from '../shell/index.ts';
import type { Operation } from './protocol.ts';
import type { OperationResult } from './recorded-cluster.ts';
import { recordedFiles } from './recorded-files.ts';
import { recordedContainers, recordedServices } from './recorded-services.ts';
import { TerminalInput, type Reading } from './terminal-input.ts';

/** What terminals need of the session around them. */
export interface TerminalHost {
  /** Asks the API something that changes nothing. */
  read(request: ApiRequest): ApiResponse;
  /** How long the API takes to answer. */
  answerMs(): number;
  /** Makes the API know what fields mean, as far as it can be had. */
  loadDescriptions(): Promise<void>;
  perform(operation: Operation): OperationResult;
  machines(): ReadonlyMap<string, Machine>;
  services(machine: string): Services | undefined;
  containers(machine: string): MachineContainers | undefined;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  random(): Random;
  output(terminal: number, text: string): void;
  /** A command wants what somebody types. */
  reads(terminal: number, what: Reading): void;
  editFile(machine: string, path: string): void;
  play(terminal: number, script: string, pauses: boolean): void;
}

/** Sees each request of a command together with its answer. */
export type RequestObserver = (request: ApiRequest, response: ApiResponse) => void;

interface Terminal {
  readonly shell: Shell;
  /** Cancels the line that runs; undefined while none does. */
  interrupt?: () => void;
  /** What the line that runs reads. */
  input?: TerminalInput;
}

/** The shell and kubectl come when they are first needed: a board is there sooner without them. */
const shellRoom = (): Promise<typeof import('../shell/index.ts')> => import('../shell/index.ts');

/** How large a terminal is taken to be. */
const usualScreen = { columns: 80, rows: 24 };

/** The most terminals that may be open at once. */
const mostTerminals = 20;

/** The shells of a session. Everything that they change goes through operations, so that it is recorded. */
export class Terminals {
  readonly #host: TerminalHost;
  readonly #open = new Map<number, Terminal>();
  /** What serves on the machines: terminals of one machine reach each other's. */
  readonly #ports = new Map<string, Answer>();
  #last = 0;

  constructor(host: TerminalHost) {
    this.#host = host;
  }

  async open(machine: string): Promise<{ terminal: number; prompt: string }> {
    const { Shell } = await shellRoom();
    if (!this.#host.machines().has(machine)) throw new Error(`There is no machine "${machine}".`);
    if (this.#open.size >= mostTerminals) throw new Error(`${mostTerminals} terminals are open already.`);
    const terminal = ++this.#last;
    const play: ShellHost['play'] = (script, { pauses }) => this.#host.play(terminal, script, pauses);
    const shell = new Shell({ ...this.#shellHost(), play }, machine);
    this.#open.set(terminal, { shell });
    return { terminal, prompt: shell.prompt() };
  }

  close(terminal: number): void {
    const closed = this.#open.get(terminal);
    closed?.interrupt?.();
    closed?.shell.close();
    this.#open.delete(terminal);
  }

  /** Ends all that runs: the cluster under it is another one now. */
  interruptAll(): void {
    for (const { interrupt } of this.#open.values()) interrupt?.();
  }

  async runLine(
    id: number,
    line: string,
    { columns = usualScreen.columns, rows = usualScreen.rows }: Partial<typeof usualScreen> = {},
  ): Promise<{ exitCode: number; prompt: string }> {
    const terminal = this.#terminal(id);
    if (terminal.interrupt !== undefined) throw new Error('This terminal is busy.');
    const { cancelSignal } = await shellRoom();
    const { signal, cancel } = cancelSignal();
    const input = new TerminalInput({ tell: (what) => this.#host.reads(id, what), interrupt: cancel });
    terminal.interrupt = cancel;
    terminal.input = input;
    signal.onCancel(() => input.close());
    const print = (text: string): void => this.#host.output(id, text);
    try {
      const exitCode = await terminal.shell.run(line, {
        signal,
        stdout: print,
        stderr: print,
        stdin: input,
        keyboard: input.keyboard,
        screen: { columns, rows },
      });
      return { exitCode, prompt: terminal.shell.prompt() };
    } finally {
      input.close();
      terminal.input = undefined;
      terminal.interrupt = undefined;
    }
  }

  interrupt(id: number): void {
    const terminal = this.#terminal(id);
    if (terminal.interrupt === undefined) terminal.shell.abandon();
    else terminal.interrupt();
  }

  /** What somebody typed for the command that runs; undefined is Ctrl-D. */
  type(id: number, text: string | undefined): void {
    this.#terminal(id).input?.type(text);
  }

  complete(id: number, line: string, cursor: number): ReturnType<Shell['complete']> {
    return this.#terminal(id).shell.complete(line, cursor);
  }

  /** Runs a line in a login of its own, outside every terminal, and keeps what it prints. */
  async runAside(
    machine: string,
    line: string,
    observe?: RequestObserver,
  ): Promise<{ exitCode: number; output: string }> {
    const { cancelSignal, captured, noInput, Shell } = await shellRoom();
    const { io, text } = captured<Io>({
      signal: cancelSignal().signal,
      stdout: () => undefined,
      stderr: () => undefined,
      stdin: noInput,
    });
    const shell = new Shell(this.#shellHost(observe), machine);
    const exitCode = await shell.run(line, { ...io, stderr: io.stdout });
    return { exitCode, output: text() };
  }

  writeFile(machine: string, path: string, text: string): string | undefined {
    return this.#host.perform({ type: 'write-file', machine, path, text }).problem;
  }

  #terminal(id: number): Terminal {
    const terminal = this.#open.get(id);
    if (terminal === undefined) throw new Error('That terminal is closed.');
    return terminal;
  }

  #shellHost(observe?: RequestObserver): ShellHost {
    const host = this.#host;
    const perform = (operation: Operation): OperationResult => host.perform(operation);
    return {
      transport: {
        send: async (request) => {
          if (request.path.startsWith('/openapi/v3/')) await host.loadDescriptions();
          const answerMs = host.answerMs();
          if (answerMs > 0) await host.sleep(answerMs);
          const response = isRead(request) ? host.read(request) : performRequest(host, request);
          if (response.unreachable !== undefined) throw new Error(response.unreachable);
          observe?.(request, response);
          return response;
        },
      },
      machines: () =>
        new Map(
          Array.from(host.machines(), ([name, { ip, size }]) => {
            const files = recordedFiles(name, () => host.machines().get(name)!.files, perform);
            const services = recordedServices(name, () => host.services(name), perform);
            const containers = recordedContainers(name, () => host.containers(name), perform);
            return [name, { name, ip, size, files, services, containers }];
          }),
        ),
      fetch: (machine, url) =>
        perform({ type: 'fetch', machine, ...url }).fetched ?? { ok: false, problem: 'refused' },
      ports: this.#ports,
      now: () => host.nowMs(),
      sleep: (ms) => host.sleep(ms),
      random: () => host.random().fraction(),
      editFile: (machine, path) => host.editFile(machine, path),
      addMachine: (name) => perform({ type: 'add-machine', name }).problem,
    };
  }
}

function isRead({ method }: ApiRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** A recorded request holds its body as text. */
function performRequest(host: TerminalHost, request: ApiRequest): ApiResponse {
  const { body } = request;
  const text =
    body === undefined || typeof body === 'string'
      ? body
      : body instanceof Uint8Array
        ? new TextDecoder().decode(body)
        : JSON.stringify(body);
  const { response, stream } = host.perform({ type: 'request', request: { ...request, body: text } });
  return stream === undefined ? response! : { ...response!, stream: conversation(host, response!, stream) };
}

/** A conversation with a container in which what is typed is recorded. */
function conversation(host: TerminalHost, { stream }: ApiResponse, number: number): ApiStream {
  let ended = false;
  return {
    start: ({ onChunk, onEnd }) =>
      stream?.start({
        onChunk,
        onEnd: () => {
          ended = true;
          onEnd();
        },
      }),
    send: (chunk) => {
      const { channel, data } = chunk as { channel: number; data: string };
      if (!ended) host.perform({ type: 'stream-input', stream: number, channel, data });
    },
    close: () => {
      if (!ended) host.perform({ type: 'stream-close', stream: number });
      ended = true;
    },
  };
}
