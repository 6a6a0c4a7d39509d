/**
 * One line of *why*: a scheduling attempt with every verdict, a queue move, a controller's decision.
 * Each room declares the records it writes as types that extend this one.
 */
export interface TraceRecord {
  /** What kind of record this is, such as `scheduling-attempt`. */
  readonly kind: string;
  /** Virtual time. */
  readonly atMs: number;
}

/**
 * Where traces go. Writers ask `wanted(kind)` before they build a record, so that tracing costs
 * nothing when nobody looks.
 */
export interface TraceSink {
  wanted(kind: string): boolean;
  write(record: TraceRecord): void;
}

/** A sink that wants nothing. */
export const noTrace: TraceSink = { wanted: () => false, write: () => {} };
