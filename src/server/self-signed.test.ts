import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { selfSigned } from './self-signed.ts';

it('vouches for itself, under each of its names', () => {
  const { certificate } = selfSigned(['localhost', '127.0.0.1', '[::1]', '[fe80::1:2]']);
  const read = new X509Certificate(certificate);
  expect(read.verify(read.publicKey)).toBe(true);
  expect(read.checkHost('localhost')).toBe('localhost');
  for (const address of ['127.0.0.1', '::1', 'fe80::1:2']) expect(read.checkIP(address)).toBeDefined();
  expect(read.checkHost('evil.example')).toBeUndefined();
});

it('is trusted by a client that is given it', async () => {
  const { certificate, key } = selfSigned(['127.0.0.1']);
  const server = createServer({ cert: certificate, key }, (_incoming, outgoing) => outgoing.end('ok'));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const status = await new Promise((done, fail) => {
    request({ host: '127.0.0.1', port, ca: certificate, agent: false }, (incoming) => {
      incoming.resume();
      done(incoming.statusCode);
    })
      .on('error', fail)
      .end();
  });
  expect(status).toBe(200);
  server.close();
});
