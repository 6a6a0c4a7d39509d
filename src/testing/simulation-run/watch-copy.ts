import {
  administrator,
  type ApiStream,
  type Cluster,
  type KubeObject,
  type WatchEvent,
} from '../../engine/index.ts';

interface List {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly KubeObject[];
}

/**
 * A copy of a collection that is kept by listing once and watching from then on, as every client does.
 * It draws no chance, so that it changes nothing for the others.
 */
export class WatchCopy {
  readonly #cluster: Cluster;
  readonly #path: string;
  readonly #objects = new Map<string, KubeObject>();
  #stream: ApiStream | undefined;

  constructor(cluster: Cluster, path: string) {
    this.#cluster = cluster;
    this.#path = path;
    this.#list();
  }

  /** What differs from what the server lists now. */
  differences(): string[] {
    const listed = this.#read();
    if (listed === undefined) return [];
    const missing = listed.items.filter(
      (object) =>
        this.#objects.get(keyOf(object))?.metadata.resourceVersion !== object.metadata.resourceVersion,
    );
    const keys = new Set(listed.items.map(keyOf));
    const extra = [...this.#objects.keys()].filter((key) => !keys.has(key));
    return [
      ...missing.map((object) => `a watch on ${this.#path} did not tell of ${keyOf(object)}`),
      ...extra.map((key) => `a watch on ${this.#path} did not tell that ${key} is gone`),
    ];
  }

  stop(): void {
    this.#stream?.close();
  }

  #read(): List | undefined {
    const response = this.#cluster.handle({ method: 'GET', path: this.#path, user: administrator });
    return response.status === 200 ? (response.body as List) : undefined;
  }

  #list(): void {
    const list = this.#read();
    if (list === undefined) {
      this.#cluster.sim.after(1000, () => this.#list(), { chore: true });
      return;
    }
    this.#objects.clear();
    for (const object of list.items) this.#objects.set(keyOf(object), object);
    this.#watch(list.metadata.resourceVersion);
  }

  #watch(resourceVersion: string): void {
    let last = resourceVersion;
    const path = `${this.#path}?watch=true&resourceVersion=${resourceVersion}`;
    const { stream } = this.#cluster.handle({ method: 'GET', path, user: administrator });
    this.#stream = stream;
    if (stream === undefined) {
      this.#cluster.sim.after(1000, () => this.#list(), { chore: true });
      return;
    }
    stream.start({
      onChunk: (chunk) => {
        const { type, object } = chunk as WatchEvent<KubeObject>;
        last = object.metadata?.resourceVersion ?? last;
        if (type === 'DELETED') this.#objects.delete(keyOf(object));
        else if (type === 'ADDED' || type === 'MODIFIED') this.#objects.set(keyOf(object), object);
        else if (type === 'ERROR') last = '';
      },
      onEnd: () => void this.#cluster.sim.soon(() => (last === '' ? this.#list() : this.#watch(last))),
    });
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
