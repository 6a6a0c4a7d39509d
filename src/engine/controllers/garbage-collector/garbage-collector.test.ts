import { expect, test } from 'vitest';
import { TestCluster } from '../../../testing/test-cluster.ts';

const merge = 'application/merge-patch+json';

/** Makes one object the owner of another, which must go before its owner. */
function own(cluster: TestCluster, path: string, ownerPath: string): void {
  const { apiVersion, kind, metadata } = cluster.get(ownerPath);
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid, blockOwnerDeletion: true };
  cluster.request('PATCH', path, { metadata: { ownerReferences: [reference] } }, merge);
}

const foreground = { propagationPolicy: 'Foreground' };

test('objects that own each other in a circle do not wait for each other', () => {
  const maps = '/api/v1/namespaces/default/configmaps';
  const cluster = TestCluster.booted();
  const names = ['a', 'b', 'c'];
  for (const name of names) cluster.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  names.forEach((name, place) => own(cluster, `${maps}/${name}`, `${maps}/${names[(place + 2) % 3]}`));
  cluster.request('DELETE', `${maps}/a`, foreground);
  cluster.advanceMs(10_000);
  expect(cluster.list(maps).map(({ metadata }) => metadata.name)).toEqual(['kube-root-ca.crt']);
});

test('custom resources lose the owner that goes, and stay with the one that stays', () => {
  const cluster = TestCluster.booted().apply({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'toys.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'toys', kind: 'Toy', singular: 'toy', listKind: 'ToyList' },
      versions: [
        { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
      ],
    },
  });
  cluster.advanceMs(60_000);
  const maps = '/api/v1/namespaces/default/configmaps';
  const owners = ['goes', 'stays'].map((name) => {
    cluster.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    const { uid } = cluster.get(`${maps}/${name}`).metadata;
    return { apiVersion: 'v1', kind: 'ConfigMap', name, uid, blockOwnerDeletion: true };
  });
  cluster.apply({
    apiVersion: 'example.com/v1',
    kind: 'Toy',
    metadata: { name: 'toy', ownerReferences: owners },
  });
  cluster.advanceMs(5_000);
  cluster.request('DELETE', `${maps}/goes`, foreground);
  cluster.advanceMs(10_000);
  const toy = cluster.get('/apis/example.com/v1/namespaces/default/toys/toy');
  expect(toy.metadata.ownerReferences).toEqual([owners[1]]);
  expect(cluster.handle('GET', `${maps}/goes`).status).toBe(404);
});
