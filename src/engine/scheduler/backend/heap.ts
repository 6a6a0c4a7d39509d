/**
 * A binary heap whose items can be found, updated and removed by key.
 * Models pkg/scheduler/backend/heap (v1.36).
 */
export class KeyedHeap<T> {
  readonly #keyOf: (item: T) => string;
  readonly #less: (a: T, b: T) => boolean;
  readonly #items: T[] = [];
  readonly #places = new Map<string, number>();

  constructor(keyOf: (item: T) => string, less: (a: T, b: T) => boolean) {
    this.#keyOf = keyOf;
    this.#less = less;
  }

  get size(): number {
    return this.#items.length;
  }

  get(key: string): T | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#items[place];
  }

  has(key: string): boolean {
    return this.#places.has(key);
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  /** In no particular order. */
  values(): readonly T[] {
    return this.#items;
  }

  /** Adds the item, or puts it where it now belongs when its key is there already. */
  addOrUpdate(item: T): void {
    const key = this.#keyOf(item);
    const place = this.#places.get(key) ?? this.#items.length;
    this.#put(place, item, key);
    this.#fix(place);
  }

  pop(): T | undefined {
    const top = this.#items[0];
    if (top !== undefined) this.delete(this.#keyOf(top));
    return top;
  }

  /** The removed item; undefined if there was none. */
  delete(key: string): T | undefined {
    const place = this.#places.get(key);
    if (place === undefined) return undefined;
    const item = this.#items[place] as T;
    const last = this.#items.pop() as T;
    this.#places.delete(key);
    if (place < this.#items.length) {
      this.#put(place, last, this.#keyOf(last));
      this.#fix(place);
    }
    return item;
  }

  #put(place: number, item: T, key: string): void {
    this.#items[place] = item;
    this.#places.set(key, place);
  }

  #swap(a: number, b: number): void {
    const left = this.#items[a] as T;
    const right = this.#items[b] as T;
    this.#put(a, right, this.#keyOf(right));
    this.#put(b, left, this.#keyOf(left));
  }

  #fix(place: number): void {
    if (!this.#down(place)) this.#up(place);
  }

  #up(from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#less(this.#items[place] as T, this.#items[parent] as T)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #down(from: number): boolean {
    let place = from;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= this.#items.length) break;
      if (child + 1 < this.#items.length && this.#less(this.#items[child + 1] as T, this.#items[child] as T))
        child++;
      if (!this.#less(this.#items[child] as T, this.#items[place] as T)) break;
      this.#swap(place, child);
      place = child;
    }
    return place > from;
  }
}
