import { JsonSyntaxError, readJson } from '../api/json.ts';
import { goQuote } from '../api/go-text.ts';
import type { Container, Node, Pod } from '../api/types.ts';
import type { ExtenderConfiguration } from './config/types.ts';
import {
  ExtenderError,
  type Extender,
  type ExtenderVerdict,
  type NodeVictims,
} from './framework/extender.ts';
import { NodeInfo } from './framework/node-info.ts';
import type { PodInfo } from './framework/pod-info.ts';
import type { Snapshot } from './framework/snapshot.ts';

/** Where a request goes. */
interface ExtenderAddress {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** What came back, or why nothing did in Go's words: `dial tcp 10.0.0.9:80: connect: connection refused`. */
export type ExtenderReply = { readonly status: number; readonly body: string } | { readonly problem: string };

/**
 * Posts a JSON text to an extender.
 * Simplified: the answer is there at once, also where a real one would be waited for.
 */
export type ExtenderTransport = (address: ExtenderAddress, body: string) => ExtenderReply;

/** Nobody listens anywhere. */
export const noExtenders: ExtenderTransport = ({ host, port }) => ({
  problem: `dial tcp ${host}:${port}: connect: connection refused`,
});

type Fields = Readonly<Record<string, unknown>>;

/**
 * The extenders of a configuration in the order in which they are asked: those that may be ignored
 * come last. Models buildExtenders (v1.36).
 */
export function buildExtenders(
  configurations: readonly ExtenderConfiguration[],
  transport: ExtenderTransport,
): readonly Extender[] {
  const extenders = configurations.map((configuration) => new HttpExtender(configuration, transport));
  const [needed, others] = [false, true].map((ignorable) =>
    extenders.filter(({ isIgnorable }) => isIgnorable === ignorable),
  );
  return [...(needed ?? []), ...(others ?? [])];
}

/** An extender that is spoken to in JSON over HTTP. Models pkg/scheduler.HTTPExtender (v1.36). */
class HttpExtender implements Extender {
  readonly name: string;
  readonly #configuration: ExtenderConfiguration;
  readonly #transport: ExtenderTransport;
  readonly #managed: ReadonlySet<string>;

  constructor(configuration: ExtenderConfiguration, transport: ExtenderTransport) {
    this.name = configuration.urlPrefix ?? '';
    this.#configuration = configuration;
    this.#transport = transport;
    this.#managed = new Set((configuration.managedResources ?? []).map(({ name = '' }) => name));
  }

