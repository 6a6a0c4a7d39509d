import type { Pod } from '../../../api/types.ts';
import { action, type ClusterEventWithHint, type QueueingHint } from '../../framework/cluster-event.ts';
import { StateKey, type CycleState } from '../../framework/cycle-state.ts';
import type {
  EnqueueExtensions,
  FilterPlugin,
  PreFilterPlugin,
  SignPlugin,
} from '../../framework/interface.ts';
import type { Node } from '../../../api/types.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { errorStatus, skip, unresolvable, type Status } from '../../framework/status.ts';
import { requiredFeatures } from './required-features.ts';

const name = 'NodeDeclaredFeatures';
const featureMissing = unresolvable(name, "node(s) didn't match Pod's required features");
const preFilterKey = new StateKey<{ readonly features: readonly string[] }>(`PreFilter${name}`);
const withoutPreFilter = errorStatus(name, `reading "PreFilter${name}" from cycleState: not found`);

/** A pod that uses a young feature needs a node whose kubelet declares it. Models plugins/nodedeclaredfeatures (v1.36). */
export class NodeDeclaredFeatures implements PreFilterPlugin, FilterPlugin, EnqueueExtensions, SignPlugin {
  readonly name = name;

  signPod({ pod }: PodInfo): string {
    return requiredFeatures(pod).join();
  }

  eventsToRegister(): readonly ClusterEventWithHint[] {
    return [
      {
        event: { resource: 'Node', actionType: action.add | action.updateNodeDeclaredFeature },
        hint: (pod, before, now) => afterNodeChange(pod, before as Node | undefined, now as Node),
      },
      {
        event: { resource: 'Pod', actionType: action.update },
        hint: (pod, before, now) => afterPodChange(pod, before as Pod, now as Pod),
      },
    ];
  }

  preFilter(state: CycleState, { pod }: PodInfo): Status | undefined {
    const features = requiredFeatures(pod);
    if (features.length === 0) return skip;
    state.write(preFilterKey, { features });
    return undefined;
  }

  filter(state: CycleState, _podInfo: PodInfo, node: NodeInfo): Status | undefined {
    const prepared = state.read(preFilterKey);
    if (prepared === undefined) return withoutPreFilter;
    return declaresAll(node.declaredFeatures, prepared.features) ? undefined : featureMissing;
  }
}

function declaresAll(declared: ReadonlySet<string>, wanted: readonly string[]): boolean {
  return wanted.every((feature) => declared.has(feature));
}

function afterNodeChange(pod: Pod, before: Node | undefined, now: Node): QueueingHint {
  const wanted = requiredFeatures(pod);
  const has = (node: Node): boolean => declaresAll(new Set(node.status?.declaredFeatures), wanted);
  return has(now) && !(before !== undefined && has(before)) ? 'Queue' : 'QueueSkip';
}

/** The pod itself changed, and what it needs with it. */
function afterPodChange(pod: Pod, before: Pod, now: Pod): QueueingHint {
  if (now.metadata.uid !== pod.metadata.uid) return 'QueueSkip';
  return requiredFeatures(before).join() === requiredFeatures(now).join() ? 'QueueSkip' : 'Queue';
}
