import type { ApiStream } from '../engine/index.ts';

type Receiver = Parameters<ApiStream['start']>[0];

/**
 * The conversations with containers that a recording holds (exec, attach), numbered as they began.
 * Each starts at once, whether or not somebody listens, so that a replay does what was done.
 */
export class RecordedStreams {
  readonly #streams: StartedStream[] = [];

  /** Starts a stream; answers its number and how to listen to it. */
  add(stream: ApiStream): { number: number; stream: ApiStream } {
    const started = new StartedStream(stream);
    return { number: this.#streams.push(started) - 1, stream: started };
  }

  send(number: number, chunk: unknown): void {
    this.#streams[number]?.send(chunk);
  }

  close(number: number): void {
    this.#streams[number]?.close();
  }
}

class StartedStream implements ApiStream {
  readonly #inner: ApiStream;
  #kept: unknown[] = [];
  #ended = false;
  #receiver: Receiver | undefined;

  constructor(inner: ApiStream) {
    this.#inner = inner;
    inner.start({
      onChunk: (chunk) => {
        if (this.#receiver === undefined) this.#kept.push(chunk);
        else this.#receiver.onChunk(chunk);
      },
      onEnd: () => {
        this.#ended = true;
        this.#receiver?.onEnd();
      },
    });
  }

  start(receiver: Receiver): void {
    this.#receiver = receiver;
    for (const chunk of this.#kept) receiver.onChunk(chunk);
    this.#kept = [];
    if (this.#ended) receiver.onEnd();
  }

  send(chunk: unknown): void {
    if (!this.#ended) this.#inner.send?.(chunk);
  }

  close(): void {
    if (!this.#ended) this.#inner.close();
    this.#ended = true;
  }
}
