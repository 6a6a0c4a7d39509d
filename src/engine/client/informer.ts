import type { ApiStream, WatchEvent } from '../api/http.ts';
import { error as logError, info, noLog, type Log } from '../api/klog.ts';
import type { Resource } from '../api/resource.ts';
import { StatusError, type Status } from '../api/status-error.ts';
import type { KubeObject } from '../api/types.ts';
import type { Simulation, Timer } from '../sim/simulation.ts';
import type { Client, ListOptions } from './client.ts';
import { objectKey, Store, type Indexer, type Lister } from './store.ts';

/** What happens to objects, as an informer tells it: in the API's order for each object. */
export interface InformerHandler<T> {
  onAdd?(object: T): void;
  /** `old` is what was told last; they may differ by several writes, or by none after a relist. */
  onUpdate?(old: T, object: T): void;
  /** `object` is the last state that is known. */
  onDelete?(object: T): void;
}

export interface InformerOptions<T extends KubeObject> extends ListOptions {
  readonly sim: Simulation;
  readonly client: Client;
  readonly resource: Resource<T>;
  /** Where it says what it does, as client-go's reflectors do. */
  readonly log?: Log;
}

/** The place in a release of Kubernetes where shared informers are made: log lines carry it. */
const reflectorName = 'k8s.io/client-go/informers/factory.go:161';

const firstBackOffMs = 800;
const longestBackOffMs = 30_000;

/**
 * Keeps a store equal to what the API holds of one resource: lists, then watches from there; lists
 * again when the server has forgotten that revision, and tries again, ever slower, while it is away.
 * Models client-go/tools/cache Reflector and SharedInformer (v1.36).
 */
export class Informer<T extends KubeObject> {
  readonly resource: Resource<T>;
  readonly #sim: Simulation;
  readonly #client: Client;
  readonly #options: ListOptions;
  readonly #log: Log;
  readonly #store = new Store<T>();
  readonly #handlers = new Set<InformerHandler<T>>();
  readonly #syncWaiters: (() => void)[] = [];
  #started = false;
  #stopped = false;
  #synced = false;
  #resourceVersion = '';
  #failures = 0;
  #stream: ApiStream | undefined;
  #timer: Timer | undefined;

  constructor(options: InformerOptions<T>) {
    this.resource = options.resource;
    this.#sim = options.sim;
    this.#client = options.client;
    this.#log = options.log ?? noLog;
    const { namespace, labelSelector, fieldSelector } = options;
    this.#options = { namespace, labelSelector, fieldSelector };
  }

  /** The objects as they were last told. */
  get lister(): Lister<T> {
    return this.#store;
  }

  /** Whether the first list has arrived and was told to every handler. */
  get hasSynced(): boolean {
    return this.#synced;
  }

  addIndex(name: string, indexer: Indexer<T>): void {
    this.#store.addIndex(name, indexer);
  }

