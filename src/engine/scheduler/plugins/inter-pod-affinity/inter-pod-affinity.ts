import { matchesLabels, type Labels } from '../../../api/labels.ts';
import type { AffinityTerm } from '../../framework/affinity-term.ts';
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
import type { InterPodAffinityArgs } from '../../framework/plugin-args.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { errorStatus, skip, unresolvable, unschedulable, type Status } from '../../framework/status.ts';
import { interPodAffinityEvents } from './events.ts';
import { PreferredTally, type Preferences } from './preferred.ts';
import { ExistingAntiAffinityTally, OwnTermsTally, type RequiredTerms } from './required-tallies.ts';
import { RequiredState } from './required.ts';
import { Tallies } from '../../framework/tally.ts';
import type { Pod } from '../../../api/types.ts';

const name = 'InterPodAffinity';
const affinityNotMet = unresolvable(name, "node(s) didn't match pod affinity rules");
const antiAffinityNotMet = unschedulable(name, "node(s) didn't match pod anti-affinity rules");
const existingNotMet = unschedulable(name, "node(s) didn't satisfy existing pods anti-affinity rules");

const preFilterKey = new StateKey<RequiredState>(`PreFilter${name}`);
const preScoreKey = new StateKey<PreferredTally>(`PreScore${name}`);
const withoutPreFilter = errorStatus(name, `error reading "PreFilter${name}" from cycleState: not found`);

/** Pods that want to be near others, or away from them. Models plugins/interpodaffinity (v1.36). */
export class InterPodAffinity
  implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin, EnqueueExtensions
{
  readonly name = name;
  readonly #args: InterPodAffinityArgs;
  readonly #handle: Handle;
  readonly #own = new Tallies<OwnTermsTally>();
  readonly #existing = new Tallies<ExistingAntiAffinityTally>();
  readonly #preferred = new Tallies<PreferredTally>();

  constructor(args: InterPodAffinityArgs, handle: Handle) {
    this.#args = args;
    this.#handle = handle;
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return interPodAffinityEvents;
  }

