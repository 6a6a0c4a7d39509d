import { expect, it } from 'vitest';
import { wordWrap } from './word-wrap.ts';

it.each([
  ['stays', 'one two', 'one two'],
  ['breaks before the word that goes past', 'one two three', 'one two\nthree'],
  ['fills a line to its end', 'one two 45', 'one two 45'],
  ['keeps runs of blanks', 'a.  b', 'a.  b'],
  ['drops the blanks at a break', 'one two  three', 'one two\nthree'],
  ['keeps line breaks', 'one\n\n - two', 'one\n\n - two'],
  ['lets a long word stand alone', 'a 0123456789abc z', 'a\n0123456789abc\nz'],
  ['begins no line anew for a long first word', '0123456789abc', '0123456789abc'],
])('%s', (_what, text, wrapped) => expect(wordWrap(text, 10)).toBe(wrapped));
