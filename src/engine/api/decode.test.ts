import { describe, expect, it } from 'vitest';
import { base64Problem } from './base64.ts';
import { decodeKind } from './decode.ts';
import { readJson } from './json.ts';

const pod = (spec: object, metadata: object = { name: 'p' }) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec,
});

describe('decodeKind', () => {
  it.each([
    [
      pod({ containers: [{ ports: [{ containerPort: '80' }] }] }),
      'json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
    ],
    [
      pod({ containers: {} }),
      'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
    ],
    [
      pod({ nodeSelector: { a: 1 } }),
      'json: cannot unmarshal number into Go struct field PodSpec.spec.nodeSelector of type string',
    ],
    [
      pod({ terminationGracePeriodSeconds: 1.5 }),
      'json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64',
    ],
    [
      pod({}, { labels: 'a=b' }),
      'json: cannot unmarshal string into Go struct field ObjectMeta.metadata.labels of type map[string]string',
    ],
    [
      { ...pod({}), spec: [] },
      'json: cannot unmarshal array into Go struct field Pod.spec of type v1.PodSpec',
    ],
    [
      pod({ containers: [{ resources: { requests: { cpu: true } } }] }),
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [
      pod({}, { creationTimestamp: 'x' }),
      'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"',
    ],
  ])('%j', (body, message) => expect(() => decodeKind('v1', 'Pod', body)).toThrow(message));

  it('keeps known fields, leaves nulls out and names the rest', () => {
    const { value, duplicates } = readJson(
      '{"kind":"Pod","metadata":{"labels":{"a":"1","a":"2"}},"spec":{"foo":1,"foo":2,"nodeName":null,"containers":[{"name":"c","Name":"x"}]}}',
    );
    expect(decodeKind('v1', 'Pod', value, duplicates)).toEqual({
      object: {
        kind: 'Pod',
        metadata: { labels: { a: '2' } },
        spec: { containers: [{ name: 'c', resources: {} }] },
        status: {},
      },
      strictProblems: [
        'duplicate field "metadata.labels.a"',
        'unknown field "spec.foo"',
        'unknown field "spec.containers[0].Name"',
      ],
    });
  });
});

describe('readJson', () => {
  it.each([
    ['', 'unexpected end of JSON input'],
    ['{"a":1', 'unexpected end of JSON input'],
    ['no', "invalid character 'o' in literal null (expecting 'u')"],
    ['{"a":1.}', "invalid character '}' after decimal point in numeric literal"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
    ['[1 2]', "invalid character '2' after array element"],
    ['1 2', "invalid character '2' after top-level value"],
    ['['.repeat(1001), 'exceeded max depth'],
  ])('%s is refused', (text, message) => expect(() => readJson(text)).toThrow(message));

  it.each(['{"a":[1,-2.5e3,"x\\n\\u00e9\\\\",true,null,{}]}', '"\\ud83d\\ude00"', ' [ ] '])('%s', (text) =>
    expect(readJson(text).value).toEqual(JSON.parse(text)),
  );

  it('keeps __proto__ as a plain member', () =>
    expect(Object.keys(readJson('{"__proto__":{"x":1}}').value as object)).toEqual(['__proto__']));
});

it.each([
  ['YQ==', undefined],
  ['YWI=', undefined],
  ['YWJj\nYWJj', undefined],
  ['', undefined],
  ['not base64!', 3],
  ['YQ=', 3],
  ['YQ==x', 4],
])('the base64 of %j breaks at %s', (text, position) => expect(base64Problem(text)).toBe(position));
