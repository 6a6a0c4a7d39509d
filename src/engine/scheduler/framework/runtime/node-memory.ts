import type { NodeInfo } from '../node-info.ts';
import type { Status } from '../status.ts';

/**
 * What pods of one signature were answered on each node, good for as long as the node does not
 * change. Kept by the node's place in the snapshot's list, with the generation that it had.
 */
export class NodeMemory {
  readonly #filterGenerations: Float64Array;
  readonly #refusals: (Status | undefined)[];
  readonly #scoreGenerations: Float64Array;
  /** For each plugin that remembers, its raw scores by node. */
  readonly scores: readonly Float64Array[];

  constructor(nodes: number, scorePlugins: number) {
    this.#filterGenerations = new Float64Array(nodes);
    this.#refusals = Array.from({ length: nodes });
    this.#scoreGenerations = new Float64Array(nodes);
    this.scores = Array.from({ length: scorePlugins }, () => new Float64Array(nodes));
  }

  knowsVerdict(node: NodeInfo): boolean {
    return this.#filterGenerations[node.index] === node.generation;
  }

  /** Why the node was refused; undefined when it was not. */
  refusal(node: NodeInfo): Status | undefined {
    return this.#refusals[node.index];
  }

  rememberVerdict(node: NodeInfo, refusal: Status | undefined): void {
    this.#filterGenerations[node.index] = node.generation;
    this.#refusals[node.index] = refusal;
  }

  knowsScores(node: NodeInfo): boolean {
    return this.#scoreGenerations[node.index] === node.generation;
  }

  rememberScores(node: NodeInfo): void {
    this.#scoreGenerations[node.index] = node.generation;
  }
}

/** The most signatures that are remembered at a time; the oldest is forgotten first. */
const mostMemories = 32;
const mostCandidates = 1024;

/** The memories of one profile, by signature, all over one list of nodes. */
export class NodeMemories {
  #nodes: readonly NodeInfo[] = [];
  readonly #memories = new Map<string, NodeMemory>();
  /** Signatures that were seen once: a pod without equals is not worth a memory. */
  readonly #seenOnce = new Set<string>();

  /** Undefined for a signature that is new. */
  of(signature: string, nodes: readonly NodeInfo[], scorePlugins: number): NodeMemory | undefined {
    if (nodes !== this.#nodes) {
      this.#nodes = nodes;
      this.#memories.clear();
    }
    const known = this.#memories.get(signature);
    if (known !== undefined) return known;
    if (!this.#seenOnce.delete(signature)) {
      if (this.#seenOnce.size >= mostCandidates) this.#seenOnce.clear();
      this.#seenOnce.add(signature);
      return undefined;
    }
    const [oldest] = this.#memories.keys();
    if (oldest !== undefined && this.#memories.size >= mostMemories) this.#memories.delete(oldest);
    const memory = new NodeMemory(nodes.length, scorePlugins);
    this.#memories.set(signature, memory);
    return memory;
  }
}
