import type { TraceRecord } from '../../sim/trace.ts';
import type { StatusCode } from './status.ts';

/** What a plugin said, as plain data. */
export interface TracedStatus {
  readonly plugin: string;
  readonly code: StatusCode;
  readonly reasons: readonly string[];
}

/** One plugin's score of one node. */
interface TracedScore {
  readonly plugin: string;
  readonly raw: number;
  /** 0…100. */
  readonly normalized: number;
  /** Normalised score times the plugin's weight: what is added up. */
  readonly weighted: number;
}

interface TracedNodeScore {
  readonly node: string;
  readonly scores: readonly TracedScore[];
  readonly total: number;
}

/** A node that preemption looked at, and what became of it. */
interface TracedCandidate {
  readonly node: string;
  /** `namespace/name`, most important first. */
  readonly victims: readonly string[];
  readonly pdbViolations: number;
  /** Why another node was preferred; absent for the one that was taken. */
  readonly lostBecause?: string;
}

/**
 * One attempt to schedule one pod, with all that was said: what the board shows. Built only when the
 * sink wants `scheduling-attempt`.
 */
export interface SchedulingAttempt extends TraceRecord {
  readonly kind: 'scheduling-attempt';
  readonly scheduler: string;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly preFilter: readonly {
    readonly plugin: string;
    readonly answer: 'ok' | 'skip' | TracedStatus | { readonly nodes: readonly string[] };
  }[];
  /** Nodes that were looked at and refused, with the first plugin that refused them. */
  readonly refused: readonly { readonly node: string; readonly status: TracedStatus }[];
  /** Nodes that fit, in the order found. */
  readonly feasible: readonly string[];
  readonly scores: readonly TracedNodeScore[];
  readonly chosen?: string;
  readonly error?: string;
  readonly preemption?: {
    readonly candidates: readonly TracedCandidate[];
    readonly notCandidates: readonly { readonly node: string; readonly status: TracedStatus }[];
    readonly nominated?: string;
    /** The nodes that were as good as the nominated one, with it: chance took one of them. */
    readonly equals: readonly string[];
  };
}

/** A `SchedulingAttempt` while it is being written: the runtime and the plugins fill it in. */
export type AttemptTrace = {
  -readonly [
    K in keyof Omit<SchedulingAttempt, 'preFilter' | 'refused' | 'feasible' | 'scores' | 'preemption'>
  ]: SchedulingAttempt[K];
} & {
  preFilter: SchedulingAttempt['preFilter'][number][];
  refused: SchedulingAttempt['refused'][number][];
  feasible: string[];
  scores: TracedNodeScore[];
  preemption?: SchedulingAttempt['preemption'];
};
