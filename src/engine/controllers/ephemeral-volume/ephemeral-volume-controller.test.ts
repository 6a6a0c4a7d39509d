import { expect, test } from 'vitest';
import type { PersistentVolumeClaim } from '../../api/types.ts';
import { localPathStorageManifest } from '../../index.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';

const claims = '/api/v1/namespaces/default/persistentvolumeclaims';
const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'user' },
  spec: {
    containers: [{ name: 'main', image: 'nginx:1.27', volumeMounts: [{ name: 'scratch', mountPath: '/s' }] }],
    volumes: [
      { name: 'scratch', ephemeral: { volumeClaimTemplate: { metadata: { labels: { a: 'b' } }, spec } } },
    ],
  },
};

test('the claim of an ephemeral volume comes and goes with its pod', () => {
  const cluster = TestCluster.booted()
    .apply(localPathStorageManifest)
    .advanceMs(15_000)
    .apply(pod)
    .untilPhase('user', 'Running');
  const claim = cluster.get<PersistentVolumeClaim>(`${claims}/user-scratch`);
  expect(claim.metadata).toMatchObject({
    labels: { a: 'b' },
    ownerReferences: [{ kind: 'Pod', name: 'user', controller: true }],
  });
  cluster.delete('/api/v1/namespaces/default/pods/user').advanceMs(60_000);
  expect(cluster.list(claims)).toEqual([]);
});

test('a claim of that name that is somebody else`s is not taken', () => {
  const cluster = TestCluster.booted()
    .apply({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'user-scratch' }, spec })
    .apply(pod)
    .advanceMs(3000);
  expect(cluster.events('user')).toContain(
    'FailedBinding ephemeral volume scratch: PVC default/user-scratch was not created for pod default/user (pod is not owner)',
  );
});
