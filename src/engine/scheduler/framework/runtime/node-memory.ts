import type { CycleState } from '../cycle-state.ts';
import type { ScorePlugin } from '../interface.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Status } from '../status.ts';
import { ScoreMemory } from './score-memory.ts';
import type { Signature } from './signatures.ts';

/**
 * What pods of one signature were answered on each node, good for as long as the node does not
 * change. Kept by the node's place in the snapshot's list.
 */
export class NodeMemory {
  readonly #signature: Signature;
  /** 1 where the verdict is known. */
  readonly #known: Uint8Array;
  /** The version of the snapshot that it goes by. */
  #version = -1;
  readonly #refusals: (Status | undefined)[];
  #scores: ScoreMemory | undefined;

  constructor(signature: Signature, nodes: number) {
    this.#signature = signature;
    this.#known = new Uint8Array(nodes);
    this.#refusals = Array.from({ length: nodes });
  }

  /** Forgets what was answered on nodes that changed since. */
  catchUp(snapshot: Snapshot): void {
    const changed = snapshot.changedSince(this.#version);
    this.#version = snapshot.version;
    if (changed === undefined) {
      this.#known.fill(0);
      this.#scores = undefined;
      return;
    }
    for (const { index } of changed) {
      this.#known[index] = 0;
      this.#scores?.forget(index);
    }
  }

  knowsVerdict(place: number): boolean {
    return this.#known[place] === 1;
  }

  /** Why the node was refused; undefined when it was not. */
  refusal(place: number): Status | undefined {
    return this.#refusals[place];
  }

  rememberVerdict(place: number, refusal: Status | undefined): void {
    this.#known[place] = 1;
    this.#refusals[place] = refusal;
  }

  /** The raw scores of those of the plugins that sign the pod, known for all these nodes. */
  scoresOf(
    plugins: readonly ScorePlugin[],
    weightOf: (plugin: string) => number,
    state: CycleState,
    podInfo: PodInfo,
    nodes: readonly NodeInfo[],
    places: readonly number[],
  ): ScoreMemory {
    const sharing = plugins.filter((plugin) => this.#signature.signers.has(plugin));
    if (this.#scores?.isOf(sharing) !== true)
      this.#scores = new ScoreMemory(
        sharing,
        sharing.map(({ name }) => weightOf(name)),
        this.#known.length,
      );
    this.#scores.update(state, podInfo, nodes, places);
    return this.#scores;
  }
}

/** The most memories that are kept at a time; the oldest is forgotten first. */
const mostMemories = 32;
const mostCandidates = 1024;

/** The memories of one profile, by signature, all over one list of nodes. */
export class NodeMemories {
  #nodes: readonly NodeInfo[] = [];
  /** By the signature's text, then by how many plugins' verdicts are remembered. */
  readonly #memories = new Map<string, Map<number, NodeMemory>>();
  /** Signatures that were seen once: a pod without equals is not worth a memory. */
  readonly #seenOnce = new Set<string>();

  /** Undefined for a signature that is new. `plugins`: how many Filter plugins' verdicts are remembered. */
  of(signature: Signature, plugins: number, snapshot: Snapshot): NodeMemory | undefined {
    const { nodes } = snapshot;
    if (nodes !== this.#nodes) {
      this.#nodes = nodes;
      this.#memories.clear();
    }
    const { text } = signature;
    let memories = this.#memories.get(text);
    if (memories === undefined) {
      if (!this.#seenOnce.delete(text)) {
        if (this.#seenOnce.size >= mostCandidates) this.#seenOnce.clear();
        this.#seenOnce.add(text);
        return undefined;
      }
      const [oldest] = this.#memories.keys();
      if (oldest !== undefined && this.#memories.size >= mostMemories) this.#memories.delete(oldest);
      this.#memories.set(text, (memories = new Map()));
    }
    let memory = memories.get(plugins);
    if (memory === undefined) memories.set(plugins, (memory = new NodeMemory(signature, nodes.length)));
    memory.catchUp(snapshot);
    return memory;
  }
}
