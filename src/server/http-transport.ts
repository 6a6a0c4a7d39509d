import { randomBytes } from 'node:crypto';
import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { ApiRequest, ApiResponse, ApiStream } from '../engine/index.ts';
import type { Transport } from '../kubectl/index.ts';
import { WebSocket } from './web-socket.ts';

/** Where an API server is, and who asks it. */
export interface Connection {
  readonly server: string;
  /** Headers that say who asks. */
  readonly headers: Readonly<Record<string, string>>;
  /** How TLS is made: `ca`, `cert`, `key`, `rejectUnauthorized`. */
  readonly tls: Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'>;
}

/** Reaches an API server over HTTP. */
export class HttpTransport implements Transport {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async send(request: ApiRequest): Promise<ApiResponse> {
    if (isRemoteCommand(request.path)) return this.#converse(request);
    const incoming = await this.#open(request);
    return answerOf(incoming, request);
  }

  /** A command in a container: what goes in and comes out travels through a WebSocket. */
  #converse({ path, headers, body }: ApiRequest): Promise<ApiResponse> {
    const target = this.#target('GET', path, {
      ...headers,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
      'sec-websocket-protocol': remoteCommandProtocol,
    });
    return new Promise((done, fail) => {
      const outgoing = requestTo(target);
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => {
        answerOf(incoming, { path }).then(done, fail);
      });
      outgoing.on('upgrade', (_, socket, head) => {
        if (head.length > 0) socket.unshift(head);
        done({ status: 101, headers: {}, stream: conversation(socket, bytesOf(body)) });
      });
      outgoing.end();
    });
  }

  #open({ method, path, headers, body }: ApiRequest): Promise<IncomingMessage> {
    const bytes = bytesOf(body);
    const target = this.#target(method, path, {
      ...headers,
      // Node sends none with a DELETE, whose body the server then takes for the next request.
      ...(bytes !== undefined && { 'content-length': Buffer.byteLength(bytes) }),
    });
    return new Promise((done, fail) => {
      const outgoing = requestTo(target);
      outgoing.on('response', done);
      outgoing.on('error', fail);
      outgoing.end(bytes);
    });
  }

  #target(method: string, path: string, headers: OutgoingHttpHeaders): RequestOptions {
    const { server, headers: identity, tls } = this.#connection;
    const base = new URL(server);
    // Opaque: a parser of URLs would tidy up what selectors have escaped.
    return {
      protocol: base.protocol,
      hostname: base.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: base.port,
      path: base.pathname.replace(/\/$/, '') + path,
      method,
      headers: { ...headers, ...identity, 'user-agent': 'kubectl/v1.36.3 (podyard)' },
      agent: false,
      ...tls,
    };
  }
}

function requestTo(target: RequestOptions): ClientRequest {
  return target.protocol === 'https:' ? httpsRequest(target) : httpRequest(target);
}

async function answerOf(incoming: IncomingMessage, { path }: Pick<ApiRequest, 'path'>): Promise<ApiResponse> {
  const status = incoming.statusCode ?? 0;
  const headers = headersOf(incoming);
  if (status < 400 && isStream(path)) return { status, headers, stream: streamOf(incoming) };
  const text = await textOf(incoming);
  const isJson = String(headers['content-type']).startsWith('application/json');
  return { status, headers, body: isJson ? (JSON.parse(text) as unknown) : text };
}

const remoteCommandProtocol = 'v5.channel.k8s.io';
const closeChannel = 255;

function isRemoteCommand(path: string): boolean {
  return /\/pods\/[^/]+\/(?:exec|attach)$/.test(path.split('?', 1)[0] ?? '');
}

/** What goes through channels of a WebSocket, as the engine's own streams have it; `input` is all that is typed. */
function conversation(socket: Duplex, input: string | Uint8Array | undefined): ApiStream {
  const decoders = new Map<number, StringDecoder>();
  let client: WebSocket | undefined;
  const send = (channel: number, data: Uint8Array): void =>
    client?.send(Buffer.concat([Buffer.from([channel]), data]));
  return {
    start({ onChunk, onEnd }) {
      client = new WebSocket(socket, undefined, {
        onMessage({ data }) {
          const channel = data[0] ?? 0;
          const decoder = decoders.get(channel) ?? new StringDecoder();
          decoders.set(channel, decoder);
          onChunk({ channel, data: decoder.write(data.subarray(1)) });
        },
        onClose: () => onEnd(),
      });
      if (input === undefined) return;
      send(0, Buffer.from(input as Uint8Array));
      send(closeChannel, Buffer.from([0]));
    },
    send(frame) {
      const { channel, data } = frame as { channel: number; data: string };
      send(channel, channel === closeChannel ? Buffer.from([0]) : Buffer.from(data));
    },
    close: () => client?.close(),
  };
}

function bytesOf(body: ApiRequest['body']): string | Uint8Array | undefined {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return body;
  return JSON.stringify(body);
}

function isStream(path: string): boolean {
  const { pathname, searchParams } = new URL(path, 'http://server');
  const isSet = (name: string): boolean => ['true', '1'].includes(searchParams.get(name) ?? '');
  return isSet('watch') || (pathname.endsWith('/log') && isSet('follow'));
}

function headersOf(incoming: IncomingMessage): ApiResponse['headers'] {
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (values === undefined) continue;
    headers[name] = values.length === 1 ? (values[0] as string) : values;
  }
  return headers;
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A watch's lines as events, or a log's lines as text. */
function streamOf(incoming: IncomingMessage): ApiStream {
  const isJson = incoming.headers['content-type']?.startsWith('application/json') === true;
  return {
    start(receiver) {
      const lines = createInterface({ input: incoming, crlfDelay: Infinity });
      lines.on('line', (line) => {
        if (!isJson) receiver.onChunk(`${line}\n`);
        else if (line !== '') receiver.onChunk(JSON.parse(line));
      });
      lines.on('close', () => receiver.onEnd());
      incoming.on('error', () => lines.close());
    },
    close: () => void incoming.destroy(),
  };
}
