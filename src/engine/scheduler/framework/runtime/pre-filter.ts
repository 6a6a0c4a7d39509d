import type { AttemptTrace, TracedStatus } from '../attempt-trace.ts';
import type { CycleState } from '../cycle-state.ts';
import type { AnyPlugin, PreFilterResult } from '../interface.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import { Status, unresolvable } from '../status.ts';
import { failed } from './plugin-failure.ts';

/** What PreFilter came to. */
export interface PreFilterOutcome {
  /** The only nodes to look at; absent means all. */
  readonly nodeNames?: ReadonlySet<string>;
  /** A refusal of the pod on every node, or an error. */
  readonly status?: Status;
  /** The plugins that named nodes. */
  readonly pluginsWithNodes: ReadonlySet<string>;
}

const noPlugins: ReadonlySet<string> = new Set();

/** Models RunPreFilterPlugins (v1.36). */
export function runPreFilter(
  plugins: readonly AnyPlugin[],
  state: CycleState,
  podInfo: PodInfo,
  nodes: readonly NodeInfo[],
  trace: AttemptTrace | undefined,
): PreFilterOutcome {
  const skipped = new Set<string>();
  const pluginsWithNodes = new Set<string>();
  let nodeNames: ReadonlySet<string> | undefined;
  let status: Status | undefined;
  state.skipFilterPlugins = skipped;
  for (const plugin of plugins) {
    const answer = plugin.preFilter?.(state, podInfo, nodes);
    trace?.preFilter.push({ plugin: plugin.name, answer: tracedAnswer(answer) });
    if (answer instanceof Status) {
      if (answer.code === 'Skip') skipped.add(plugin.name);
      else if (answer.code === 'Unschedulable') status = answer;
      else if (answer.rejected) return { status: answer, pluginsWithNodes: noPlugins };
      else
        return {
          status: failed(`PreFilter plugin "${plugin.name}"`, plugin, answer),
          pluginsWithNodes: noPlugins,
        };
      continue;
    }
    if (answer === undefined) continue;
    pluginsWithNodes.add(plugin.name);
    nodeNames = nodeNames === undefined ? answer.nodeNames : intersection(nodeNames, answer.nodeNames);
    if (nodeNames.size === 0) {
      const names = [...pluginsWithNodes].toSorted();
      const reason =
        names.length === 1
          ? `node(s) didn't satisfy plugin ${names[0]}`
          : `node(s) didn't satisfy plugin(s) [${names.join(' ')}] simultaneously`;
      return { nodeNames, status: unresolvable('', reason), pluginsWithNodes };
    }
  }
  return { nodeNames, status, pluginsWithNodes };
}

function tracedAnswer(
  answer: Status | PreFilterResult | undefined,
): AttemptTrace['preFilter'][number]['answer'] {
  if (answer === undefined) return 'ok';
  if (!(answer instanceof Status)) return { nodes: [...answer.nodeNames] };
  return answer.code === 'Skip' ? 'skip' : tracedStatus(answer);
}

/** A status as plain data. */
export function tracedStatus({ plugin, code, reasons }: Status): TracedStatus {
  return { plugin, code, reasons: [...reasons] };
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((name) => b.has(name)));
}
