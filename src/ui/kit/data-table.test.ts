import { expect, it } from 'vitest';
import { filtered, sorted } from './data-table.tsx';
import type { Column } from './data-table.tsx';

const rows = [
  { name: 'b', age: 2 },
  { name: 'a', age: 2 },
  { name: 'c', age: 1 },
];
const columns: Column<(typeof rows)[number]>[] = [
  { id: 'age', title: 'Age', width: '1fr', cell: (row) => row.age, order: (row) => row.age },
];

it('filters by all words in any order and case', () => {
  const text = (row: (typeof rows)[number]): string => `pod ${row.name} Age${row.age}`;
  expect(filtered(rows, 'AGE2 pod', text).map((row) => row.name)).toEqual(['b', 'a']);
  expect(filtered(rows, ' ', text)).toBe(rows);
});

it('sorts by one column and equal rows stay in their order', () => {
  const names = (descending: boolean): string =>
    sorted(rows, columns, { column: 'age', descending })
      .map((row) => row.name)
      .join('');
  expect(names(false)).toBe('cba');
  expect(names(true)).toBe('abc');
});
