import { expect, it } from 'vitest';
import type { Pod } from '../api/types.ts';
import { podsToPreempt } from './preemption.ts';

function pod(
  name: string,
  qosClass: 'BestEffort' | 'Burstable' | 'Guaranteed',
  cpu = '0',
  memory = '0',
): Pod {
  const requests = { ...(cpu !== '0' && { cpu }), ...(memory !== '0' && { memory }) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'c', image: 'nginx', resources: { requests } }] },
    status: { qosClass },
  };
}

const critical: Pod = { ...pod('critical', 'BestEffort'), spec: { priority: 2_000_000_000, containers: [] } };

const bestEffort = pod('best', 'BestEffort');
const small = pod('small', 'Burstable', '100m');
const large = pod('large', 'Burstable', '500m');
const guaranteed = pod('guaranteed', 'Guaranteed', '500m', '1Gi');

it.each<[what: string, missing: Record<string, number>, victims: string[] | undefined]>([
  ['the smallest that does', { cpu: 80 }, ['small']],
  ['one that does rather than several', { cpu: 400 }, ['large']],
  ['lower classes before higher ones', { cpu: 550 }, ['large', 'small']],
  ['higher classes where the lower ones do not do', { cpu: 700 }, ['large', 'guaranteed']],
  ['whoever has the resource', { memory: 1 }, ['guaranteed']],
  ['anybody for a place', { pods: 1 }, ['best']],
  ['nobody where all of them do not do', { cpu: 5000 }, undefined],
])('ends %s', (_what, missing, victims) => {
  const shortages = Object.entries(missing).map(([resource, requested]) => ({
    resource,
    requested,
    used: 0,
    capacity: 0,
  }));
  const found = podsToPreempt(critical, [large, guaranteed, bestEffort, small], shortages);
  expect(found?.map(({ metadata }) => metadata.name).toSorted()).toEqual(victims?.toSorted());
});
