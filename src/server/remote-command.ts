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
/** What may be typed into a command, or piped. */
const maxStdinBytes = 16 * 1024 * 1024;

/** Serves `exec` and `attach` over a WebSocket: what is typed goes in as it comes, and what is printed comes out. */
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
    converse(socket, handshake, options.handler.handle({ method: 'GET', path, headers }));
  } catch (error) {
    refuseUpgrade(socket, error, (crash) => options.onCrash(crash));
  }
}

function converse(socket: Duplex, handshake: Handshake, response: ApiResponse): void {
  const { stream } = response;
  if (stream === undefined) {
    answerInstead(socket, response.status, response.body);
    return;
  }
  const dialect = dialectOf(handshake);
  const decoder = new TextDecoder();
  let length = 0;
  const client = new WebSocket(socket, handshake, {
    onMessage({ data }) {
      const frame = receivedFrame(dialect, data);
      if (frame.channel === closeChannel && frame.data[0] === stdinChannel)
        stream.send?.({ channel: closeChannel, data: '\0' });
      if (frame.channel !== stdinChannel) return;
      length += frame.data.length;
      if (length > maxStdinBytes) client.close();
      else stream.send?.({ channel: stdinChannel, data: decoder.decode(frame.data, { stream: true }) });
    },
    onClose: () => stream.close(),
  });
  pipe(client, dialect, stream);
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
