import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  difference,
  emptySet,
  fromFieldsV1,
  insertPath,
  intersection,
  pathTexts,
  toFieldsV1,
  union,
  type FieldSet,
} from './field-set.ts';

const element = fc.constantFrom('f:a', 'f:b', 'k:{"name":"c"}', 'v:"x"');
const paths = fc.array(fc.array(element, { minLength: 1, maxLength: 4 }), { maxLength: 8 });

function setOf(members: readonly (readonly string[])[]): FieldSet {
  const set = emptySet();
  for (const path of members) insertPath(set, path);
  return set;
}

function texts(set: FieldSet): Set<string> {
  return new Set(pathTexts(set));
}

describe('sets of fields', () => {
  it('combine as sets do', () => {
    fc.assert(
      fc.property(paths, paths, (left, right) => {
        const [a, b] = [setOf(left), setOf(right)];
        const [inA, inB] = [texts(a), texts(b)];
        expect(texts(union(a, b))).toEqual(new Set([...inA, ...inB]));
        expect(texts(difference(a, b))).toEqual(new Set([...inA].filter((path) => !inB.has(path))));
        expect(texts(intersection(a, b))).toEqual(new Set([...inA].filter((path) => inB.has(path))));
      }),
    );
  });

  it('survive being written and read', () => {
    fc.assert(
      fc.property(paths, (members) => {
        const set = setOf(members);
        expect(texts(fromFieldsV1(toFieldsV1(set)))).toEqual(texts(set));
      }),
    );
  });

  it('are shown as paths', () => {
    const set = setOf([
      ['f:spec', 'f:containers', 'k:{"name":"c"}', 'f:image'],
      ['f:metadata', 'f:finalizers', 'v:"x"'],
    ]);
    expect(pathTexts(set)).toEqual(['.metadata.finalizers[="x"]', '.spec.containers[name="c"].image']);
  });

  it.each([null, 5, [], { 'f:a': null }, { '.': {}, 'f:a': { '.': {} } }])(
    'read %j without complaint',
    (fields) => {
      expect(() => toFieldsV1(fromFieldsV1(fields))).not.toThrow();
    },
  );
});
