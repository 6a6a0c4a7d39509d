import { expect, it } from 'vitest';
import type { Node } from '../api/types.ts';
import { TestCluster } from '../../testing/test-cluster.ts';

const path = '/api/v1/nodes/node01';

it('offers to pods what somebody has advertised in its capacity, until it is taken back', () => {
  const cluster = TestCluster.booted();
  const patch = (operation: object): void =>
    void cluster.request('PATCH', `${path}/status`, [operation] as never, 'application/json-patch+json');
  const dongles = (): (string | number | undefined)[] => {
    const { capacity, allocatable } = cluster.advanceMs(30_000).get<Node>(path).status ?? {};
    return [capacity, allocatable].map((list) => list?.['example.com/dongle']);
  };
  patch({ op: 'add', path: '/status/capacity/example.com~1dongle', value: '4' });
  expect(dongles()).toEqual(['4', '4']);
  patch({ op: 'remove', path: '/status/capacity/example.com~1dongle' });
  expect(dongles()).toEqual([undefined, undefined]);
});
