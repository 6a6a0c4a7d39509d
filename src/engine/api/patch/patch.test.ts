import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../../sim/plain.ts';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { applyStrategicMergePatch } from './strategic-merge-patch.ts';

describe('JSON patch', () => {
  const document = deepFreeze({ data: { a: '1', list: ['x', 'y'] } });
  it.each([
    [[{ op: 'add', path: '/data/b', value: '2' }], { data: { a: '1', list: ['x', 'y'], b: '2' } }],
    [[{ op: 'add', path: '/data/list/-', value: 'z' }], { data: { a: '1', list: ['x', 'y', 'z'] } }],
    [[{ op: 'remove', path: '/data/list/0' }], { data: { a: '1', list: ['y'] } }],
    [[{ op: 'replace', path: '/data/nope', value: 'x' }], { data: { a: '1', list: ['x', 'y'], nope: 'x' } }],
    [[{ op: 'move', from: '/data/a', path: '/data/c' }], { data: { list: ['x', 'y'], c: '1' } }],
    [[{ op: 'add', path: 'data/a', value: 'x' }], { data: { a: '1', list: ['x', 'y'] }, a: 'x' }],
    [[{ op: 'test', path: '/data/a', value: '1' }], { data: { a: '1', list: ['x', 'y'] } }],
  ])('%j', (patch, expected) => expect(applyJsonPatch(document, patch)).toEqual(expected));

  it.each([
    [{ op: 'test', path: '/data/a', value: 'no' }],
    [{ op: 'remove', path: '/data/nope' }],
    [{ op: 'add', path: '/none/x', value: 'y' }],
    [{ op: 'foo', path: '/data/a' }],
    [{ op: 'add', value: 'x' }],
    [{ op: 'add', path: '/data/list/9', value: 'x' }],
  ])('%j is refused', (operation) => expect(() => applyJsonPatch(document, [operation])).toThrow());
});

it('a merge patch deletes by null and replaces lists', () =>
  expect(
    applyMergePatch(deepFreeze({ a: { b: 1, c: [1] }, d: 1 }), { a: { b: null, c: [2] }, e: { f: null } }),
  ).toEqual({
    a: { c: [2] },
    d: 1,
    e: {},
  }));

describe('strategic merge patch', () => {
  const deployment = (spec: object) => ({ spec: { template: { spec } } });
  const merge = (before: object, patch: object) =>
    applyStrategicMergePatch(deepFreeze(deployment(before)), deployment(patch), 'ApiAppsV1Deployment');

  it.each([
    [
      'changes an item by its key',
      { containers: [{ name: 'a', image: '1' }, { name: 'b' }] },
      { containers: [{ name: 'a', image: '2' }] },
      { containers: [{ name: 'a', image: '2' }, { name: 'b' }] },
    ],
    [
      'puts a new item in front',
      { containers: [{ name: 'a' }] },
      { containers: [{ name: 'c' }] },
      { containers: [{ name: 'c' }, { name: 'a' }] },
    ],
    [
      'deletes an item',
      { containers: [{ name: 'a' }, { name: 'b' }] },
      { containers: [{ name: 'b', $patch: 'delete' }] },
      { containers: [{ name: 'a' }] },
    ],
    [
      'replaces a list',
      { containers: [{ name: 'a' }] },
      { containers: [{ name: 'z' }, { $patch: 'replace' }] },
      { containers: [{ name: 'z' }] },
    ],
    [
      'orders a list',
      { containers: [{ name: 'z' }] },
      { containers: [{ name: 'm' }], '$setElementOrder/containers': [{ name: 'm' }, { name: 'z' }] },
      { containers: [{ name: 'm' }, { name: 'z' }] },
    ],
    [
      'replaces an atomic list',
      { tolerations: [{ key: 'a' }] },
      { tolerations: [{ key: 'b' }] },
      { tolerations: [{ key: 'b' }] },
    ],
    [
      'replaces a map',
      { nodeSelector: { a: '1' } },
      { nodeSelector: { $patch: 'replace', b: '2' } },
      { nodeSelector: { b: '2' } },
    ],
    [
      'keeps only the named members',
      { volumes: [{ name: 'v', emptyDir: {} }] },
      {
        volumes: [
          { name: 'v', $retainKeys: ['name', 'configMap'], configMap: { name: 'x' }, emptyDir: null },
        ],
      },
      { volumes: [{ name: 'v', configMap: { name: 'x' } }] },
    ],
  ])('%s', (_name, before, patch, after) => expect(merge(before, patch)).toEqual(deployment(after)));

  it('merges and deletes plain values', () => {
    const before = deepFreeze({ metadata: { finalizers: ['a', 'b'] } });
    const apply = (metadata: object) => applyStrategicMergePatch(before, { metadata }, 'ApiCoreV1Pod');
    expect(apply({ finalizers: ['c'] })).toEqual({ metadata: { finalizers: ['c', 'a', 'b'] } });
    expect(apply({ '$deleteFromPrimitiveList/finalizers': ['a'] })).toEqual({
      metadata: { finalizers: ['b'] },
    });
  });
});
