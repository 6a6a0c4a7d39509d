import { describe, expect, it } from 'vitest';
import { unifiedHunks } from './unified-diff.ts';

const lines = (...words: (string | number)[]): string => words.map((word) => `${word}\n`).join('');

describe('unifiedHunks', () => {
  it.each([
    ['nothing', lines('a'), lines('a'), ''],
    ['a change', lines('a', 'b', 'c'), lines('a', 'x', 'c'), '@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n'],
    ['a new file', '', lines('a', 'b'), '@@ -0,0 +1,2 @@\n+a\n+b\n'],
    ['an emptied file', lines('a'), '', '@@ -1 +0,0 @@\n-a\n'],
    [
      'far from the start',
      lines(1, 2, 3, 4, 5, 6),
      lines(1, 2, 3, 4, 5, 6, 7),
      '@@ -4,3 +4,4 @@\n 4\n 5\n 6\n+7\n',
    ],
    [
      'two places',
      lines('a', 1, 2, 3, 4, 5, 6, 7, 'b'),
      lines('x', 1, 2, 3, 4, 5, 6, 7, 'y'),
      '@@ -1,4 +1,4 @@\n-a\n+x\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+y\n',
    ],
    [
      'two places near each other',
      lines('a', 1, 2, 3, 4, 5, 6, 'b'),
      lines('x', 1, 2, 3, 4, 5, 6, 'y'),
      '@@ -1,8 +1,8 @@\n-a\n+x\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+y\n',
    ],
  ])('%s', (_, before, after, expected) => expect(unifiedHunks(before, after)).toBe(expected));
});
