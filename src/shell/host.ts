import type {
  ApiRequest,
  ApiResponse,
  FileTree,
  MachineContainers,
  MachineSize,
  Services,
} from '../engine/index.ts';
import type { CancelSignal, Transport } from '../kubectl/index.ts';
import type { Input, Keyboard } from './input.ts';

/** A machine that a shell can be on. */
export interface ShellMachine {
  readonly name: string;
  readonly ip: string;
  readonly files: FileTree;
  /** Its systemd; absent where nothing of the kind runs. */
  readonly services?: Services;
  /** Its container runtime. */
  readonly containers?: MachineContainers;
  readonly size?: MachineSize;
}

/** Everything around a shell that is not its own. */
export interface ShellHost {
  /** The API server, as the machine's kubeconfig reaches it. */
  readonly transport: Transport;
  machines(): ReadonlyMap<string, ShellMachine>;
  /** Virtual milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** A number in [0, 1), for names that must not repeat. */
  random(): number;
  /** Asks something on the cluster's network for a page. Absent where there is no network. */
  fetch?(machine: string, url: { host: string; port: number; path: string }): Fetched;
  /** What serves on the machines' own addresses, such as `kubectl port-forward`, by `MACHINE:PORT`. */
  readonly ports?: Map<string, Answer>;
  /** Opens a file in an editor outside the terminal, if there is one. */
  editFile?(machine: string, path: string): void;
  /** Types a script into the terminal as if by hand, if somebody can see it. */
  play?(script: string, options: { readonly pauses: boolean }): void;
  /** Switches on a machine that has joined no cluster. Answers why not, when it cannot. */
  addMachine?(name: string): string | undefined;
}

/** What came of asking for a page; without an answer, what listens there speaks another language. */
export type Fetched =
  | { readonly ok: true; readonly answer: { readonly status: number; readonly body: unknown } | undefined }
  | { readonly ok: false; readonly problem: 'unknown host' | 'refused' | 'timed out' };

/** Answers a request. */
export type Answer = (request: ApiRequest) => Promise<ApiResponse>;

/** How large a terminal is, in cells. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

/** Where one command reads and writes. */
export interface Io {
  readonly signal: CancelSignal;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly stdin: Input;
  /** The terminal's keys, for those who page through what comes from a pipe. Absent in the background. */
  readonly keyboard?: Keyboard;
  /** Set where the output is a terminal. */
  readonly screen?: Screen;
}
