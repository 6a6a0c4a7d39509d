import type { AttemptTrace } from '../attempt-trace.ts';
import type { CycleState } from '../cycle-state.ts';
import { maxNodeScore, minNodeScore, type ScorePlugin, type SignPlugin } from '../interface.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import { errorStatus, type Status } from '../status.ts';
import type { NodeMemory } from './node-memory.ts';

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
  readonly plugins: readonly (ScorePlugin & Partial<SignPlugin>)[];
  readonly weightOf: (plugin: string) => number;
  readonly state: CycleState;
  readonly podInfo: PodInfo;
  readonly nodes: readonly NodeInfo[];
  readonly memory: NodeMemory | undefined;
  readonly trace: AttemptTrace | undefined;
}

/** The sums of the normalised and weighted scores of all nodes; an error where a plugin leaves the range. */
export function runScores(run: ScoreRun): NodeScores | Status {
  const { weightOf, state, podInfo, nodes, trace } = run;
  const totals = new Float64Array(nodes.length);
  // One list for all plugins: after each its scores are in the totals.
  const scores = new Float64Array(nodes.length);
  const traced: PluginScores[] = [];
  const recalled = recallScores(run);
  for (const plugin of run.plugins) {
    const known = recalled.get(plugin);
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index] as NodeInfo;
      scores[index] =
        known === undefined ? plugin.score(state, podInfo, node) : (known[node.index] as number);
    }
    const raw = trace === undefined ? undefined : [...scores];
    plugin.normalizeScores?.(state, podInfo, nodes, scores);
    const weight = weightOf(plugin.name);
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

/**
 * The raw scores, by the nodes' places, of the plugins that equal pods can share, brought up to date
 * for these nodes. Empty where nothing is remembered.
 */
function recallScores(run: ScoreRun): ReadonlyMap<ScorePlugin, Float64Array> {
  const { memory, plugins, state, podInfo, nodes } = run;
  const recalled = new Map<ScorePlugin, Float64Array>();
  if (memory === undefined) return recalled;
  const sharing = plugins.filter((plugin) => plugin.signPod?.(podInfo) !== undefined);
  sharing.forEach((plugin, index) => recalled.set(plugin, memory.scores[index] as Float64Array));
  for (const node of nodes) {
    if (memory.knowsScores(node)) continue;
    for (const [plugin, scores] of recalled) scores[node.index] = plugin.score(state, podInfo, node);
    memory.rememberScores(node);
  }
  return recalled;
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
