import { expect, test } from 'vitest';
import type { Decision } from '../protocol.ts';
import { briefed } from './briefed.ts';

const decision = (id: number, nodes: number): Decision => ({
  id,
  atMs: 0,
  schedulerName: 'default-scheduler',
  podUid: `uid-${id}`,
  podNamespace: 'default',
  podName: `pod-${id}`,
  outcome: 'unschedulable',
  message: '',
  sentence: '',
  clauses: [],
  verdicts: Array.from({ length: nodes }, (_, node) => ({ nodeName: `node${node}`, verdict: 'fits' })),
});
const idsOfWhole = (decisions: readonly Decision[]): number[] =>
  decisions.filter(({ verdicts }) => verdicts.length > 0).map(({ id }) => id);

test.each([
  ['few nodes: all are whole', 3, 200, 200],
  ['100 nodes: the newest ten are whole', 100, 200, 10],
  ['5,000 nodes: the newest is whole', 5_000, 2, 1],
])('%s', (_, nodes, count, whole) => {
  const given = Array.from({ length: count }, (_, id) => decision(id, nodes));
  const told = briefed(given);
  expect(told.map(({ id }) => id)).toEqual(given.map(({ id }) => id));
  expect(idsOfWhole(told)).toEqual(given.slice(-whole).map(({ id }) => id));
  expect(told.filter(({ brief }) => brief)).toHaveLength(count - whole);
});
