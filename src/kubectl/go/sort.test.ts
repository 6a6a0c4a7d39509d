import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareStrings, goSort, sortedKeys } from './sort.ts';

describe('goSort', () => {
  it('sorts whatever it is given', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 300 }), (items) => {
        const sorted = goSort([...items], (a, b) => a < b);
        expect(sorted).toEqual(items.toSorted((a, b) => a - b));
      }),
    );
  });

  it('keeps every item when all are ties', () => {
    const items = Array.from({ length: 100 }, (_, index) => index);
    expect(goSort([...items], () => false).toSorted((a, b) => a - b)).toEqual(items);
  });

  it('leaves few ties in their order, as insertion does', () => {
    const items = Array.from({ length: 12 }, (_, index) => ({ key: 0, index }));
    expect(goSort([...items], (a, b) => a.key < b.key)).toEqual(items);
  });
});

describe('compareStrings', () => {
  it.each([
    ['a', 'b', -1],
    ['b', 'a', 1],
    ['a', 'a', 0],
    ['A', 'a', -1],
    ['a', 'aa', -1],
    // By bytes of UTF-8 and not by UTF-16 units.
    ['\uffff', '\u{10000}', -1],
  ])('%j and %j: %i', (a, b, sign) => expect(Math.sign(compareStrings(a, b))).toBe(sign));
});

it('sortedKeys copes with nothing', () => {
  expect(sortedKeys(undefined)).toEqual([]);
  expect(sortedKeys({ b: 1, a: 2 })).toEqual(['a', 'b']);
});
