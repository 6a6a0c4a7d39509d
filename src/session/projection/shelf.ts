import type { KubeObject } from '../../engine/index.ts';

/** The objects of one kind as they are now. */
export class Shelf<T extends KubeObject> {
  readonly objects = new Map<string, T>();
  readonly #readers = new Set<ShelfReader<T>>();

  put(object: T): void {
    const uid = object.metadata.uid ?? '';
    this.objects.set(uid, object);
    for (const reader of this.#readers) reader.changed(uid);
  }

  remove(object: KubeObject): void {
    const uid = object.metadata.uid ?? '';
    if (!this.objects.delete(uid)) return;
    for (const reader of this.#readers) reader.removed(uid);
  }

  /** What is shown of the object changed for another reason than the object itself. */
  touch(uid: string): void {
    if (!this.objects.has(uid)) return;
    for (const reader of this.#readers) reader.changed(uid);
  }

  /** Somebody begins to look: to him everything is new. */
  read(): ShelfReader<T> {
    const reader = new ShelfReader(this.objects, () => this.#readers.delete(reader));
    this.#readers.add(reader);
    reader.retell();
    return reader;
  }
}

/** What of a shelf somebody has not been told yet. */
export class ShelfReader<T> {
  readonly #objects: ReadonlyMap<string, T>;
  readonly #changed = new Set<string>();
  readonly #removed = new Set<string>();
  /** He looks no more. */
  readonly close: () => void;

  constructor(objects: ReadonlyMap<string, T>, close: () => void) {
    this.#objects = objects;
    this.close = close;
  }

  /** Whether something changed since `take`. */
  get dirty(): boolean {
    return this.#changed.size + this.#removed.size > 0;
  }

  changed(uid: string): void {
    this.#changed.add(uid);
    this.#removed.delete(uid);
  }

  removed(uid: string): void {
    this.#changed.delete(uid);
    this.#removed.add(uid);
  }

  /** Everything counts as changed. */
  retell(): void {
    for (const uid of this.#objects.keys()) this.#changed.add(uid);
    this.#removed.clear();
  }

  /** What changed, as views, and the uids of what went. */
  take<View>(view: (object: T) => View): { changed: View[]; removed: string[] } {
    const changed = Array.from(this.#changed, (uid) => view(this.#objects.get(uid) as T));
    const removed = [...this.#removed];
    this.#changed.clear();
    this.#removed.clear();
    return { changed, removed };
  }
}
