import type { Pod } from '../../../api/types.ts';
import { action, type ClusterEventWithHint } from '../../framework/cluster-event.ts';
import type { CycleState } from '../../framework/cycle-state.ts';
import { HostPorts, hostPortsOf } from '../../framework/host-ports.ts';
import type {
  EnqueueExtensions,
  FilterPlugin,
  PreFilterPlugin,
  SignPlugin,
} from '../../framework/interface.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { skip, unschedulable, type Status } from '../../framework/status.ts';

const name = 'NodePorts';
const portTaken = unschedulable(name, "node(s) didn't have free ports for the requested pod ports");

/** A port of the node serves one pod only. Models plugins/nodeports (v1.36). */
export class NodePorts implements PreFilterPlugin, FilterPlugin, EnqueueExtensions, SignPlugin {
  readonly name = name;

  signPod({ hostPorts }: PodInfo): string {
    return hostPorts.map(({ protocol, ip, port }) => `${protocol}/${ip}/${port}`).join();
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return [
      {
        event: { resource: 'Pod', actionType: action.delete },
        hint: (pod, gone) => (freesPort(gone as Pod, pod) ? 'Queue' : 'QueueSkip'),
      },
      { event: { resource: 'Node', actionType: action.add } },
    ];
  }

  preFilter(_state: CycleState, podInfo: PodInfo): Status | undefined {
    return podInfo.hostPorts.length === 0 ? skip : undefined;
  }

  filter(_state: CycleState, podInfo: PodInfo, node: NodeInfo): Status | undefined {
    for (const port of podInfo.hostPorts) if (node.usedPorts.conflicts(port)) return portTaken;
    return undefined;
  }
}

/** Whether `gone` had, or would have had, a port that `pod` wants. */
function freesPort(gone: Pod, pod: Pod): boolean {
  if (!gone.spec.nodeName && !gone.status?.nominatedNodeName) return false;
  const freed = new HostPorts();
  for (const port of hostPortsOf(gone)) freed.add(port);
  return hostPortsOf(pod).some((port) => freed.conflicts(port));
}
