import type { Node, Taint } from '../engine/api/types.ts';

/** A node under construction: each call adds to it and returns it. */
export class NodeBuilder {
  readonly #metadata: Node['metadata'];
  readonly #spec: NonNullable<Node['spec']> = {};
  readonly #status: NonNullable<Node['status']>;

  constructor(name: string) {
    this.#metadata = { name, uid: `uid-${name}`, labels: { 'kubernetes.io/hostname': name } };
    this.#status = { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } };
  }

  labels(labels: Readonly<Record<string, string>>): this {
    this.#metadata.labels = { ...this.#metadata.labels, ...labels };
    return this;
  }
  zone(zone: string): this {
    return this.labels({ 'topology.kubernetes.io/zone': zone });
  }
  allocatable(amounts: Readonly<Record<string, string>>): this {
    this.#status.allocatable = { ...this.#status.allocatable, ...amounts };
    return this;
  }
  taint(key: string, effect: Taint['effect'], value?: string): this {
    this.#spec.taints = [
      ...(this.#spec.taints ?? []),
      { key, effect, ...(value !== undefined && { value }) },
    ];
    return this;
  }
  cordoned(): this {
    this.#spec.unschedulable = true;
    return this;
  }
  image(name: string, sizeBytes: number): this {
    this.#status.images = [...(this.#status.images ?? []), { names: [name], sizeBytes }];
    return this;
  }

  obj(): Node {
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: this.#metadata,
      spec: this.#spec,
      status: this.#status,
    };
  }
}

/** `makeNode('node01').zone('a').allocatable({ cpu: '2' }).obj()` */
export function makeNode(name: string): NodeBuilder {
  return new NodeBuilder(name);
}
