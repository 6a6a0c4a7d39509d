import type { ResourceUsage } from './container-runtime.ts';

/** What one container uses. */
export interface ContainerMetrics {
  readonly name: string;
  readonly startedMs: number;
  readonly usage: ResourceUsage;
}

/** What a kubelet tells of its node: what it serves at `/metrics/resource` (v1.36). */
export interface NodeMetrics {
  readonly node: ResourceUsage;
  readonly pods: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly containers: readonly ContainerMetrics[];
  }[];
}

/**
 * Asks the kubelet at a machine's address; undefined = nothing answers there.
 * Simplified: kubelets tell their metrics to every program, without asking who it is.
 */
export type ReadNodeMetrics = (address: string) => NodeMetrics | undefined;
