import { expect, it } from 'vitest';
import type { Schema } from './schema.ts';
import { customTypedProblem } from './typed-problem.ts';

const schema: Schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'integer' },
        port: { 'x-kubernetes-int-or-string': true },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        list: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
        anything: { type: 'object' },
        open: {
          type: 'object',
          properties: { a: { type: 'boolean' } },
          'x-kubernetes-preserve-unknown-fields': true,
        },
        template: { type: 'object', 'x-kubernetes-embedded-resource': true },
      },
    },
  },
};

it.each<[what: string, configuration: object, problem: string | undefined]>([
  ['what every object has', { apiVersion: 'a/v1', kind: 'A', metadata: { name: 'a' } }, undefined],
  ['an unknown field', { extra: 1 }, '.extra: field not declared in schema'],
  ['unknown metadata', { metadata: { more: 1 } }, '.metadata.more: field not declared in schema'],
  ['an unknown field further down', { spec: { more: 1 } }, '.spec.more: field not declared in schema'],
  [
    'what is in a list',
    { spec: { list: [{ more: 1 }] } },
    '.spec.list[0].more: field not declared in schema',
  ],
  ['numbers', { spec: { size: '1' } }, '.spec.size: expected numeric (int or float), got string'],
  ['numbers or texts', { spec: { port: 'http' } }, undefined],
  [
    'maps',
    { spec: { labels: { a: 1 } } },
    '.spec.labels.a: expected string, got &value.valueUnstructured{Value:1}',
  ],
  ['objects of which nothing is said', { spec: { anything: { a: { b: 1 } } } }, undefined],
  ['objects that are open', { spec: { open: { b: 1 } } }, undefined],
  [
    'what is known of open objects',
    { spec: { open: { a: 1 } } },
    '.spec.open.a: expected boolean, got &value.valueUnstructured{Value:1}',
  ],
  [
    'objects within',
    { spec: { template: { kind: 'B', metadata: { more: 1 } } } },
    '.spec.template.metadata.more: field not declared in schema',
  ],
])('looks at %s', (_, configuration, problem) => {
  expect(customTypedProblem(schema, configuration)).toBe(problem);
});
