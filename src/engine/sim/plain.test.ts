import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepCopy, deepEqual, deepFreeze, withSortedKeys } from './plain.ts';

describe('plain data', () => {
  it('a copy equals its original and shares nothing with it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const frozen = deepFreeze(structuredClone(value));
        const copy = deepCopy(frozen);
        expect(deepEqual(copy, frozen)).toBe(true);
        expect(
          typeof copy !== 'object' ||
            copy === null ||
            !Object.isFrozen(copy) ||
            Object.keys(copy).length === 0,
        ).toBe(true);
      }),
    );
  });

  it('is sorted by its names all the way down', () => {
    const value = { b: [{ z: 1, y: 2 }], a: null, $patch: 'replace' };
    expect(JSON.stringify(withSortedKeys(value))).toBe('{"$patch":"replace","a":null,"b":[{"y":2,"z":1}]}');
    fc.assert(fc.property(fc.jsonValue(), (any) => deepEqual(withSortedKeys(any), any)));
  });

  it('equality agrees with JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const canonical = (value: unknown): string =>
          JSON.stringify(value, (_key, member: unknown) =>
            typeof member === 'object' && member !== null && !Array.isArray(member)
              ? Object.fromEntries(Object.entries(member).toSorted(([x], [y]) => (x < y ? -1 : 1)))
              : member,
          );
        fc.pre(!canonical([a, b]).includes('-0'));
        expect(deepEqual(a, b)).toBe(canonical(a) === canonical(b));
      }),
    );
  });

  it.each([
    [{ a: undefined }, {}, true],
    [{ a: null }, {}, false],
    [[], {}, false],
    [{ a: 1 }, { b: 1 }, false],
    [[1, 2], [2, 1], false],
  ])('%j and %j: %s', (a, b, equal) => {
    expect([deepEqual(a, b), deepEqual(b, a)]).toEqual([equal, equal]);
  });

  it('a member named __proto__ stays data', () => {
    const copy = deepCopy(JSON.parse('{"__proto__": {"polluted": true}}') as object);
    expect(Object.keys(copy)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
