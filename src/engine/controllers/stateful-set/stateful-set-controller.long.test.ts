import { describe, expect, test } from 'vitest';
import type { PersistentVolumeClaim, StatefulSet } from '../../api/types.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';

const path = '/apis/apps/v1/namespaces/default/statefulsets/db';
const claimsPath = '/api/v1/namespaces/default/persistentvolumeclaims';

function statefulSet(spec: object = {}, template: object = {}): Record<string, unknown> {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: {
      serviceName: 'db',
      replicas: 2,
      selector: { matchLabels: { app: 'db' } },
      template: {
        metadata: { labels: { app: 'db' } },
        spec: { containers: [{ name: 'main', image: 'nginx:1.27' }], ...template },
      },
      ...spec,
    },
  };
}

/** With a claim for each member, and volumes for them. */
function stored(policy?: object): TestCluster {
  const claim = {
    metadata: { name: 'data' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: '',
      resources: { requests: { storage: '1Gi' } },
    },
  };
  const cluster = TestCluster.booted();
  for (const name of ['one', 'two']) {
    cluster.apply({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: `/${name}` },
      },
    });
  }
  const spec = {
    volumeClaimTemplates: [claim],
    ...(policy && { persistentVolumeClaimRetentionPolicy: policy }),
  };
  return cluster.apply(statefulSet(spec)).advanceMs(30_000);
}

function patch(cluster: TestCluster, spec: object): void {
  cluster.request('PATCH', path, { spec }, 'application/merge-patch+json');
}

function owners(cluster: TestCluster): string[] {
  return cluster
    .list<PersistentVolumeClaim>(claimsPath)
    .map(
      ({ metadata }) =>
        `${metadata.name}: ${(metadata.ownerReferences ?? []).map(({ kind }) => kind).join()}`,
    );
}

function claims(cluster: TestCluster): string[] {
  return cluster.list<PersistentVolumeClaim>(claimsPath).map(({ metadata }) => metadata.name);
}

describe('claims', () => {
  test('stay, where nothing else is said', () => {
    const cluster = stored();
    expect(owners(cluster)).toEqual(['data-db-0: ', 'data-db-1: ']);
    patch(cluster, { replicas: 0 });
    cluster.advanceMs(60_000).delete(path).advanceMs(60_000);
    expect(claims(cluster)).toEqual(['data-db-0', 'data-db-1']);
  });

  test('go with the set', () => {
    const cluster = stored({ whenDeleted: 'Delete' });
    expect(owners(cluster)).toEqual(['data-db-0: StatefulSet', 'data-db-1: StatefulSet']);
    patch(cluster, { replicas: 1 });
    cluster.advanceMs(60_000);
    expect(claims(cluster)).toEqual(['data-db-0', 'data-db-1']);
    cluster.delete(path).advanceMs(60_000);
    expect(claims(cluster)).toEqual([]);
  });

  test('go with the member that is scaled away', () => {
    const cluster = stored({ whenScaled: 'Delete' });
    expect(owners(cluster)).toEqual(['data-db-0: ', 'data-db-1: ']);
    patch(cluster, { replicas: 1 });
    cluster.advanceMs(60_000);
    expect(claims(cluster)).toEqual(['data-db-0']);
    cluster.delete(path).advanceMs(60_000);
    expect(claims(cluster)).toEqual(['data-db-0']);
  });
});

describe('members', () => {
  const images = (cluster: TestCluster): string[] =>
    cluster.pods().map(({ metadata, spec }) => `${metadata.name} ${spec.containers[0]?.image}`);
  const newer = { template: { spec: { containers: [{ name: 'main', image: 'nginx:1.28' }] } } };

  test('begin at the first ordinal that is asked for', () => {
    const cluster = TestCluster.booted()
      .apply(statefulSet({ ordinals: { start: 5 } }))
      .advanceMs(20_000);
    expect(cluster.pods().map(({ metadata }) => metadata.name)).toEqual(['db-5', 'db-6']);
  });

  test('below the partition keep their template', () => {
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { partition: 1 } };
    const cluster = TestCluster.booted().apply(statefulSet({ updateStrategy })).advanceMs(20_000);
    patch(cluster, newer);
    cluster.advanceMs(60_000);
    expect(images(cluster)).toEqual(['db-0 nginx:1.27', 'db-1 nginx:1.28']);
    expect(cluster.get<StatefulSet>(path).status).toMatchObject({ currentReplicas: 1, updatedReplicas: 1 });
  });

  test('one that was broken before the update does not keep those above it from it', () => {
    const spec = { podManagementPolicy: 'Parallel', replicas: 2 };
    const cluster = TestCluster.booted().apply(statefulSet(spec)).advanceMs(20_000);
    cluster.request(
      'PATCH',
      '/api/v1/namespaces/default/pods/db-0',
      { spec: { containers: [{ name: 'main', image: 'doesnotexist:1' }] } },
      'application/strategic-merge-patch+json',
    );
    cluster.advanceMs(20_000);
    patch(cluster, newer);
    cluster.advanceMs(60_000);
    expect(images(cluster)).toEqual(['db-0 nginx:1.28', 'db-1 nginx:1.28']);
  });

  test('are one after the other, each when the one before has been ready for long enough', () => {
    const cluster = TestCluster.booted()
      .apply(statefulSet({ minReadySeconds: 10 }))
      .advanceMs(9000);
    expect(cluster.pods()).toHaveLength(1);
    cluster.advanceMs(10_000);
    expect(cluster.pods()).toHaveLength(2);
  });
});
