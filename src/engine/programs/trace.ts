import type { TraceRecord } from '../sim/trace.ts';

/** A kube-scheduler began or ended to run. */
export interface SchedulerRun extends TraceRecord {
  readonly kind: 'scheduler-run';
  /** The `schedulerName`s that it serves. */
  readonly schedulers: readonly string[];
  /** Who serves them: the pod, as `namespace/name`, or the machine. */
  readonly servedBy: string;
  readonly running: boolean;
}
