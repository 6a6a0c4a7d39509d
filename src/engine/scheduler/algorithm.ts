import { logNoHint, logNotBatched } from './batching.ts';
import type { CycleState } from './framework/cycle-state.ts';
import { askExtenders, scoreByExtenders } from './ask-extenders.ts';
import { extenderName, type Extender } from './framework/extender.ts';
import type { Diagnosis } from './framework/fit-error.ts';
import type { NodeInfo } from './framework/node-info.ts';
import { NodeStatuses } from './framework/node-statuses.ts';
import type { PodInfo } from './framework/pod-info.ts';
import { Status, unresolvable } from './framework/status.ts';
import type { Framework } from './framework/runtime/framework.ts';
import { tracedStatus } from './framework/runtime/pre-filter.ts';

/** A node was found. */
export interface Scheduled {
  readonly kind: 'scheduled';
  readonly nodeName: string;
  /** How many nodes were looked at. */
  readonly evaluatedNodes: number;
  readonly feasibleNodes: number;
}

/** No node fits. PostFilter may still help; `fitErrorMessage` makes the text. */
export interface NoFit {
  readonly kind: 'no-fit';
  readonly allNodes: number;
  readonly diagnosis: Diagnosis;
}

/** Something broke, or there are no nodes at all. */
export interface NotScheduled {
  readonly kind: 'failed';
  readonly status: Status;
}

/** The nodes that fit, and what became of the others. */
export interface FeasibleNodes {
  readonly nodes: readonly NodeInfo[];
  /** Their places in the snapshot's list, where all of that was searched. */
  readonly places?: readonly number[];
  readonly diagnosis: Diagnosis;
  readonly error?: Status;
}

export const noNodesAvailable = 'no nodes available to schedule pods';

/** Fewer nodes than this are all looked at. */
const minFeasibleNodesToFind = 100;
const minFeasibleNodesPercentage = 5;

/**
 * How many feasible nodes are enough to choose from, of `allNodes`. `percentage` 0 adapts to the size
 * of the cluster. Models Scheduler.numFeasibleNodesToFind (v1.36).
 */
export function numFeasibleNodesToFind(allNodes: number, percentage: number): number {
  if (allNodes < minFeasibleNodesToFind) return allNodes;
  const adapted =
    percentage === 0 ? Math.max(50 - Math.floor(allNodes / 125), minFeasibleNodesPercentage) : percentage;
  return Math.max(Math.floor((allNodes * adapted) / 100), minFeasibleNodesToFind);
}

/**
 * Finds the node for one pod: filters, scores, chooses. Between pods it remembers only where the
 * next search starts, so that all nodes get their turn. Models schedulePod and what it calls in
 * pkg/scheduler/schedule_one.go (v1.36).
 */
export class Algorithm {
  readonly #percentageOfNodesToScore: number;
  readonly #currentCycle: () => number;
  readonly #extenders: readonly Extender[];
  #nextStartNodeIndex = 0;

  /** `currentCycle` counts attempts, for the log. */
  constructor(
    percentageOfNodesToScore: number,
    currentCycle: () => number = () => 0,
    extenders: readonly Extender[] = [],
  ) {
    this.#percentageOfNodesToScore = percentageOfNodesToScore;
    this.#extenders = extenders;
    this.#currentCycle = currentCycle;
  }

  /** Where in the list of nodes the next search starts. */
  get nextStartNodeIndex(): number {
    return this.#nextStartNodeIndex;
  }

