import { expect, test } from 'vitest';
import { leases } from '../api/resources.ts';
import { ApiServer } from '../apiserver/api-server.ts';
import { Simulation } from '../sim/simulation.ts';
import { httpClients } from './http-client.ts';
import { LeaderElector } from './leader-election.ts';

const lock = { namespace: 'kube-system', name: 'kube-scheduler' };

function makeElection() {
  const sim = new Simulation({ seed: 'election', startMs: Date.UTC(2026, 0, 5) });
  const server = new ApiServer({ sim });
  const user = { name: 'admin', groups: ['system:masters', 'system:authenticated'] };
  const client = httpClients.clientFor(server, user, 'test');
  const told: string[] = [];
  const candidate = (identity: string): LeaderElector =>
    new LeaderElector({
      sim,
      client,
      lock,
      identity,
      leaseDurationMs: 15_000,
      renewDeadlineMs: 10_000,
      retryPeriodMs: 2_000,
      onStartedLeading: () => told.push(`${identity} leads`),
      onStoppedLeading: () => told.push(`${identity} lost`),
    });
  const advance = (ms: number): void => sim.advance(sim.nowMs + ms);
  const lease = () => client.get(leases, lock);
  return { client, told, candidate, advance, lease };
}

test('one leads, the other waits until the Lease is given back', () => {
  const { told, candidate, advance, lease } = makeElection();
  const a = candidate('a');
  const b = candidate('b');
  a.start();
  b.start();
  advance(60_000);
  expect(told).toEqual(['a leads']);
  a.stop();
  expect(lease().spec?.holderIdentity).toBe('');
  advance(5_000);
  expect(told).toEqual(['a leads', 'b leads']);
  expect(lease().spec).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
});

test('after a crash the other leads once the Lease has run out', () => {
  const { told, candidate, advance } = makeElection();
  const a = candidate('a');
  const b = candidate('b');
  a.start();
  b.start();
  advance(10_000);
  a.kill();
  advance(12_000);
  expect(told).toEqual(['a leads']);
  advance(10_000);
  expect(told).toEqual(['a leads', 'b leads']);
});

test('a leader whose Lease was taken stops at its deadline', () => {
  const { client, told, candidate, advance, lease } = makeElection();
  candidate('a').start();
  advance(3_000);
  const stolen = lease();
  client.update(leases, { ...stolen, spec: { ...stolen.spec, holderIdentity: 'thief' } });
  advance(9_000);
  expect(told).toEqual(['a leads']);
  advance(5_000);
  expect(told).toEqual(['a leads', 'a lost']);
  expect(lease().spec?.holderIdentity).toBe('thief');
});
