import type { ServerResponse } from 'node:http';
import { failure, type ApiResponse, type ApiStream } from '../engine/index.ts';

/** How many bytes a receiver may leave unread before it is cut off. */
const maxUnreadBytes = 16 * 1024 * 1024;

/** Counts the streams that are open at once. */
export class StreamLimit {
  readonly #most: number;
  #open = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes a place; the answer gives it back. Undefined when there is none. */
  take(): (() => void) | undefined {
    if (this.#open >= this.#most) return undefined;
    this.#open++;
    return () => {
      this.#open--;
    };
  }
}

/** Sends a watch or a followed log: its headers at once, then every chunk as it comes. */
export function sendStream(
  { status, headers, stream }: ApiResponse & { readonly stream: ApiStream },
  limit: StreamLimit,
  outgoing: ServerResponse,
): void {
  const giveBack = limit.take();
  if (giveBack === undefined) {
    stream.close();
    throw failure(429, 'TooManyRequests', 'too many watches are open on this server');
  }
  outgoing.writeHead(status, headers as Record<string, string>);
  outgoing.flushHeaders();
  let ended = false;
  outgoing.on('close', () => {
    giveBack();
    if (!ended) stream.close();
    ended = true;
  });
  stream.start({
    onChunk(chunk) {
      if (ended) return;
      outgoing.write(typeof chunk === 'string' ? chunk : `${JSON.stringify(chunk)}\n`);
      if (outgoing.writableLength > maxUnreadBytes) outgoing.destroy();
    },
    onEnd() {
      if (!ended) outgoing.end();
      ended = true;
    },
  });
}
