import { info } from '../../../api/klog.ts';
import { findUntoleratedTaint, toleratesTaint } from '../../../api/taints.ts';
import type { Node, Pod, Taint, Toleration } from '../../../api/types.ts';
import { action, type ClusterEventWithHint } from '../../framework/cluster-event.ts';
import { StateKey, type CycleState } from '../../framework/cycle-state.ts';
import type { Handle } from '../../framework/handle.ts';
import {
  maxNodeScore,
  type EnqueueExtensions,
  type FilterPlugin,
  type PreScorePlugin,
  type ScorePlugin,
  type SignPlugin,
} from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { defaultNormalizeScores } from '../../framework/normalize-score.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { unresolvable, type Status } from '../../framework/status.ts';
import { Tally } from '../../framework/tally.ts';

const name = 'TaintToleration';
const untolerated = unresolvable(name, 'node(s) had untolerated taint(s)');

interface PreScoreState {
  /** The pod's tolerations that can tolerate PreferNoSchedule taints. */
  readonly tolerations: readonly Toleration[];
}
const preScoreKey = new StateKey<PreScoreState>(`PreScore${name}`);

/** Taints keep pods away, softly or not, that do not tolerate them. Models plugins/tainttoleration (v1.36). */
export class TaintToleration
  implements FilterPlugin, PreScorePlugin, ScorePlugin, EnqueueExtensions, SignPlugin
{
  readonly name = name;
  readonly #handle: Pick<Handle, 'log' | 'snapshot'>;
  readonly #softTaints = new SoftTaints();

  constructor(handle: Pick<Handle, 'log' | 'snapshot'>) {
    this.#handle = handle;
  }

  signPod({ pod }: PodInfo): string {
    return JSON.stringify(pod.spec.tolerations ?? []);
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return [
      {
        event: { resource: 'Node', actionType: action.add | action.updateNodeTaint },
        hint: (pod, oldNode, newNode) => {
          const was = oldNode !== undefined && toleratesNode(pod, oldNode as Node);
          return toleratesNode(pod, newNode as Node) && !was ? 'Queue' : 'QueueSkip';
        },
      },
      {
        event: { resource: 'Pod', actionType: action.updatePodToleration },
        hint: (pod, _old, changed) =>
          (changed as Pod).metadata.uid === pod.metadata.uid ? 'Queue' : 'QueueSkip',
      },
    ];
  }

  filter(_state: CycleState, { pod }: PodInfo, node: NodeInfo): Status | undefined {
    if (node.taints.length === 0) return undefined;
    const taint = findUntoleratedTaint(node.taints, pod.spec.tolerations, keepsAway);
    if (taint === undefined) return undefined;
    if (this.#handle.log.verbosity >= 4) this.#logTaint(pod, node, taint);
    return untolerated;
  }

  #logTaint({ metadata }: Pod, node: NodeInfo, { key, value, effect, timeAdded }: Taint): void {
    const untoleratedTaint = JSON.stringify({ key, value: value || undefined, effect, timeAdded });
    info(this.#handle.log, 4, 'taint_toleration.go:130', 'node had untolerated taints', {
      logger: 'FilterWithNominatedPods.Filter.TaintToleration',
      pod: `${metadata.namespace}/${metadata.name}`,
      node: node.name,
      untoleratedTaint: { bare: untoleratedTaint },
    });
  }

  preScore(state: CycleState, { pod }: PodInfo): undefined {
    const tolerations = (pod.spec.tolerations ?? []).filter(
      ({ effect }) => !effect || effect === 'PreferNoSchedule',
    );
    state.write(preScoreKey, { tolerations });
  }

  /** There are no such taints. */
  uniformScore(): number | undefined {
    this.#softTaints.update(this.#handle.snapshot);
    return this.#softTaints.nodes === 0 ? maxNodeScore : undefined;
  }

  /** How many PreferNoSchedule taints of the node the pod does not tolerate. */
  score(state: CycleState, _podInfo: PodInfo, node: NodeInfo): number {
    if (node.taints.length === 0) return 0;
    const tolerations = state.read(preScoreKey)?.tolerations;
    let count = 0;
    for (const taint of node.taints) {
      if (taint.effect === 'PreferNoSchedule' && !toleratesTaint(tolerations, taint)) count++;
    }
    return count;
  }

  normalizeScores(
    _state: CycleState,
    _podInfo: PodInfo,
    _nodes: readonly NodeInfo[],
    scores: Float64Array,
  ): void {
    defaultNormalizeScores(scores, true);
  }
}

/** How many nodes have a taint that only speaks against pods. */
class SoftTaints extends Tally<true> {
  nodes = 0;

  protected override contributionOf({ taints }: NodeInfo): true | undefined {
    return taints.some(({ effect }) => effect === 'PreferNoSchedule') ? true : undefined;
  }

  protected override add(_contribution: true, sign: 1 | -1): void {
    this.nodes += sign;
  }

  protected override reset(): void {
    this.nodes = 0;
  }
}

function keepsAway({ effect }: Taint): boolean {
  return effect === 'NoSchedule' || effect === 'NoExecute';
}

function toleratesNode(pod: Pod, node: Node): boolean {
  return findUntoleratedTaint(node.spec?.taints, pod.spec.tolerations, keepsAway) === undefined;
}
