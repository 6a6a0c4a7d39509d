import type { PluginEntry, Plugins } from '../framework/profile.ts';

/**
 * A KubeSchedulerConfiguration as it stands in a file, defaulted: durations are texts, plugin
 * arguments have their apiVersion and kind. Models kube-scheduler/config/v1 (v1.36).
 */
export interface KubeSchedulerConfiguration {
  apiVersion: string;
  kind: string;
  parallelism: number;
  leaderElection: LeaderElectionConfiguration;
  clientConnection: ClientConnectionConfiguration;
  enableProfiling: boolean;
  enableContentionProfiling: boolean;
  percentageOfNodesToScore: number;
  podInitialBackoffSeconds: number;
  podMaxBackoffSeconds: number;
  profiles: ProfileConfiguration[];
  extenders?: ExtenderConfiguration[];
  delayCacheUntilActive?: boolean;
}

export interface LeaderElectionConfiguration {
  leaderElect: boolean;
  leaseDuration: string;
  renewDeadline: string;
  retryPeriod: string;
  resourceLock: string;
  resourceName: string;
  resourceNamespace: string;
}

export interface ClientConnectionConfiguration {
  kubeconfig?: string;
  acceptContentTypes: string;
  contentType: string;
  qps: number;
  burst: number;
}

export interface ProfileConfiguration {
  schedulerName?: string;
  percentageOfNodesToScore?: number;
  plugins: Plugins;
  pluginConfig: PluginConfiguration[];
}

export interface PluginConfiguration {
  name: string;
  args?: Record<string, unknown>;
}

export interface ExtenderConfiguration {
  urlPrefix?: string;
  filterVerb?: string;
  preemptVerb?: string;
  prioritizeVerb?: string;
  weight?: number;
  bindVerb?: string;
  enableHTTPS?: boolean;
  tlsConfig?: { insecure?: boolean; certFile?: string; keyFile?: string; caFile?: string };
  httpTimeout?: string;
  nodeCacheCapable?: boolean;
  managedResources?: { name?: string; ignoredByScheduler?: boolean }[];
  ignorable?: boolean;
}

export type { PluginEntry };

/** A configuration, or a command line, that the scheduler cannot start with; the message is its own. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
}
