import type { KubeObject } from '../../engine/index.ts';

/** The objects of one kind as they are now, and which of them changed since that was asked last. */
export class Shelf<T extends KubeObject> {
  readonly objects = new Map<string, T>();
  readonly #changed = new Set<string>();
  readonly #removed = new Set<string>();

  /** Whether something changed since `take`. */
  get dirty(): boolean {
    return this.#changed.size + this.#removed.size > 0;
  }

  put(object: T): void {
    const uid = object.metadata.uid ?? '';
    this.objects.set(uid, object);
    this.#changed.add(uid);
    this.#removed.delete(uid);
  }

  remove(object: KubeObject): void {
    const uid = object.metadata.uid ?? '';
    if (!this.objects.delete(uid)) return;
    this.#changed.delete(uid);
    this.#removed.add(uid);
  }

  /** What is shown of the object changed for another reason than the object itself. */
  touch(uid: string): void {
    if (this.objects.has(uid)) this.#changed.add(uid);
  }

  /** Everything counts as changed: a page begins to look. */
  touchAll(): void {
    for (const uid of this.objects.keys()) this.#changed.add(uid);
    this.#removed.clear();
  }

  /** What changed, as views, and the uids of what went. */
  take<View>(view: (object: T) => View): { changed: View[]; removed: string[] } {
    const changed = Array.from(this.#changed, (uid) => view(this.objects.get(uid) as T));
    const removed = [...this.#removed];
    this.#changed.clear();
    this.#removed.clear();
    return { changed, removed };
  }
}
