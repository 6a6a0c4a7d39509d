import type { PermitPlugin, PreEnqueuePlugin } from '../../framework/interface.ts';
import type { Status } from '../../framework/status.ts';

/**
 * Places the pods of a group all or none. Groups of pods are alpha in v1.36: without their gate no pod
 * belongs to one, and a profile that enables the plugin gets one that lets every pod pass.
 * Models plugins/gangscheduling (v1.36).
 */
export class GangScheduling implements PreEnqueuePlugin, PermitPlugin {
  readonly name = 'GangScheduling';

  eventsToRegister(): readonly never[] {
    return [];
  }

  preEnqueue(): Status | undefined {
    return undefined;
  }

  permit(): { status?: Status } {
    return {};
  }
}
