import type { KubeObject } from '../../api/types.ts';
import type { Simulation } from '../../sim/simulation.ts';
import { podNodeName } from './object-table.ts';
import type { StorageChange } from './storage.ts';

/** A change as one watcher sees it through its selection. */
export interface SelectedChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

export interface WatcherOptions {
  /** Only changes in this namespace. */
  readonly namespace?: string;
  /** Only objects of this name: found by an index, so that thousands of such watchers cost nothing. */
  readonly name?: string;
  /** Only pods bound to this node, likewise. */
  readonly nodeName?: string;
  /** Only changes after this revision. */
  readonly afterRevision?: number;
  /** What else must hold. */
  matches?(object: KubeObject): boolean;
}

/**
 * One watch on one resource: what it has not taken yet, in order. Everything that happens within
 * one moment reaches it in one batch, through one timer.
 */
export class Watcher {
  readonly options: WatcherOptions;
  readonly #sim: Simulation;
  readonly #set: WatcherSet;
  #pending: SelectedChange[] = [];
  #scheduled = false;
  #closed = false;
  #onBatch: ((changes: readonly SelectedChange[]) => void) | undefined;

  constructor(sim: Simulation, options: WatcherOptions, set: WatcherSet) {
    this.#sim = sim;
    this.options = options;
    this.#set = set;
    set.add(this);
  }

  /** Hands over what waits, at once, and every later batch through a timer. Called once. */
  start(onBatch: (changes: readonly SelectedChange[]) => void): void {
    this.#onBatch = onBatch;
    this.#drain();
  }

  close(): void {
    this.#closed = true;
    this.#pending = [];
    this.#set.remove(this);
  }

  /** Takes a change in if it is in the selection, or enters or leaves it. */
  offer(change: StorageChange): void {
    const selected = select(change, this.options);
    if (selected === undefined) return;
    this.#pending.push(selected);
    if (this.#scheduled || this.#onBatch === undefined) return;
    this.#scheduled = true;
    this.#sim.soon(() => {
      this.#scheduled = false;
      this.#drain();
    });
  }

  #drain(): void {
    if (this.#closed || this.#pending.length === 0) return;
    const batch = this.#pending;
    this.#pending = [];
    this.#onBatch?.(batch);
  }
}

/** The watchers of one resource, found by what they select. */
export class WatcherSet {
  readonly #any = new Set<Watcher>();
  readonly #byName = new Map<string, Set<Watcher>>();
  readonly #byNode = new Map<string, Set<Watcher>>();

  add(watcher: Watcher): void {
    const { name, nodeName } = watcher.options;
    if (name !== undefined) addTo(this.#byName, name, watcher);
    else if (nodeName !== undefined) addTo(this.#byNode, nodeName, watcher);
    else this.#any.add(watcher);
  }

  remove(watcher: Watcher): void {
    const { name, nodeName } = watcher.options;
    if (name !== undefined) removeFrom(this.#byName, name, watcher);
    else if (nodeName !== undefined) removeFrom(this.#byNode, nodeName, watcher);
    else this.#any.delete(watcher);
  }

  dispatch(change: StorageChange): void {
    for (const watcher of this.#any) watcher.offer(change);
    if (this.#byName.size > 0) offerAll(this.#byName.get(change.object.metadata.name), change);
    if (this.#byNode.size === 0) return;
    const node = podNodeName(change.object);
    offerAll(this.#byNode.get(node), change);
    if (change.previous === undefined) return;
    const previousNode = podNodeName(change.previous);
    if (previousNode !== node) offerAll(this.#byNode.get(previousNode), change);
  }
}

function offerAll(watchers: ReadonlySet<Watcher> | undefined, change: StorageChange): void {
  if (watchers !== undefined) for (const watcher of watchers) watcher.offer(change);
}

function addTo(index: Map<string, Set<Watcher>>, key: string, watcher: Watcher): void {
  const watchers = index.get(key);
  if (watchers === undefined) index.set(key, new Set([watcher]));
  else watchers.add(watcher);
}

function removeFrom(index: Map<string, Set<Watcher>>, key: string, watcher: Watcher): void {
  const watchers = index.get(key);
  watchers?.delete(watcher);
  if (watchers?.size === 0) index.delete(key);
}

/**
 * A change through a selection: what enters it is ADDED, what leaves it DELETED with its last state
 * inside. Models cacher.cacheWatcher.convertToWatchEvent (v1.36).
 */
function select(change: StorageChange, options: WatcherOptions): SelectedChange | undefined {
  const { object, previous } = change;
  if (options.afterRevision !== undefined && change.revision <= options.afterRevision) return undefined;
  if (options.namespace !== undefined && object.metadata.namespace !== options.namespace) return undefined;
  if (options.name === undefined && options.nodeName === undefined && options.matches === undefined)
    return change;
  const before = previous !== undefined && isSelected(previous, options);
  if (change.type === 'DELETED') return before ? change : undefined;
  const now = isSelected(object, options);
  if (now && before === (change.type === 'MODIFIED')) return change;
  if (now) return { type: 'ADDED', object };
  if (!before || previous === undefined) return undefined;
  const metadata = { ...previous.metadata, resourceVersion: object.metadata.resourceVersion };
  return { type: 'DELETED', object: Object.freeze({ ...previous, metadata: Object.freeze(metadata) }) };
}

function isSelected(object: KubeObject, options: WatcherOptions): boolean {
  return (
    (options.name === undefined || object.metadata.name === options.name) &&
    (options.nodeName === undefined || podNodeName(object) === options.nodeName) &&
    (options.matches === undefined || options.matches(object))
  );
}
