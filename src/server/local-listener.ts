import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiRequest, ApiResponse } from '../engine/index.ts';
import { sendStream, StreamLimit } from './stream-response.ts';

const maxStreams = 100;

/** Answers HTTP at an address of this machine, for `kubectl proxy`. */
export function listenLocally(
  address: string,
  port: number,
  answer: (request: ApiRequest) => Promise<ApiResponse>,
): Promise<{ readonly port: number; close(): void }> {
  const streams = new StreamLimit(maxStreams);
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing, streams, answer);
  });
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, address, () =>
      done({
        port: (server.address() as AddressInfo).port,
        close() {
          server.close();
          server.closeAllConnections();
        },
      }),
    );
  });
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  streams: StreamLimit,
  answer: (request: ApiRequest) => Promise<ApiResponse>,
): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).flatMap(([name, value]) =>
        typeof value === 'string' && !hopByHop.has(name) ? [[name, value]] : [],
      ),
    );
    const body = chunks.length === 0 ? undefined : Buffer.concat(chunks).toString();
    const response = await answer({
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      headers,
      body,
    });
    if (response.stream !== undefined) {
      sendStream({ ...response, stream: response.stream }, streams, outgoing);
      return;
    }
    const { body: content = '' } = response;
    const text = typeof content === 'string' ? content : `${JSON.stringify(content)}\n`;
    outgoing.writeHead(response.status, {
      'content-type': String(response.headers['content-type'] ?? 'application/json'),
      'content-length': Buffer.byteLength(text),
    });
    outgoing.end(text);
  } catch (error) {
    if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
    outgoing.end((error as Error).message);
  }
}

/** Headers of one connection, which the next one has of its own. */
const hopByHop = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'accept-encoding',
]);
