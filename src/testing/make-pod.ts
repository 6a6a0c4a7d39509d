import type {
  Affinity,
  Container,
  Pod,
  Toleration,
  TopologySpreadConstraint,
  Volume,
} from '../engine/api/types.ts';

type Amounts = Readonly<Record<string, string>>;
type PodAffinityTerm = NonNullable<
  NonNullable<Affinity['podAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']
>[number];

/** A pod under construction: each call adds to it and returns it. */
export class PodBuilder {
  readonly #metadata: Pod['metadata'];
  readonly #spec: Pod['spec'] & { containers: Container[] };
  #status: NonNullable<Pod['status']> = {};

  constructor(name: string) {
    this.#metadata = { name, namespace: 'default', uid: `uid-${name}` };
    this.#spec = { containers: [{ name: 'c', image: 'app' }], schedulerName: 'default-scheduler' };
  }

  namespace(namespace: string): this {
    this.#metadata.namespace = namespace;
    this.#metadata.uid = `uid-${namespace}-${this.#metadata.name}`;
    return this;
  }
  labels(labels: Amounts): this {
    this.#metadata.labels = { ...this.#metadata.labels, ...labels };
    return this;
  }
  /** What its first container asks for. */
  requests(requests: Amounts): this {
    const [first] = this.#spec.containers;
    if (first !== undefined) first.resources = { ...first.resources, requests: { ...requests } };
    return this;
  }
  /** Another container. */
  container(container: Partial<Container>): this {
    this.#spec.containers.push({ name: `c${this.#spec.containers.length}`, image: 'app', ...container });
    return this;
  }
  hostPort(hostPort: number, protocol: 'TCP' | 'UDP' = 'TCP'): this {
    const [first] = this.#spec.containers;
    if (first !== undefined) {
      first.ports = [...(first.ports ?? []), { containerPort: hostPort, hostPort, protocol }];
    }
    return this;
  }
  priority(priority: number): this {
    this.#spec.priority = priority;
    return this;
  }
  /** Bound to a node. */
  on(nodeName: string): this {
    this.#spec.nodeName = nodeName;
    return this;
  }
  nominatedTo(nominatedNodeName: string): this {
    this.#status = { ...this.#status, nominatedNodeName };
    return this;
  }
  nodeSelector(nodeSelector: Amounts): this {
    this.#spec.nodeSelector = { ...nodeSelector };
    return this;
  }
  toleration(toleration: Toleration): this {
    this.#spec.tolerations = [...(this.#spec.tolerations ?? []), toleration];
    return this;
  }
  gate(name: string): this {
    this.#spec.schedulingGates = [...(this.#spec.schedulingGates ?? []), { name }];
    return this;
  }
  volume(volume: Volume): this {
    this.#spec.volumes = [...(this.#spec.volumes ?? []), volume];
    return this;
  }
  spread(constraint: TopologySpreadConstraint): this {
    this.#spec.topologySpreadConstraints = [...(this.#spec.topologySpreadConstraints ?? []), constraint];
    return this;
  }
  /** Must run near the pods with these labels. */
  near(matchLabels: Amounts, topologyKey: string): this {
    return this.#affinity('podAffinity', { labelSelector: { matchLabels: { ...matchLabels } }, topologyKey });
  }
  /** Must not run near the pods with these labels. */
  awayFrom(matchLabels: Amounts, topologyKey: string): this {
    return this.#affinity('podAntiAffinity', {
      labelSelector: { matchLabels: { ...matchLabels } },
      topologyKey,
    });
  }

  obj(): Pod {
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: this.#metadata,
      spec: this.#spec,
      status: this.#status,
    };
  }

  #affinity(kind: 'podAffinity' | 'podAntiAffinity', term: PodAffinityTerm): this {
    const terms = this.#spec.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    this.#spec.affinity = {
      ...this.#spec.affinity,
      [kind]: { requiredDuringSchedulingIgnoredDuringExecution: [...terms, term] },
    };
    return this;
  }
}

/** `makePod('web').requests({ cpu: '500m' }).on('node01').obj()` */
export function makePod(name: string): PodBuilder {
  return new PodBuilder(name);
}
