import { expect, it } from 'vitest';
import { podView } from '../state/sample-views.ts';
import { segmentsOf } from './resource-bars.tsx';

const asking = (name: string, cpuMillis: number, owner: string) =>
  podView(name, { owner, requests: { cpuMillis, memoryBytes: 0 } });

it('a bar is made of the pods that ask for something', () => {
  const segments = segmentsOf(
    [asking('a', 100, 'x'), asking('b', 0, 'x'), asking('c', 50, 'y')],
    'cpuMillis',
  );
  expect(segments.map(({ pod, amount }) => [pod.name, amount])).toEqual([
    ['a', 100],
    ['c', 50],
  ]);
});

it('many pods of one owner share a segment', () => {
  const pods = Array.from({ length: 30 }, (_, index) => asking(`p${index}`, 10, index % 3 ? 'x' : 'y'));
  expect(segmentsOf(pods, 'cpuMillis').map(({ pod, amount }) => [pod.owner, amount])).toEqual([
    ['y', 100],
    ['x', 200],
  ]);
});
