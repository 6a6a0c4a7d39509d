import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiResponse } from '../engine/index.ts';
import type { HttpListenerOptions } from './http-listener.ts';
import { answerInstead, refuseUpgrade } from './remote-command.ts';
import { apiHeaders, requireOwnOrigin } from './request-guard.ts';
import { readHandshake, WebSocket } from './web-socket.ts';

/** `base64.` for clients that can read text only; the empty name is for those that name none. */
const protocols = ['binary.k8s.io', 'base64.binary.k8s.io', ''];
const maxUnreadBytes = 16 * 1024 * 1024;

/** Whether a request for a WebSocket asks for what is otherwise a long answer: a log, or a watch. */
export function isSocketStream({ url = '/' }: IncomingMessage): boolean {
  const { pathname, searchParams } = new URL(url, 'http://server');
  return pathname.endsWith('/log') || ['1', 'true'].includes(searchParams.get('watch') ?? '');
}

/**
 * Serves a log or a watch over a WebSocket, a message for each piece.
 * Models k8s.io/streaming/pkg/httpstream/wsstream.Reader and handlers.WatchServer (v1.36).
 */
export function serveSocketStream(
  options: HttpListenerOptions,
  incoming: IncomingMessage,
  socket: Duplex,
): void {
  socket.on('error', () => socket.destroy());
  try {
    requireOwnOrigin(options, incoming);
    const handshake = readHandshake(incoming, protocols);
    const headers = apiHeaders(options, incoming.headers);
    const response = options.handler.handle({ method: 'GET', path: incoming.url ?? '/', headers });
    const { stream, status, body } = response;
    if (status >= 400) {
      stream?.close();
      answerInstead(socket, status, body);
      return;
    }
    const client = new WebSocket(socket, handshake, {
      onMessage: () => undefined,
      onClose: () => stream?.close(),
      mostUnreadBytes: maxUnreadBytes,
    });
    send(
      response,
      (text) => {
        if (typeof text !== 'string') client.sendText(JSON.stringify(text));
        else if (handshake.protocol.startsWith('base64.'))
          client.sendText(Buffer.from(text).toString('base64'));
        else client.send(Buffer.from(text));
      },
      () => client.close(),
    );
  } catch (error) {
    refuseUpgrade(socket, error, (crash) => options.onCrash(crash));
  }
}

function send({ stream, body }: ApiResponse, onPiece: (piece: unknown) => void, onEnd: () => void): void {
  if (stream !== undefined) {
    stream.start({ onChunk: onPiece, onEnd });
    return;
  }
  if (body !== undefined && body !== '') onPiece(body);
  onEnd();
}
