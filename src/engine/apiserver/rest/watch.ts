import type { ApiResponse, ApiStream, WatchEvent } from '../../api/http.ts';
import { expiredError } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import type { Timer } from '../../sim/simulation.ts';
import { negotiate, type Representation } from '../negotiation.ts';
import { RevisionError } from '../storage/storage.ts';
import type { SelectedChange, Watcher, WatcherOptions } from '../storage/watcher.ts';
import { checkWatchVersion, listOptions, type ListOptions } from './list-options.ts';
import { selectNow } from './read.ts';
import { tableOptions } from './respond.ts';
import { toVersion, type Scope } from './scope.ts';
import { asPartial, asTable } from './table.ts';

type Receiver = Parameters<ApiStream['start']>[0];

const bookmarkEveryMs = 60_000;
const bookmarkBeforeEndMs = 2_000;
const shortestWatchMs = 1_800_000;

/** Opens a watch on the collection of the path, or on the one object that it names. */
export function watchObjects(scope: Scope, name?: string): ApiResponse {
  const representation = negotiate(scope.request, scope.info.query, true);
  const options = listOptions(scope.resource, scope.info.query);
  if (options.resourceVersion !== '') checkWatchVersion(options.resourceVersion);
  const selection = name === undefined ? options.selection : { ...options.selection, name, selects: true };
  return {
    status: 200,
    headers: { 'content-type': contentType(representation) },
    stream: new WatchStream(scope, representation, { ...options, selection }),
  };
}

function contentType({ as }: Representation): string {
  return as === undefined
    ? 'application/json'
    : `application/json;as=${as.kind};v=${as.version};g=meta.k8s.io`;
}

/**
 * A watch as its client reads it: what is there first where it asked for that, then what happens, a
 * bookmark now and then, and an end after its time.
 */
class WatchStream implements ApiStream {
  readonly #scope: Scope;
  readonly #representation: Representation;
  readonly #options: ListOptions;
  #watcher: Watcher | undefined;
  #receiver: Receiver | undefined;
  #timers: Timer[] = [];
  #columnsShown = false;
  /** The revision of the last bookmark; another one for the same says nothing. */
  #bookmarked = 0;

  constructor(scope: Scope, representation: Representation, options: ListOptions) {
    this.#scope = scope;
    this.#representation = representation;
    this.#options = options;
  }

  start(receiver: Receiver): void {
    this.#receiver = receiver;
    const { sim, storage } = this.#scope.server;
    const opened = this.#open();
    if (opened === undefined) return;
    const { initial, bookmark } = opened;
    for (const object of initial) this.#send('ADDED', object);
    if (bookmark) this.#bookmark(storage.revision, { 'k8s.io/initial-events-end': 'true' });
    this.#watcher?.start((changes) => this.#deliver(changes));
    this.#setTimers(sim.nowMs);
  }

  close(): void {
    this.#receiver = undefined;
    this.#watcher?.close();
    for (const timer of this.#timers) timer.cancel();
    this.#timers = [];
  }

  /** Starts to listen; undefined where the watch has failed and ended. */
  #open(): { initial: readonly KubeObject[]; bookmark: boolean } | undefined {
    const { resourceVersion, sendInitialEvents, selection, allowWatchBookmarks } = this.#options;
    const { server, resource, info } = this.#scope;
    const { storage } = server;
    const fromNow =
      sendInitialEvents === true || (sendInitialEvents === undefined && ['', '0'].includes(resourceVersion));
    const from = ['', '0'].includes(resourceVersion) || fromNow ? storage.revision : Number(resourceVersion);
    const { matches } = selection;
    const options: WatcherOptions = {
      ...(from > storage.revision && { afterRevision: from }),
      ...(info.namespace !== '' && resource.namespaced && { namespace: info.namespace }),
      ...(selection.name !== undefined && { name: selection.name }),
      ...(selection.nodeName !== undefined && { nodeName: selection.nodeName }),
      ...(matches !== undefined && {
        matches: (stored: KubeObject) => matches(toVersion(resource, stored)),
      }),
    };
    try {
      this.#watcher = storage.watch(resource.storedAs, from, options);
    } catch (error) {
      if (!(error instanceof RevisionError)) throw error;
      this.#emit({ type: 'ERROR', object: expiredError(error.message).status });
      this.#end();
      return undefined;
    }
    return {
      initial: fromNow ? selectNow(this.#scope, selection) : [],
      bookmark: sendInitialEvents === true && allowWatchBookmarks,
    };
  }

  #deliver(changes: readonly SelectedChange[]): void {
    for (const { type, object } of changes) {
      if (this.#receiver === undefined) return;
      this.#send(type, toVersion(this.#scope.resource, object));
    }
  }

  #setTimers(nowMs: number): void {
    const { sim } = this.#scope.server;
    const { timeoutSeconds, allowWatchBookmarks } = this.#options;
    const lastsMs =
      timeoutSeconds === undefined || timeoutSeconds <= 0
        ? shortestWatchMs + sim.random('watch-timeout').int(shortestWatchMs)
        : timeoutSeconds * 1000;
    this.#timers.push(sim.at(nowMs + lastsMs, () => this.#end(), { chore: true }));
    if (!allowWatchBookmarks) return;
    const bookmark = (): void => this.#bookmark(this.#scope.server.storage.revision);
    this.#timers.push(sim.every(bookmarkEveryMs, bookmark, { chore: true }));
    if (lastsMs > bookmarkBeforeEndMs)
      this.#timers.push(sim.at(nowMs + lastsMs - bookmarkBeforeEndMs, bookmark, { chore: true }));
  }

  #bookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    if (revision === this.#bookmarked && annotations === undefined) return;
    this.#bookmarked = revision;
    const { kind, apiVersion } = this.#scope.resource;
    const metadata = { resourceVersion: String(revision), ...(annotations && { annotations }) };
    this.#send('BOOKMARK', { kind, apiVersion, metadata } as unknown as KubeObject);
  }

  #send(type: WatchEvent['type'], object: KubeObject): void {
    this.#emit({ type, object: this.#represent(object) });
  }

  #represent(object: KubeObject): unknown {
    const { as } = this.#representation;
    if (as === undefined) return object;
    if (as.kind !== 'Table') return asPartial(object, as.version);
    const options = {
      ...tableOptions(this.#scope),
      nowMs: this.#scope.server.sim.nowMs,
      columns: !this.#columnsShown,
    };
    this.#columnsShown = true;
    const metadata = { resourceVersion: object.metadata.resourceVersion ?? '' };
    return asTable(this.#scope.resource, [object], metadata, options, as.version);
  }

  #emit(event: WatchEvent): void {
    this.#receiver?.onChunk(event);
  }

  #end(): void {
    const receiver = this.#receiver;
    this.close();
    receiver?.onEnd();
  }
}
