import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CostBudget } from './evaluate.ts';
import { compileCel, isCelProblem, resultProblem, type CelEnvironment } from './expression.ts';
import { fromHost, toHost } from './host-values.ts';
import { boolType, dynType, intType, stringType } from './types.ts';
import { CelCostError, CelError, type CelValue } from './values.ts';

// What the language means is held by the recorded cases in conformance/cel.

const environment: CelEnvironment = { variables: new Map([['object', dynType]]) };
const object = {
  name: 'web',
  replicas: 3,
  list: [1, 2, 3],
  nested: { list: [{ a: 1 }, { a: 2 }] },
  none: null,
};

function evaluate(source: string, host: unknown = object, limit = 1_000_000): CelValue {
  const value = fromHost(host);
  return compileCel(source, environment).evaluate(
    (name) => (name === 'object' ? value : undefined),
    new CostBudget(limit),
  );
}

test('objects of the API go in and come out', () => {
  expect(toHost(evaluate('object'))).toBe(object);
  expect(toHost(evaluate('{"a": dyn(object.list.map(x, x * 2)), "b": object.none}'))).toEqual({
    a: [2, 4, 6],
    b: null,
  });
  expect(evaluate('object.nested.list.exists(x, x.a == 2)')).toBe(true);
});

test('keys that objects inherit are no keys', () => {
  expect(() => evaluate('object.__proto__')).toThrow('no such key: __proto__');
  expect(evaluate('has(object.constructor)')).toBe(false);
  expect(Object.hasOwn(toHost(evaluate('{"__proto__": 1}')) as object, '__proto__')).toBe(true);
});

test('the type of the result is asked for by its name', () => {
  expect(resultProblem(compileCel('1', environment), boolType)).toBe('must evaluate to bool but got int');
  expect(resultProblem(compileCel('object.a', environment), boolType)).toBe(
    'must evaluate to bool but got dyn',
  );
  expect(resultProblem(compileCel('true', environment), stringType, intType)).toBe(
    'must evaluate to one of [string int] but got bool',
  );
});

test.each([
  'object.list.all(a, object.list.all(b, object.list.all(c, object.list.all(d, object.list.all(e, true)))))',
  'object.text.matches("(a|a)*b")',
  '[object.text, object.text].map(x, x + x + x + x).map(x, x + x + x + x).map(x, x + x + x + x).size() == 0',
  'lists.range(1000000).map(x, x).size() == 0',
])('%s ends when its budget is used up', (source) => {
  const list = Array.from({ length: 1_000 }, (_, index) => index);
  expect(() => evaluate(source, { list, text: 'a'.repeat(100_000) }, 10_000)).toThrow(CelCostError);
});

test.each(['('.repeat(1_000), '!'.repeat(5_000), '[[['.repeat(200), 'a.'.repeat(5_000), '1+'.repeat(5_000)])(
  'what nests deeply is refused',
  (source) => {
    expect(() => compileCel(source, environment)).toThrow();
  },
);

const words =
  `object x 1 2u 1.5 "a" b"a" true null int size all map has . .? ( ) [ ] { } , : ? + - * / % ! && || == != < >= list name quantity("1") duration("1s") @ " '''`
    .split(' ')
    .concat(' in ');

test('any text is an expression or a problem that is told, and evaluating it succeeds or fails properly', () => {
  const source = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.constantFrom(...words), { maxLength: 15 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(source, fc.jsonValue(), (text, host) => {
      try {
        evaluate(text, host, 10_000);
      } catch (error) {
        expect(isCelProblem(error), String(error)).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('one side of a logical operator makes up for an error on the other', () => {
  expect(evaluate('object.nothing || true')).toBe(true);
  expect(evaluate('false && object.nothing')).toBe(false);
  expect(() => evaluate('object.nothing || false')).toThrow(CelError);
});
