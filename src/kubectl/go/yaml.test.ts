import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yamlValue } from '../../engine/index.ts';
import { goYaml } from './yaml.ts';

describe('goYaml', () => {
  it.each([
    [{ b: 1, a: 'x' }, 'a: x\nb: 1\n'],
    [{ a: 'yes' }, 'a: "yes"\n'],
    [{ a: 'null' }, 'a: "null"\n'],
    [{ a: '5' }, 'a: "5"\n'],
    [{ a: '' }, 'a: ""\n'],
    [{ a: null }, 'a: null\n'],
    [{ a: {} }, 'a: {}\n'],
    [{ a: [] }, 'a: []\n'],
    [{ a: [{ b: 1, c: 2 }] }, 'a:\n- b: 1\n  c: 2\n'],
    [{ a: [['x']] }, 'a:\n- - x\n'],
    [{ a: 'one\ntwo\n' }, 'a: |\n  one\n  two\n'],
    [{ a: 'one\ntwo' }, 'a: |-\n  one\n  two\n'],
    [{ a: '2026-01-01T00:00:00Z' }, 'a: "2026-01-01T00:00:00Z"\n'],
    [{ a: 'x: y' }, "a: 'x: y'\n"],
    [{ a: true }, 'a: true\n'],
  ])('%j', (value, expected) => expect(goYaml(value)).toBe(expected));

  it('can be read back', () => {
    const text = fc.string({ unit: fc.constantFrom(...'abyes01.:-#\'"{}[] \n~'.split('')), maxLength: 20 });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), text), (value) => {
        expect(yamlValue(goYaml({ data: value }))).toEqual({ data: { ...value } });
      }),
    );
  });
});
