import type { KubeObject } from '../../api/types.ts';

/** The objects of one namespace, with their names kept ready for listing in order. */
interface NamespaceObjects {
  readonly byName: Map<string, KubeObject>;
  /** Names in order, as of the last listing; removed ones may still stand here. */
  sorted: string[];
  /** Names that came since. */
  added: string[];
}

/**
 * The stored objects of one resource, listed in the order (namespace, name). Listing sorts only what
 * came since the last time, so that writes cost the same however many objects there are.
 */
export class ObjectTable {
  readonly #namespaces = new Map<string, NamespaceObjects>();
  readonly #indexed = new Map<string, Set<KubeObject>>();
  readonly #indexBy: ((object: KubeObject) => string) | undefined;
  #size = 0;

  /** `indexBy` names the group that an object is in, for `group`. */
  constructor(indexBy?: (object: KubeObject) => string) {
    this.#indexBy = indexBy;
  }

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#namespaces.get(namespace)?.byName.get(name);
  }

  /** Puts an object in, in place of the one of that name. */
  set(object: KubeObject, previous: KubeObject | undefined): void {
    const { namespace = '', name } = object.metadata;
    let objects = this.#namespaces.get(namespace);
    if (objects === undefined) {
      objects = { byName: new Map(), sorted: [], added: [] };
      this.#namespaces.set(namespace, objects);
    }
    if (previous === undefined) {
      this.#size++;
      objects.added.push(name);
    }
    objects.byName.set(name, object);
    this.#reindex(object, previous);
  }

  delete(object: KubeObject): void {
    const { namespace = '', name } = object.metadata;
    const objects = this.#namespaces.get(namespace);
    if (objects === undefined || !objects.byName.delete(name)) return;
    this.#size--;
    if (objects.byName.size === 0) this.#namespaces.delete(namespace);
    this.#reindex(undefined, object);
  }

  /** The objects of a namespace, or of all of them (undefined), in order. */
  list(namespace?: string): KubeObject[] {
    const found: KubeObject[] = [];
    if (namespace !== undefined) {
      const objects = this.#namespaces.get(namespace);
      if (objects !== undefined) appendSorted(objects, found);
      return found;
    }
    for (const name of [...this.#namespaces.keys()].toSorted(compareNamespaces))
      appendSorted(this.#namespaces.get(name) as NamespaceObjects, found);
    return found;
  }

  /** The objects in a group of the index, in order. */
  group(value: string): KubeObject[] {
    const group = this.#indexed.get(value);
    return group === undefined ? [] : [...group].toSorted(compareObjects);
  }

  #reindex(object: KubeObject | undefined, previous: KubeObject | undefined): void {
    const indexBy = this.#indexBy;
    if (indexBy === undefined) return;
    if (previous !== undefined) {
      const before = indexBy(previous);
      const group = this.#indexed.get(before);
      group?.delete(previous);
      if (group?.size === 0) this.#indexed.delete(before);
    }
    if (object === undefined) return;
    const after = indexBy(object);
    const group = this.#indexed.get(after);
    if (group === undefined) this.#indexed.set(after, new Set([object]));
    else group.add(object);
  }
}

function appendSorted(objects: NamespaceObjects, found: KubeObject[]): void {
  const { byName } = objects;
  if (objects.added.length > 0 || objects.sorted.length !== byName.size) {
    objects.sorted = merge(objects.sorted, objects.added.toSorted(compareText), byName);
    objects.added = [];
  }
  for (const name of objects.sorted) found.push(byName.get(name) as KubeObject);
}

/** Two sorted lists as one, each name once and only where `present` still has it. */
function merge(left: string[], right: string[], present: ReadonlyMap<string, unknown>): string[] {
  const merged: string[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length || r < right.length) {
    const fromLeft = r >= right.length || (l < left.length && (left[l] as string) <= (right[r] as string));
    const name = (fromLeft ? left[l++] : right[r++]) as string;
    if (merged.at(-1) !== name && present.has(name)) merged.push(name);
  }
  return merged;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** In the order of keys in etcd, where a slash follows: `demo-2` comes before `demo`. */
export function compareNamespaces(a: string, b: string): number {
  return a === b ? 0 : compareText(`${a}/`, `${b}/`);
}

export function compareObjects(a: KubeObject, b: KubeObject): number {
  return (
    compareNamespaces(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

/** The key of an object within its resource: `default/web`, for cluster-scoped ones `/node01`. */
export function tableKey(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** The node that a pod is bound to; `''` for none, and for what is no pod. */
export function podNodeName(object: KubeObject): string {
  return (object as { spec?: { nodeName?: string } }).spec?.nodeName ?? '';
}
