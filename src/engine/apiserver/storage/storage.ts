import type { KubeObject } from '../../api/types.ts';
import { assert } from '../../sim/assert.ts';
import { deepFreeze } from '../../sim/plain.ts';
import type { Simulation } from '../../sim/simulation.ts';
import { compareObjects, ObjectTable, podNodeName, tableKey } from './object-table.ts';
import { Watcher, WatcherSet, type WatcherOptions } from './watcher.ts';

/** One write, as it went into the store. */
export interface StorageChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** The group resource: `pods`, `deployments.apps`. */
  readonly resource: string;
  /** What is stored now; for DELETED the last state, under the revision of its deletion. */
  readonly object: KubeObject;
  readonly previous?: KubeObject;
  readonly revision: number;
}

/** A revision that the store has forgotten, or not reached yet. */
export class RevisionError extends Error {
  override name = 'RevisionError';
  readonly reason: 'Expired' | 'Future';

  constructor(reason: 'Expired' | 'Future', message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface StorageOptions {
  readonly sim: Simulation;
  /** How many changes of each resource are remembered for watches and lists from the past. */
  readonly historyLimit?: number;
}

interface Shelf {
  readonly table: ObjectTable;
  readonly watchers: WatcherSet;
  /** Changes, oldest first. */
  history: StorageChange[];
  /** Changes up to this revision are no longer in `history`. */
  forgotten: number;
}

/**
 * What etcd and the watch cache are to a real API server: frozen objects under one growing revision,
 * a memory of recent changes, and watchers that are told of them in order.
 * Models k8s.io/apiserver/pkg/storage (etcd3 and cacher, v1.36).
 */
export class Storage {
  readonly #sim: Simulation;
  readonly #historyLimit: number;
  readonly #shelves = new Map<string, Shelf>();
  readonly #listeners = new Set<(change: StorageChange) => void>();
  #revision = 1;

  constructor(options: StorageOptions) {
    this.#sim = options.sim;
    this.#historyLimit = options.historyLimit ?? 10_000;
  }

  /** The revision of the newest write. */
  get revision(): number {
    return this.#revision;
  }

  /** Leaves revisions out, so that the next write has `revision`, if that is still to come. */
  skipTo(revision: number): void {
    this.#revision = Math.max(this.#revision, revision - 1);
  }

  /** How many objects of a resource there are. */
  count(resource: string): number {
    return this.#shelf(resource).table.size;
  }

  get(resource: string, namespace: string, name: string): KubeObject | undefined {
    return this.#shelf(resource).table.get(namespace, name);
  }

  /** In the order (namespace, name); all namespaces when `namespace` is undefined. */
  list(resource: string, namespace?: string): KubeObject[] {
    return this.#shelf(resource).table.list(namespace);
  }

  /** The pods on a node (`''`: on none), in order. */
  listByNode(nodeName: string): KubeObject[] {
    return this.#shelf('pods').table.group(nodeName);
  }

  /** What `list` gave at a past revision. Throws a RevisionError when that is forgotten or yet to come. */
  listAt(resource: string, revision: number, namespace?: string): KubeObject[] {
    const shelf = this.#shelf(resource);
    if (revision > this.#revision) throw new RevisionError('Future', 'the revision is yet to come');
    if (revision < shelf.forgotten) throw expired(revision, shelf.forgotten);
    if ((shelf.history.at(-1)?.revision ?? 0) <= revision) return shelf.table.list(namespace);
    const past = new Map(shelf.table.list(namespace).map((object) => [tableKey(object), object]));
    for (let index = shelf.history.length - 1; index >= 0; index--) {
      const change = shelf.history[index] as StorageChange;
      if (change.revision <= revision) break;
      if (namespace !== undefined && change.object.metadata.namespace !== namespace) continue;
      if (change.previous === undefined) past.delete(tableKey(change.object));
      else past.set(tableKey(change.object), change.previous);
    }
    return [...past.values()].toSorted(compareObjects);
  }

  /**
   * Stores a new object. The draft becomes the stored object: it gets its resourceVersion and is
   * frozen, as in `replace` and `remove`.
   */
  create(resource: string, draft: KubeObject): KubeObject {
    const { table } = this.#shelf(resource);
    const { namespace = '', name } = draft.metadata;
    assert(table.get(namespace, name) === undefined, `${resource} ${namespace}/${name} exists already`);
    const object = this.#stamp(draft);
    table.set(object, undefined);
    this.#commit({ type: 'ADDED', resource, object, revision: this.#revision });
    return object;
  }

  /** Stores `draft` in place of `previous`, which must be what is stored. */
  replace(resource: string, previous: KubeObject, draft: KubeObject): KubeObject {
    const { table } = this.#shelf(resource);
    this.#assertCurrent(resource, previous);
    const object = this.#stamp(draft);
    table.set(object, previous);
    this.#commit({ type: 'MODIFIED', resource, object, previous, revision: this.#revision });
    return object;
  }

  /** Takes `previous` out. `last` is the state that watchers see it leave with. */
  remove(resource: string, previous: KubeObject, last: KubeObject = previous): KubeObject {
    this.#assertCurrent(resource, previous);
    const object = this.#stamp({ ...last, metadata: { ...last.metadata } });
    this.#shelf(resource).table.delete(previous);
    this.#commit({ type: 'DELETED', resource, object, previous, revision: this.#revision });
    return object;
  }

  /** Calls `listener` within every write from now on. Returns how to stop that. */
  onChange(listener: (change: StorageChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Opens a watch on what happens after `fromRevision`; changes that are remembered since come first.
   * Throws a RevisionError when some are forgotten.
   */
  watch(resource: string, fromRevision: number, options: WatcherOptions): Watcher {
    const shelf = this.#shelf(resource);
    if (fromRevision < shelf.forgotten) throw expired(fromRevision, shelf.forgotten);
    const watcher = new Watcher(this.#sim, options, shelf.watchers);
    for (let index = firstAfter(shelf.history, fromRevision); index < shelf.history.length; index++)
      watcher.offer(shelf.history[index] as StorageChange);
    return watcher;
  }

  /** Forgets every change up to now, as a compaction of etcd and a restart of the watch cache do. */
  compact(): void {
    for (const shelf of this.#shelves.values()) {
      shelf.history = [];
      shelf.forgotten = this.#revision;
    }
  }

  /** Every stored object, resource by resource. */
  dump(): Record<string, KubeObject[]> {
    const objects: Record<string, KubeObject[]> = {};
    for (const [resource, { table }] of this.#shelves) if (table.size > 0) objects[resource] = table.list();
    return objects;
  }

  #assertCurrent(resource: string, previous: KubeObject): void {
    const { namespace = '', name } = previous.metadata;
    assert(
      this.#shelf(resource).table.get(namespace, name) === previous,
      `${resource} ${namespace}/${name} is written from a state that is not the stored one`,
    );
  }

  #stamp(draft: KubeObject): KubeObject {
    // Metadata that did not change is shared with the state before.
    if (Object.isFrozen(draft.metadata)) draft.metadata = { ...draft.metadata };
    draft.metadata.resourceVersion = String(++this.#revision);
    return deepFreeze(draft);
  }

  #commit(change: StorageChange): void {
    const shelf = this.#shelf(change.resource);
    shelf.history.push(change);
    if (shelf.history.length >= this.#historyLimit * 2) {
      const dropped = shelf.history.length - this.#historyLimit;
      shelf.forgotten = (shelf.history[dropped - 1] as StorageChange).revision;
      shelf.history = shelf.history.slice(dropped);
    }
    shelf.watchers.dispatch(change);
    for (const listener of this.#listeners) listener(change);
  }

  #shelf(resource: string): Shelf {
    let shelf = this.#shelves.get(resource);
    if (shelf === undefined) {
      shelf = {
        table: new ObjectTable(resource === 'pods' ? podNodeName : undefined),
        watchers: new WatcherSet(),
        history: [],
        forgotten: 0,
      };
      this.#shelves.set(resource, shelf);
    }
    return shelf;
  }
}

function expired(revision: number, oldest: number): RevisionError {
  return new RevisionError('Expired', `too old resource version: ${revision} (${oldest})`);
}

/** The index of the first change after a revision. */
function firstAfter(history: readonly StorageChange[], revision: number): number {
  let low = 0;
  let high = history.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((history[middle] as StorageChange).revision <= revision) low = middle + 1;
    else high = middle;
  }
  return low;
}
