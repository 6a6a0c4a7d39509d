import { describe, expect, it } from 'vitest';
import type { Deployment, ReplicaSet } from '../../api/types.ts';
import { newSetAnnotations, revisionAnnotation, revisionOf } from './annotations.ts';

const annotated = <Kind>(annotations: Record<string, string>): Kind =>
  ({ metadata: { name: 'web', annotations } }) as Kind;

describe('revisions of ReplicaSets', () => {
  it.each<[string, string, bigint]>([
    ['counts', '3', 3n],
    ['is as long as an int64', '3546343826724305832', 3546343826724305832n],
    ['is nothing where it is no number', 'three', 0n],
  ])('%s', (_, text, revision) => {
    expect(revisionOf(annotated<ReplicaSet>({ [revisionAnnotation]: text }))).toBe(revision);
  });

  it.each<[string, Record<string, string>, bigint, Record<string, string>]>([
    ['a new set gets its first', {}, 1n, { [revisionAnnotation]: '1' }],
    [
      'an old one that is taken again rises, and remembers',
      { [revisionAnnotation]: '3546343826724305832' },
      3546343826724305833n,
      {
        [revisionAnnotation]: '3546343826724305833',
        'deployment.kubernetes.io/revision-history': '3546343826724305832',
      },
    ],
    ['none falls', { [revisionAnnotation]: '5' }, 4n, { [revisionAnnotation]: '5' }],
    ['what is no number stays', { [revisionAnnotation]: 'x' }, 4n, { [revisionAnnotation]: 'x' }],
  ])('%s', (_, annotations, revision, expected) => {
    const set = annotated<ReplicaSet>(annotations);
    expect(newSetAnnotations(annotated<Deployment>({}), set, revision)).toEqual(expected);
  });
});
