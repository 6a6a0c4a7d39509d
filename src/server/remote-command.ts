import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { failure, StatusError, type ApiResponse } from '../engine/index.ts';
import type { HttpListenerOptions } from './http-listener.ts';
import { dialects, receivedFrame, sendFrame, type ChannelFrame, type Dialect } from './remote-channels.ts';
import { apiHeaders, requireOwnOrigin } from './request-guard.ts';
import { readHandshake, WebSocket, type Handshake } from './web-socket.ts';

const protocols = Object.keys(dialects);
const stdinChannel = 0;
const closeChannel = 255;
/** What a command may be given to read. */
const maxStdinBytes = 1024 * 1024;

/**
 * Serves `exec` and `attach` over a WebSocket. Simplified: a command gets its standard input as a
 * whole when the client has closed it, and a terminal's at all never.
 */
export function serveRemoteCommand(
  options: HttpListenerOptions,
  incoming: IncomingMessage,
  socket: Duplex,
): void {
  socket.on('error', () => socket.destroy());
  try {
    requireOwnOrigin(options, incoming);
    const handshake = readHandshake(incoming, protocols);
    const headers = apiHeaders(options, incoming.headers);
    const path = incoming.url ?? '/';
    const query = new URL(path, 'http://server').searchParams;
    const readsInput = query.get('stdin') === 'true' && query.get('tty') !== 'true';
    const run = (body?: string): ApiResponse =>
      options.handler.handle({ method: 'GET', path, headers, body });
    if (readsInput) runWithInput(socket, handshake, run);
    else runAtOnce(socket, handshake, run());
  } catch (error) {
    refuseUpgrade(socket, error, (crash) => options.onCrash(crash));
  }
}

function runAtOnce(socket: Duplex, handshake: Handshake, response: ApiResponse): void {
  const { stream } = response;
  if (stream === undefined) {
    answerInstead(socket, response.status, response.body);
    return;
  }
  const client = new WebSocket(socket, handshake, {
    onMessage: () => undefined,
    onClose: () => stream.close(),
  });
  pipe(client, dialectOf(handshake), stream);
}

function runWithInput(socket: Duplex, handshake: Handshake, run: (stdin: string) => ApiResponse): void {
  const chunks: Buffer[] = [];
  const dialect = dialectOf(handshake);
  let length = 0;
  let leave = (): void => undefined;
  const start = (): void => {
    const { stream, body } = run(Buffer.concat(chunks).toString());
    if (stream === undefined) {
      sendFrame(client, dialect, { channel: 3, data: JSON.stringify(body) });
      client.close();
      return;
    }
    leave = () => stream.close();
    pipe(client, dialect, stream);
  };
  const client = new WebSocket(socket, handshake, {
    onMessage({ data }) {
      const frame = receivedFrame(dialect, data);
      if (frame.channel === stdinChannel) {
        length += frame.data.length;
        if (length > maxStdinBytes) client.close();
        else chunks.push(frame.data);
      } else if (frame.channel === closeChannel && frame.data[0] === stdinChannel) start();
    },
    onClose: () => leave(),
  });
}

function dialectOf({ protocol }: Handshake): Dialect {
  return dialects[protocol as keyof typeof dialects];
}

function pipe(client: WebSocket, dialect: Dialect, stream: NonNullable<ApiResponse['stream']>): void {
  stream.start({
    onChunk: (chunk) => sendFrame(client, dialect, chunk as ChannelFrame),
    onEnd: () => client.close(),
  });
}

/** Answers that there will be no socket, and why. What is no StatusError should never happen: `onCrash` is told. */
export function refuseUpgrade(socket: Duplex, error: unknown, onCrash: (error: unknown) => void): void {
  if (!(error instanceof StatusError)) onCrash(error);
  const { code, status } =
    error instanceof StatusError ? error : failure(500, 'InternalError', 'Internal error occurred');
  answerInstead(socket, code, status);
}

/** An answer in place of the socket that was asked for. */
export function answerInstead(socket: Duplex, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
      ),
      body,
    ]),
  );
}
