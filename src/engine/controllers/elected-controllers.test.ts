import { expect, test } from 'vitest';
import { namespaces, serviceAccounts } from '../api/resources.ts';
import type { Namespace } from '../api/types.ts';
import { ApiServer } from '../apiserver/api-server.ts';
import { httpClients } from '../client/http-client.ts';
import { Simulation } from '../sim/simulation.ts';
import { noTrace } from '../sim/trace.ts';
import { startElectedControllers } from './elected-controllers.ts';

test('one candidate works, and the other takes over when it is gone', () => {
  const sim = new Simulation({ seed: 'election', startMs: Date.UTC(2026, 0, 5) });
  const server = new ApiServer({ sim });
  const admin = httpClients.clientFor(server, { name: 'admin', groups: ['system:masters'] }, 'test');
  const start = (identity: string) =>
    startElectedControllers({
      sim,
      trace: noTrace,
      handler: server,
      clients: httpClients,
      rootCa: 'ca',
      identity,
      onLost: () => {},
    });
  const hasAccount = (namespace: string): boolean => {
    const namespaceObject: Namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
    admin.create(namespaces, namespaceObject);
    sim.advance(sim.nowMs + 1000);
    return admin.list(serviceAccounts, { namespace }).items.length === 1;
  };
  const first = start('first');
  sim.advance(sim.nowMs + 1000);
  const second = start('second');
  sim.advance(sim.nowMs + 1000);
  expect(hasAccount('a')).toBe(true);
  first.kill();
  expect(hasAccount('b')).toBe(false);
  sim.advance(sim.nowMs + 20_000);
  expect(admin.list(serviceAccounts, { namespace: 'b' }).items).toHaveLength(1);
  second.stop();
  expect(hasAccount('c')).toBe(false);
});
