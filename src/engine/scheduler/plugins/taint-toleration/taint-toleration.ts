import { findUntoleratedTaint, toleratesTaint } from '../../../api/taints.ts';
import type { Node, Pod, Taint, Toleration } from '../../../api/types.ts';
import { action, type ClusterEventWithHint } from '../../framework/cluster-event.ts';
import { StateKey, type CycleState } from '../../framework/cycle-state.ts';
import type {
  EnqueueExtensions,
  FilterPlugin,
  PreScorePlugin,
  ScorePlugin,
  SignPlugin,
} from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { defaultNormalizeScores } from '../../framework/normalize-score.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { unresolvable, type Status } from '../../framework/status.ts';

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
    return findUntoleratedTaint(node.taints, pod.spec.tolerations, keepsAway) && untolerated;
  }

  preScore(state: CycleState, { pod }: PodInfo): undefined {
    const tolerations = (pod.spec.tolerations ?? []).filter(
      ({ effect }) => !effect || effect === 'PreferNoSchedule',
    );
    state.write(preScoreKey, { tolerations });
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

function keepsAway({ effect }: Taint): boolean {
  return effect === 'NoSchedule' || effect === 'NoExecute';
}

function toleratesNode(pod: Pod, node: Node): boolean {
  return findUntoleratedTaint(node.spec?.taints, pod.spec.tolerations, keepsAway) === undefined;
}
