import type { Random } from '../../../sim/random.ts';
import { noLog, type Log } from '../../../api/klog.ts';
import type { Pod } from '../../../api/types.ts';
import type { AttemptTrace } from '../attempt-trace.ts';
import type { CycleState } from '../cycle-state.ts';
import type { Extender } from '../extender.ts';
import type { ApiCalls, Handle, Listers, PodEvent, PodNominator } from '../handle.ts';
import type {
  AnyPlugin,
  EnqueueExtensions,
  FilterPlugin,
  PostFilterResult,
  PreEnqueuePlugin,
  QueueEntry,
  ScorePlugin,
} from '../interface.ts';
import type { NodeInfo } from '../node-info.ts';
import type { NodeStatuses } from '../node-statuses.ts';
import type { PodInfo } from '../pod-info.ts';
import type { ExtensionPoint, Profile } from '../profile.ts';
import type { Snapshot } from '../snapshot.ts';
import { Status, errorStatus } from '../status.ts';
import { BindingPoints } from './binding-points.ts';
import { Filters } from './filters.ts';
import { failed } from './plugin-failure.ts';
import { runPreFilter, type PreFilterOutcome } from './pre-filter.ts';
import { runScores, type NodeScores } from './scores.ts';
import { neededPlugins, pluginLists, scoreWeights, type PluginLists } from './plugin-lists.ts';
import type { Registry } from './registry.ts';

/** What a scheduler lends to all its profiles. */
export interface FrameworkServices {
  readonly snapshot: Snapshot;
  readonly listers: Listers;
  readonly nominator: PodNominator;
  readonly api: ApiCalls;
  readonly random: Random;
  /** Where pods are placed with the help of programs outside. */
  readonly extenders?: readonly Extender[];
  readonly log?: Log;
  nowMs(): number;
  soon(run: () => void): void;
  recordEvent(profileName: string, event: PodEvent): void;
  preemptWaitingPod(pod: Pod, message: string): boolean;
  activate(pod: Pod): void;
}

/**
 * One profile: its plugins, and how they are run. Models runtime.frameworkImpl (v1.36).
 */
export class Framework extends BindingPoints implements Handle {
  readonly profileName: string;
  readonly percentageOfNodesToScore: number | undefined;
  /** Where the running attempt is written down; the scheduler sets it around a cycle that is wanted. */
  trace: AttemptTrace | undefined;
  readonly #services: FrameworkServices;
  readonly #plugins = new Map<string, AnyPlugin>();
  protected readonly lists: PluginLists;
  readonly #weights: ReadonlyMap<string, number>;
  readonly #filters: Filters;

  /**
   * Throws an Error with Kubernetes' text when the profile cannot be built. The caller puts
   * `creating profile for scheduler name X: ` before it. `rememberAnswers: false` asks every plugin
   * about every node again, which changes nothing but the time it takes.
   */
  constructor(
    registry: Registry,
    profile: Profile,
    services: FrameworkServices,
    options: { readonly rememberAnswers?: boolean } = {},
  ) {
    super();
    this.profileName = profile.schedulerName;
    this.percentageOfNodesToScore = profile.percentageOfNodesToScore;
    this.#services = services;
    const args = new Map<string, unknown>();
    for (const { name, args: own } of profile.pluginConfig) {
      if (args.has(name)) throw new Error(`repeated config for plugin ${name}`);
      args.set(name, own);
    }
    const needed = neededPlugins(profile);
    for (const [name, factory] of registry) {
      if (!needed.has(name)) continue;
      try {
        this.#plugins.set(name, factory(args.get(name), this));
      } catch (error) {
        throw new Error(`initializing plugin "${name}": ${messageOf(error)}`, { cause: error });
      }
    }
    this.lists = pluginLists(profile, this.#plugins);
    const { queueSort, bind } = this.lists;
    if (queueSort.length !== 1) {
      throw new Error(
        `only one queue sort plugin required for profile with scheduler name "${profile.schedulerName}", but got ${queueSort.length}`,
      );
    }
    if (bind.length === 0) {
      throw new Error(
        `at least one bind plugin is needed for profile with scheduler name "${profile.schedulerName}"`,
      );
    }
    this.#weights = scoreWeights(profile, this.#plugins);
    this.#filters = new Filters({
      filters: this.lists.filter as readonly FilterPlugin[],
      plugins: [...this.#plugins.values()],
      snapshot: services.snapshot,
      // At -v=4 plugins say what they find, each time; and extenders may send nodes of their own making.
      remembers: options.rememberAnswers !== false && this.log.verbosity < 4 && this.extenders.length === 0,
    });
  }

