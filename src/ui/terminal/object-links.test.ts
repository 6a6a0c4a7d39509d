import { expect, it } from 'vitest';
import { namesIn } from './object-links.ts';

const known = new Set(['web-7c5ddbdf54-x2x9k', 'node01']);
const find = (name: string) =>
  known.has(name) ? { resource: 'pods', namespace: 'default', name, uid: name } : undefined;

it.each([
  [
    'web-7c5ddbdf54-x2x9k   1/1   Running   node01',
    [
      [0, 20],
      [39, 45],
    ],
  ],
  ['pod/web-7c5ddbdf54-x2x9k created', [[4, 24]]],
  ['web-7c5ddbdf54 is no pod', []],
])('finds names in "%s"', (row, places) => {
  expect(namesIn(row, find).map(({ from, to }) => [from, to])).toEqual(places);
});
