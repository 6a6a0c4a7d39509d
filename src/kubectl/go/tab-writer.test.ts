import { expect, it } from 'vitest';
import { describeLayout, tabbed, tableLayout, TabWriter } from './tab-writer.ts';

it.each([
  ['a table', tableLayout, 'NAME\tAGE\nweb\t5s\n', 'NAME   AGE\nweb    5s\n'],
  ['a wide cell', tableLayout, 'NAME\tAGE\na-long-name\t5s\n', 'NAME          AGE\na-long-name   5s\n'],
  ['an empty cell', tableLayout, 'A\tB\tC\nx\t\ty\n', 'A     B     C\nx           y\n'],
  [
    'a description',
    describeLayout,
    'Name:\tweb\nNamespace:\tdefault\n',
    'Name:       web\nNamespace:  default\n',
  ],
  [
    'columns end where a line has no cell',
    describeLayout,
    'a\tb\nlong line\nccc\td\n',
    'a  b\nlong line\nccc  d\n',
  ],
])('%s', (_, layout, text, expected) => {
  expect(tabbed(layout, (writer) => writer.write(text))).toBe(expected);
});

it('remembers widths over flushes', () => {
  let out = '';
  const writer = new TabWriter((text) => {
    out += text;
  }, tableLayout);
  writer.write('a-long-name\t5s\n');
  writer.flush();
  writer.write('b\t6s\n');
  writer.flush();
  expect(out).toBe('a-long-name   5s\nb             6s\n');
});
