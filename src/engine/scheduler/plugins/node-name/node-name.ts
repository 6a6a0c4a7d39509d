import type { ClusterEventWithHint } from '../../framework/cluster-event.ts';
import { action } from '../../framework/cluster-event.ts';
import type { CycleState } from '../../framework/cycle-state.ts';
import type { EnqueueExtensions, FilterPlugin, SignPlugin } from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { unresolvable, type Status } from '../../framework/status.ts';

const name = 'NodeName';
const otherNode = unresolvable(name, "node(s) didn't match the requested node name");

/** A pod that names its node runs there only. Models plugins/nodename (v1.36). */
export class NodeName implements FilterPlugin, EnqueueExtensions, SignPlugin {
  readonly name = name;

  signPod({ pod }: PodInfo): string {
    return pod.spec.nodeName ?? '';
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return [{ event: { resource: 'Node', actionType: action.add } }];
  }

  filter(_state: CycleState, { pod }: PodInfo, node: NodeInfo): Status | undefined {
    const { nodeName } = pod.spec;
    return nodeName && nodeName !== node.name ? otherNode : undefined;
  }
}