  get snapshot(): Snapshot {
    return this.#services.snapshot;
  }
  get listers(): Listers {
    return this.#services.listers;
  }
  get nominator(): PodNominator {
    return this.#services.nominator;
  }
  get api(): ApiCalls {
    return this.#services.api;
  }
  get random(): Random {
    return this.#services.random;
  }
  get extenders(): readonly Extender[] {
    return this.#services.extenders ?? noExtenders;
  }
  get log(): Log {
    return this.#services.log ?? noLog;
  }
  nowMs(): number {
    return this.#services.nowMs();
  }
  soon(run: () => void): void {
    this.#services.soon(run);
  }
  recordEvent(event: PodEvent): void {
    this.#services.recordEvent(this.profileName, event);
  }
  preemptWaitingPod(pod: Pod, message: string): boolean {
    return this.#services.preemptWaitingPod(pod, message);
  }
  activate(pod: Pod): void {
    this.#services.activate(pod);
  }

  /** The names of the plugins of an extension point, in the order in which they run. */
  pluginNames(point: ExtensionPoint): string[] {
    return this.lists[point].map(({ name }) => name);
  }

  hasPlugins(point: ExtensionPoint): boolean {
    return this.lists[point].length > 0;
  }

  /** The weight of a plugin's score. */
  scoreWeight(plugin: string): number {
    return this.#weights.get(plugin) ?? 1;
  }

  /** The plugins that may keep a pod out of the queue. */
  get preEnqueuePlugins(): readonly PreEnqueuePlugin[] {
    return this.lists.preEnqueue as readonly PreEnqueuePlugin[];
  }

  /** All plugins of the profile; what they want to hear of is `eventsToRegister`, where they have it. */
  get plugins(): readonly (AnyPlugin & Partial<EnqueueExtensions>)[] {
    return [...this.#plugins.values()];
  }

  /** The name of the plugin that sorts the queue: the same in all profiles of a scheduler. */
  get queueSortName(): string {
    return (this.lists.queueSort[0] as AnyPlugin).name;
  }

  /** Whether `a` is to be scheduled before `b`. */
  less(a: QueueEntry, b: QueueEntry): boolean {
    return this.lists.queueSort[0]?.less?.(a, b) === true;
  }

  /** Models RunPreFilterPlugins (v1.36). */
  runPreFilterPlugins(state: CycleState, podInfo: PodInfo): PreFilterOutcome {
    const outcome = runPreFilter(this.lists.preFilter, state, podInfo, this.snapshot.nodes, this.trace);
    this.#filters.begin(state, podInfo);
    return outcome;
  }

  runPreFilterAddPod(
    state: CycleState,
    podInfo: PodInfo,
    added: PodInfo,
    node: NodeInfo,
  ): Status | undefined {
    for (const plugin of this.lists.preFilter) {
      if (plugin.addPod === undefined || state.skipFilterPlugins.has(plugin.name)) continue;
      const status = plugin.addPod(state, podInfo, added, node);
      if (status !== undefined) return failed(`AddPod on PreFilter plugin "${plugin.name}"`, plugin, status);
    }
    return undefined;
  }

  runPreFilterRemovePod(
    state: CycleState,
    podInfo: PodInfo,
    removed: PodInfo,
    node: NodeInfo,
  ): Status | undefined {
    for (const plugin of this.lists.preFilter) {
      if (plugin.removePod === undefined || state.skipFilterPlugins.has(plugin.name)) continue;
      const status = plugin.removePod(state, podInfo, removed, node);
      if (status !== undefined)
        return failed(`RemovePod on PreFilter plugin "${plugin.name}"`, plugin, status);
    }
    return undefined;
  }

  /** The answer of the first plugin that refuses the node. Models RunFilterPlugins (v1.36). */
  runFilterPlugins(state: CycleState, podInfo: PodInfo, node: NodeInfo): Status | undefined {
    return this.#filters.run(state, podInfo, node);
  }

  /**
   * Whether the pod fits, both with and without the pods nominated to the node that are at least as
   * important: they may or may not come. Models RunFilterPluginsWithNominatedPods (v1.36).
   */
  runFilterPluginsWithNominatedPods(state: CycleState, podInfo: PodInfo, node: NodeInfo): Status | undefined {
    const nominated = this.nominator.nominatedPodsForNode(node.name);
    if (nominated.length > 0) {
      const status = this.#filterWithNominated(nominated, state, podInfo, node);
      if (status !== undefined) return status;
    }
    return this.snapshot.nodes[node.index] === node
      ? this.#filters.recall(state, podInfo, node.index)
      : this.#filters.run(state, podInfo, node);
  }

  /** As `runFilterPluginsWithNominatedPods`, of the node at that place of the snapshot's list. */
  filterNodeAt(state: CycleState, podInfo: PodInfo, place: number): Status | undefined {
    if (this.nominator.isEmpty) return this.#filters.recall(state, podInfo, place);
    return this.runFilterPluginsWithNominatedPods(state, podInfo, this.snapshot.nodes[place] as NodeInfo);
  }

  #filterWithNominated(
    nominated: readonly PodInfo[],
    state: CycleState,
    podInfo: PodInfo,
    node: NodeInfo,
  ): Status | undefined {
    const weighty = nominated.filter(
      (other) => other.priority >= podInfo.priority && other.uid !== podInfo.uid,
    );
    if (weighty.length === 0) return undefined;
    const stateWith = state.clone();
    const nodeWith = node.clone();
    for (const other of weighty) {
      nodeWith.addPod(other);
      const status = this.runPreFilterAddPod(stateWith, podInfo, other, nodeWith);
      if (status !== undefined) return status;
    }
    return this.runFilterPlugins(stateWith, podInfo, nodeWith);
  }

