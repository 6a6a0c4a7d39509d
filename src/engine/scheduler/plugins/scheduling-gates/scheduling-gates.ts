import type { Pod } from '../../../api/types.ts';
import { action, type ClusterEventWithHint } from '../../framework/cluster-event.ts';
import type { EnqueueExtensions, PreEnqueuePlugin } from '../../framework/interface.ts';
import { unresolvable, type Status } from '../../framework/status.ts';

const name = 'SchedulingGates';

/** Pods with gates wait outside the queue. Models plugins/schedulinggates (v1.36). */
export class SchedulingGates implements PreEnqueuePlugin, EnqueueExtensions {
  readonly name = name;

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return [
      {
        event: { resource: 'Pod', actionType: action.updatePodSchedulingGatesEliminated },
        hint: (pod, _old, changed) =>
          (changed as Pod).metadata.uid === pod.metadata.uid ? 'Queue' : 'QueueSkip',
      },
    ];
  }

  preEnqueue(pod: Pod): Status | undefined {
    const gates = pod.spec.schedulingGates ?? [];
    if (gates.length === 0) return undefined;
    return unresolvable(name, `waiting for scheduling gates: [${gates.map((gate) => gate.name).join(' ')}]`);
  }
}
