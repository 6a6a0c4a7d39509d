interface ClusterRunOptions {
  readonly nodes: number;
  readonly pods: number;
  /** Gives up after that much processor time. */
  readonly limitSeconds: number;
}

interface ClusterRunResult {
  /** How many pods were Running at the end. */
  readonly running: number;
  /** Processor time from nothing to all Running. */
  readonly seconds: number;
  readonly heapBytes: number;
}

/** One way to bring a cluster of that size up and all pods of one Deployment to Running. */
export type ClusterRun = (options: ClusterRunOptions) => Promise<ClusterRunResult>;

/** What is asked of each cluster: one Deployment with that many pods of `image`. */
export function webDeployment(pods: number, image: string) {
  return {
    apiVersion: 'apps/v1' as const,
    kind: 'Deployment' as const,
    metadata: { name: 'web' },
    spec: {
      replicas: pods,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image }] },
      },
    },
  };
}