  get isIgnorable(): boolean {
    return this.#configuration.ignorable === true;
  }
  get isFilter(): boolean {
    return Boolean(this.#configuration.filterVerb);
  }
  get isPrioritizer(): boolean {
    return Boolean(this.#configuration.prioritizeVerb);
  }
  get isBinder(): boolean {
    return Boolean(this.#configuration.bindVerb);
  }
  get supportsPreemption(): boolean {
    return Boolean(this.#configuration.preemptVerb);
  }

  isInterested({ spec }: Pod): boolean {
    if (this.#managed.size === 0) return true;
    return [...(spec.containers ?? []), ...(spec.initContainers ?? [])].some((container) =>
      resourcesOf(container).some((name) => this.#managed.has(name)),
    );
  }

  filter(pod: Pod, nodes: readonly NodeInfo[]): ExtenderVerdict {
    const { filterVerb = '', nodeCacheCapable = false } = this.#configuration;
    if (filterVerb === '') return { nodes, failed: new Map(), unresolvable: new Map() };
    const result = fieldsOf(this.#send(filterVerb, this.#arguments(pod, nodes)));
    if (result['error']) throw new ExtenderError(String(result['error']));
    const names = result['nodenames'];
    const items = fieldsOf(result['nodes'])['items'];
    let found: readonly NodeInfo[] = [];
    if (nodeCacheCapable && Array.isArray(names)) found = this.#named(names.map(String), nodes);
    // What it sends is taken as it stands: nodes without what runs there.
    else if (Array.isArray(items)) found = items.map((item) => NodeInfo.of(item as Node));
    return {
      nodes: found,
      failed: textsOf(result['failednodes']),
      unresolvable: textsOf(result['failedandunresolvablenodes']),
    };
  }

  prioritize(
    pod: Pod,
    nodes: readonly NodeInfo[],
  ): { readonly scores: ReadonlyMap<string, number>; readonly weight: number } {
    const { prioritizeVerb = '', weight = 0 } = this.#configuration;
    if (prioritizeVerb === '') return { scores: new Map(nodes.map(({ name }) => [name, 0])), weight: 0 };
    const result = this.#send(prioritizeVerb, this.#arguments(pod, nodes));
    const scores = new Map<string, number>();
    for (const entry of Array.isArray(result) ? result : []) {
      const { host = '', score = 0 } = fieldsOf(entry);
      scores.set(String(host), (scores.get(String(host)) ?? 0) + Number(score));
    }
    return { scores, weight };
  }

  bind({ metadata }: Pod, nodeName: string): void {
    const { bindVerb = '' } = this.#configuration;
    const { name, namespace = '', uid = '' } = metadata;
    const asked = { PodName: name, PodNamespace: namespace, PodUID: uid, Node: nodeName };
    const { error } = fieldsOf(this.#send(bindVerb, asked));
    if (error) throw new ExtenderError(String(error));
  }

  processPreemption(
    pod: Pod,
    victims: ReadonlyMap<string, NodeVictims>,
    snapshot: Snapshot,
  ): ReadonlyMap<string, NodeVictims> {
    const { preemptVerb = '', nodeCacheCapable = false } = this.#configuration;
    const asked = nodeCacheCapable
      ? { NodeNameToVictims: null, NodeNameToMetaVictims: described(victims, ({ uid }) => ({ UID: uid })) }
      : { NodeNameToVictims: described(victims, (victim) => victim.pod), NodeNameToMetaVictims: null };
    const result = fieldsOf(this.#send(preemptVerb, { Pod: pod, ...asked }));
    const kept = new Map<string, NodeVictims>();
    for (const [nodeName, entry] of Object.entries(exactFieldsOf(result['nodenametometavictims']))) {
      const node = snapshot.node(nodeName);
      if (node === undefined)
        throw new ExtenderError(`nodeinfo not found for node name ${goQuote(nodeName)}`);
      const { pods, numpdbviolations } = fieldsOf(entry);
      const uids = (Array.isArray(pods) ? pods : []).map((meta) => String(fieldsOf(meta)['uid'] ?? ''));
      kept.set(nodeName, {
        victims: uids.map((uid) => this.#podOn(node, uid)),
        pdbViolations: Number(numpdbviolations ?? 0),
      });
    }
    return kept;
  }

  #podOn(node: NodeInfo, uid: string): PodInfo {
    const found = node.pods.find((candidate) => candidate.uid === uid);
    if (found !== undefined) return found;
    throw new ExtenderError(
      `extender: ${this.name} claims to preempt pod (UID: &{${uid}}) on node: ${node.name}, but the pod is not found on that node`,
    );
  }

  /** With the nodes themselves, or their names for one that knows them. */
  #arguments(pod: Pod, nodes: readonly NodeInfo[]): object {
    return this.#configuration.nodeCacheCapable === true
      ? { Pod: pod, Nodes: null, NodeNames: nodes.map(({ name }) => name) }
      : { Pod: pod, Nodes: { metadata: {}, items: nodes.map(({ node }) => node) }, NodeNames: null };
  }

  #named(names: readonly string[], nodes: readonly NodeInfo[]): NodeInfo[] {
    const known = new Map(nodes.map((node) => [node.name, node]));
    return names.map((name) => {
      const node = known.get(name);
      if (node !== undefined) return node;
      throw new ExtenderError(
        `extender ${goQuote(this.name)} claims a filtered node ${goQuote(name)} which is not found in the input node list`,
      );
    });
  }

  #send(verb: string, asked: object): unknown {
    const url = `${this.name.replace(/\/+$/, '')}/${verb}`;
    const address = addressOf(url);
    const reply =
      typeof address === 'string' ? { problem: address } : this.#transport(address, JSON.stringify(asked));
    if ('problem' in reply) throw new ExtenderError(`Post ${goQuote(url)}: ${reply.problem}`);
    if (reply.status !== 200)
      throw new ExtenderError(`failed ${verb} with extender at URL ${url}, code ${reply.status}`);
    if (reply.body.trim() === '') throw new ExtenderError('EOF');
    try {
      return readJson(reply.body).value;
    } catch (problem) {
      if (!(problem instanceof JsonSyntaxError)) throw problem;
      throw new ExtenderError(problem.message);
    }
  }
}

const defaultPorts = { http: 80, https: 443 } as const;

/** Where a URL leads; a text says what is wrong with it. */
function addressOf(url: string): ExtenderAddress | string {
  const [, scheme = '', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(url) ?? [];
  if (scheme !== 'http' && scheme !== 'https') return `unsupported protocol scheme ${goQuote(scheme)}`;
  const [, host = '', port, path = ''] = /^(\[[^\]]*\]|[^/:]*)(?::([0-9]+))?(.*)$/s.exec(rest) ?? [];
  if (host === '') return 'http: no Host in request URL';
  return { scheme, host, port: port === undefined ? defaultPorts[scheme] : Number(port), path: path || '/' };
}

function resourcesOf({ resources }: Container): string[] {
  return [...Object.keys(resources?.requests ?? {}), ...Object.keys(resources?.limits ?? {})];
}

function described(
  victims: ReadonlyMap<string, NodeVictims>,
  describe: (victim: PodInfo) => unknown,
): Record<string, unknown> {
  const entries = [...victims].map(([node, entry]) => [
    node,
    { Pods: entry.victims.map(describe), NumPDBViolations: entry.pdbViolations },
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** The fields of a JSON object, in lower case: Go reads their names so. */
function fieldsOf(value: unknown): Fields {
  return Object.fromEntries(
    Object.entries(exactFieldsOf(value)).map(([name, field]) => [name.toLowerCase(), field]),
  );
}

function exactFieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textsOf(value: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries(exactFieldsOf(value)).map(([name, text]) => [name, String(text)]));
}
