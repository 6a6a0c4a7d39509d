import { expect, test } from 'vitest';
import { fitErrorMessage } from './fit-error.ts';
import { NodeStatuses } from './node-statuses.ts';
import { unresolvable, unschedulable } from './status.ts';

function messageOf(
  statuses: NodeStatuses,
  allNodes: number,
  texts: { preFilterMessage?: string; postFilterMessage?: string } = {},
): string {
  const none = new Set<string>();
  const diagnosis = { statuses, unschedulablePlugins: none, pendingPlugins: none };
  return fitErrorMessage({ preFilterMessage: '', postFilterMessage: '', ...diagnosis, ...texts }, allNodes);
}

test('every reason of every node counts, and they are sorted as text', () => {
  const statuses = new NodeStatuses();
  for (let index = 0; index < 10; index++) statuses.set(`n${index}`, unschedulable('P', 'x'));
  statuses.set('n10', unschedulable('Q', 'y', 'x'));
  statuses.set('n11', unresolvable('Q', 'y'));
  expect(messageOf(statuses, 12)).toBe('0/12 nodes are available: 11 x, 2 y.');
});

test('nodes that were never looked at count with the common answer', () => {
  const statuses = new NodeStatuses(unresolvable('', "node(s) didn't satisfy plugin(s) [NodeAffinity]"));
  statuses.set('n1', unschedulable('P', 'Insufficient cpu'));
  expect(messageOf(statuses, 3)).toBe(
    "0/3 nodes are available: 1 Insufficient cpu, 2 node(s) didn't satisfy plugin(s) [NodeAffinity].",
  );
});

test('what PreFilter says stands for all nodes; what PostFilter says follows as it is', () => {
  const statuses = new NodeStatuses(unresolvable('P', 'no'));
  expect(messageOf(statuses, 3, { preFilterMessage: 'no', postFilterMessage: 'not found' })).toBe(
    '0/3 nodes are available: no. not found',
  );
});
