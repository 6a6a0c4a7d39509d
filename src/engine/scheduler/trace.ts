import type { TraceRecord } from '../sim/trace.ts';

export type { SchedulingAttempt } from './framework/attempt-trace.ts';

/** A part of the scheduling queue, or `inFlight`: the pod is being tried. */
export type QueueName = 'activeQ' | 'backoffQ' | 'unschedulablePods' | 'gated' | 'inFlight';

/** A pod entered, changed or left a queue, and the event that caused it. */
export interface QueueMove extends TraceRecord {
  readonly kind: 'queue-move';
  readonly scheduler: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  /** Absent for a pod that is new to the queue. */
  readonly from?: QueueName;
  /** Absent for a pod that leaves it for good. */
  readonly to?: QueueName;
  /** `NodeAdd`, `ScheduleAttemptFailure`, `BackoffComplete`: the scheduler's own names. */
  readonly event: string;
}

/** A pod was bound to a node, or the binding was refused. */
export interface PodBinding extends TraceRecord {
  readonly kind: 'pod-binding';
  readonly scheduler: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly node: string;
  /** Absent when it worked. */
  readonly error?: string;
}
