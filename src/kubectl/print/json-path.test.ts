import { describe, expect, it } from 'vitest';
import { JsonPath } from './json-path.ts';

const list = {
  kind: 'List',
  items: [
    { metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 'shop' } }, spec: { replicas: 3 } },
    { metadata: { name: 'db' }, spec: { replicas: 1 } },
  ],
};

describe('JsonPath', () => {
  it.each([
    ['{.kind}', 'List'],
    ['{.items[0].metadata.name}', 'web'],
    ['{.items[-1].metadata.name}', 'db'],
    ['{.items[*].metadata.name}', 'web db'],
    ['{.items[0:1].metadata.name}', 'web'],
    ['{..name}', 'web db'],
    ['{.items[?(@.spec.replicas>2)].metadata.name}', 'web'],
    ['{.items[?(@.metadata.name=="db")].spec.replicas}', '1'],
    ['{.items[0].metadata.labels.app\\.kubernetes\\.io/name}', 'shop'],
    ["{.items[0].metadata.labels['app\\.kubernetes\\.io/name']}", 'shop'],
    ['{range .items[*]}{.metadata.name}={.spec.replicas}{"\\n"}{end}', 'web=3\ndb=1\n'],
    ['name: {.items[0].metadata.name}', 'name: web'],
    ["{.items[*]['metadata.name','spec.replicas']}", 'web db 3 1'],
  ])('%s', (template, expected) => expect(new JsonPath(template, true).execute(list)).toBe(expected));

  it('says when something is not there', () => {
    expect(() => new JsonPath('{.nope}', false).execute(list)).toThrow('nope is not found');
  });
});
