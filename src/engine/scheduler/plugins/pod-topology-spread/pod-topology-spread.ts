import type { Pod, TopologySpreadConstraint } from '../../../api/types.ts';
import type { ClusterEventWithHint } from '../../framework/cluster-event.ts';
import { StateKey, type CycleState } from '../../framework/cycle-state.ts';
import type { Handle } from '../../framework/handle.ts';
import {
  maxNodeScore,
  type EnqueueExtensions,
  type FilterPlugin,
  type PreFilterPlugin,
  type PreScorePlugin,
  type ScorePlugin,
} from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodTopologySpreadArgs } from '../../framework/plugin-args.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { errorStatus, skip, unresolvable, unschedulable, type Status } from '../../framework/status.ts';
import {
  isEmpty,
  spreadConstraints,
  type SpreadConstraint,
  type UnsatisfiableAction,
} from './constraints.ts';
import { defaultSelector } from './default-selector.ts';
import { podTopologySpreadEvents } from './events.ts';
import { SpreadTally, spreadKey } from './spread-tally.ts';
import { Tallies } from '../../framework/tally.ts';
import { HardState } from './hard-state.ts';
import { SoftState } from './soft-state.ts';

const name = 'PodTopologySpread';
const skewed = unschedulable(name, "node(s) didn't match pod topology spread constraints");
const noDomain = unresolvable(
  name,
  "node(s) didn't match pod topology spread constraints (missing required label)",
);

const preFilterKey = new StateKey<HardState>(`PreFilter${name}`);
const preScoreKey = new StateKey<SoftState>(`PreScore${name}`);
const withoutPreFilter = errorStatus(name, `reading "PreFilter${name}" from cycleState: not found`);

/** What `defaultingType: System` spreads pods by that have no constraints. */
const systemDefaults: readonly TopologySpreadConstraint[] = [
  { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
];

/** Pods spread evenly over zones, hosts and the like. Models plugins/podtopologyspread (v1.36). */
export class PodTopologySpread
  implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin, EnqueueExtensions
{
  readonly name = name;
  readonly #handle: Handle;
  readonly #defaults: readonly TopologySpreadConstraint[];
  readonly #systemDefaulted: boolean;
  readonly #tallies = new Tallies<SpreadTally>();

  constructor(args: PodTopologySpreadArgs, handle: Handle) {
    this.#handle = handle;
    this.#systemDefaulted = args.defaultingType === 'System';
    this.#defaults = this.#systemDefaulted ? systemDefaults : (args.defaultConstraints ?? []);
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return podTopologySpreadEvents((pod) => this.#constraints(pod, 'DoNotSchedule'));
  }

  preFilter(state: CycleState, { pod }: PodInfo): Status | undefined {
    const constraints = this.#constraints(pod, 'DoNotSchedule');
    if (constraints.length === 0) return skip;
    state.write(preFilterKey, new HardState(pod, constraints, this.#tally(pod, constraints, true).counts));
    return undefined;
  }

  addPod(state: CycleState, _podInfo: PodInfo, added: PodInfo, node: NodeInfo): Status | undefined {
    return change(state, added, node, 1);
  }

  removePod(state: CycleState, _podInfo: PodInfo, removed: PodInfo, node: NodeInfo): Status | undefined {
    return change(state, removed, node, -1);
  }

  filter(state: CycleState, _podInfo: PodInfo, node: NodeInfo): Status | undefined {
    const hard = state.read(preFilterKey);
    if (hard === undefined) return withoutPreFilter;
    const problem = hard.problem(node);
    if (problem === undefined) return undefined;
    return problem === 'no-domain' ? noDomain : skewed;
  }

  preScore(state: CycleState, { pod }: PodInfo, nodes: readonly NodeInfo[]): Status | undefined {
    const constraints = this.#constraints(pod, 'ScheduleAnyway');
    if (constraints.length === 0) return skip;
    // The system's defaults spread over hostnames also where nodes have no zone.
    const requireAllTopologies = hasOwnConstraints(pod) || !this.#systemDefaulted;
    const tally = this.#tally(pod, constraints, requireAllTopologies);
    state.write(preScoreKey, new SoftState({ constraints, tally, candidates: nodes, requireAllTopologies }));
    return undefined;
  }

  score(state: CycleState, _podInfo: PodInfo, node: NodeInfo): number {
    return state.read(preScoreKey)?.score(node) ?? 0;
  }

  /** The fewer matching pods, the better; ignored nodes are worst. */
  normalizeScores(
    state: CycleState,
    _podInfo: PodInfo,
    nodes: readonly NodeInfo[],
    scores: Float64Array,
  ): void {
    const soft = state.read(preScoreKey);
    if (soft === undefined) return;
    let lowest = Number.POSITIVE_INFINITY;
    let highest = 0;
    nodes.forEach((node, index) => {
      if (soft.isIgnored(node)) return;
      lowest = Math.min(lowest, scores[index] as number);
      highest = Math.max(highest, scores[index] as number);
    });
    nodes.forEach((node, index) => {
      if (soft.isIgnored(node)) scores[index] = 0;
      else if (highest === 0) scores[index] = maxNodeScore;
      else {
        const inverse = highest + lowest - (scores[index] as number);
        scores[index] = Math.floor((maxNodeScore * inverse) / highest);
      }
    });
  }

  #tally(pod: Pod, constraints: readonly SpreadConstraint[], requireAllTopologies: boolean): SpreadTally {
    const key = spreadKey(pod, constraints, requireAllTopologies);
    return this.#tallies.of(
      key,
      this.#handle.snapshot,
      () => new SpreadTally(pod, constraints, requireAllTopologies),
    );
  }

  /** The pod's own constraints, or else the defaults where a selector for them can be found. */
  #constraints(pod: Pod, whenUnsatisfiable: UnsatisfiableAction): readonly SpreadConstraint[] {
    const { labels } = pod.metadata;
    if (hasOwnConstraints(pod)) {
      return spreadConstraints(pod.spec.topologySpreadConstraints ?? [], labels, whenUnsatisfiable);
    }
    const defaults = spreadConstraints(this.#defaults, labels, whenUnsatisfiable);
    if (defaults.length === 0) return defaults;
    const selector = defaultSelector(pod, this.#handle.listers);
    return isEmpty(selector) ? [] : defaults.map((constraint) => ({ ...constraint, selector }));
  }
}

function hasOwnConstraints(pod: Pod): boolean {
  return (pod.spec.topologySpreadConstraints?.length ?? 0) > 0;
}

function change(state: CycleState, other: PodInfo, node: NodeInfo, by: 1 | -1): Status | undefined {
  const hard = state.read(preFilterKey);
  if (hard === undefined) return withoutPreFilter;
  hard.change(other.pod, node, by);
  return undefined;
}
