import type { ApiServerSettings } from './apiserver/api-server.ts';
import type { AuditSink } from './apiserver/audit.ts';
import type { NodeFlags } from './kubelet/node-status.ts';
import type { MachineSize } from './machine/machine.ts';
import type { RegistryRules } from './programs/registry.ts';
import type { TraceSink } from './sim/trace.ts';

/** A machine that joins, and how its kubelet is started. */
export interface NodeOptions {
  readonly name: string;
  readonly size?: Partial<MachineSize>;
  readonly flags?: NodeFlags;
  /** Images that lie on it from the start. */
  readonly images?: readonly string[];
}

export interface ClusterOptions {
  /** Names all chance: the same seed and operations give the same bytes. */
  readonly seed: string;
  /** Virtual time at the start, in milliseconds since 1970. */
  readonly startMs?: number;
  /** The first is the control plane. Default: controlplane, node01, node02. */
  readonly nodes?: readonly (string | NodeOptions)[];
  readonly trace?: TraceSink;
  /** Told of every answered request that could have changed something. */
  readonly audit?: AuditSink;
  /** What image registries answer. */
  readonly registry?: RegistryRules;
  /**
   * Where scheduler and controllers run: in static pods on the first machine (the default where there
   * is one), or outside of all machines. A cluster of the second kind has workers only, and nothing of
   * kubeadm's.
   */
  readonly controlPlane?: 'static-pods' | 'hosted';
  /** What kube-apiserver's flags change. */
  readonly apiServer?: ApiServerSettings;
  /**
   * As in the course's slides, of the time of Kubernetes v1.11: schedulers of that time take the flags
   * that they had, and DaemonSets put their pods onto nodes by themselves.
   */
  readonly asInSlides?: boolean;
  /** Whether nodes get ranges for their pods from a hosted control plane: `--allocate-node-cidrs`. Default true. */
  readonly allocateNodeCidrs?: boolean;
}
