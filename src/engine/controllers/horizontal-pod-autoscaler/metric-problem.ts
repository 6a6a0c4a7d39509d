/** Why a metric gives no number of replicas, in Kubernetes' words. */
export class MetricProblem extends Error {
  override name = 'MetricProblem';
}

/** Runs `compute`; of a problem it says first what was tried: `unable to get metrics: …`. */
export function within<T>(tried: string, compute: () => T, separator = ': '): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof MetricProblem)) throw error;
    throw new MetricProblem(`${tried}${separator}${error.message}`);
  }
}
