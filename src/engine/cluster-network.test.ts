import { describe, expect, it } from 'vitest';
import type { NetworkPlace } from './cri/network.ts';
import type { Service } from './api/types.ts';
import { TestCluster } from '../testing/test-cluster.ts';

const manifest = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: nginx:1.27}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 8080, targetPort: 80, nodePort: 30080}]}
---
apiVersion: v1
kind: Service
metadata: {name: peers}
spec: {clusterIP: None, selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: empty}
spec: {selector: {app: nobody}, ports: [{port: 80}]}
`;
const place: NetworkPlace = { machine: 'node01', ip: '10.244.1.99', namespace: 'default' };

describe('the network of a cluster', () => {
  const cluster = TestCluster.booted().apply(manifest).advanceMs(30_000);
  const { network } = cluster.cluster;
  const addressOf = (name: string): string =>
    cluster.get<Service>(`/api/v1/namespaces/default/services/${name}`).spec?.clusterIP ?? '';
  const podIPs = cluster.pods().map(({ status }) => status?.podIP ?? '');
  const nodeIP = network.lookUp({ machine: 'node02', ip: '' }, 'node01')[0] ?? '';

  it('knows services and pods by their names', () => {
    expect(network.lookUp(place, 'web')).toEqual([addressOf('web')]);
    expect(network.lookUp(place, 'web.default.svc.cluster.local')).toEqual([addressOf('web')]);
    expect(network.lookUp({ ...place, namespace: 'kube-system' }, 'web')).toEqual([]);
    expect(network.lookUp(place, 'peers').toSorted()).toEqual(podIPs.toSorted());
    expect(network.lookUp(place, '10-244-1-5.default.pod.cluster.local')).toEqual(['10.244.1.5']);
    expect(network.lookUp(place, 'example.com')).toEqual([]);
  });

  it.each([
    ['a service', 'web', 8080],
    ['a node', nodeIP, 30_080],
    ['a pod', podIPs[0] ?? '', 80],
    ['one of the pods of a headless service', 'peers', 80],
  ])('reaches what is behind %s', (_, host, port) => {
    const dialled = network.dial(place, host, port);
    expect(dialled.ok && dialled.listener.http('/')?.body).toContain('Welcome to nginx!');
  });

  it.each([
    ['a port that the service has not', 'web', 81, 'timed out'],
    ['a service without pods', 'empty', 80, 'refused'],
    ['a port on which nobody listens', podIPs[0] ?? '', 81, 'refused'],
    ['an address that nobody has', '10.244.9.9', 80, 'timed out'],
    ['a name that nobody has', 'nobody', 80, 'unknown host'],
  ])('tells of %s', (_, host, port, problem) => {
    expect(network.dial(place, host, port)).toMatchObject({ ok: false, problem });
  });

  it('reaches nobody behind a cut, and no name without a DNS server', () => {
    const broken = TestCluster.booted().apply(manifest).advanceMs(30_000);
    const pod = broken.pods().find(({ spec }) => spec.nodeName === 'node02');
    broken.cluster.faults.apply({ kind: 'network-cut', machine: 'node02' });
    expect(broken.cluster.network.dial(place, pod?.status?.podIP ?? '', 80)).toMatchObject({
      problem: 'timed out',
    });
    broken.request(
      'PATCH',
      '/apis/apps/v1/namespaces/kube-system/deployments/coredns/scale',
      { spec: { replicas: 0 } },
      'application/merge-patch+json',
    );
    broken.advanceMs(60_000);
    expect(broken.cluster.network.lookUp(place, 'web')).toEqual([]);
  });
});
