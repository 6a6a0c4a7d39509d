import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRegExp, RegExpError } from './regexp.ts';

test.each<[string, string, string | undefined]>([
  ['a+b', 'xaab', 'aab'],
  ['a|ab', 'ab', 'a'],
  ['(?i)straße', 'STRAßE', 'STRAßE'],
  ['^b', 'a\nb', undefined],
  ['(?m)^b', 'a\nb', 'b'],
  ['a.c', 'a\nc', undefined],
  ['(?s)a.c', 'a\nc', 'a\nc'],
  ['a{2,3}?', 'aaaa', 'aa'],
  ['x*', 'aaa', ''],
  [String.raw`\bcat\b`, 'a cat!', 'cat'],
  [String.raw`[[:digit:]\-x]+`, 'ab1-x2', '1-x2'],
  [String.raw`\p{Greek}+`, 'abc αβγ', 'αβγ'],
  [String.raw`[^a-c]`, 'abcd', 'd'],
  [String.raw`\Qa.b\E+`, 'a.bbb', 'a.bbb'],
  ['😀.', 'x😀y', '😀y'],
])('%s on %j finds %j', (pattern, text, found) => {
  const [start, end] = parseRegExp(pattern).exec(text) ?? [];
  expect(start === undefined ? undefined : text.slice(start, end)).toBe(found);
});

test('groups know where they matched', () => {
  expect(parseRegExp('(a)|(b)').exec('xb')).toEqual([1, 2, -1, -1, 1, 2]);
});

test.each([
  ['(', 'missing closing ): `(`'],
  ['a)', 'unexpected ): `a)`'],
  ['*a', 'missing argument to repetition operator: `*`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['[a', 'missing closing ]: `[a`'],
  ['[z-a]', 'invalid character class range: `z-a`'],
  ['a{1001}', 'invalid repeat count: `{1001}`'],
  ['\\', 'trailing backslash at end of expression: ``'],
  ['a(?=b)', 'invalid or unsupported Perl syntax: `(?=`'],
])('%s cannot be read', (pattern, message) => {
  expect(() => parseRegExp(pattern)).toThrow(message);
});

test('patterns that make backtracking engines run away are done at once', () => {
  expect(parseRegExp('^(a+)+$').test(`${'a'.repeat(5_000)}b`)).toBe(false);
  expect(parseRegExp('(a|aa)*c').test('a'.repeat(5_000))).toBe(false);
});

test('what it says agrees with JavaScript where the two languages are one', () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(?:ab)', 'c');
  const piece = fc.tuple(atom, fc.constantFrom('', '*', '+', '?', '{1,2}', '*?')).map(([a, r]) => a + r);
  const pattern = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (source, subject) => {
      const found = parseRegExp(source).exec(subject);
      const expected = new RegExp(source, 'u').exec(subject);
      expect(found?.slice(0, 2)).toEqual(
        expected === null ? undefined : [expected.index, expected.index + expected[0].length],
      );
    }),
  );
});

test('any text is a pattern or a RegExpError', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string(), (source, subject) => {
      try {
        parseRegExp(source).test(subject);
      } catch (error) {
        expect(error).toBeInstanceOf(RegExpError);
      }
    }),
  );
});
