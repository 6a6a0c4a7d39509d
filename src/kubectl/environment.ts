import type { ApiRequest, ApiResponse, FileTree } from '../engine/index.ts';

/** How requests reach an API server: a worker's engine, a proxy in front of a real cluster, a test's handler. */
export interface Transport {
  send(request: ApiRequest): Promise<ApiResponse>;
}

/** Tells work that goes on for long that nobody wants it any more (Ctrl-C). */
export interface CancelSignal {
  readonly cancelled: boolean;
  /** Calls `listener` when it happens, at once if it has; the answer takes it off again. */
  onCancel(listener: () => void): () => void;
}

/** Everything that a run of kubectl may touch. */
export interface Environment {
  readonly transport: Transport;
  readonly files: FileTree;
  /** The base64 of a file that holds no text; undefined for texts. Absent where all files are texts. */
  binary?(path: string): string | undefined;
  /** Absolute; relative paths start here. */
  readonly workingFolder: string;
  readonly env: ReadonlyMap<string, string>;
  readonly signal: CancelSignal;
  /** Virtual milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Serves requests at an address of this machine; 0 takes a free port. Absent where nothing can be served. */
  listen?(
    address: string,
    port: number,
    answer: (request: ApiRequest) => Promise<ApiResponse>,
  ): Promise<{ readonly port: number; close(): void }>;
  /** Other programs of the machine. Absent where there are none. */
  readonly programs?: {
    /** Whether a file is there that can be run. */
    isExecutable(path: string): boolean;
    /** Runs one to its end, on the streams of this one. Answers its exit code. */
    run(command: readonly string[]): Promise<number>;
  };
  /** Everything on standard input, to its end. */
  stdin(): Promise<string>;
  /** Set where standard input is a terminal: what is typed, piece by piece; undefined at the end. */
  readonly terminal?: {
    /** A line, which the terminal shows and lets correct. */
    line(): Promise<string | undefined>;
    /** The next key, Ctrl-C too, which the terminal does not show. */
    key(signal: CancelSignal): Promise<string | undefined>;
    readonly columns: number;
    readonly rows: number;
  };
  /** Opens an editor on a file and answers its exit code when it is closed; absent = there is none. */
  editor?(path: string): Promise<number>;
  /** A number in [0, 1), for names that must not repeat. */
  random(): number;
}

/** A signal that never fires. */
export const neverCancelled: CancelSignal = { cancelled: false, onCancel: () => () => undefined };

/** The absolute form of a path as it was typed. */
export function absolutePath(environment: Pick<Environment, 'workingFolder'>, path: string): string {
  const parts: string[] = [];
  const full = path.startsWith('/') ? path : `${environment.workingFolder}/${path}`;
  for (const part of full.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}
