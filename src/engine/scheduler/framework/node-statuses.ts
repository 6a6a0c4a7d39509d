import type { NodeInfo } from './node-info.ts';
import type { Snapshot } from './snapshot.ts';
import type { Status, StatusCode } from './status.ts';

/**
 * Why each node was refused. Nodes that were never looked at share one answer, `absent`.
 * Models framework.NodeToStatus (v1.36).
 */
export class NodeStatuses {
  readonly #byNode = new Map<string, Status>();
  /** The answer for nodes without one of their own; none for nodes that a cycle did not reach. */
  absent: Status | undefined;

  constructor(absent?: Status) {
    this.absent = absent;
  }

  /** How many nodes have an answer of their own. */
  get size(): number {
    return this.#byNode.size;
  }

  get(nodeName: string): Status | undefined {
    return this.#byNode.get(nodeName) ?? this.absent;
  }

  set(nodeName: string, status: Status): void {
    this.#byNode.set(nodeName, status);
  }

  entries(): IterableIterator<[string, Status]> {
    return this.#byNode.entries();
  }

  /** The nodes of the snapshot whose answer has that code. */
  nodesWithCode(snapshot: Snapshot, code: StatusCode): NodeInfo[] {
    return snapshot.nodes.filter((node) => this.get(node.name)?.code === code);
  }
}
