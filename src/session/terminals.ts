import type { ApiRequest, ApiResponse, Machine, Random, Services } from '../engine/index.ts';
import type { Io, Shell, ShellHost } from '../shell/index.ts';
import type { Operation } from './protocol.ts';
import type { OperationResult } from './recorded-cluster.ts';
import { recordedFiles } from './recorded-files.ts';
import { recordedServices } from './recorded-services.ts';

/** What terminals need of the session around them. */
export interface TerminalHost {
  /** Asks the API something that changes nothing. */
  read(request: ApiRequest): ApiResponse;
  /** Makes the API know what fields mean, as far as it can be had. */
  loadDescriptions(): Promise<void>;
  perform(operation: Operation): OperationResult;
  machines(): ReadonlyMap<string, Machine>;
  services(machine: string): Services | undefined;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  random(): Random;
  output(terminal: number, text: string): void;
  editFile(machine: string, path: string): void;
}

/** Sees each request of a command together with its answer. */
export type RequestObserver = (request: ApiRequest, response: ApiResponse) => void;

interface Terminal {
  readonly shell: Shell;
  /** Cancels the line that runs; undefined while none does. */
  interrupt?: () => void;
}

/** The shell and kubectl come when they are first needed: a board is there sooner without them. */
const shellRoom = (): Promise<typeof import('../shell/index.ts')> => import('../shell/index.ts');

/** The most terminals that may be open at once. */
const mostTerminals = 20;

/** The shells of a session. Everything that they change goes through operations, so that it is recorded. */
export class Terminals {
  readonly #host: TerminalHost;
  readonly #open = new Map<number, Terminal>();
  #last = 0;

  constructor(host: TerminalHost) {
    this.#host = host;
  }

  async open(machine: string): Promise<{ terminal: number; prompt: string }> {
    const { Shell } = await shellRoom();
    if (!this.#host.machines().has(machine)) throw new Error(`There is no machine "${machine}".`);
    if (this.#open.size >= mostTerminals) throw new Error(`${mostTerminals} terminals are open already.`);
    const shell = new Shell(this.#shellHost(), machine);
    const terminal = ++this.#last;
    this.#open.set(terminal, { shell });
    return { terminal, prompt: shell.prompt() };
  }

  close(terminal: number): void {
    this.#open.get(terminal)?.interrupt?.();
    this.#open.delete(terminal);
  }

  /** Ends all that runs: the cluster under it is another one now. */
  interruptAll(): void {
    for (const { interrupt } of this.#open.values()) interrupt?.();
  }

  async runLine(id: number, line: string): Promise<{ exitCode: number; prompt: string }> {
    const terminal = this.#terminal(id);
    if (terminal.interrupt !== undefined) throw new Error('This terminal is busy.');
    const { cancelSignal, noInput } = await shellRoom();
    const { signal, cancel } = cancelSignal();
    terminal.interrupt = cancel;
    const print = (text: string): void => this.#host.output(id, text);
    try {
      const exitCode = await terminal.shell.run(line, {
        signal,
        stdout: print,
        stderr: print,
        stdin: noInput,
      });
      return { exitCode, prompt: terminal.shell.prompt() };
    } finally {
      terminal.interrupt = undefined;
    }
  }

  interrupt(id: number): void {
    const terminal = this.#terminal(id);
    if (terminal.interrupt === undefined) terminal.shell.abandon();
    else terminal.interrupt();
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
          const response = isRead(request) ? host.read(request) : performRequest(host, request);
          observe?.(request, response);
          return response;
        },
      },
      machines: () =>
        new Map(
          Array.from(host.machines(), ([name, { ip }]) => {
            const files = recordedFiles(name, () => host.machines().get(name)!.files, perform);
            const services = recordedServices(name, () => host.services(name), perform);
            return [name, { name, ip, files, services }];
          }),
        ),
      now: () => host.nowMs(),
      sleep: (ms) => host.sleep(ms),
      random: () => host.random().fraction(),
      editFile: (machine, path) => host.editFile(machine, path),
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
  const { response } = host.perform({ type: 'request', request: { ...request, body: text } });
  return response!;
}
