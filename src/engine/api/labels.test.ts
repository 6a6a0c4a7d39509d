import { describe, expect, it } from 'vitest';
import { formatSelector, matchesLabels, parseLabelSelector, selectorFrom } from './labels.ts';

describe('parseLabelSelector', () => {
  it.each([
    ['a=b', { a: 'b' }, true],
    ['a==b', { a: 'c' }, false],
    ['a!=b', {}, true],
    ['a in (x,y)', { a: 'y' }, true],
    ['a notin (x, y)', { a: 'y' }, false],
    ['a notin (x)', {}, true],
    ['a', { a: '' }, true],
    ['!a', { a: '' }, false],
    ['a>1', { a: '2' }, true],
    ['a<1', { a: '2' }, false],
    ['a=b,c', { a: 'b' }, false],
    ['in in (in)', { in: 'in' }, true],
    ['a=', { a: '' }, true],
    ['', { anything: 'x' }, true],
    ['a in (,b)', { a: '' }, true],
    ['a in ()', { a: '' }, true],
    ['constructor', {}, false],
  ])('%s of %j is %s', (text, labels, expected) =>
    expect(matchesLabels(parseLabelSelector(text), labels)).toBe(expected),
  );

  it.each([
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in x', "unable to parse requirement: found 'x' expected: '('"],
    ['a=b,', "found '', expected: identifier after ','"],
    ['=', "found '=', expected: !, identifier, or 'end of string'"],
    ['a in (x', "unable to parse requirement: found '', expected: ',' or ')'"],
  ])('%s is refused', (text, message) => expect(() => parseLabelSelector(text)).toThrow(message));
});

it('formats a selector by key', () =>
  expect(formatSelector(parseLabelSelector('c notin (z,y),!b,a=1,d>2'))).toBe('a=1,!b,c notin (y,z),d>2'));

it('a LabelSelector that is absent matches nothing, an empty one everything', () => {
  expect(matchesLabels(selectorFrom(undefined), {})).toBe(false);
  expect(matchesLabels(selectorFrom({}), {})).toBe(true);
});
