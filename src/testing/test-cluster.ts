import {
  administrator,
  Cluster,
  parseYaml,
  StatusError,
  type ApiResponse,
  type ClusterOptions,
  type Event,
  type KubeObject,
  type Pod,
  type Status,
} from '../engine/index.ts';

type Body = Readonly<Record<string, unknown>>;

/**
 * A cluster that a test drives: it is done what the test says, and time moves only when it says so.
 *
 *     const cluster = TestCluster.booted().apply(yaml).advanceMs(5_000);
 *     expect(cluster.pod('web').status?.phase).toBe('Running');
 */
export class TestCluster {
  readonly cluster: Cluster;

  constructor(options: Partial<ClusterOptions> = {}) {
    this.cluster = new Cluster({ seed: 'test', ...options });
  }

  static booted(options: Partial<ClusterOptions> = {}): TestCluster {
    const test = new TestCluster(options);
    test.cluster.boot();
    return test;
  }

  get nowMs(): number {
    return this.cluster.sim.nowMs;
  }

  /** Creates the objects of a YAML text, or one object. Throws a StatusError when one is refused. */
  apply(manifest: string | Body): this {
    const objects =
      typeof manifest === 'string' ? parseYaml(manifest).map(({ value }) => value as Body) : [manifest];
    for (const object of objects) this.request('POST', collectionPath(object), object);
    return this;
  }

  /** A request as the administrator; answers the body. Throws a StatusError when it is refused. */
  request(method: string, path: string, body?: Body, contentType = 'application/json'): unknown {
    const response = this.handle(method, path, body, contentType);
    if (response.status >= 400) throw new StatusError(response.body as Status);
    return response.body;
  }

  handle(method: string, path: string, body?: Body, contentType = 'application/json'): ApiResponse {
    return this.cluster.handle({
      method,
      path,
      user: administrator,
      headers: { 'content-type': contentType, accept: 'application/json' },
      ...(body !== undefined && { body }),
    });
  }

  get<T extends KubeObject>(path: string): T {
    return this.request('GET', path) as T;
  }

  list<T extends KubeObject>(path: string): readonly T[] {
    return (this.request('GET', path) as { items: readonly T[] }).items;
  }

  pod(name: string, namespace = 'default'): Pod {
    return this.get<Pod>(`/api/v1/namespaces/${namespace}/pods/${name}`);
  }

  pods(namespace = 'default'): readonly Pod[] {
    return this.list<Pod>(`/api/v1/namespaces/${namespace}/pods`);
  }

  delete(path: string): this {
    this.request('DELETE', path);
    return this;
  }

  /** Events about an object, as `reason message`, in the order in which they first happened. */
  events(name: string, namespace = 'default'): string[] {
    return this.list<Event>(`/api/v1/namespaces/${namespace}/events`)
      .filter(({ involvedObject }) => involvedObject.name === name)
      .map(({ reason, message }) => `${reason} ${message}`);
  }

  /** A container's log. */
  log(pod: string, namespace = 'default'): string {
    return this.request('GET', `/api/v1/namespaces/${namespace}/pods/${pod}/log`) as string;
  }

  advanceMs(ms: number): this {
    this.cluster.advance(this.nowMs + ms);
    return this;
  }

  /** Lets time pass until `holds`. Fails the test when `limitMs` pass first. */
  runUntil(holds: (cluster: this) => boolean, limitMs = 60_000): this {
    const deadlineMs = this.nowMs + limitMs;
    while (!holds(this)) {
      if (this.nowMs >= deadlineMs || !this.cluster.sim.step(deadlineMs))
        throw new Error(`it did not come about within ${limitMs} ms`);
    }
    return this;
  }

  /** Lets time pass until the pod is in that phase. */
  untilPhase(pod: string, phase: string, namespace = 'default'): this {
    return this.runUntil(() => {
      const { status, body } = this.handle('GET', `/api/v1/namespaces/${namespace}/pods/${pod}`);
      return status === 200 && (body as Pod).status?.phase === phase;
    });
  }

  writeFile(machine: string, path: string, text: string): this {
    const refusal = this.cluster.machine(machine)?.files.write(path, text, this.nowMs);
    if (refusal !== undefined) throw new Error(refusal);
    return this;
  }
}

/** Plurals that are not the kind and an `s`. */
const plurals: Readonly<Record<string, string>> = {
  Endpoints: 'endpoints',
  Ingress: 'ingresses',
  NetworkPolicy: 'networkpolicies',
  PriorityClass: 'priorityclasses',
  StorageClass: 'storageclasses',
  VolumeAttributesClass: 'volumeattributesclasses',
};
const clusterScoped = new Set([
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PriorityClass',
  'StorageClass',
  'VolumeAttributesClass',
]);

function collectionPath(object: Body): string {
  const { apiVersion, kind } = object as { apiVersion: string; kind: string };
  const { namespace = 'default' } = object['metadata'] as { namespace?: string };
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const plural = plurals[kind] ?? `${kind.toLowerCase()}s`;
  return clusterScoped.has(kind) ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
}
