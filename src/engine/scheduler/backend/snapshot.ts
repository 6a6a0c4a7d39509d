import type { NodeInfo } from '../framework/node-info.ts';
import type { Snapshot } from '../framework/snapshot.ts';

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
  /** What was counted for each node when it was last refreshed. */
  readonly #counted = new Map<
    NodeInfo,
    { readonly claims: readonly string[]; readonly images: NodeInfo['images'] }
  >();
  readonly #claimUsers = new Map<string, number>();
  readonly #imageNodes = new Map<string, number>();

  get nodesWithPodsWithAffinity(): Iterable<NodeInfo> {
    return this.#withAffinity;
  }

  get nodesWithPodsWithRequiredAntiAffinity(): Iterable<NodeInfo> {
    return this.#withRequiredAntiAffinity;
  }

  node(name: string): NodeInfo | undefined {
    return this.#byName.get(name);
  }

  isClaimUsed(key: string): boolean {
    return this.#claimUsers.has(key);
  }

  nodesWithImage(name: string): number {
    return this.#imageNodes.get(name) ?? 0;
  }

  /** Replaces the list of nodes, in the node tree's order. */
  setNodes(nodes: readonly NodeInfo[]): void {
    const staying = new Set(nodes);
    for (const old of this.nodes) if (!staying.has(old)) this.#forget(old);
    this.nodes = nodes;
    for (const node of nodes) this.refresh(node);
  }

  /** Takes over what changed on one of the nodes. */
  refresh(node: NodeInfo): void {
    this.#byName.set(node.name, node);
    setMember(this.#withAffinity, node, node.podsWithAffinity.length > 0);
    setMember(this.#withRequiredAntiAffinity, node, node.podsWithRequiredAntiAffinity.length > 0);
    const counted = this.#counted.get(node);
    const claims = node.claimUsers.size === 0 ? noClaims : [...node.claimUsers.keys()];
    if (counted?.images !== node.images) {
      for (const name of counted?.images.keys() ?? []) change(this.#imageNodes, name, -1);
      for (const name of node.images.keys()) change(this.#imageNodes, name, 1);
    }
    for (const key of counted?.claims ?? noClaims) change(this.#claimUsers, key, -1);
    for (const key of claims) change(this.#claimUsers, key, 1);
    this.#counted.set(node, { claims, images: node.images });
  }

  #forget(node: NodeInfo): void {
    if (this.#byName.get(node.name) === node) this.#byName.delete(node.name);
    this.#withAffinity.delete(node);
    this.#withRequiredAntiAffinity.delete(node);
    const counted = this.#counted.get(node);
    for (const name of counted?.images.keys() ?? []) change(this.#imageNodes, name, -1);
    for (const key of counted?.claims ?? noClaims) change(this.#claimUsers, key, -1);
    this.#counted.delete(node);
  }
}

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
