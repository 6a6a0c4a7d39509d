import type { NodeInfo } from './node-info.ts';

/**
 * The cluster as a scheduling cycle sees it: nothing in it changes while the cycle runs (the "what
 * if" of preemption works on clones). Models framework.SharedLister (v1.36).
 */
export interface Snapshot {
  /** Every node, in the node tree's order. */
  readonly nodes: readonly NodeInfo[];
  /** The nodes where a pod with any pod (anti-)affinity runs, in no particular order. */
  readonly nodesWithPodsWithAffinity: ReadonlySet<NodeInfo>;
  /** The nodes where a pod with required anti-affinity runs, in no particular order. */
  readonly nodesWithPodsWithRequiredAntiAffinity: ReadonlySet<NodeInfo>;
  /** Grows with every change. */
  readonly version: number;
  /**
   * The nodes that changed after that version, some perhaps more than once; undefined where that is
   * too long ago, or nodes came, went or moved.
   */
  changedSince(version: number): readonly NodeInfo[] | undefined;
  node(name: string): NodeInfo | undefined;
  /** Whether a pod on any node uses the claim `namespace/name`. */
  isClaimUsed(key: string): boolean;
  /** The image, where any node has it. */
  image(name: string): ImageState | undefined;
}

/** An image as the cluster has it. */
export interface ImageState {
  readonly sizeBytes: number;
  /** On how many nodes it lies. */
  readonly nodes: number;
}
