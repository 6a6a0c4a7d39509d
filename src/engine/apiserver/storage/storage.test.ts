import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/types.ts';
import { Simulation } from '../../sim/simulation.ts';
import { compareObjects } from './object-table.ts';
import { RevisionError, Storage, type StorageChange } from './storage.ts';
import type { SelectedChange, WatcherOptions } from './watcher.ts';

const resource = 'configmaps';

function newStorage(historyLimit?: number): { sim: Simulation; storage: Storage } {
  const sim = new Simulation({ seed: 'storage', startMs: 0 });
  return { sim, storage: new Storage({ sim, historyLimit }) };
}

function configMap(namespace: string, name: string, labels: Record<string, string> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name, labels } };
}

type Write = {
  readonly namespace: string;
  readonly name: string;
  readonly label: string;
  readonly drop: boolean;
};

const writes = fc.array(
  fc.record({
    namespace: fc.constantFrom('a', 'b', 'a-b'),
    name: fc.constantFrom('x', 'y', 'z', 'x.y', 'x-y'),
    label: fc.constantFrom('on', 'off'),
    drop: fc.boolean(),
  }),
  { maxLength: 40 },
);

/** Creates, replaces or removes, whichever is possible. */
function apply(storage: Storage, { namespace, name, label, drop }: Write): void {
  const existing = storage.get(resource, namespace, name);
  const draft = configMap(namespace, name, { label });
  if (existing === undefined) storage.create(resource, draft);
  else if (drop) storage.remove(resource, existing);
  else storage.replace(resource, existing, draft);
}

/** The objects as one who replays changes knows them. */
function replay(known: Map<string, KubeObject>, changes: readonly SelectedChange[]): void {
  for (const { type, object } of changes) {
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    expect(known.has(key), `${type} ${key}`).toBe(type !== 'ADDED');
    if (type === 'DELETED') known.delete(key);
    else known.set(key, object);
  }
}

describe('Storage', () => {
  it('lists in order of namespace and name what was written last', () => {
    fc.assert(
      fc.property(writes, (operations) => {
        const { storage } = newStorage();
        const model = new Map<string, KubeObject>();
        storage.onChange(({ type, object }) => {
          const key = `${object.metadata.namespace}/${object.metadata.name}`;
          if (type === 'DELETED') model.delete(key);
          else model.set(key, object);
        });
        for (const operation of operations) {
          apply(storage, operation);
          expect(storage.list(resource)).toEqual([...model.values()].toSorted(compareObjects));
          expect(storage.list(resource, 'a')).toEqual(
            storage.list(resource).filter(({ metadata }) => metadata.namespace === 'a'),
          );
        }
        expect(storage.count(resource)).toBe(model.size);
      }),
    );
  });

  it('gives every write a higher revision and freezes what it stores', () => {
    fc.assert(
      fc.property(writes, (operations) => {
        const { storage } = newStorage();
        const seen: StorageChange[] = [];
        storage.onChange((change) => seen.push(change));
        for (const operation of operations) apply(storage, operation);
        let last = 0;
        for (const { object, revision } of seen) {
          expect(revision).toBeGreaterThan(last);
          expect(object.metadata.resourceVersion).toBe(String(revision));
          expect(Object.isFrozen(object) && Object.isFrozen(object.metadata.labels)).toBe(true);
          last = revision;
        }
      }),
    );
  });

  it('lists the past as it was', () => {
    fc.assert(
      fc.property(writes, (operations) => {
        const { storage } = newStorage();
        const past: { revision: number; objects: KubeObject[] }[] = [];
        for (const operation of operations) {
          apply(storage, operation);
          past.push({ revision: storage.revision, objects: storage.list(resource) });
        }
        for (const { revision, objects } of past) expect(storage.listAt(resource, revision)).toEqual(objects);
      }),
    );
  });

  const selections: { [name: string]: WatcherOptions } = {
    everything: {},
    'one namespace': { namespace: 'a' },
    'one name': { name: 'x' },
    'one label': { matches: ({ metadata }) => metadata.labels?.['label'] === 'on' },
  };

  it.each(Object.entries(selections))(
    'tells a watcher of %s all that it needs, in order',
    (_name, options) => {
      fc.assert(
        fc.property(writes, fc.nat(40), (operations, startAt) => {
          const { sim, storage } = newStorage();
          const known = new Map<string, KubeObject>();
          const selected = (object: KubeObject): boolean =>
            (options.namespace === undefined || object.metadata.namespace === options.namespace) &&
            (options.name === undefined || object.metadata.name === options.name) &&
            (options.matches === undefined || options.matches(object));
          let watched = false;
          const watch = (): void => {
            watched = true;
            for (const object of storage.list(resource).filter(selected))
              known.set(`${object.metadata.namespace}/${object.metadata.name}`, object);
            storage.watch(resource, storage.revision, options).start((changes) => replay(known, changes));
          };
          operations.forEach((operation, index) => {
            if (index === startAt) watch();
            apply(storage, operation);
            if (index % 3 === 0) sim.advance(sim.nowMs + 1);
          });
          sim.advance(sim.nowMs + 1);
          if (watched)
            expect([...known.values()].toSorted(compareObjects)).toEqual(
              storage.list(resource).filter(selected),
            );
        }),
      );
    },
  );

  it('replays what happened since a revision, and refuses what it forgot', () => {
    const { sim, storage } = newStorage(10);
    const first = storage.create(resource, configMap('a', 'x'));
    const from = Number(first.metadata.resourceVersion);
    let current = first;
    for (let index = 0; index < 5; index++)
      current = storage.replace(resource, current, configMap('a', 'x', { index: String(index) }));
    const labels: unknown[] = [];
    storage.watch(resource, from, {}).start((changes) => {
      for (const { object } of changes) labels.push(object.metadata.labels?.['index']);
    });
    expect(labels).toEqual(['0', '1', '2', '3', '4']);
    for (let index = 0; index < 30; index++)
      current = storage.replace(resource, current, configMap('a', 'x', { more: String(index) }));
    sim.advance(1);
    expect(() => storage.watch(resource, from, {})).toThrow(RevisionError);
    expect(() => storage.listAt(resource, from)).toThrow(RevisionError);
  });

  it('hands the changes of one moment over in one batch', () => {
    const { sim, storage } = newStorage();
    const batches: number[] = [];
    storage.watch(resource, storage.revision, {}).start((changes) => batches.push(changes.length));
    storage.create(resource, configMap('a', 'x'));
    storage.create(resource, configMap('a', 'y'));
    expect(batches).toEqual([]);
    sim.advance(0);
    expect(batches).toEqual([2]);
  });

  it('finds pods by node', () => {
    const { storage } = newStorage();
    const pod = (name: string, nodeName: string): KubeObject =>
      ({ ...configMap('a', name), spec: { nodeName } }) as KubeObject;
    const waiting = storage.create('pods', pod('x', ''));
    storage.create('pods', pod('y', 'n1'));
    storage.replace('pods', waiting, pod('x', 'n1'));
    const names = (node: string): string[] => storage.listByNode(node).map(({ metadata }) => metadata.name);
    expect(names('n1')).toEqual(['x', 'y']);
    expect(names('')).toEqual([]);
  });
});
