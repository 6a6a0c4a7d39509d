import { describe, expect, it } from 'vitest';
import { lineAndColumn, parseYaml, strictYamlProblem, yamlValue } from './yaml.ts';

describe('plain scalars are those of kubectl', () => {
  it.each([
    ['0644', 420],
    ['0o644', 420],
    ['0x1F', 31],
    ['0b101', 5],
    ['1_000', 1000],
    ['12:30:45', '12:30:45'],
    ['1e3', 1000],
    ['.5', 0.5],
    ['08', 8],
    ['yes', true],
    ['y', true],
    ['No', false],
    ['off', false],
    ['~', null],
    ['2024-01-01', '2024-01-01'],
    ['100m', '100m'],
    ['-0644', -420],
    ['1.2.3', '1.2.3'],
    ['"yes"', 'yes'],
  ])('%s', (text, value) => expect(yamlValue(`v: ${text}`)).toEqual({ v: value }));
});

it('of repeated keys the last one wins', () => expect(yamlValue('a: 1\na: 2\n')).toEqual({ a: 2 }));

it.each<[string, string, string | undefined]>([
  [
    'a key that repeats one',
    'a: 1\nb:\n  c: 1\n  c: 2\na: 3\n',
    'line 4: key "c" already set in map\n  line 5: key "a" already set in map',
  ],
  ['the same keys in two maps', 'a: {x: 1}\nb: {x: 1}\nc: [{x: 1}, {x: 1}]\n', undefined],
])('strict reading minds %s', (_, text, problems) => {
  const [document] = parseYaml(text);
  const start = 'error converting YAML to JSON: yaml: unmarshal errors:\n  ';
  expect(document && strictYamlProblem(document)).toBe(problems && start + problems);
});

describe('mistakes are named as go-yaml does', () => {
  it.each([
    ['metadata:\n\tname: x\n', 'yaml: line 2: found character that cannot start any token'],
    ['kind: Pod\n metadata:\n  name: x\n', 'yaml: line 2: mapping values are not allowed in this context'],
    ['a: v1\nkind: "Pod\nmetadata: {name: x}\n', 'yaml: line 4: found unexpected end of stream'],
    ['metadata:\n  name: a: b\n', 'yaml: line 2: mapping values are not allowed in this context'],
    ['a:\n  - name: x\n    image: y\n  nodeName: z\n', "yaml: line 3: did not find expected '-' indicator"],
    ['{"apiVersion":"v1",', 'yaml: line 1: did not find expected node content'],
    ['a: [', 'yaml: line 1: did not find expected node content'],
    ['a: [1, 2\nb: 3\n', "yaml: line 1: did not find expected ',' or ']'"],
    ['metadata:\n  name: x\n labels: y\n', 'yaml: line 2: did not find expected key'],
  ])('%j', (text, message) => expect(() => parseYaml(text)).toThrow(message));
});

describe('what asks for too much is refused', () => {
  const laughs = Array.from({ length: 9 }, (_, n) =>
    n === 0 ? 'a0: &a0 [x,x,x,x,x,x,x,x,x,x]' : `a${n}: &a${n} [${`*a${n - 1},`.repeat(10)}]`,
  ).join('\n');
  it.each([
    ['depth', '['.repeat(50_000)],
    ['a cycle', 'a: &a {b: *a}'],
    ['a billion laughs', laughs],
  ])('%s', (_name, text) => expect(() => parseYaml(text)).toThrow());
});

it('every value has a place', () => {
  const text = 'spec:\n  containers:\n  - name: c\n    image: nginx\n---\na~b/c: 1\n';
  const [first, second] = parseYaml(text);
  const place = (document: typeof first, pointer: string) =>
    lineAndColumn(text, document?.positions.get(pointer)?.start ?? -1);
  expect(place(first, '/spec/containers/0/image')).toEqual({ line: 3, column: 11 });
  expect(place(second, '/a~0b~1c')).toEqual({ line: 5, column: 7 });
});