  preFilter(state: CycleState, podInfo: PodInfo): Status | undefined {
    const { snapshot } = this.#handle;
    const { requiredAffinityTerms, requiredAntiAffinityTerms, pod } = podInfo;
    const hasTerms = requiredAffinityTerms.length > 0 || requiredAntiAffinityTerms.length > 0;
    if (!hasTerms && snapshot.nodesWithPodsWithRequiredAntiAffinity.size === 0) return skip;
    const namespaceLabels = this.#namespaceLabels(pod);
    const existing = this.#existing.of(
      JSON.stringify([pod.metadata.namespace, pod.metadata.labels, namespaceLabels]),
      snapshot,
      () => new ExistingAntiAffinityTally(pod, namespaceLabels),
    );
    if (!hasTerms && existing.counts.empty) return skip;
    const terms: RequiredTerms = {
      affinity: this.#resolveNamespaces(requiredAffinityTerms),
      antiAffinity: this.#resolveNamespaces(requiredAntiAffinityTerms),
    };
    const own = this.#own.of(termsKey(terms.affinity, terms.antiAffinity), snapshot, () => {
      return new OwnTermsTally(terms);
    });
    const counts = {
      affinity: own.affinity,
      antiAffinity: own.antiAffinity,
      existingAntiAffinity: existing.counts,
    };
    state.write(preFilterKey, new RequiredState(podInfo, terms, namespaceLabels, counts));
    return undefined;
  }

  addPod(state: CycleState, _podInfo: PodInfo, added: PodInfo, node: NodeInfo): Status | undefined {
    return change(state, added, node, 1);
  }

  removePod(state: CycleState, _podInfo: PodInfo, removed: PodInfo, node: NodeInfo): Status | undefined {
    return change(state, removed, node, -1);
  }

  filter(state: CycleState, _podInfo: PodInfo, node: NodeInfo): Status | undefined {
    const required = state.read(preFilterKey);
    if (required === undefined) return withoutPreFilter;
    if (!required.satisfiesAffinity(node)) return affinityNotMet;
    if (!required.satisfiesAntiAffinity(node)) return antiAffinityNotMet;
    return required.satisfiesExistingAntiAffinity(node) ? undefined : existingNotMet;
  }

  preScore(state: CycleState, podInfo: PodInfo, nodes: readonly NodeInfo[]): Status | undefined {
    if (nodes.length === 0) return undefined;
    const hasPreferences =
      podInfo.preferredAffinityTerms.length > 0 || podInfo.preferredAntiAffinityTerms.length > 0;
    if (this.#args.ignorePreferredTermsOfExistingPods && !hasPreferences) return skip;
    const { snapshot } = this.#handle;
    if (!hasPreferences && snapshot.nodesWithPodsWithAffinity.size === 0) return skip;
    const { pod } = podInfo;
    const preferences: Preferences = {
      pod,
      affinity: this.#resolveNamespaces(podInfo.preferredAffinityTerms),
      antiAffinity: this.#resolveNamespaces(podInfo.preferredAntiAffinityTerms),
      namespaceLabels: this.#namespaceLabels(pod),
      hardPodAffinityWeight: this.#args.hardPodAffinityWeight,
    };
    const preferred = this.#preferred.of(
      JSON.stringify([
        pod.metadata.namespace,
        pod.metadata.labels,
        preferences.namespaceLabels,
        termsKey(preferences.affinity, preferences.antiAffinity),
      ]),
      snapshot,
      () => new PreferredTally(preferences),
    );
    if (preferred.empty) return skip;
    state.write(preScoreKey, preferred);
    return undefined;
  }

  score(state: CycleState, _podInfo: PodInfo, node: NodeInfo): number {
    return state.read(preScoreKey)?.score(node) ?? 0;
  }

  /** Spreads the scores, which may be negative, over 0…100. */
  normalizeScores(
    _state: CycleState,
    _podInfo: PodInfo,
    _nodes: readonly NodeInfo[],
    scores: Float64Array,
  ): void {
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    for (const score of scores) {
      if (score < lowest) lowest = score;
      if (score > highest) highest = score;
    }
    const range = highest - lowest;
    for (let index = 0; index < scores.length; index++) {
      scores[index] =
        range > 0 ? Math.trunc(maxNodeScore * (((scores[index] as number) - lowest) / range)) : 0;
    }
  }

  /**
   * Terms with the namespaces that their namespace selectors mean now. The selectors stay, so one that
   * matches no labels at all, such as `DoesNotExist`, means pods of every namespace, as it does upstream.
   * Models mergeAffinityTermNamespacesIfNotEmpty (v1.36). Simplified: upstream adds to what the pod keeps
   * between attempts, so that a namespace that matched once goes on to.
   */
  #resolveNamespaces<T extends AffinityTerm>(terms: readonly T[]): readonly T[] {
    if (terms.every(isResolved)) return terms;
    return terms.map((term) => {
      if (isResolved(term)) return term;
      const namespaces = new Set(term.namespaces);
      for (const { metadata } of this.#handle.listers.namespaces.values()) {
        if (matchesLabels(term.namespaceSelector, metadata.labels)) namespaces.add(metadata.name);
      }
      return { ...term, namespaces };
    });
  }

  #namespaceLabels(pod: Pod): Labels {
    return this.#handle.listers.namespaces.get(pod.metadata.namespace ?? '')?.metadata.labels ?? noLabels;
  }
}

const noLabels: Labels = {};

function isResolved({ namespaceSelector }: AffinityTerm): boolean {
  return namespaceSelector.requirements.length === 0;
}

/** What of resolved terms decides which pods they match, where. */
function termsKey(affinity: readonly AffinityTerm[], antiAffinity: readonly AffinityTerm[]): string {
  return JSON.stringify([affinity, antiAffinity], (_key, value: unknown) =>
    value instanceof Set ? [...value] : value,
  );
}

function change(state: CycleState, existing: PodInfo, node: NodeInfo, by: 1 | -1): Status | undefined {
  const required = state.read(preFilterKey);
  if (required === undefined) return withoutPreFilter;
  required.change(existing, node, by);
  return undefined;
}
