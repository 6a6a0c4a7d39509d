import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { failure, StatusError, type ApiHandler, type ApiRequest, type ApiResponse } from '../engine/index.ts';
import { jsonFromProtobuf } from './protobuf-body.ts';
import { apiHeaders, requireOwnOrigin, type Guard } from './request-guard.ts';
import type { StaticPage } from './static-page.ts';
import { sendStream, StreamLimit } from './stream-response.ts';

export interface HttpListenerOptions extends Guard {
  readonly handler: ApiHandler;
  readonly page?: StaticPage;
  /** How long the API server takes to answer, in milliseconds of the wall clock; 0 by default. */
  readonly answerMs?: () => number;
  /** Told of what should never happen, before the request is answered with 500. */
  onCrash(error: unknown): void;
}

/** As much as a real API server takes in one body (`--max-resource-write-bytes` leaves 3 MiB). */
const maxBodyBytes = 3 * 1024 * 1024;
/** Watches and followed logs that may be open at once. */
const maxStreams = 2000;
/** Shorter answers go out as they are. Models handlers/responsewriters.defaultGzipThresholdBytes (v1.36). */
const gzipThresholdBytes = 128 * 1024;

/** Answers node:http requests from an API server in this process. */
export function httpListener(options: HttpListenerOptions): RequestListener {
  const streams = new StreamLimit(maxStreams);
  return (incoming, outgoing) => {
    void answer(options, streams, incoming, outgoing);
  };
}

async function answer(
  options: HttpListenerOptions,
  streams: StreamLimit,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const response = await respond(options, incoming);
    // A server that is down answers nothing: the client finds the connection closed.
    if (response.unreachable !== undefined) outgoing.destroy();
    else if (response.stream === undefined) sendWhole(response, incoming, outgoing);
    else sendStream({ ...response, stream: response.stream }, streams, outgoing);
  } catch (error) {
    if (!(error instanceof StatusError)) options.onCrash(error);
    if (outgoing.headersSent) outgoing.destroy();
    else sendWhole(errorAnswer(error), incoming, outgoing);
  }
}

async function respond(options: HttpListenerOptions, incoming: IncomingMessage): Promise<ApiResponse> {
  const { handler, page, answerMs = () => 0 } = options;
  requireOwnOrigin(options, incoming);
  const file = page?.answer(incoming);
  if (file !== undefined) return file;
  const headers = apiHeaders(options, incoming.headers);
  const bytes = await readBody(incoming);
  if (answerMs() > 0) await setTimeout(answerMs());
  const request = { method: incoming.method ?? 'GET', path: incoming.url ?? '/', headers };
  if (bytes.length === 0) return handler.handle(request);
  return handler.handle(withBody(request, bytes));
}

/** The request with its body as text, so that a recording can hold it. */
function withBody(request: ApiRequest, bytes: Uint8Array): ApiRequest {
  const json = jsonFromProtobuf(request.headers?.['content-type'], bytes);
  if (json === undefined) return { ...request, body: Buffer.from(bytes).toString() };
  return { ...request, headers: { ...request.headers, 'content-type': 'application/json' }, body: json };
}

/** The bytes of a request; refused where there are too many. */
async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = Number(incoming.headers['content-length'] ?? 0);
  if (length > maxBodyBytes) throw tooLarge();
  length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): StatusError {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${maxBodyBytes}`);
}

function errorAnswer(error: unknown): ApiResponse {
  const { code, status } =
    error instanceof StatusError
      ? error
      : failure(500, 'InternalError', 'Internal error occurred: see what the server printed');
  return { status: code, headers: { 'content-type': 'application/json' }, body: status };
}

function sendWhole(response: ApiResponse, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const bytes = bodyBytes(response.body);
  const headers: Record<string, string | string[] | number> = {};
  for (const [name, value] of Object.entries(response.headers))
    headers[name] = typeof value === 'string' ? value : [...value];
  const zipped = bytes.length >= gzipThresholdBytes && acceptsGzip(incoming.headers['accept-encoding']);
  const body = zipped ? gzipSync(bytes, { level: 1 }) : bytes;
  if (zipped) {
    headers['content-encoding'] = 'gzip';
    headers['vary'] = 'Accept-Encoding';
  }
  // A request that was not read to its end leaves a connection that nobody can go on with.
  if (!incoming.complete) headers['connection'] = 'close';
  headers['content-length'] = body.length;
  outgoing.writeHead(response.status, headers);
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .split(',')
    .some((coding) => coding.trim().split(';')[0] === 'gzip');
}

function bodyBytes(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return Buffer.from(typeof body === 'string' ? body : `${JSON.stringify(body)}\n`);
}
