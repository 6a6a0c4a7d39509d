import { getRequestListener } from '@hono/node-server';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiHandler, ApiResponse, ApiStream, UserInfo } from '../engine/index.ts';
import { refuseForeign } from './origin-guard.ts';

export interface HttpListenerOptions {
  readonly handler: ApiHandler;
  /** Who a request without credentials is; undefined leaves it to the API server (anonymous). */
  readonly user?: UserInfo;
  /** Host names by which this server may be asked for. */
  readonly hosts: ReadonlySet<string>;
}

/** As much as a real API server takes in one body (`--max-resource-write-bytes` leaves 3 MiB). */
const maxBodyBytes = 3 * 1024 * 1024;
/** Watches and followed logs that may be open at once. */
const maxStreams = 1000;

/** Answers node:http requests from an API server in this process. */
export function httpListener(options: HttpListenerOptions) {
  let streams = 0;
  const listener = getRequestListener(async (request) => {
    const refusal = refuseForeign(request, options.hosts);
    if (refusal !== undefined) return refusal;
    const body = await readBody(request);
    if (body === undefined) return tooLarge();
    const url = new URL(request.url);
    const response = options.handler.handle({
      method: request.method,
      path: url.pathname + url.search,
      headers: Object.fromEntries(request.headers),
      body,
      user: request.headers.has('authorization') ? undefined : options.user,
    });
    if (response.stream === undefined) return whole(response);
    if (streams >= maxStreams) {
      response.stream.close();
      return new Response('too many watches are open on this server', { status: 503 });
    }
    streams++;
    return new Response(
      flow(response.stream, () => streams--),
      { status: response.status, headers: headersOf(response) },
    );
  });
  return (incoming: IncomingMessage, outgoing: ServerResponse) => listener(incoming, outgoing);
}

/** The bytes of a request; empty where it has none, undefined where there are too many. */
async function readBody(request: Request): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) return undefined;
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): Response {
  return Response.json(
    {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `Request entity too large: limit is ${maxBodyBytes}`,
      reason: 'RequestEntityTooLarge',
      code: 413,
    },
    { status: 413 },
  );
}

function whole(response: ApiResponse): Response {
  const { body, status } = response;
  const text = body === undefined ? null : typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  return new Response(text, { status, headers: headersOf(response) });
}

function headersOf(response: ApiResponse): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one);
  }
  return headers;
}

/** A stream's chunks as bytes: text as it is, events as a line of JSON each. */
function flow(stream: ApiStream, onEnd: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    onEnd();
  };
  return new ReadableStream({
    start(controller) {
      stream.start({
        onChunk(chunk) {
          const text = typeof chunk === 'string' ? chunk : `${JSON.stringify(chunk)}\n`;
          if (open) controller.enqueue(encoder.encode(text));
        },
        onEnd() {
          if (open) controller.close();
          end();
        },
      });
    },
    cancel() {
      stream.close();
      end();
    },
  });
}
