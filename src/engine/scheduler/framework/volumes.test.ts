import { expect, test } from 'vitest';
import { makeNode } from '../../../testing/make-node.ts';
import type { NodeSelectorTerm, PersistentVolume } from '../../api/types.ts';
import { volumeFitsNode } from './volumes.ts';

const node = makeNode('n1').labels({ disk: 'ssd' }).obj();
const named = { key: 'metadata.name', operator: 'In' as const };

test.each<{ says: string; term: NodeSelectorTerm; expected: boolean }>([
  {
    says: 'labels count',
    term: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['hdd'] }] },
    expected: false,
  },
  {
    says: "a node's name does not",
    term: {
      matchExpressions: [{ key: 'disk', operator: 'Exists' }],
      matchFields: [{ ...named, values: ['n2'] }],
    },
    expected: true,
  },
  {
    says: 'but it must be well-formed',
    term: { matchFields: [{ ...named, values: ['n1', 'n2'] }] },
    expected: false,
  },
])('affinity of a volume: $says', ({ term, expected }) => {
  const volume = { spec: { nodeAffinity: { required: { nodeSelectorTerms: [term] } } } } as PersistentVolume;
  expect(volumeFitsNode(volume, node)).toBe(expected);
});
