import type { ApiStream } from '../api/http.ts';
import type { Pod } from '../api/types.ts';

export interface LogRequest {
  readonly pod: Pod;
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** RFC 3339. */
  readonly sinceTime?: string;
  readonly limitBytes?: number;
}

export interface ExecRequest {
  readonly pod: Pod;
  readonly container: string;
  /** Empty for attach. */
  readonly command: readonly string[];
  /** What the command reads: a text, or what the stream is sent (`open`). Undefined where nothing is connected. */
  readonly stdin?: string | { readonly open: true };
  readonly tty: boolean;
}

/** A piece of a remote command's output, in the channels of `v5.channel.k8s.io`. */
export interface ExecFrame {
  /** 1 is stdout, 2 stderr, 3 the Status that ends the command. */
  readonly channel: 1 | 2 | 3;
  readonly data: string;
}

/** What a remote command is sent: 0 is stdin; 255 with the text 0 closes it. */
export interface InputFrame {
  readonly channel: 0 | 255;
  readonly data: string;
}

/**
 * The way from the API server to the kubelets, as real servers open connections to port 10250.
 * A kubelet's refusal is thrown as a StatusError.
 */
export interface NodeProxy {
  /** The log's text, or a stream of text that follows it. */
  log(request: LogRequest): string | ApiStream;
  /** A stream of `ExecFrame`s; it is sent `InputFrame`s. */
  exec(request: ExecRequest): ApiStream;
  /** What a pod answers to a GET; undefined = nothing listens on that port. */
  http(pod: Pod, port: number, path: string): { status: number; body: unknown } | undefined;
}
