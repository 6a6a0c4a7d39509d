import type { NodeInfo } from '../framework/node-info.ts';
import type { ImageState, Snapshot } from '../framework/snapshot.ts';
import { ImageStates } from './image-states.ts';

/**
 * The cluster as plugins see it, kept up to date from the cache before each cycle: `setNodes` when
 * nodes came, went or moved, `refresh` with each node that changed in between. It shares the cache's
 * NodeInfos: a cycle runs to its end before anything else happens, so nobody changes them under it.
 * Models backend/cache.Snapshot (v1.36).
 */
export class CacheSnapshot implements Snapshot {
  nodes: readonly NodeInfo[] = [];
  readonly #byName = new Map<string, NodeInfo>();
  readonly #withAffinity = new Set<NodeInfo>();
  readonly #withRequiredAntiAffinity = new Set<NodeInfo>();
  /** Told by the cache of nodes as they come, change and go. */
  readonly images = new ImageStates();
  /** The claims that were counted for each node when it was last refreshed. */
  readonly #claims = new Map<NodeInfo, readonly string[]>();
  readonly #claimUsers = new Map<string, number>();
  /** The changes after version `#logStart`, one node each. */
  #log: NodeInfo[] = [];
  #logStart = 0;

  get nodesWithPodsWithAffinity(): ReadonlySet<NodeInfo> {
    return this.#withAffinity;
  }

  get nodesWithPodsWithRequiredAntiAffinity(): ReadonlySet<NodeInfo> {
    return this.#withRequiredAntiAffinity;
  }

  get version(): number {
    return this.#logStart + this.#log.length;
  }

  changedSince(version: number): readonly NodeInfo[] | undefined {
    return version < this.#logStart ? undefined : this.#log.slice(version - this.#logStart);
  }

  node(name: string): NodeInfo | undefined {
    return this.#byName.get(name);
  }

  isClaimUsed(key: string): boolean {
    return this.#claimUsers.has(key);
  }

  image(name: string): ImageState | undefined {
    return this.images.get(name);
  }

  /** Replaces the list of nodes, in the node tree's order. */
  setNodes(nodes: readonly NodeInfo[]): void {
    const staying = new Set(nodes);
    for (const old of this.nodes) if (!staying.has(old)) this.#forget(old);
    this.nodes = nodes;
    nodes.forEach((node, index) => {
      node.index = index;
      this.refresh(node);
    });
    this.#logStart = this.version + 1;
    this.#log = [];
  }

  /** Takes over what changed on one of the nodes. */
  refresh(node: NodeInfo): void {
    if (this.#log.length >= longestLog) {
      this.#logStart += this.#log.length;
      this.#log = [];
    }
    this.#log.push(node);
    this.#byName.set(node.name, node);
    setMember(this.#withAffinity, node, node.podsWithAffinity.length > 0);
    setMember(this.#withRequiredAntiAffinity, node, node.podsWithRequiredAntiAffinity.length > 0);
    this.#countClaims(node, node.claimUsers.size === 0 ? noClaims : [...node.claimUsers.keys()]);
  }

  #forget(node: NodeInfo): void {
    if (this.#byName.get(node.name) === node) this.#byName.delete(node.name);
    this.#withAffinity.delete(node);
    this.#withRequiredAntiAffinity.delete(node);
    this.#countClaims(node, noClaims);
    this.#claims.delete(node);
  }

  #countClaims(node: NodeInfo, claims: readonly string[]): void {
    for (const key of this.#claims.get(node) ?? noClaims) change(this.#claimUsers, key, -1);
    for (const key of claims) change(this.#claimUsers, key, 1);
    this.#claims.set(node, claims);
  }
}

/** Whoever looks less often than every so many changes looks at all nodes again. */
const longestLog = 4096;

const noClaims: readonly string[] = [];

function setMember<T>(set: Set<T>, member: T, present: boolean): void {
  if (present) set.add(member);
  else set.delete(member);
}

function change(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
