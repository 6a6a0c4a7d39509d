import type { TraceRecord } from '../sim/trace.ts';

/** One thing that a kubelet did, in one plain sentence. */
export interface KubeletTrace extends TraceRecord {
  readonly kind: 'kubelet';
  readonly node: string;
  /** What it was done to: `Pod default/web`. */
  readonly object: string;
  readonly sentence: string;
}
