import type { KubeObject } from '../api/types.ts';

/** `namespace/name`, or `name` for what is cluster-scoped. Models cache.MetaNamespaceKeyFunc (v1.36). */
export function objectKey(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return namespace ? `${namespace}/${name}` : name;
}

/** The two parts of a key; the namespace of a cluster-scoped object is empty. */
export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/');
  return slash < 0
    ? { namespace: '', name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** The values under which an object is found in an index. */
export type Indexer<T> = (object: T) => readonly string[];

/** Objects by key and by index, as a component last heard of them: what its listers read. */
export interface Lister<T> {
  readonly size: number;
  get(key: string): T | undefined;
  /** In the order in which they were first heard of. */
  values(): IterableIterator<T>;
  /** Those that the named indexer puts under `value`, in the order in which they came there. */
  byIndex(index: string, value: string): Iterable<T>;
}

/** A lister that can be written. Models cache.Store with indexers (v1.36). */
export class Store<T extends KubeObject> implements Lister<T> {
  #objects = new Map<string, T>();
  #indexes = new Map<string, { indexer: Indexer<T>; groups: Map<string, Map<string, T>> }>();

  get size(): number {
    return this.#objects.size;
  }

  get(key: string): T | undefined {
    return this.#objects.get(key);
  }

  keys(): IterableIterator<string> {
    return this.#objects.keys();
  }

  values(): IterableIterator<T> {
    return this.#objects.values();
  }

  byIndex(index: string, value: string): Iterable<T> {
    return this.#indexes.get(index)?.groups.get(value)?.values() ?? [];
  }

  /** Adds an index over what is there and what will come. An index of that name that exists stays. */
  addIndex(name: string, indexer: Indexer<T>): void {
    if (this.#indexes.has(name)) return;
    const groups = new Map<string, Map<string, T>>();
    this.#indexes.set(name, { indexer, groups });
    for (const [key, object] of this.#objects) putInGroups(groups, indexer(object), key, object);
  }

  /** Puts an object under its key; returns the one that stood there. */
  set(key: string, object: T): T | undefined {
    const old = this.#objects.get(key);
    this.#objects.set(key, object);
    for (const { indexer, groups } of this.#indexes.values()) {
      const values = indexer(object);
      if (old !== undefined) {
        for (const value of indexer(old)) if (!values.includes(value)) takeFromGroup(groups, value, key);
      }
      putInGroups(groups, values, key, object);
    }
    return old;
  }

  delete(key: string): T | undefined {
    const old = this.#objects.get(key);
    if (old === undefined) return undefined;
    this.#objects.delete(key);
    for (const { indexer, groups } of this.#indexes.values()) {
      for (const value of indexer(old)) takeFromGroup(groups, value, key);
    }
    return old;
  }
}

function putInGroups<T>(
  groups: Map<string, Map<string, T>>,
  values: readonly string[],
  key: string,
  object: T,
): void {
  for (const value of values) {
    const group = groups.get(value);
    if (group === undefined) groups.set(value, new Map([[key, object]]));
    else group.set(key, object);
  }
}

function takeFromGroup<T>(groups: Map<string, Map<string, T>>, value: string, key: string): void {
  const group = groups.get(value);
  if (group === undefined) return;
  group.delete(key);
  if (group.size === 0) groups.delete(value);
}
