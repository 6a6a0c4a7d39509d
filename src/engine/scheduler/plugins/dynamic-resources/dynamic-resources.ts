import { StateKey, type CycleState } from '../../framework/cycle-state.ts';
import type { Handle } from '../../framework/handle.ts';
import type {
  PostFilterPlugin,
  PreFilterPlugin,
  ScorePlugin,
  FilterPlugin,
  ReservePlugin,
  PreBindPlugin,
  PreEnqueuePlugin,
} from '../../framework/interface.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { errorStatus, skip, unschedulable, type Status } from '../../framework/status.ts';

const name = 'DynamicResources';
const stateKey = new StateKey<object>(name);
export class DynamicResources
  implements
    PreFilterPlugin,
    FilterPlugin,
    PostFilterPlugin,
    ScorePlugin,
    ReservePlugin,
    PreBindPlugin,
    PreEnqueuePlugin
{
  readonly name = name;
  constructor(_handle: Handle) {}
  preEnqueue(): undefined {}
  preFilter(state: CycleState, _podInfo: PodInfo): Status | undefined {
    state.write(stateKey, {});
    return skip;
  }
  filter(): undefined {}
  postFilter(state: CycleState): { status: Status } {
    if (state.read(stateKey) === undefined) return { status: errorStatus(name, 'not found') };
    return { status: unschedulable(name, 'no new claims to deallocate') };
  }
  score(): number {
    return 0;
  }
  normalizeScores(): void {}
  reserve(): undefined {}
  unreserve(): void {}
  preBindPreFlight(): Status {
    return skip;
  }
  preBind(): undefined {}
}
