import { expect, it } from 'vitest';
import { jsonDiff } from './line-diff.ts';

it('shows changed lines with three lines around them', () => {
  const expected = [
    '@@ -2,6 +2,6 @@',
    '  "a": 1,',
    '  "b": 2,',
    '  "c": 3,',
    '- "d": 4,',
    '+ "d": 9,',
    '  "e": 5',
    ' }',
  ];
  const difference = jsonDiff({ a: 1, b: 2, c: 3, d: 4, e: 5 }, { a: 1, b: 2, c: 3, d: 9, e: 5 });
  expect(difference.split('\n')).toEqual([...expected, '']);
});

it('says nothing about equal values', () => expect(jsonDiff({ a: 1 }, { a: 1 })).toBe(''));
