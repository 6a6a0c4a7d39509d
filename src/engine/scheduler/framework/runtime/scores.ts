import type { AttemptTrace } from '../attempt-trace.ts';
import type { CycleState } from '../cycle-state.ts';
import { maxNodeScore, minNodeScore, type ScorePlugin } from '../interface.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import { errorStatus, type Status } from '../status.ts';
import type { NodeMemory } from './node-memory.ts';
import type { ScoreMemory } from './score-memory.ts';

/** The scores of the nodes that fit, all lists in the order of the nodes. */
export interface NodeScores {
  readonly totals: Float64Array;
}

/** What one plugin said of the nodes, for the trace. */
interface PluginScores {
  readonly name: string;
  readonly weight: number;
  readonly raw: readonly number[];
  readonly normalized: readonly number[];
}

/** Whose scores are wanted, and what helps. */
interface ScoreRun {
  /** Those that PreScore did not skip. */
  readonly plugins: readonly ScorePlugin[];
  readonly weightOf: (plugin: string) => number;
  readonly state: CycleState;
  readonly podInfo: PodInfo;
  readonly nodes: readonly NodeInfo[];
  /** The nodes' places in the snapshot's list. */
  readonly places: readonly number[];
  readonly memory: NodeMemory | undefined;
  readonly trace: AttemptTrace | undefined;
}

/** The sums of the normalised and weighted scores of all nodes; an error where a plugin leaves the range. */
export function runScores(run: ScoreRun): NodeScores | Status {
  const { plugins, weightOf, state, podInfo, nodes, places, memory, trace } = run;
  const known = memory?.scoresOf(plugins, weightOf, state, podInfo, nodes, places);
  // What is summed up cannot be told apart again for a trace.
  const sums = trace === undefined && known !== undefined ? sumsOf(known, places) : undefined;
  const totals = sums ?? new Float64Array(nodes.length);
  // One list for all plugins: after each its scores are in the totals.
  const scores = new Float64Array(nodes.length);
  const traced: PluginScores[] = [];
  for (const plugin of plugins) {
    const column = known?.column(plugin);
    const weight = weightOf(plugin.name);
    if (sums !== undefined) {
      if (column !== undefined && plugin.normalizeScores === undefined) continue;
      const uniform = plugin.uniformScore?.(state, podInfo);
      if (uniform !== undefined) {
        addTo(totals, uniform * weight);
        continue;
      }
    }
    for (let index = 0; index < nodes.length; index++) {
      scores[index] =
        column === undefined
          ? plugin.score(state, podInfo, nodes[index] as NodeInfo)
          : (column[places[index] as number] as number);
    }
    const raw = trace === undefined ? undefined : [...scores];
    plugin.normalizeScores?.(state, podInfo, nodes, scores);
    for (let index = 0; index < scores.length; index++) {
      const score = scores[index] as number;
      if (score < minNodeScore || score > maxNodeScore) {
        return errorStatus(
          plugin.name,
          `plugin "${plugin.name}" returns an invalid score ${score}, it should in the range of [${minNodeScore}, ${maxNodeScore}] after normalizing`,
        );
      }
      totals[index] = (totals[index] as number) + score * weight;
    }
    if (raw !== undefined) traced.push({ name: plugin.name, weight, raw, normalized: [...scores] });
  }
  if (trace !== undefined) traceScores(trace, nodes, totals, traced);
  return { totals };
}

function addTo(totals: Float64Array, amount: number): void {
  if (amount === 0) return;
  for (let index = 0; index < totals.length; index++) totals[index] = (totals[index] as number) + amount;
}

/**
 * What is summed up already, in the order of the nodes; undefined where a score left its range, for
 * which there is an error to tell.
 */
function sumsOf({ sums }: ScoreMemory, places: readonly number[]): Float64Array | undefined {
  const totals = new Float64Array(places.length);
  for (let index = 0; index < places.length; index++) {
    const sum = sums[places[index] as number] as number;
    if (Number.isNaN(sum)) return undefined;
    totals[index] = sum;
  }
  return totals;
}

function traceScores(
  trace: AttemptTrace,
  nodes: readonly NodeInfo[],
  totals: Float64Array,
  plugins: readonly PluginScores[],
): void {
  nodes.forEach((node, at) => {
    const scores = plugins.map(({ name, weight, raw, normalized }) => ({
      plugin: name,
      raw: raw[at] ?? 0,
      normalized: normalized[at] ?? 0,
      weighted: (normalized[at] ?? 0) * weight,
    }));
    trace.scores.push({ node: node.name, scores, total: totals[at] ?? 0 });
  });
}