  schedulePod(framework: Framework, state: CycleState, podInfo: PodInfo): Scheduled | NoFit | NotScheduled {
    const allNodes = framework.snapshot.nodes.length;
    if (allNodes === 0) {
      return { kind: 'failed', status: new Status('UnschedulableAndUnresolvable', [noNodesAvailable]) };
    }
    const found = this.findNodesThatFitPod(framework, state, podInfo);
    const { nodes, places, diagnosis, error } = found;
    if (error !== undefined) return { kind: 'failed', status: error };
    const [first] = nodes;
    if (first === undefined) return { kind: 'no-fit', allNodes, diagnosis };
    const feasibleNodes = nodes.length;
    const chosen = feasibleNodes === 1 ? first : this.#prioritize(framework, state, podInfo, nodes, places);
    if (chosen instanceof Status) return { kind: 'failed', status: chosen };
    const nodeName = chosen.name;
    const { log, profileName } = framework;
    logNotBatched(log, podInfo.pod, profileName, this.#currentCycle(), nodeName, feasibleNodes);
    const evaluatedNodes = feasibleNodes + diagnosis.statuses.size;
    return { kind: 'scheduled', nodeName, evaluatedNodes, feasibleNodes };
  }

  /** Models findNodesThatFitPod (v1.36). */
  findNodesThatFitPod(framework: Framework, state: CycleState, podInfo: PodInfo): FeasibleNodes {
    const { snapshot } = framework;
    const { nodeNames, status, pluginsWithNodes } = framework.runPreFilterPlugins(state, podInfo);
    const statuses = new NodeStatuses();
    const diagnosis = new DiagnosisNotes(statuses, pluginsWithNodes);
    if (status !== undefined) {
      if (!status.rejected) return { nodes: [], diagnosis, error: status };
      statuses.absent = status;
      diagnosis.preFilterMessage = status.message;
      diagnosis.note(status);
      return { nodes: [], diagnosis };
    }
    logNoHint(framework.log, podInfo.pod, framework.profileName, this.#currentCycle());
    const nominated = podInfo.pod.status?.nominatedNodeName;
    const nominatedNode = nominated ? snapshot.node(nominated) : undefined;
    if (nominatedNode !== undefined) {
      const { feasible } = this.#filter(framework, state, podInfo, [nominatedNode], diagnosis);
      const { nodes } = askExtenders(this.#extenders, framework.log, podInfo.pod, feasible, statuses);
      if (nodes.length > 0) return { nodes, diagnosis };
      statuses.expectAgain();
    }
    let { nodes } = snapshot;
    if (nodeNames !== undefined) {
      nodes = [...nodeNames].flatMap((name) => snapshot.node(name) ?? []);
      // Upstream keeps one set: who refused the nominated node before is named, too.
      const plugins = [...diagnosis.unschedulablePlugins].toSorted();
      const reason = `node(s) didn't satisfy plugin(s) [${plugins.join(' ')}]`;
      statuses.absent = unresolvable('', reason);
    }
    const { feasible, places, error } = this.#filter(framework, state, podInfo, nodes, diagnosis);
    const processed = feasible.length + statuses.size;
    this.#nextStartNodeIndex = (this.#nextStartNodeIndex + processed) % snapshot.nodes.length;
    if (error !== undefined || this.#extenders.length === 0)
      return { nodes: feasible, places, diagnosis, error };
    const answer = askExtenders(this.#extenders, framework.log, podInfo.pod, feasible, statuses);
    if (answer.nodes.length !== feasible.length) diagnosis.unschedulablePlugins.add(extenderName);
    return { nodes: answer.nodes, diagnosis, error: answer.error };
  }

  /**
   * Looks at nodes, in turn from where the last search ended, until one more than enough fit. Models
   * findNodesThatPassFilters (v1.36), one node at a time.
   */
  #filter(
    framework: Framework,
    state: CycleState,
    podInfo: PodInfo,
    nodes: readonly NodeInfo[],
    diagnosis: DiagnosisNotes,
  ): { feasible: NodeInfo[]; places?: number[]; error?: Status } {
    const percentage = framework.percentageOfNodesToScore ?? this.#percentageOfNodesToScore;
    const isChoosy =
      framework.hasPlugins('score') ||
      this.#extenders.some(({ isFilter, isPrioritizer }) => isFilter || isPrioritizer);
    const enough = isChoosy ? numFeasibleNodesToFind(nodes.length, percentage) : 1;
    const hasFilters = framework.hasPlugins('filter');
    const feasible: NodeInfo[] = [];
    // Nodes that are remembered need not be touched: their places say all.
    const places = nodes === framework.snapshot.nodes ? ([] as number[]) : undefined;
    for (let step = 0; step < nodes.length; step++) {
      const place = (this.#nextStartNodeIndex + step) % nodes.length;
      const node = nodes[place] as NodeInfo;
      if (feasible.length === enough && !hasFilters) break;
      const status =
        places === undefined
          ? framework.runFilterPluginsWithNominatedPods(state, podInfo, node)
          : framework.filterNodeAt(state, podInfo, place);
      if (status === undefined) {
        if (feasible.length === enough) break;
        feasible.push(node);
        places?.push(place);
        framework.trace?.feasible.push(node.name);
      } else if (status.rejected) {
        diagnosis.statuses.add(node, status);
        diagnosis.note(status);
        framework.trace?.refused.push({ node: node.name, status: tracedStatus(status) });
      } else {
        return { feasible, error: status };
      }
    }
    return { feasible, places };
  }

  #prioritize(
    framework: Framework,
    state: CycleState,
    podInfo: PodInfo,
    nodes: readonly NodeInfo[],
    places: readonly number[] | undefined,
  ): NodeInfo | Status {
    const refusal = framework.runPreScorePlugins(state, podInfo, nodes);
    if (refusal !== undefined) return refusal;
    const scores = framework.runScorePlugins(state, podInfo, nodes, places);
    if (scores instanceof Status) return scores;
    const { totals } = scores;
    const chances = scoreByExtenders(this.#extenders, framework, podInfo.pod, nodes, totals);
    return nodes[bestOf(totals, chances)] as NodeInfo;
  }
}

/**
 * The place of the top total; among equals that of the highest chance, where they have any. Else it is
 * the one that rises to the top of the heap that kube-scheduler makes of the list: a node is overtaken
 * only by a better one below it, and the left one below it wins over an equal right one. Models
 * newSortedNodeScores (v1.36).
 */
function bestOf(totals: Float64Array, chances?: Float64Array): number {
  const { length } = totals;
  const risen = new Int32Array(length);
  for (let place = length - 1; place >= 0; place--) {
    let best = place;
    const left = 2 * place + 1;
    for (let below = left; below < length && below <= left + 1; below++) {
      const rival = risen[below] as number;
      const lead = (totals[rival] as number) - (totals[best] as number);
      if (lead > 0 || (lead === 0 && (chances?.[rival] ?? 0) > (chances?.[best] ?? 0))) best = rival;
    }
    risen[place] = best;
  }
  return risen[0] as number;
}

/** A Diagnosis while it is being written. */
class DiagnosisNotes implements Diagnosis {
  readonly statuses: NodeStatuses;
  readonly unschedulablePlugins: Set<string>;
  readonly pendingPlugins = new Set<string>();
  preFilterMessage = '';
  postFilterMessage = '';
  #last: Status | undefined;

  constructor(statuses: NodeStatuses, plugins: ReadonlySet<string>) {
    this.statuses = statuses;
    this.unschedulablePlugins = new Set(plugins);
  }

  /** Remembers the plugin that refused. Models Diagnosis.AddPluginStatus (v1.36). */
  note(status: Status): void {
    // One status often stands for many nodes in a row.
    if (status === this.#last) return;
    this.#last = status;
    const { plugin, rejected, code } = status;
    if (plugin === '' || !rejected) return;
    this.unschedulablePlugins.add(plugin);
    if (code === 'Pending') this.pendingPlugins.add(plugin);
  }
}
