import { assert } from '../../../sim/assert.ts';
import type { Random } from '../../../sim/random.ts';
import { noLog, type Log } from '../../../api/klog.ts';
import type { Pod } from '../../../api/types.ts';
import type { AttemptTrace, TracedStatus } from '../attempt-trace.ts';
import type { CycleState } from '../cycle-state.ts';
import type { ApiCalls, Handle, Listers, PodEvent, PodNominator } from '../handle.ts';
import type {
  AnyPlugin,
  EnqueueExtensions,
  FilterPlugin,
  PostFilterResult,
  PreEnqueuePlugin,
  PreFilterResult,
  QueueEntry,
  ScorePlugin,
  SignPlugin,
  Waiting,
} from '../interface.ts';
import { maxNodeScore, minNodeScore } from '../interface.ts';
import type { NodeInfo } from '../node-info.ts';
import type { NodeStatuses } from '../node-statuses.ts';
import type { PodInfo } from '../pod-info.ts';
import type { ExtensionPoint, Profile } from '../profile.ts';
import type { Snapshot } from '../snapshot.ts';
import { Status, errorStatus, unresolvable } from '../status.ts';
import { NodeMemories, type NodeMemory } from './node-memory.ts';
import { neededPlugins, pluginLists, scoreWeights, type PluginLists } from './plugin-lists.ts';
import type { Registry } from './registry.ts';

/** What a scheduler lends to all its profiles. */
export interface FrameworkServices {
  readonly snapshot: Snapshot;
  readonly listers: Listers;
  readonly nominator: PodNominator;
  readonly api: ApiCalls;
  readonly random: Random;
  readonly log?: Log;
  nowMs(): number;
  soon(run: () => void): void;
  recordEvent(profileName: string, event: PodEvent): void;
  preemptWaitingPod(pod: Pod, message: string): boolean;
  activate(pod: Pod): void;
}

/** What PreFilter came to. */
export interface PreFilterOutcome {
  /** The only nodes to look at; absent means all. */
  readonly nodeNames?: ReadonlySet<string>;
  /** A refusal of the pod on every node, or an error. */
  readonly status?: Status;
  /** The plugins that named nodes. */
  readonly pluginsWithNodes: ReadonlySet<string>;
}

/** The scores of the nodes that fit, all lists in the order of the nodes. */
export interface NodeScores {
  readonly plugins: readonly { readonly name: string; readonly weighted: Float64Array }[];
  readonly totals: Float64Array;
}

/**
 * One profile: its plugins, and how they are run. Models runtime.frameworkImpl (v1.36).
 */
