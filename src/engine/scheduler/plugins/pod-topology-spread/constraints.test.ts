import { expect, test } from 'vitest';
import { matchesLabels } from '../../../api/labels.ts';
import type { LabelSelector } from '../../../api/types.ts';
import { spreadConstraints } from './constraints.ts';

test.each<{
  says: string;
  labelSelector: LabelSelector | undefined;
  other: Record<string, string>;
  matches: boolean;
}>([
  {
    says: 'both must match',
    labelSelector: { matchLabels: { app: 'web' } },
    other: { app: 'web', version: '2' },
    matches: false,
  },
  {
    says: 'and do',
    labelSelector: { matchLabels: { app: 'web' } },
    other: { app: 'web', version: '1' },
    matches: true,
  },
  { says: 'an empty selector adds nothing', labelSelector: {}, other: { version: '1' }, matches: true },
  { says: 'no selector matches nothing', labelSelector: undefined, other: { version: '1' }, matches: false },
])('matchLabelKeys beside a selector: $says', ({ labelSelector, other, matches }) => {
  const [constraint] = spreadConstraints(
    [
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        matchLabelKeys: ['version', 'absent'],
        ...(labelSelector && { labelSelector }),
      },
    ],
    { app: 'web', version: '1' },
    'DoNotSchedule',
  );
  expect(constraint !== undefined && matchesLabels(constraint.selector, other)).toBe(matches);
});
