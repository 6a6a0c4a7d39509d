import { expect, it } from 'vitest';
import { Simulation } from '../../sim/simulation.ts';
import { ApiServer } from '../api-server.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const toys = '/apis/example.com/v1/namespaces/default/toys';

const definition = (size: object): object => ({
  metadata: { name: 'toys.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'toys', kind: 'Toy', singular: 'toy', listKind: 'ToyList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { size: { type: 'integer', ...size } } } },
      },
    ],
  },
});

it('gives a default to what was stored before the field had one', () => {
  const sim = new Simulation({ seed: 'a', startMs: 0 });
  const server = new ApiServer({ sim });
  const user = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
  const ask = (method: string, path: string, body?: object): unknown =>
    server.handle({
      method,
      path,
      user,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/merge-patch+json' },
    }).body;
  const post = (path: string, body: object): unknown =>
    server.handle({ method: 'POST', path, user, body: JSON.stringify(body) }).body;
  post(definitions, definition({}));
  sim.advance(10_000);
  post(toys, { apiVersion: 'example.com/v1', kind: 'Toy', metadata: { name: 'old' } });
  expect(ask('GET', `${toys}/old`)).not.toHaveProperty('size');
  ask('PATCH', `${definitions}/toys.example.com`, definition({ default: 3 }));
  sim.advance(20_000);
  expect(ask('GET', `${toys}/old`)).toMatchObject({ size: 3 });
  expect(ask('GET', toys)).toMatchObject({ items: [{ size: 3 }] });
});
