import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { createInterface } from 'node:readline';
import type { ApiRequest, ApiResponse, ApiStream } from '../engine/index.ts';
import type { Transport } from '../kubectl/index.ts';

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
    const incoming = await this.#open(request);
    const status = incoming.statusCode ?? 0;
    const headers = headersOf(incoming);
    if (status < 400 && isStream(request.path)) return { status, headers, stream: streamOf(incoming) };
    const text = await textOf(incoming);
    const isJson = String(headers['content-type']).startsWith('application/json');
    return { status, headers, body: isJson ? (JSON.parse(text) as unknown) : text };
  }

  #open({ method, path, headers, body }: ApiRequest): Promise<IncomingMessage> {
    const { server, headers: identity, tls } = this.#connection;
    const base = new URL(server);
    const bytes = bytesOf(body);
    // Opaque: a parser of URLs would tidy up what selectors have escaped.
    const target = {
      protocol: base.protocol,
      hostname: base.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: base.port,
      path: base.pathname.replace(/\/$/, '') + path,
      method,
      headers: {
        ...headers,
        ...identity,
        'user-agent': 'kubectl/v1.36.3 (podyard)',
        // Node sends none with a DELETE, whose body the server then takes for the next request.
        ...(bytes !== undefined && { 'content-length': Buffer.byteLength(bytes) }),
      },
      agent: false,
      ...tls,
    };
    return new Promise((done, fail) => {
      const outgoing = base.protocol === 'https:' ? httpsRequest(target, done) : httpRequest(target, done);
      outgoing.on('error', fail);
      outgoing.end(bytes);
    });
  }
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
