/**
 * The shape of a conversation with an API server. The engine's own server, a real cluster behind
 * `kubectl proxy` and the HTTP host all speak it; nothing else crosses between components.
 */

/** Who asks. Only a trusted transport sets it; requests from outside are authenticated by header. */
export interface UserInfo {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export interface ApiRequest {
  /** An HTTP method in capitals. */
  readonly method: string;
  /** Path and query as they stand on the wire: `/api/v1/namespaces/default/pods?limit=500`. */
  readonly path: string;
  /** Header names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The body: text or bytes as received, or a plain value that a component in this process passes
   * instead of its JSON. The server never changes it, and the sender must not change it afterwards.
   */
  readonly body?: string | Uint8Array | object;
  readonly user?: UserInfo;
}

export interface ApiResponse {
  readonly status: number;
  /** Header names in lower case; a header that repeats (`warning`) is an array. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** A plain value (its JSON is the body), or text or bytes that are the body. Never to be changed by the receiver. */
  readonly body?: unknown;
  /** No server answered: why, as Go's HTTP client says it. The status means nothing then. */
  readonly unreachable?: string;
  /** Instead of a body: what is still to come, such as a watch's events or a followed log. */
  readonly stream?: ApiStream;
}

/** A body that arrives over time. Chunks are watch events (plain values) or text. */
export interface ApiStream {
  /**
   * Starts the flow; called once. Chunks that are there already come before it returns, later ones
   * as virtual time passes. `onEnd` is called once unless `close` came first.
   */
  start(receiver: { onChunk: (chunk: unknown) => void; onEnd: () => void }): void;
  /** The receiver has left. */
  close(): void;
  /** Where the conversation goes both ways (exec, attach): what the receiver sends. */
  send?(chunk: unknown): void;
}

/** What a watch delivers. */
export interface WatchEvent<T = unknown> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}

/** An API server, as anybody sees it. Synchronous: answers are there when the call returns. */
export interface ApiHandler {
  handle(request: ApiRequest): ApiResponse;
}
