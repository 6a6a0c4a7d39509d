import type { NodeInfo } from './node-info.ts';
import type { Snapshot } from './snapshot.ts';
import type { Status, StatusCode } from './status.ts';

/**
 * Why each node was refused. Nodes that were never looked at share one answer, `absent`.
 * Models framework.NodeToStatus (v1.36).
 */
export class NodeStatuses {
  /** In the order in which they were told: most cycles only count them. */
  readonly #nodes: NodeInfo[] = [];
  readonly #statuses: Status[] = [];
  /** The same by name, once somebody asks for that. */
  #byNode: Map<string, Status> | undefined;
  /** The answer for nodes without one of their own; none for nodes that a cycle did not reach. */
  absent: Status | undefined;

  constructor(absent?: Status) {
    this.absent = absent;
  }

  /** How many nodes have an answer of their own. */
  get size(): number {
    return this.#byNode?.size ?? this.#nodes.length;
  }

  get(nodeName: string): Status | undefined {
    return this.#named().get(nodeName) ?? this.absent;
  }

  /** The answer of a node that has none yet, as a search comes by each node once. */
  add(node: NodeInfo, status: Status): void {
    if (this.#byNode !== undefined) this.#byNode.set(node.name, status);
    else {
      this.#nodes.push(node);
      this.#statuses.push(status);
    }
  }

  /** From here on a node may be told of again: `add` then replaces. */
  expectAgain(): void {
    this.#named();
  }

  /** The answer of a node, in place of the one that it may have. */
  set(nodeName: string, status: Status): void {
    this.#named().set(nodeName, status);
  }

  entries(): IterableIterator<[string, Status]> {
    return this.#named().entries();
  }

  /** The nodes of the snapshot whose answer has that code. */
  nodesWithCode(snapshot: Snapshot, code: StatusCode): NodeInfo[] {
    return snapshot.nodes.filter((node) => this.get(node.name)?.code === code);
  }

  #named(): Map<string, Status> {
    this.#byNode ??= new Map(this.#nodes.map(({ name }, index) => [name, this.#statuses[index] as Status]));
    return this.#byNode;
  }
}