export class Framework implements Handle {
  readonly profileName: string;
  readonly percentageOfNodesToScore: number | undefined;
  /** Where the running attempt is written down; the scheduler sets it around a cycle that is wanted. */
  trace: AttemptTrace | undefined;
  readonly #services: FrameworkServices;
  readonly #plugins = new Map<string, AnyPlugin>();
  readonly #lists: PluginLists;
  readonly #weights: ReadonlyMap<string, number>;
  readonly #memories = new NodeMemories();
  readonly #remembers: boolean;
  /** What is the same for all nodes of the running cycle. */
  #cycle: CycleFilters;

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
    this.#lists = pluginLists(profile, this.#plugins);
    const { queueSort, bind } = this.#lists;
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
    this.#remembers = options.rememberAnswers !== false;
    this.#cycle = this.#cycleFilters(noPlugins);
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
    return this.#lists[point].map(({ name }) => name);
  }

  hasPlugins(point: ExtensionPoint): boolean {
    return this.#lists[point].length > 0;
  }

  /** The weight of a plugin's score. */
  scoreWeight(plugin: string): number {
    return this.#weights.get(plugin) ?? 1;
  }

  /** The plugins that may keep a pod out of the queue. */
  get preEnqueuePlugins(): readonly PreEnqueuePlugin[] {
    return this.#lists.preEnqueue as readonly PreEnqueuePlugin[];
  }

  /** All plugins of the profile; what they want to hear of is `eventsToRegister`, where they have it. */
  get plugins(): readonly (AnyPlugin & Partial<EnqueueExtensions>)[] {
    return [...this.#plugins.values()];
  }

  /** The name of the plugin that sorts the queue: the same in all profiles of a scheduler. */
  get queueSortName(): string {
    return (this.#lists.queueSort[0] as AnyPlugin).name;
  }

  /** Whether `a` is to be scheduled before `b`. */
  less(a: QueueEntry, b: QueueEntry): boolean {
    return this.#lists.queueSort[0]?.less?.(a, b) === true;
  }

  /** Models RunPreFilterPlugins (v1.36). */
  runPreFilterPlugins(state: CycleState, podInfo: PodInfo): PreFilterOutcome {
    const outcome = this.#runPreFilterPlugins(state, podInfo);
    this.#cycle = this.#cycleFilters(state.skipFilterPlugins, podInfo);
    return outcome;
  }

  #runPreFilterPlugins(state: CycleState, podInfo: PodInfo): PreFilterOutcome {
    const skipped = new Set<string>();
    const pluginsWithNodes = new Set<string>();
    let nodeNames: ReadonlySet<string> | undefined;
    let status: Status | undefined;
    state.skipFilterPlugins = skipped;
    for (const plugin of this.#lists.preFilter) {
      const answer = plugin.preFilter?.(state, podInfo, this.snapshot.nodes);
      this.#tracePreFilter(plugin.name, answer);
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

  runPreFilterAddPod(
    state: CycleState,
    podInfo: PodInfo,
    added: PodInfo,
    node: NodeInfo,
  ): Status | undefined {
    for (const plugin of this.#lists.preFilter) {
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
    for (const plugin of this.#lists.preFilter) {
      if (plugin.removePod === undefined || state.skipFilterPlugins.has(plugin.name)) continue;
      const status = plugin.removePod(state, podInfo, removed, node);
      if (status !== undefined)
        return failed(`RemovePod on PreFilter plugin "${plugin.name}"`, plugin, status);
    }
    return undefined;
  }

  /** The answer of the first plugin that refuses the node. Models RunFilterPlugins (v1.36). */
  runFilterPlugins(state: CycleState, podInfo: PodInfo, node: NodeInfo): Status | undefined {
    return this.#runFilters(this.#filtersFor(state).plugins, state, podInfo, node);
  }

  #runFilters(
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

  /** As runFilterPlugins, of a node of the snapshot, with what equal pods were answered there before. */
  #recallFilterPlugins(state: CycleState, podInfo: PodInfo, node: NodeInfo): Status | undefined {
    const { plugins, remembering, asking, memory } = this.#filtersFor(state);
    if (memory === undefined || this.snapshot.nodes[node.index] !== node) {
      return this.#runFilters(plugins, state, podInfo, node);
    }
    if (!memory.knowsVerdict(node)) {
      const status = this.#runFilters(remembering, state, podInfo, node);
      if (status !== undefined && !status.rejected) return status;
      memory.rememberVerdict(node, status);
    }
    return memory.refusal(node) ?? this.#runFilters(asking, state, podInfo, node);
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
    return this.#recallFilterPlugins(state, podInfo, node);
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
    for (const plugin of this.#lists.postFilter) {
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
    for (const plugin of this.#lists.preScore) {
      const status = plugin.preScore?.(state, podInfo, nodes);
      if (status === undefined) continue;
      if (status.code !== 'Skip') return failed(`PreScore plugin "${plugin.name}"`, plugin, status);
      skipped.add(plugin.name);
    }
    return undefined;
  }

  /** Scores, normalised and weighted, of all nodes. Models RunScorePlugins (v1.36). */
  runScorePlugins(state: CycleState, podInfo: PodInfo, nodes: readonly NodeInfo[]): NodeScores | Status {
    const totals = new Float64Array(nodes.length);
    const plugins: { name: string; weighted: Float64Array }[] = [];
    const traced: { raw: number[]; normalized: number[] }[] | undefined =
      this.trace === undefined ? undefined : [];
    const active = (this.#lists.score as readonly (ScorePlugin & Partial<SignPlugin>)[]).filter(
      ({ name }) => !state.skipScorePlugins.has(name),
    );
    const recalled = this.#recallScores(state, podInfo, nodes, active);
    for (const plugin of active) {
      const scores = new Float64Array(nodes.length);
      const known = recalled.get(plugin);
      if (known === undefined) {
        for (let index = 0; index < nodes.length; index++) {
          scores[index] = plugin.score(state, podInfo, nodes[index] as NodeInfo);
        }
      } else {
        for (let index = 0; index < nodes.length; index++) {
          scores[index] = known[(nodes[index] as NodeInfo).index] as number;
        }
      }
      const raw = traced === undefined ? undefined : [...scores];
      plugin.normalizeScores?.(state, podInfo, nodes, scores);
      if (raw !== undefined) traced?.push({ raw, normalized: [...scores] });
      const weight = this.scoreWeight(plugin.name);
      for (let index = 0; index < scores.length; index++) {
        const score = scores[index] as number;
        if (score < minNodeScore || score > maxNodeScore) {
          return errorStatus(
            plugin.name,
            `plugin "${plugin.name}" returns an invalid score ${score}, it should in the range of [${minNodeScore}, ${maxNodeScore}] after normalizing`,
          );
        }
        scores[index] = score * weight;
        totals[index] = (totals[index] as number) + score * weight;
      }
      plugins.push({ name: plugin.name, weighted: scores });
    }
    if (traced !== undefined) this.#traceScores(nodes, plugins, totals, traced);
    return { plugins, totals };
  }

  /** Models RunReservePluginsReserve (v1.36). The caller unreserves when it fails. */
  runReservePlugins(state: CycleState, podInfo: PodInfo, nodeName: string): Status | undefined {
    for (const plugin of this.#lists.reserve) {
      const status = plugin.reserve?.(state, podInfo, nodeName);
      if (status === undefined) continue;
      return status.rejected ? status : failed(`Reserve plugin "${plugin.name}"`, plugin, status);
    }
    return undefined;
  }

  /** In the reverse order. Models RunReservePluginsUnreserve (v1.36). */
  runUnreservePlugins(state: CycleState, podInfo: PodInfo, nodeName: string): void {
    for (const plugin of this.#lists.reserve.toReversed()) plugin.unreserve?.(state, podInfo, nodeName);
  }

  /**
   * Models RunPermitPlugins (v1.36). `waitFor` lists the plugins that want to wait, with how long each
   * does.
   */
  runPermitPlugins(
    state: CycleState,
    podInfo: PodInfo,
    nodeName: string,
  ): { status?: Status; waitFor?: ReadonlyMap<string, number> } {
    const waitFor = new Map<string, number>();
    for (const plugin of this.#lists.permit) {
      const { status, timeoutMs } = plugin.permit?.(state, podInfo, nodeName) ?? {};
      if (status === undefined) continue;
      if (status.rejected) return { status };
      if (status.code !== 'Wait') return { status: failed(`Permit plugin "${plugin.name}"`, plugin, status) };
      waitFor.set(plugin.name, Math.min(timeoutMs ?? 0, longestPermitMs));
    }
    return waitFor.size === 0 ? {} : { status: new Status('Wait'), waitFor };
  }

  /** Whether any PreBind plugin will have work to do: Skip if none. Models RunPreBindPreFlights (v1.36). */
  runPreBindPreFlights(state: CycleState, podInfo: PodInfo, nodeName: string): Status | undefined {
    const skipped = new Set<string>();
    for (const plugin of this.#lists.preBind) {
      const status = plugin.preBindPreFlight?.(state, podInfo, nodeName);
      if (status === undefined) continue;
      if (status.code !== 'Skip') return failed(`PreBindPreFlight "${plugin.name}"`, plugin, status);
      skipped.add(plugin.name);
    }
    state.skipPreBindPlugins = skipped;
    return skipped.size === this.#lists.preBind.length ? new Status('Skip') : undefined;
  }

  /**
   * Runs the PreBind plugins one after another and tells `done` how it ended; at once where none has
   * to wait. `wait` asks a plugin's `check` from time to time until it is over. Models
   * RunPreBindPlugins (v1.36).
   */
  runPreBindPlugins(
    state: CycleState,
    podInfo: PodInfo,
    nodeName: string,
    wait: (waiting: Waiting, over: (status: Status | undefined) => void) => void,
    done: (status: Status | undefined) => void,
  ): void {
    const plugins = this.#lists.preBind.filter(({ name }) => !state.skipPreBindPlugins.has(name));
    const runFrom = (index: number): void => {
      const plugin = plugins[index];
      if (plugin === undefined) return done(undefined);
      const over = (status: Status | undefined): void => {
        if (status === undefined) return runFrom(index + 1);
        done(status.rejected ? status : failed(`PreBind plugin "${plugin.name}"`, plugin, status));
      };
      const answer = plugin.preBind?.(state, podInfo, nodeName);
      if (answer === undefined || answer instanceof Status) over(answer);
      else wait(answer, over);
    };
    runFrom(0);
  }

  /** Models RunBindPlugins (v1.36). */
  runBindPlugins(state: CycleState, podInfo: PodInfo, nodeName: string): Status | undefined {
    for (const plugin of this.#lists.bind) {
      const status = plugin.bind?.(state, podInfo, nodeName);
      if (status === undefined) return undefined;
      if (status.code === 'Skip') continue;
      return status.rejected ? status : failed(`Bind plugin "${plugin.name}"`, plugin, status);
    }
    return new Status('Skip');
  }

  runPostBindPlugins(state: CycleState, podInfo: PodInfo, nodeName: string): void {
    for (const plugin of this.#lists.postBind) plugin.postBind?.(state, podInfo, nodeName);
  }

  /**
   * The raw scores, by the nodes' places, of the plugins that equal pods can share, brought up to date
   * for these nodes. Empty where nothing is remembered.
   */
  #recallScores(
    state: CycleState,
    podInfo: PodInfo,
    nodes: readonly NodeInfo[],
    active: readonly (ScorePlugin & Partial<SignPlugin>)[],
  ): ReadonlyMap<ScorePlugin, Float64Array> {
    const { memory } = this.#filtersFor(state);
    const recalled = new Map<ScorePlugin, Float64Array>();
    if (memory === undefined) return recalled;
    const sharing = active.filter((plugin) => plugin.signPod?.(podInfo) !== undefined);
    sharing.forEach((plugin, index) => recalled.set(plugin, memory.scores[index] as Float64Array));
    for (const node of nodes) {
      if (memory.knowsScores(node)) continue;
      for (const [plugin, scores] of recalled) scores[node.index] = plugin.score(state, podInfo, node);
      memory.rememberScores(node);
    }
    return recalled;
  }

  #filtersFor(state: CycleState): CycleFilters {
    if (this.#cycle.skipped !== state.skipFilterPlugins) {
      this.#cycle = this.#cycleFilters(state.skipFilterPlugins);
    }
    return this.#cycle;
  }

  /** With the pod that is to be scheduled, there may be a memory of its equals. */
  #cycleFilters(skipped: ReadonlySet<string>, podInfo?: PodInfo): CycleFilters {
    const plugins = this.#lists.filter.filter(({ name }) => !skipped.has(name)) as FilterPlugin[];
    if (podInfo === undefined || !this.#remembers) {
      return { skipped, plugins, remembering: [], asking: plugins, memory: undefined };
    }
    const signatures = new Map<AnyPlugin, string>();
    for (const plugin of this.#plugins.values()) {
      const own = plugin.signPod?.(podInfo);
      if (own !== undefined) signatures.set(plugin, own);
    }
    // The first refusal counts, so that only the plugins before the first forgetful one can be spared.
    const forgetful = plugins.findIndex((plugin) => !signatures.has(plugin));
    const length = forgetful < 0 ? plugins.length : forgetful;
    const signature = `${length} ${[...signatures.values()].join('\u0000')}`;
    return {
      skipped,
      plugins,
      remembering: plugins.slice(0, length),
      asking: plugins.slice(length),
      memory: this.#memories.of(signature, this.snapshot.nodes, this.#lists.score.length),
    };
  }

  #tracePreFilter(plugin: string, answer: Status | PreFilterResult | undefined): void {
    if (this.trace === undefined) return;
    const traced =
      answer === undefined
        ? 'ok'
        : !(answer instanceof Status)
          ? { nodes: [...answer.nodeNames] }
          : answer.code === 'Skip'
            ? 'skip'
            : tracedStatus(answer);
    this.trace.preFilter.push({ plugin, answer: traced });
  }

  #traceScores(
    nodes: readonly NodeInfo[],
    plugins: NodeScores['plugins'],
    totals: Float64Array,
    traced: readonly { raw: number[]; normalized: number[] }[],
  ): void {
    assert(this.trace !== undefined, 'an attempt that is not traced has scores to trace');
    nodes.forEach((node, at) => {
      const scores = plugins.map(({ name, weighted }, index) => ({
        plugin: name,
        raw: traced[index]?.raw[at] ?? 0,
        normalized: traced[index]?.normalized[at] ?? 0,
        weighted: weighted[at] ?? 0,
      }));
      this.trace?.scores.push({ node: node.name, scores, total: totals[at] ?? 0 });
    });
  }
}

const noPlugins: ReadonlySet<string> = new Set();

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

/** The longest that a Permit plugin may make a pod wait. */
const longestPermitMs = 15 * 60 * 1000;

/** A status as plain data. */
export function tracedStatus({ plugin, code, reasons }: Status): TracedStatus {
  return { plugin, code, reasons: [...reasons] };
}

function failed(what: string, plugin: AnyPlugin, status: Status): Status {
  return errorStatus(plugin.name, `running ${what}: ${status.message}`);
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((name) => b.has(name)));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
