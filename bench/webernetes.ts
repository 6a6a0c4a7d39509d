import { BaseImage, Cluster, type ProcessContext } from '@ngrok/webernetes';
import { webDeployment, type ClusterRun } from './cluster-run.ts';
import { cpuSeconds } from './cpu-time.ts';

class Serving extends BaseImage {
  static readonly imageName = 'serving';
  static readonly imageVersion = '1.0';
  readonly defaultCommand = ['serve'];

  override async exec(context: ProcessContext): Promise<number> {
    return await context.waitUntilKilled();
  }
}

/** How far its clock is moved at a time. Finer steps only cost it more. */
const stepMs = 100;

/** webernetes, from an empty cluster of that size to all pods of one Deployment Running. */
export const webernetes: ClusterRun = async ({ nodes, pods, limitSeconds }) => {
  const startedSeconds = cpuSeconds();
  const cluster = new Cluster({ nodes });
  cluster.registerImage(Serving);
  cluster.pause();
  let running = 0;
  const phases = new Map<string, boolean>();
  const ready = cluster.init();
  await driven(cluster, ready);
  cluster.informer('pods', (type, pod) => {
    const uid = pod.metadata?.uid ?? '';
    const now = type !== 'delete' && pod.metadata?.labels?.app === 'web' && pod.status?.phase === 'Running';
    if (now !== (phases.get(uid) ?? false)) running += now ? 1 : -1;
    phases.set(uid, now);
  });
  await driven(cluster, cluster.apply([webDeployment(pods, 'serving:1.0')]));
  while (running < pods && cpuSeconds() - startedSeconds < limitSeconds) await turn(cluster);
  const seconds = cpuSeconds() - startedSeconds;
  const heapBytes = process.memoryUsage().heapUsed;
  return { running, seconds, heapBytes };
};

async function turn(cluster: Cluster): Promise<void> {
  cluster.clock.step(stepMs);
  await new Promise((resume) => setImmediate(resume));
}

async function driven<T>(cluster: Cluster, promise: Promise<T>): Promise<T> {
  let done = false;
  const watched = promise.finally(() => (done = true));
  while (!done) await turn(cluster);
  return watched;
}