  /** Calls `handler` from now on; what is already known it is told as added, at once. Returns how to end that. */
  addHandler(handler: InformerHandler<T>): () => void {
    this.#handlers.add(handler);
    if (handler.onAdd !== undefined) for (const object of this.#store.values()) handler.onAdd(object);
    return () => this.#handlers.delete(handler);
  }

  /** Calls `run` once the first list was told; at once if it was already. */
  whenSynced(run: () => void): void {
    if (this.#synced) run();
    else this.#syncWaiters.push(run);
  }

  /** Begins, at this moment of virtual time. A second call does nothing. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#say(3, 'reflector.go:425', 'Starting reflector', { resyncPeriod: '0s' });
    this.#timer = this.#sim.soon(() => this.#list());
  }

  stop(): void {
    this.#say(3, 'reflector.go:434', 'Stopping reflector', { resyncPeriod: '0s' });
    this.#stopped = true;
    this.#timer?.cancel();
    this.#stream?.close();
    this.#stream = undefined;
    this.#handlers.clear();
  }

  #list(): void {
    this.#say(3, 'reflector.go:472', 'Listing and watching');
    try {
      const { items, resourceVersion } = this.#client.list(this.resource, this.#options);
      if (this.#log.verbosity >= 4) this.#sayListed(items.length);
      this.#resourceVersion = resourceVersion;
      this.#replace(items);
    } catch (error) {
      this.#sayFailure(error);
      this.#tryLater(error, () => this.#list());
      return;
    }
    this.#say(2, 'reflector.go:507', 'Caches populated');
    if (!this.#synced) {
      this.#synced = true;
      for (const run of this.#syncWaiters.splice(0)) run();
    }
    if (!this.#stopped) this.#watch();
  }

  #replace(items: readonly T[]): void {
    if (this.#store.size > 0) {
      const listed = new Set(items.map(objectKey));
      for (const key of this.#store.keys()) if (!listed.has(key)) this.#remove(key);
    }
    for (const item of items) this.#put(item);
  }

  #watch(): void {
    const { signal, stream } = this.#open();
    if (stream === undefined) return;
    this.#stream = stream;
    stream.start({
      onChunk: (chunk) => {
        if (this.#stream !== stream) return;
        signal.chunks++;
        this.#receive(chunk as WatchEvent<T>);
      },
      onEnd: () => {
        if (this.#stream !== stream) return;
        this.#stream = undefined;
        if (signal.chunks > 0) this.#failures = 0;
        if (signal.chunks > 0 || signal.openedMs < this.#sim.nowMs) {
          this.#timer = this.#sim.soon(() => this.#watch());
        } else {
          this.#again(() => this.#watch());
        }
      },
    });
  }

  #open(): { signal: { chunks: number; openedMs: number }; stream?: ApiStream } {
    const signal = { chunks: 0, openedMs: this.#sim.nowMs };
    try {
      const options = { ...this.#options, resourceVersion: this.#resourceVersion };
      return { signal, stream: this.#client.watch(this.resource, options) };
    } catch (error) {
      this.#tryLater(error, isExpired(error) ? () => this.#list() : () => this.#watch());
      return { signal };
    }
  }

  #receive(event: WatchEvent<T>): void {
    const { type, object } = event;
    if (type === 'ERROR') {
      this.#stream?.close();
      this.#stream = undefined;
      const error = new StatusError(object as unknown as Status);
      this.#tryLater(error, () => this.#list());
      return;
    }
    this.#failures = 0;
    this.#resourceVersion = object.metadata.resourceVersion ?? this.#resourceVersion;
    if (type === 'DELETED') this.#remove(objectKey(object), object);
    else if (type !== 'BOOKMARK') this.#put(object);
  }

  #put(object: T): void {
    const old = this.#store.set(objectKey(object), object);
    if (old === undefined) for (const handler of this.#handlers) handler.onAdd?.(object);
    else if (old !== object) for (const handler of this.#handlers) handler.onUpdate?.(old, object);
  }

  #remove(key: string, last?: T): void {
    const old = this.#store.delete(key);
    if (old === undefined) return;
    for (const handler of this.#handlers) handler.onDelete?.(last ?? old);
  }

  #say(level: number, source: string, message: string, values: Readonly<Record<string, string>> = {}): void {
    if (this.#log.verbosity < level) return;
    const type = `*v1.${this.resource.kind}`;
    info(this.#log, level, source, message, { type, ...values, reflector: reflectorName });
  }

  /** A real one lists by watching: the bookmark that ends the list is counted as well. */
  #sayListed(items: number): void {
    const message = 'Exiting watch because received the bookmark that marks the end of initial events stream';
    const values = { reflector: reflectorName, totalItems: items + 1, duration: '1ms' };
    info(this.#log, 4, 'reflector.go:1080', message, values);
  }

  #sayFailure(error: unknown): void {
    if (!(error instanceof StatusError)) return;
    const type = `*v1.${this.resource.kind}`;
    logError(this.#log, 'reflector.go:227', 'Failed to watch', {
      err: `failed to list ${type}: ${error.message}`,
      logger: 'UnhandledError',
      reflector: reflectorName,
      type,
    });
  }

  /** Our own bugs pass through; a refusal is waited out, and a forgotten revision listed again at once. */
  #tryLater(error: unknown, run: () => void): void {
    if (!(error instanceof StatusError)) throw error;
    if (isExpired(error)) this.#timer = this.#sim.soon(run);
    else this.#again(run);
  }

  #again(run: () => void): void {
    const backOffMs = Math.min(firstBackOffMs * 2 ** this.#failures++, longestBackOffMs);
    const jitter = 1 + this.#sim.random('informer-back-off').fraction();
    this.#timer = this.#sim.after(backOffMs * jitter, run, { chore: true });
  }
}

/** The server no longer knows the revision from which a watch was to go on. */
function isExpired(error: unknown): boolean {
  return error instanceof StatusError && error.code === 410;
}
