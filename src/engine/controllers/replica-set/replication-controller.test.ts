import { expect, test } from 'vitest';
import type { ReplicationController } from '../../api/types.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';

const path = '/api/v1/namespaces/default/replicationcontrollers/web';
const web = `
apiVersion: v1
kind: ReplicationController
metadata: {name: web}
spec:
  replicas: 2
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: nginx:1.27}]}
`;

test('keeps its pods, replaces one that goes, and says so', () => {
  const cluster = TestCluster.booted().apply(web).advanceMs(10_000);
  const names = cluster.pods().map(({ metadata }) => metadata.name);
  expect(cluster.events('web').toSorted()).toEqual(
    names.map((name) => `SuccessfulCreate Created pod: ${name}`).toSorted(),
  );
  cluster.delete(`/api/v1/namespaces/default/pods/${names[0]}`).advanceMs(10_000);
  expect(cluster.pods()).toHaveLength(2);
  expect(cluster.pods().map(({ metadata }) => metadata.name)).not.toContain(names[0]);
  expect(cluster.get<ReplicationController>(path).status).toEqual({
    replicas: 2,
    fullyLabeledReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
    observedGeneration: 1,
  });
});

test('adopts a pod that matches, and deletes what is too much', () => {
  const cluster = TestCluster.booted()
    .apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'mine', labels: { app: 'web' } },
      spec: { containers: [{ name: 'nginx', image: 'nginx:1.27' }] },
    })
    .advanceMs(10_000)
    .apply(web)
    .advanceMs(10_000);
  expect(cluster.pods()).toHaveLength(2);
  expect(cluster.pod('mine').metadata.ownerReferences).toMatchObject([
    { apiVersion: 'v1', kind: 'ReplicationController', name: 'web', controller: true },
  ]);
  cluster.request('PATCH', path, { spec: { replicas: 0 } }, 'application/merge-patch+json');
  cluster.advanceMs(60_000);
  expect(cluster.pods()).toEqual([]);
});
