import { describe, expect, test } from 'vitest';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/types.ts';
import { localPathStorageManifest } from '../../index.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';

const claims = '/api/v1/namespaces/default/persistentvolumeclaims';
const volumes = '/api/v1/persistentvolumes';

function claim(spec: object = {}): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  };
}

function volume(spec: object): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'vol' },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...spec },
  };
}

const user = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'user' },
  spec: {
    containers: [{ name: 'main', image: 'nginx:1.27', volumeMounts: [{ name: 'data', mountPath: '/data' }] }],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
  },
};

function phaseOf(cluster: TestCluster): string | undefined {
  return cluster.list<PersistentVolume>(volumes)[0]?.status?.phase;
}

describe('a provisioner', () => {
  const prepared = (): TestCluster =>
    TestCluster.booted().apply(localPathStorageManifest).advanceMs(15_000).apply(claim()).advanceMs(10_000);

  test('makes a volume on the node of the first pod that uses the claim', () => {
    const cluster = prepared();
    expect(cluster.list(volumes)).toEqual([]);
    cluster.apply(user).untilPhase('user', 'Running');
    const bound = cluster.get<PersistentVolumeClaim>(`${claims}/data`);
    const name = `pvc-${bound.metadata.uid}`;
    expect(bound.status).toMatchObject({ phase: 'Bound', capacity: { storage: '1Gi' } });
    const made = cluster.get<PersistentVolume>(`${volumes}/${name}`);
    expect(made.spec.nodeAffinity?.required?.nodeSelectorTerms[0]?.matchExpressions?.[0]?.values).toEqual([
      cluster.pod('user').spec.nodeName,
    ]);
    cluster.advanceMs(1000);
    expect(cluster.events('data').map((text) => text.split(' ', 1)[0])).toEqual([
      'WaitForFirstConsumer',
      'ExternalProvisioning',
      'Provisioning',
      'ProvisioningSucceeded',
    ]);
  });

  test('deletes it with the claim', () => {
    const cluster = prepared().apply(user).untilPhase('user', 'Running');
    cluster.delete('/api/v1/namespaces/default/pods/user').delete(`${claims}/data`).advanceMs(60_000);
    expect(cluster.list(claims)).toEqual([]);
    expect(cluster.list(volumes)).toEqual([]);
  });
});

describe('a claim', () => {
  const storageClass = (provisioner: string): Record<string, unknown> => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'fast', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner,
  });

  test.each([
    [
      'ebs.csi.aws.com',
      "ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'ebs.csi.aws.com' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
    ],
    [
      'kubernetes.io/gce-pd',
      "ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'pd.csi.storage.gke.io' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
    ],
    [
      'kubernetes.io/no-provisioner',
      'ProvisioningFailed no volume plugin matched name: kubernetes.io/no-provisioner',
    ],
  ])('of a class of %s', (provisioner, event) => {
    const cluster = TestCluster.booted().apply(storageClass(provisioner)).apply(claim()).advanceMs(2000);
    expect(cluster.events('data')).toEqual([event]);
  });

  test('of no class gets the default one when there is one', () => {
    const cluster = TestCluster.booted().apply(claim()).advanceMs(2000).apply(storageClass('example.com/x'));
    cluster.advanceMs(16_000);
    expect(cluster.get<PersistentVolumeClaim>(`${claims}/data`).spec.storageClassName).toBe('fast');
  });

  test.each([
    ['too small', { capacity: { storage: '1Mi' } }, 'requested PV is too small'],
    ['of another class', { storageClassName: 'slow' }, 'storageClassName does not match'],
    ['for blocks', { volumeMode: 'Block' }, 'incompatible volumeMode'],
    ['for many', { accessModes: ['ReadOnlyMany'] }, 'incompatible accessMode'],
  ])('that names a volume that is %s', (_, spec, problem) => {
    const cluster = TestCluster.booted()
      .apply(volume({ hostPath: { path: '/vol' }, ...spec }))
      .apply(claim({ storageClassName: '', volumeName: 'vol' }))
      .advanceMs(2000);
    expect(cluster.events('data')).toEqual([
      `VolumeMismatch Cannot bind to requested volume "vol": ${problem}`,
    ]);
  });
});

describe('a released volume', () => {
  const released = (spec: object): TestCluster =>
    TestCluster.booted()
      .apply(volume(spec))
      .apply(claim({ storageClassName: '' }))
      .advanceMs(2000)
      .delete(`${claims}/data`)
      .advanceMs(2000);

  test('is retained', () => {
    expect(phaseOf(released({ hostPath: { path: '/tmp/vol' } }))).toBe('Released');
  });

  test('is deleted', () => {
    const cluster = released({ hostPath: { path: '/tmp/vol' }, persistentVolumeReclaimPolicy: 'Delete' });
    expect(cluster.list(volumes)).toEqual([]);
  });

  test.each([
    [
      '/data',
      { hostPath: { path: '/data' } },
      'host_path deleter only supports /tmp/.+ but received provided /data',
    ],
    [
      'a server`s',
      { nfs: { server: 'nfs', path: '/' } },
      'error getting deleter volume plugin for volume "vol": no deletable volume plugin matched',
    ],
  ])('cannot be deleted: %s', (_, source, problem) => {
    const cluster = released({ ...source, persistentVolumeReclaimPolicy: 'Delete' });
    expect(phaseOf(cluster)).toBe('Failed');
    expect(cluster.events('vol')).toEqual([`VolumeFailedDelete ${problem}`]);
  });
});
