import type { KubeObject } from '../../../api/types.ts';
import type { Lister } from '../../framework/handle.ts';

/**
 * Objects as the scheduler expects them to become, over those that it last heard of. What is assumed
 * holds until a newer version is heard of. Models util/assumecache (v1.36).
 */
export class AssumeCache<T extends KubeObject> {
  readonly #lister: Lister<T>;
  readonly #assumed = new Map<string, { readonly base: T; readonly object: T }>();

  constructor(lister: Lister<T>) {
    this.#lister = lister;
  }

  get(key: string): T | undefined {
    return this.#expected(key, this.#lister.get(key));
  }

  /** As the API server has it. */
  getFromApi(key: string): T | undefined {
    return this.#lister.get(key);
  }

  *values(): Iterable<T> {
    for (const object of this.#lister.values()) {
      const { namespace, name } = object.metadata;
      const expected = this.#expected(namespace ? `${namespace}/${name}` : name, object);
      if (expected !== undefined) yield expected;
    }
  }

  /** Expects the object under `key` to become `object`. */
  assume(key: string, object: T): void {
    const base = this.#lister.get(key);
    if (base !== undefined) this.#assumed.set(key, { base, object });
  }

  /** Back to what was last heard of. */
  restore(key: string): void {
    this.#assumed.delete(key);
  }

  #expected(key: string, heard: T | undefined): T | undefined {
    const assumed = this.#assumed.get(key);
    if (assumed === undefined) return heard;
    if (assumed.base === heard) return assumed.object;
    this.#assumed.delete(key);
    return heard;
  }
}
