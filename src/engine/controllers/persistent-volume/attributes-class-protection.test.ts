import { expect, test } from 'vitest';
import { TestCluster } from '../../../testing/test-cluster.ts';

const path = '/apis/storage.k8s.io/v1/volumeattributesclasses/gold';
const claimPath = '/api/v1/namespaces/default/persistentvolumeclaims/data';
const gold = `
apiVersion: storage.k8s.io/v1
kind: VolumeAttributesClass
metadata: {name: gold}
driverName: example.com
parameters: {iops: "500"}
`;
const claim = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec:
  accessModes: [ReadWriteOnce]
  volumeAttributesClassName: gold
  resources: {requests: {storage: 1Gi}}
`;
const isThere = (cluster: TestCluster): boolean => cluster.handle('GET', path).status === 200;

test('an unused VolumeAttributesClass goes at once', () => {
  const cluster = TestCluster.booted().apply(gold).delete(path).advanceMs(5_000);
  expect(isThere(cluster)).toBe(false);
});

test('one that a claim names stays until the claim is gone', () => {
  const cluster = TestCluster.booted()
    .apply(gold)
    .apply(claim)
    .advanceMs(5_000)
    .delete(path)
    .advanceMs(60_000);
  expect(isThere(cluster)).toBe(true);
  cluster.delete(claimPath).advanceMs(60_000);
  expect(isThere(cluster)).toBe(false);
});