  /** Models RunPostFilterPlugins (v1.36). Success (no status) means that the pod may fit after what was done. */
  runPostFilterPlugins(
    state: CycleState,
    podInfo: PodInfo,
    statuses: NodeStatuses,
  ): { result?: PostFilterResult; status?: Status } {
    let result: PostFilterResult | undefined;
    const reasons: string[] = [];
    let rejector = '';
    for (const plugin of this.lists.postFilter) {
      const answer = plugin.postFilter?.(state, podInfo, statuses) ?? {};
      const { status } = answer;
      if (status === undefined) return answer;
      if (status.code === 'UnschedulableAndUnresolvable') return answer;
      if (!status.rejected) return { status: errorStatus(plugin.name, status.message) };
      if (answer.result !== undefined) result = answer.result;
      reasons.push(...status.reasons);
      if (rejector === '') rejector = plugin.name;
    }
    return { result, status: new Status('Unschedulable', reasons, rejector) };
  }

  /** Models RunPreScorePlugins (v1.36). */
  runPreScorePlugins(state: CycleState, podInfo: PodInfo, nodes: readonly NodeInfo[]): Status | undefined {
    const skipped = new Set<string>();
    state.skipScorePlugins = skipped;
    for (const plugin of this.lists.preScore) {
      const status = plugin.preScore?.(state, podInfo, nodes);
      if (status === undefined) continue;
      if (status.code !== 'Skip') return failed(`PreScore plugin "${plugin.name}"`, plugin, status);
      skipped.add(plugin.name);
    }
    return undefined;
  }

  /**
   * Scores, normalised and weighted, of all nodes; `places` are theirs in the snapshot's list. Models
   * RunScorePlugins (v1.36).
   */
  runScorePlugins(
    state: CycleState,
    podInfo: PodInfo,
    nodes: readonly NodeInfo[],
    places: readonly number[] = nodes.map(({ index }) => index),
  ): NodeScores | Status {
    const scorers = this.lists.score as readonly ScorePlugin[];
    return runScores({
      plugins: scorers.filter(({ name }) => !state.skipScorePlugins.has(name)),
      weightOf: (plugin) => this.scoreWeight(plugin),
      state,
      podInfo,
      nodes,
      places,
      memory: this.#filters.memoryOf(state),
      trace: this.trace,
    });
  }
}

const noExtenders: readonly Extender[] = [];

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
