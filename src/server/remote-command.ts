import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { failure, StatusError, type ApiResponse } from '../engine/index.ts';
import type { HttpListenerOptions } from './http-listener.ts';
import { apiHeaders, requireOwnOrigin } from './request-guard.ts';
import { readHandshake, WebSocket, type Handshake } from './web-socket.ts';

/** What kubectl speaks from 1.30 on, and what it spoke before that could not close a channel. */
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const stdinChannel = 0;
const closeChannel = 255;
/** What a command may be given to read. */
const maxStdinBytes = 1024 * 1024;

/** A piece of a remote command's output. */
interface Frame {
  readonly channel: number;
  readonly data: string;
}

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
    answer(socket, response.status, response.body);
    return;
  }
  const client = new WebSocket(socket, handshake, {
    onMessage: () => undefined,
    onClose: () => stream.close(),
  });
  pipe(client, stream);
}

function runWithInput(socket: Duplex, handshake: Handshake, run: (stdin: string) => ApiResponse): void {
  const chunks: Buffer[] = [];
  let length = 0;
  let leave = (): void => undefined;
  const start = (): void => {
    const { stream, body } = run(Buffer.concat(chunks).toString());
    if (stream === undefined) {
      client.send(frameBytes({ channel: 3, data: JSON.stringify(body) }));
      client.close();
      return;
    }
    leave = () => stream.close();
    pipe(client, stream);
  };
  const client = new WebSocket(socket, handshake, {
    onMessage({ data }) {
      if (data[0] === stdinChannel) {
        length += data.length;
        if (length > maxStdinBytes) client.close();
        else chunks.push(data.subarray(1));
      } else if (data[0] === closeChannel && data[1] === stdinChannel) start();
    },
    onClose: () => leave(),
  });
}

function pipe(client: WebSocket, stream: NonNullable<ApiResponse['stream']>): void {
  stream.start({
    onChunk: (chunk) => client.send(frameBytes(chunk as Frame)),
    onEnd: () => client.close(),
  });
}

function frameBytes({ channel, data }: Frame): Buffer {
  return Buffer.concat([Buffer.from([channel]), Buffer.from(data)]);
}

/** Answers that there will be no socket, and why. What is no StatusError should never happen: `onCrash` is told. */
export function refuseUpgrade(socket: Duplex, error: unknown, onCrash: (error: unknown) => void): void {
  if (!(error instanceof StatusError)) onCrash(error);
  const { code, status } =
    error instanceof StatusError ? error : failure(500, 'InternalError', 'Internal error occurred');
  answer(socket, code, status);
}

/** An answer in place of the socket that was asked for. */
function answer(socket: Duplex, status: number, value: unknown): void {
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
