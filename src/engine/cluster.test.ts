import { describe, expect, it } from 'vitest';
import { TestCluster } from '../testing/test-cluster.ts';
import type { Node } from './api/types.ts';
import { Cluster } from './cluster.ts';
import type { TraceRecord } from './sim/trace.ts';

const web = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] },
};
const manifests = '/etc/kubernetes/manifests';

describe('a cluster', () => {
  it('boots as kubeadm leaves it', () => {
    const cluster = TestCluster.booted();
    const nodes = cluster.list('/api/v1/nodes').map(({ metadata }) => metadata.name);
    const pods = cluster.pods('kube-system');
    expect(nodes).toEqual(['controlplane', 'node01', 'node02']);
    expect(pods.every(({ status }) => status?.phase === 'Running')).toBe(true);
    expect(pods.map(({ metadata }) => metadata.name.replace(/-[a-z0-9]{5}$/, '')).toSorted()).toEqual([
      expect.stringMatching(/^coredns-/),
      expect.stringMatching(/^coredns-/),
      'etcd-controlplane',
      'kube-apiserver-controlplane',
      'kube-controller-manager-controlplane',
      'kube-proxy',
      'kube-proxy',
      'kube-proxy',
      'kube-scheduler-controlplane',
      'weave-net',
      'weave-net',
      'weave-net',
    ]);
  });

  it('asks for nothing that is refused while nothing happens', () => {
    const refused: string[] = [];
    let booted = false;
    const cluster = new Cluster({
      seed: 'idle',
      audit: ({ status, method, path }) => {
        if (booted && status >= 400) refused.push(`${method} ${path}`);
      },
    });
    cluster.boot();
    booted = true;
    cluster.advance(cluster.sim.nowMs + 600_000);
    expect(refused).toEqual([]);
  });

  it('runs a pod that it is given', () => {
    const cluster = TestCluster.booted().apply(web).untilPhase('web', 'Running');
    expect(cluster.events('web').map((event) => event.split(' ')[0])).toEqual(
      expect.arrayContaining(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']),
    );
    expect(cluster.log('web')).toContain('ready for start up');
  });

  it('does not schedule while the scheduler’s manifest is elsewhere, and does once it is back', () => {
    const cluster = TestCluster.booted();
    const { files } = cluster.cluster.machine('controlplane')!;
    files.move(`${manifests}/kube-scheduler.yaml`, '/root/kube-scheduler.yaml', cluster.nowMs);
    cluster.advanceMs(10_000).apply(web).advanceMs(60_000);
    expect(cluster.pod('web').status?.phase).toBe('Pending');
    expect(cluster.events('web')).toEqual([]);
    files.move('/root/kube-scheduler.yaml', `${manifests}/kube-scheduler.yaml`, cluster.nowMs);
    cluster.untilPhase('web', 'Running');
  });

  it('takes in machines and lets them go', () => {
    const cluster = TestCluster.booted();
    expect(cluster.cluster.addNode('node03')).toBeUndefined();
    expect(cluster.cluster.addNode('node03')).toBe('there is a machine "node03" already');
    expect(cluster.cluster.addNode('Node 4')).toBe('"Node 4" is not a name that a node can have');
    cluster.advanceMs(20_000);
    expect(cluster.list('/api/v1/nodes')).toHaveLength(4);
    expect(cluster.cluster.removeNode('node03')).toBeUndefined();
    expect(cluster.cluster.removeNode('node03')).toBe('there is no machine "node03"');
    expect(cluster.list('/api/v1/nodes')).toHaveLength(3);
  });

  it('without machines has the same administrator', () => {
    const cluster = TestCluster.booted({ nodes: [] }).advanceMs(2_000);
    cluster.apply(web);
    expect(cluster.pods()).toHaveLength(1);
  });

  it('grows and shrinks a machine, and its node with it', () => {
    const cluster = TestCluster.booted();
    const capacity = (): unknown => cluster.get<Node>('/api/v1/nodes/node01').status?.capacity?.['cpu'];
    expect(capacity()).toBe('4');
    expect(cluster.cluster.resizeNode('node01', { cpuMillis: 2000 })).toBeUndefined();
    expect(cluster.advanceMs(15_000) && capacity()).toBe('2');
    expect(cluster.cluster.resizeNode('nowhere', {})).toBe('there is no machine "nowhere"');
  });

  it('does the same again for the same seed and operations, to the byte', () => {
    const play = (): string => {
      const records: TraceRecord[] = [];
      const trace = { wanted: () => true, write: (record: TraceRecord) => void records.push(record) };
      const cluster = TestCluster.booted({ trace }).apply(web);
      cluster.advanceMs(5_000).delete('/api/v1/namespaces/default/pods/web').advanceMs(60_000);
      return JSON.stringify([records, cluster.cluster.dump()]);
    };
    expect(play()).toBe(play());
  });
});
