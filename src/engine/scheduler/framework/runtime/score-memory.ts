import type { CycleState } from '../cycle-state.ts';
import { maxNodeScore, minNodeScore, type ScorePlugin } from '../interface.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';

/**
 * Raw scores of equal pods, a column of numbers for each plugin and a row for each node of the
 * snapshot's list. What needs no normalising is added up once, in a column of its own.
 */
export class ScoreMemory {
  readonly #plugins: readonly ScorePlugin[];
  readonly #weights: readonly number[];
  readonly #columns: readonly Float64Array[];
  /** 1 where the scores are known. */
  readonly #known: Uint8Array;
  /** The weighted sum of the plugins that do not normalise; NaN where one of them leaves its range. */
  readonly sums: Float64Array;

  constructor(plugins: readonly ScorePlugin[], weights: readonly number[], nodes: number) {
    this.#plugins = plugins;
    this.#weights = weights;
    this.#columns = plugins.map(() => new Float64Array(nodes));
    this.#known = new Uint8Array(nodes);
    this.sums = new Float64Array(nodes);
  }

  /** Whether these are its plugins. */
  isOf(plugins: readonly ScorePlugin[]): boolean {
    return (
      plugins.length === this.#plugins.length && plugins.every((plugin, at) => plugin === this.#plugins[at])
    );
  }

  /** The raw scores of one plugin, by the nodes' places; undefined where it remembers none. */
  column(plugin: ScorePlugin): Float64Array | undefined {
    return this.#columns[this.#plugins.indexOf(plugin)];
  }

  /** The node at that place changed. */
  forget(place: number): void {
    this.#known[place] = 0;
  }

  /** Asks about those of the nodes that are new or changed. */
  update(state: CycleState, podInfo: PodInfo, nodes: readonly NodeInfo[], places: readonly number[]): void {
    for (let at = 0; at < places.length; at++) {
      const place = places[at] as number;
      if (this.#known[place] === 1) continue;
      this.#known[place] = 1;
      this.#ask(state, podInfo, nodes[at] as NodeInfo, place);
    }
  }

  #ask(state: CycleState, podInfo: PodInfo, node: NodeInfo, place: number): void {
    let sum = 0;
    this.#plugins.forEach((plugin, at) => {
      const score = plugin.score(state, podInfo, node);
      (this.#columns[at] as Float64Array)[place] = score;
      if (plugin.normalizeScores !== undefined) return;
      const isInRange = score >= minNodeScore && score <= maxNodeScore;
      sum += isInRange ? score * (this.#weights[at] as number) : Number.NaN;
    });
    this.sums[place] = sum;
  }
}
