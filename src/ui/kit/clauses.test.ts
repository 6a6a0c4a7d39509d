import { expect, it } from 'vitest';
import { clauseParts } from './clauses.tsx';

const message =
  '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. preemption: none.';

it('a message is its clauses and the text between them, in order', () => {
  const parts = clauseParts(message, [
    { text: 'Insufficient cpu', nodes: ['node01', 'node02'] },
    { text: 'node(s) had untolerated taint(s)', nodes: ['controlplane'] },
  ]);
  expect(parts.map((part) => part.text).join('')).toBe(message);
  expect(parts[1]?.text).toBe('1 node(s) had untolerated taint(s)');
  expect(parts.filter((part) => part.nodes).map((part) => part.nodes)).toEqual([
    ['controlplane'],
    ['node01', 'node02'],
  ]);
});

it('a clause that the message does not have is left out', () => {
  expect(
    clauseParts(message, [
      { text: 'other', nodes: [] },
      { text: '', nodes: [] },
    ]),
  ).toEqual([{ text: message }]);
});
