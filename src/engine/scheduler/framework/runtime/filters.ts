import type { CycleState } from '../cycle-state.ts';
import type { AnyPlugin, FilterPlugin } from '../interface.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import type { Snapshot } from '../snapshot.ts';
import { errorStatus, type Status } from '../status.ts';
import { NodeMemories, type NodeMemory } from './node-memory.ts';
import { Signatures } from './signatures.ts';

/** The Filter plugins of one cycle. */
interface CycleFilters {
  readonly skipped: ReadonlySet<string>;
  /** All that PreFilter did not skip. */
  readonly plugins: readonly FilterPlugin[];
  /** Those of them whose answers equal pods share, up to the first that is different. */
  readonly remembering: readonly FilterPlugin[];
  /** Those that have to be asked each time. */
  readonly asking: readonly FilterPlugin[];
  readonly memory: NodeMemory | undefined;
}

interface FiltersOptions {
  /** Those at the Filter point, in their order. */
  readonly filters: readonly FilterPlugin[];
  /** All of the profile, which sign pods. */
  readonly plugins: readonly AnyPlugin[];
  readonly snapshot: Snapshot;
  /** False: every plugin is asked about every node again. */
  readonly remembers: boolean;
}

/** Runs a profile's Filter plugins, and remembers what equal pods were answered. */
export class Filters {
  readonly #options: FiltersOptions;
  readonly #memories = new NodeMemories();
  readonly #signatures: Signatures;
  /** What is the same for all nodes of the running cycle. */
  #cycle: CycleFilters;

  constructor(options: FiltersOptions) {
    this.#options = options;
    this.#signatures = new Signatures(options.plugins);
    this.#cycle = this.#cycleFilters(new Set());
  }

  /** Prepares for a pod's cycle, once it is known what PreFilter skipped. */
  begin(state: CycleState, podInfo: PodInfo): void {
    this.#cycle = this.#cycleFilters(state.skipFilterPlugins, podInfo);
  }

  /** What is remembered of pods that are equal to the cycle's. */
  memoryOf(state: CycleState): NodeMemory | undefined {
    return this.#filtersFor(state).memory;
  }

  /** The answer of the first plugin that refuses the node. */
  run(state: CycleState, podInfo: PodInfo, node: NodeInfo): Status | undefined {
    return runFilters(this.#filtersFor(state).plugins, state, podInfo, node);
  }

  /** As `run`, of the node at a place of the snapshot's list, with what equal pods were answered there before. */
  recall(state: CycleState, podInfo: PodInfo, place: number): Status | undefined {
    const { plugins, remembering, asking, memory } = this.#filtersFor(state);
    if (memory === undefined) return runFilters(plugins, state, podInfo, this.#nodeAt(place));
    if (!memory.knowsVerdict(place)) {
      const status = runFilters(remembering, state, podInfo, this.#nodeAt(place));
      if (status !== undefined && !status.rejected) return status;
      memory.rememberVerdict(place, status);
    }
    const refusal = memory.refusal(place);
    if (refusal !== undefined || asking.length === 0) return refusal;
    return runFilters(asking, state, podInfo, this.#nodeAt(place));
  }

  #nodeAt(place: number): NodeInfo {
    return this.#options.snapshot.nodes[place] as NodeInfo;
  }

  #filtersFor(state: CycleState): CycleFilters {
    if (this.#cycle.skipped !== state.skipFilterPlugins) {
      this.#cycle = this.#cycleFilters(state.skipFilterPlugins);
    }
    return this.#cycle;
  }

  /** With the pod that is to be scheduled, there may be a memory of its equals. */
  #cycleFilters(skipped: ReadonlySet<string>, podInfo?: PodInfo): CycleFilters {
    const plugins = this.#options.filters.filter(({ name }) => !skipped.has(name));
    if (podInfo === undefined || !this.#options.remembers) {
      return { skipped, plugins, remembering: [], asking: plugins, memory: undefined };
    }
    const signature = this.#signatures.of(podInfo);
    // The first refusal counts, so that only the plugins before the first forgetful one can be spared.
    const forgetful = plugins.findIndex((plugin) => !signature.signers.has(plugin));
    const length = forgetful < 0 ? plugins.length : forgetful;
    return {
      skipped,
      plugins,
      remembering: plugins.slice(0, length),
      asking: plugins.slice(length),
      memory: this.#memories.of(signature, length, this.#options.snapshot),
    };
  }
}

function runFilters(
  plugins: readonly FilterPlugin[],
  state: CycleState,
  podInfo: PodInfo,
  node: NodeInfo,
): Status | undefined {
  for (const plugin of plugins) {
    const status = plugin.filter(state, podInfo, node);
    if (status === undefined) continue;
    if (status.rejected) return status;
    return errorStatus(plugin.name, `running "${plugin.name}" filter plugin: ${status.message}`);
  }
  return undefined;
}
