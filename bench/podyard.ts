import { Cluster, type Pod } from '../src/engine/index.ts';
import { webDeployment, type ClusterRun } from './cluster-run.ts';
import { cpuSeconds } from './cpu-time.ts';

const admin = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
/** How far time is moved between looks at the processor time. */
const stepMs = 100;

/** Podyard, from nothing to all pods of one Deployment Running, with a control plane beside the nodes. */
export const podyard: ClusterRun = ({ nodes, pods, limitSeconds }) => {
  const startedSeconds = cpuSeconds();
  const names = Array.from({ length: nodes }, (_, index) => `node-${index}`);
  const cluster = new Cluster({ seed: 'bench', nodes: ['controlplane', ...names] });
  cluster.boot();
  const running = new Set<string>();
  cluster.onChange(({ resource, type, object }) => {
    if (resource !== 'pods' || object.metadata.labels?.['app'] !== 'web') return;
    const now = type !== 'DELETED' && (object as Pod).status?.phase === 'Running';
    if (now) running.add(object.metadata.name);
    else running.delete(object.metadata.name);
  });
  const response = cluster.handle({
    method: 'POST',
    path: '/apis/apps/v1/namespaces/default/deployments',
    headers: { 'content-type': 'application/json' },
    user: admin,
    body: webDeployment(pods, 'nginx'),
  });
  if (response.status !== 201) throw new Error(JSON.stringify(response.body));
  while (running.size < pods && cpuSeconds() - startedSeconds < limitSeconds) {
    cluster.advance(cluster.sim.nowMs + stepMs);
  }
  const seconds = cpuSeconds() - startedSeconds;
  globalThis.gc?.();
  const heapBytes = process.memoryUsage().heapUsed;
  // Named once more, so that the cluster still was there to be measured.
  if (cluster.machines.size === 0) throw new Error('the machines are gone');
  return Promise.resolve({ running: running.size, seconds, heapBytes });
};
