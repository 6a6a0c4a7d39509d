import { expect, test } from 'vitest';
import type { EndpointSlice } from '../../api/types.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';

const path = '/api/v1/namespaces/default/endpoints/db';

function mirrored(subsets: readonly object[]): TestCluster {
  return TestCluster.booted()
    .apply({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'db' },
      spec: { ports: [{ port: 5432 }] },
    })
    .apply({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'db', labels: { tier: 'data' }, annotations: { note: 'by hand' } },
      subsets,
    })
    .advanceMs(3000);
}

function slices(cluster: TestCluster): readonly EndpointSlice[] {
  return cluster
    .list<EndpointSlice>('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices')
    .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'db');
}

function shown(cluster: TestCluster): string[] {
  return slices(cluster)
    .map(
      ({ addressType, endpoints, ports }) =>
        `${addressType} ${(ports ?? []).map(({ port }) => port).join()}: ${(endpoints ?? [])
          .map(({ addresses, conditions }) => addresses.join() + (conditions?.ready ? '' : '!'))
          .join(' ')}`,
    )
    .toSorted();
}

test('a slice for each kind of address and set of ports', () => {
  const cluster = mirrored([
    {
      addresses: [{ ip: '192.0.2.1' }, { ip: '2001:db8::1' }],
      notReadyAddresses: [{ ip: '192.0.2.2' }],
      ports: [{ port: 5432 }],
    },
    { addresses: [{ ip: '192.0.2.3' }], ports: [{ port: 6543 }] },
  ]);
  expect(shown(cluster)).toEqual([
    'IPv4 5432: 192.0.2.1 192.0.2.2!',
    'IPv4 6543: 192.0.2.3',
    'IPv6 5432: 2001:db8::1',
  ]);
  expect(slices(cluster)[0]?.metadata).toMatchObject({
    labels: {
      tier: 'data',
      'kubernetes.io/service-name': 'db',
      'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
    },
    annotations: { note: 'by hand' },
    ownerReferences: [{ kind: 'Endpoints', name: 'db', controller: true }],
  });
});

test('follows what becomes of the Endpoints', () => {
  const cluster = mirrored([{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 5432 }] }]);
  const [before] = slices(cluster);
  const merge = 'application/merge-patch+json';
  const subsets = [{ addresses: [{ ip: '192.0.2.9' }], ports: [{ port: 5432 }] }];
  cluster.request('PATCH', path, { subsets }, merge);
  cluster.advanceMs(3000);
  expect(shown(cluster)).toEqual(['IPv4 5432: 192.0.2.9']);
  expect(slices(cluster)[0]?.metadata.name).toBe(before?.metadata.name);
  const labels = { 'endpointslice.kubernetes.io/skip-mirror': 'true' };
  cluster.request('PATCH', path, { metadata: { labels } }, merge);
  expect(shown(cluster.advanceMs(3000))).toEqual([]);
});

test('a Service with a selector has slices of its own, and no mirrors', () => {
  const cluster = mirrored([{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 5432 }] }]);
  const spec = { selector: { app: 'db' } };
  cluster.request(
    'PATCH',
    '/api/v1/namespaces/default/services/db',
    { spec },
    'application/merge-patch+json',
  );
  cluster.advanceMs(3000);
  expect(
    slices(cluster).map(({ metadata }) => metadata.labels?.['endpointslice.kubernetes.io/managed-by']),
  ).toEqual(['endpointslice-controller.k8s.io']);
});
