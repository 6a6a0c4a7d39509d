import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ApiHandler } from '../api/http.ts';
import { configMaps } from '../api/resources.ts';
import type { ConfigMap } from '../api/types.ts';
import { ApiServer } from '../apiserver/api-server.ts';
import { Simulation } from '../sim/simulation.ts';
import { httpClients } from './http-client.ts';
import { Informer } from './informer.ts';
import { objectKey } from './store.ts';

const admin = { name: 'admin', groups: ['system:masters'] };

function setUp() {
  const sim = new Simulation({ seed: 'informer', startMs: Date.UTC(2026, 0, 5) });
  const server = new ApiServer({ sim });
  let down = false;
  const handler: ApiHandler = {
    handle: (request) => (down ? { status: 503, headers: {} } : server.handle(request)),
  };
  const client = httpClients.clientFor(server, admin, 'test');
  const informer = new Informer<ConfigMap>({
    sim,
    client: httpClients.clientFor(handler, admin, 'informer'),
    resource: configMaps,
    namespace: 'default',
  });
  const goDown = (value: boolean): void => void (down = value);
  return { sim, server, client, informer, goDown };
}

function configMap(name: string, value: string): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data: { value } };
}

describe('Informer', () => {
  test('tells what is there, what changes and what goes, in order', () => {
    const { sim, client, informer } = setUp();
    client.create(configMaps, configMap('a', '1'));
    const told: string[] = [];
    informer.addHandler({
      onAdd: ({ metadata, data }) => told.push(`+${metadata.name} ${data?.['value']}`),
      onUpdate: (old, { metadata, data }) =>
        told.push(`${metadata.name} ${old.data?.['value']}→${data?.['value']}`),
      onDelete: ({ metadata }) => told.push(`-${metadata.name}`),
    });
    informer.start();
    sim.advance(sim.nowMs);
    expect(informer.hasSynced).toBe(true);
    const a = client.get(configMaps, { namespace: 'default', name: 'a' });
    client.update(configMaps, { ...a, data: { value: '2' } });
    client.create(configMaps, configMap('b', '1'));
    client.delete(configMaps, { namespace: 'default', name: 'a' });
    sim.advance(sim.nowMs);
    expect(told).toEqual(['+a 1', 'a 1→2', '+b 1', '-a']);
  });

  test('waits for a server that is away, ever longer, and then knows all', () => {
    const { sim, client, informer, goDown } = setUp();
    goDown(true);
    informer.start();
    sim.advance(sim.nowMs + 20_000);
    expect(informer.hasSynced).toBe(false);
    client.create(configMaps, configMap('a', '1'));
    goDown(false);
    sim.advance(sim.nowMs + 60_000);
    expect([...informer.lister.values()].map(({ metadata }) => metadata.name)).toEqual(['a']);
  });

  test('equals the API after any operations, and indexes with it', () => {
    const operation = fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      what: fc.constantFrom('put', 'put', 'delete', 'compact', 'wait'),
      value: fc.constantFrom('x', 'y', 'z'),
    });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
        const { sim, server, client, informer } = setUp();
        informer.addIndex('value', ({ data }) => [data?.['value'] ?? '']);
        informer.start();
        for (const { name, what, value } of operations) {
          const key = { namespace: 'default', name };
          const there = client
            .list(configMaps, { namespace: 'default' })
            .items.find(({ metadata }) => metadata.name === name);
          if (what === 'compact') server.compact();
          else if (what === 'wait') sim.advance(sim.nowMs + 5);
          else if (what === 'delete' && there !== undefined) client.delete(configMaps, key);
          else if (what === 'put' && there === undefined) client.create(configMaps, configMap(name, value));
          else if (what === 'put' && there !== undefined)
            client.update(configMaps, { ...there, data: { value } });
        }
        sim.advance(sim.nowMs + 120_000);
        const api = client.list(configMaps, { namespace: 'default' }).items;
        const known = (items: Iterable<ConfigMap>): unknown[] =>
          [...items]
            .map((item) => JSON.stringify([objectKey(item), item.metadata.resourceVersion, item.data]))
            .toSorted();
        expect(known(informer.lister.values())).toEqual(known(api));
        for (const value of ['x', 'y', 'z']) {
          expect(known(informer.lister.byIndex('value', value))).toEqual(
            known(api.filter(({ data }) => data?.['value'] === value)),
          );
        }
      }),
      { numRuns: 40 },
    );
  });
});
