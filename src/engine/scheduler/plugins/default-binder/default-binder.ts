import { StatusError } from '../../../api/status-error.ts';
import type { CycleState } from '../../framework/cycle-state.ts';
import type { Handle } from '../../framework/handle.ts';
import type { BindPlugin } from '../../framework/interface.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { errorStatus, type Status } from '../../framework/status.ts';

const name = 'DefaultBinder';

/** Binds through the pod's binding subresource. Models plugins/defaultbinder (v1.36). */
export class DefaultBinder implements BindPlugin {
  readonly name = name;
  readonly #handle: Handle;

  constructor(handle: Handle) {
    this.#handle = handle;
  }

  bind(_state: CycleState, podInfo: PodInfo, nodeName: string): Status | undefined {
    try {
      this.#handle.api.bind(podInfo.pod, nodeName);
    } catch (error) {
      if (error instanceof StatusError) return errorStatus(name, error.message);
      throw error;
    }
    return undefined;
  }
}
