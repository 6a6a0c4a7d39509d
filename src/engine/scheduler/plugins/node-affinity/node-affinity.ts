import { aggregateText } from '../../../api/field-error.ts';
import {
  matchesNodeSelector,
  matchesNodeSelectorTerm,
  matchesRequiredNodeAffinity,
} from '../../../api/node-affinity.ts';
import type {
  Node,
  NodeSelector,
  NodeSelectorTerm,
  Pod,
  PreferredSchedulingTerm,
} from '../../../api/types.ts';
import { action, type ClusterEventWithHint, type QueueingHint } from '../../framework/cluster-event.ts';
import type { CycleState } from '../../framework/cycle-state.ts';
import type {
  EnqueueExtensions,
  FilterPlugin,
  PreFilterPlugin,
  PreFilterResult,
  PreScorePlugin,
  ScorePlugin,
  SignPlugin,
} from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { nodeSelectorTermErrors } from '../../framework/node-selector-errors.ts';
import { defaultNormalizeScores } from '../../framework/normalize-score.ts';
import type { NodeAffinityArgs } from '../../framework/plugin-args.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { errorStatus, skip, unresolvable, type Status } from '../../framework/status.ts';

const name = 'NodeAffinity';
const noMatch = unresolvable(name, "node(s) didn't match Pod's node affinity/selector");
const notEnforced = unresolvable(name, "node(s) didn't match scheduler-enforced node affinity");
const conflict = unresolvable(name, 'pod affinity terms conflict');

/**
 * A pod's nodeSelector and node affinity, and the affinity that the profile adds to every pod's.
 * Models plugins/nodeaffinity (v1.36).
 */
export class NodeAffinity
  implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin, EnqueueExtensions, SignPlugin
{
  readonly name = name;
  readonly #addedRequired: NodeSelector | undefined;
  readonly #addedPreferred: readonly PreferredSchedulingTerm[];

  constructor({ addedAffinity }: NodeAffinityArgs) {
    this.#addedRequired = addedAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? undefined;
    this.#addedPreferred = addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  }

  signPod({ pod }: PodInfo): string {
    return JSON.stringify([pod.spec.nodeSelector ?? {}, pod.spec.affinity?.nodeAffinity ?? {}]);
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return [
      {
        event: { resource: 'Node', actionType: action.add | action.updateNodeLabel },
        hint: (pod, oldNode, newNode) =>
          this.#afterNodeChange(pod, oldNode as Node | undefined, newNode as Node),
      },
    ];
  }

  preFilter(_state: CycleState, { pod }: PodInfo): Status | PreFilterResult | undefined {
    const required = requiredAffinity(pod);
    if (required === undefined && this.#addedRequired === undefined && !pod.spec.nodeSelector) return skip;
    const nodeNames = required && namedNodes(required.nodeSelectorTerms);
    if (nodeNames === undefined) return undefined;
    return nodeNames.size === 0 ? conflict : { nodeNames };
  }

  filter(_state: CycleState, { pod }: PodInfo, { node }: NodeInfo): Status | undefined {
    if (this.#addedRequired !== undefined && !matchesNodeSelector(this.#addedRequired, node))
      return notEnforced;
    return matchesRequiredNodeAffinity(pod, node) ? undefined : noMatch;
  }

  preScore(_state: CycleState, { pod }: PodInfo): Status | undefined {
    const terms = preferredTerms(pod);
    if (terms.length === 0) return this.#addedPreferred.length === 0 ? skip : undefined;
    const errors = terms.flatMap(({ weight, preference }, index) =>
      weight === 0 ? [] : nodeSelectorTermErrors(`[${index}]`, preference),
    );
    return errors.length === 0 ? undefined : errorStatus(name, aggregateText(errors));
  }

  /** The sum of the weights of the preferred terms that match. */
  score(_state: CycleState, { pod }: PodInfo, { node }: NodeInfo): number {
    return matchingWeight(this.#addedPreferred, node) + matchingWeight(preferredTerms(pod), node);
  }

  normalizeScores(
    _state: CycleState,
    _podInfo: PodInfo,
    _nodes: readonly NodeInfo[],
    scores: Float64Array,
  ): void {
    defaultNormalizeScores(scores, false);
  }

  #afterNodeChange(pod: Pod, before: Node | undefined, now: Node): QueueingHint {
    if (this.#addedRequired !== undefined && !matchesNodeSelector(this.#addedRequired, now))
      return 'QueueSkip';
    if (!matchesRequiredNodeAffinity(pod, now)) return 'QueueSkip';
    return before !== undefined && matchesRequiredNodeAffinity(pod, before) ? 'QueueSkip' : 'Queue';
  }
}

function requiredAffinity(pod: Pod): NodeSelector | undefined {
  return pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? undefined;
}

const noTerms: readonly PreferredSchedulingTerm[] = [];

function preferredTerms(pod: Pod): readonly PreferredSchedulingTerm[] {
  return pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? noTerms;
}

/** The nodes that the terms name, if each of them does; else undefined. */
function namedNodes(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
  if (terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const { matchFields } of terms) {
    const named = (matchFields ?? []).filter(
      ({ key, operator }) => key === 'metadata.name' && operator === 'In',
    );
    const [first, ...others] = named;
    if (first === undefined) return undefined;
    for (const value of first.values ?? []) {
      if (others.every(({ values }) => values?.includes(value) === true)) names.add(value);
    }
  }
  return names;
}

function matchingWeight(terms: readonly PreferredSchedulingTerm[], node: Node): number {
  let sum = 0;
  for (const { weight, preference } of terms) {
    if (weight !== 0 && matchesNodeSelectorTerm(preference, node)) sum += weight;
  }
  return sum;
}
