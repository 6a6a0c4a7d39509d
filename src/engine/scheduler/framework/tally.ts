import type { NodeInfo } from './node-info.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Sums of what the nodes contribute, kept from cycle to cycle: only nodes that changed are looked at
 * again. `Contribution` is what one node adds.
 */
export abstract class Tally<Contribution> {
  #version = -1;
  /** By the nodes' places in the snapshot's list. */
  #contributions: (Contribution | undefined)[] = [];

  /** Brings the sums up to date. */
  update(snapshot: Snapshot): void {
    const changed = snapshot.changedSince(this.#version);
    if (changed === undefined) {
      this.reset();
      this.#contributions = snapshot.nodes.map((node) => this.#added(node));
    } else {
      for (const node of changed) {
        const before = this.#contributions[node.index];
        if (before !== undefined) this.add(before, -1);
        this.#contributions[node.index] = this.#added(node);
      }
    }
    this.#version = snapshot.version;
  }

  #added(node: NodeInfo): Contribution | undefined {
    const contribution = this.contributionOf(node);
    if (contribution !== undefined) this.add(contribution, 1);
    return contribution;
  }

  /** What is counted of a node of the snapshot. */
  protected counted(node: NodeInfo): Contribution | undefined {
    return this.#contributions[node.index];
  }

  /** What the node contributes as it is now; undefined for nothing. */
  protected abstract contributionOf(node: NodeInfo): Contribution | undefined;
  /** Adds it to the sums, or takes it away. */
  protected abstract add(contribution: Contribution, sign: 1 | -1): void;
  /** Back to no contributions. */
  protected abstract reset(): void;
}

/** The tallies of a plugin by what they count; the ones that were asked for last are kept. */
export class Tallies<T extends Tally<unknown>> {
  readonly #byKey = new Map<string, T>();

  /** The tally of that key, up to date. */
  of(key: string, snapshot: Snapshot, make: () => T): T {
    const known = this.#byKey.get(key);
    const tally = known ?? make();
    this.#byKey.delete(key);
    const [oldest] = this.#byKey.keys();
    if (oldest !== undefined && this.#byKey.size >= mostTallies) this.#byKey.delete(oldest);
    this.#byKey.set(key, tally);
    tally.update(snapshot);
    return tally;
  }
}

const mostTallies = 32;
