import { ApiServer } from '../../src/engine/apiserver/api-server.ts';
import { httpClients } from '../../src/engine/client/http-client.ts';
import { startScheduler } from '../../src/engine/scheduler/start-scheduler.ts';
import type { KubeObject, Pod } from '../../src/engine/api/types.ts';
import { Simulation } from '../../src/engine/sim/simulation.ts';
import { timed } from '../cpu-time.ts';
import { container, type PodSet, type Workload } from './workloads.ts';

export interface WorkloadResult {
  /** For each second of processor time. */
  readonly podsPerSecond: number;
  /** How many of the measured pods were bound. */
  readonly bound: number;
}

const admin = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };
const headers = { 'content-type': 'application/json' };
/** Gives up after so much virtual time. */
const limitMs = 600_000;

/** Runs a workload through the whole engine: API server, watches, scheduler, bindings. */
export function runWorkload(workload: Workload): WorkloadResult {
  const sim = new Simulation({ seed: 'bench', startMs: Date.UTC(2026, 0, 5) });
  const server = new ApiServer({
    sim,
    disabledAdmissionPlugins: ['TaintNodesByCondition', 'ServiceAccount'],
  });
  const create = (path: string, body: object): void => {
    const { status, body: answer } = server.handle({ method: 'POST', path, headers, user: admin, body });
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
  };
  const remove = (path: string): void => {
    const { status, body } = server.handle({ method: 'DELETE', path, headers, user: admin });
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  };
  for (const name of ['sched-0', 'sched-1']) {
    create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }
  create('/apis/scheduling.k8s.io/v1/priorityclasses', {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'high' },
    value: 10,
  });
  for (let index = 0; index < workload.nodes; index++) create('/api/v1/nodes', nodeOf(workload, index));
  startScheduler({
    sim,
    client: httpClients.clientFor(
      server,
      { name: 'system:kube-scheduler', groups: ['system:authenticated'] },
      'kube-scheduler',
    ),
    argv: ['--leader-elect=false', '--kubeconfig=scheduler.conf'],
    surroundings: { readFile: () => '', inCluster: true },
    hostname: 'bench',
  });
  let bound = 0;
  server.onChange(({ type, resource, object, previous }) => {
    if (resource !== 'pods' || type === 'DELETED' || !object.metadata.name.startsWith('pod-')) return;
    if (nodeNameOf(object) !== undefined && nodeNameOf(previous) === undefined) bound++;
  });
  const place = (set: PodSet, prefix: string): void => {
    const wanted = bound + set.count;
    for (let index = 0; index < set.count; index++)
      create(`/api/v1/namespaces/${set.namespace}/pods`, podOf(set, `pod-${prefix}-${index}`));
    const endMs = sim.nowMs + limitMs;
    const isPlaced = (): boolean => bound >= wanted;
    while (!isPlaced() && sim.step(endMs));
  };
  workload.init.forEach((set, index) => place(set, `init${index}`));
  const before = bound;
  const { churn } = workload;
  if (churn !== undefined) {
    let count = 0;
    sim.every(churn.everyMs, () => {
      if (churn.recreate === true && count > 0)
        for (const { path, body } of churn.objects(count - 1)) remove(`${path}/${body.metadata.name}`);
      for (const { path, body } of churn.objects(count++)) create(path, body);
    });
  }
  const { cpu } = timed(() => place(workload.measured, 'measured'));
  return { podsPerSecond: (bound - before) / cpu, bound: bound - before };
}

function nodeNameOf(pod: KubeObject | undefined): string | undefined {
  return (pod as Pod | undefined)?.spec.nodeName;
}

function nodeOf({ nodeLabels }: Workload, index: number): object {
  const name = `scheduler-perf-${index}`;
  const capacity = { pods: '110', cpu: '4', memory: '32Gi' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...nodeLabels?.(index) } },
    status: {
      capacity,
      allocatable: capacity,
      conditions: [{ status: 'True', type: 'Ready' }],
      phase: 'Running',
    },
  };
}

function podOf({ namespace, labels, spec }: PodSet, name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, ...(labels !== undefined && { labels }) },
    spec: { containers: [container()], ...spec },
  };
}
