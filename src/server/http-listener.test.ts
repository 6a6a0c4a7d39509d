import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiHandler, ApiRequest } from '../engine/index.ts';
import { httpListener } from './http-listener.ts';

const large = 'x'.repeat(200_000);
const asked: ApiRequest[] = [];
let closed = 0;

/** Answers as an API server does in these cases, and remembers what it was asked. */
const handler: ApiHandler = {
  handle(request) {
    asked.push(request);
    const headers = { 'content-type': 'application/json' };
    if (request.path === '/large') return { status: 200, headers, body: { large } };
    if (request.path === '/crash') throw new Error('a bug of ours');
    if (request.path !== '/watch')
      return { status: 201, headers: { ...headers, warning: ['299 - "a"', '299 - "b"'] }, body: {} };
    return { status: 200, headers, stream: { start: () => undefined, close: () => closed++ } };
  },
};

const crashes: unknown[] = [];
const server = createServer(
  httpListener({
    handler,
    hosts: new Set(['127.0.0.1']),
    token: 'secret',
    onCrash: (error) => crashes.push(error),
  }),
);

beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(() => server.close());

interface Asked {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

function open({ path, method = 'GET', headers = {}, body }: Asked): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  return new Promise((done, fail) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path, method, headers: { authorization: 'Bearer secret', ...headers } },
      done,
    );
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it('passes a request on as it came, without the token that lets it in', async () => {
  const incoming = await open({
    path: '/api/v1/pods?labelSelector=a%3Db',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'impersonate-user': 'bob', cookie: 'c' },
    body: '{"a":"ü"}',
  });
  expect(incoming.statusCode).toBe(201);
  expect(incoming.headersDistinct['warning']).toEqual(['299 - "a"', '299 - "b"']);
  expect(asked.at(-1)).toEqual({
    method: 'POST',
    path: '/api/v1/pods?labelSelector=a%3Db',
    headers: { 'content-type': 'application/json', 'impersonate-user': 'bob' },
    body: '{"a":"ü"}',
  });
  incoming.resume();
});

it('reads protobuf bodies as JSON', async () => {
  const typeMeta = [0x0a, 2, ...Buffer.from('v1'), 0x12, 9, ...Buffer.from('Namespace')];
  const namespace = [0x0a, 6, 0x0a, 4, ...Buffer.from('team')];
  const body = Uint8Array.from([
    0x6b,
    0x38,
    0x73,
    0,
    0x0a,
    typeMeta.length,
    ...typeMeta,
    0x12,
    namespace.length,
    ...namespace,
  ]);
  const headers = { 'content-type': 'application/vnd.kubernetes.protobuf' };
  (await open({ path: '/', method: 'POST', headers, body })).resume();
  expect(asked.at(-1)?.headers?.['content-type']).toBe('application/json');
  expect(JSON.parse(asked.at(-1)?.body as string)).toEqual({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'team' },
  });
  const bad = await open({ path: '/', method: 'POST', headers, body: 'k8s?' });
  expect([bad.statusCode, (await bytesOf(bad)).toString()]).toEqual([
    400,
    expect.stringContaining('protobuf'),
  ]);
});

it('zips what is large for those who take it', async () => {
  const zipped = await open({ path: '/large', headers: { 'accept-encoding': 'gzip' } });
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(JSON.parse(gunzipSync(await bytesOf(zipped)).toString())).toEqual({ large });
  const plain = await open({ path: '/large' });
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect((await bytesOf(plain)).length).toBeGreaterThan(large.length);
});

it('sends the headers of a watch before its first event, and tells when the watcher leaves', async () => {
  const incoming = await open({ path: '/watch' });
  expect(incoming.statusCode).toBe(200);
  const before = closed;
  incoming.destroy();
  await expect.poll(() => closed).toBe(before + 1);
});

it.each([
  ['without a token', { path: '/', headers: { authorization: '' } }, 401],
  ['for another host', { path: '/', headers: { host: 'evil.example' } }, 403],
  ['from another page', { path: '/', headers: { origin: 'https://evil.example' } }, 403],
  ['with too large a body', { path: '/', method: 'POST', body: new Uint8Array(3 * 1024 * 1024 + 1) }, 413],
  ['that finds a bug of ours', { path: '/crash' }, 500],
])('refuses a request %s', async (_what, what, status) => {
  const incoming = await open(what);
  expect(incoming.statusCode).toBe(status);
  expect(JSON.parse((await bytesOf(incoming)).toString())).toMatchObject({ kind: 'Status', code: status });
  expect(crashes.length > 0).toBe(status === 500);
});
