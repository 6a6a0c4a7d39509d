import { toleratesTaint } from '../../../api/taints.ts';
import type { Node, Pod, Taint } from '../../../api/types.ts';
import { action, type ClusterEventWithHint, type QueueingHint } from '../../framework/cluster-event.ts';
import type { CycleState } from '../../framework/cycle-state.ts';
import type { EnqueueExtensions, FilterPlugin, SignPlugin } from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { unresolvable, type Status } from '../../framework/status.ts';

const name = 'NodeUnschedulable';
const unschedulableNode = unresolvable(name, 'node(s) were unschedulable');
const unschedulableTaint: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Cordoned nodes take only pods that tolerate it. Models plugins/nodeunschedulable (v1.36). */
export class NodeUnschedulable implements FilterPlugin, EnqueueExtensions, SignPlugin {
  readonly name = name;

  signPod({ pod }: PodInfo): string {
    return JSON.stringify(pod.spec.tolerations ?? []);
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return [
      {
        event: { resource: 'Node', actionType: action.add | action.updateNodeTaint },
        hint: (_pod, oldNode, newNode) => afterNodeChange(oldNode as Node | undefined, newNode as Node),
      },
      {
        event: { resource: 'Pod', actionType: action.updatePodToleration },
        hint: (pod, _old, changed) => {
          const own = (changed as Pod).metadata.uid === pod.metadata.uid;
          return own && toleratesCordon(changed as Pod) ? 'Queue' : 'QueueSkip';
        },
      },
    ];
  }

  filter(_state: CycleState, { pod }: PodInfo, node: NodeInfo): Status | undefined {
    return !node.unschedulable || toleratesCordon(pod) ? undefined : unschedulableNode;
  }
}

function toleratesCordon(pod: Pod): boolean {
  return toleratesTaint(pod.spec.tolerations, unschedulableTaint);
}

function afterNodeChange(before: Node | undefined, now: Node): QueueingHint {
  const was = before !== undefined && before.spec?.unschedulable !== true;
  return now.spec?.unschedulable !== true && !was ? 'Queue' : 'QueueSkip';
}
