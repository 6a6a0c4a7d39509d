import { expect, test } from 'vitest';
import type { CertificateSigningRequest } from '../../api/types.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';
import { isOutlived } from './certificate-controllers.ts';

const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';

function requested(signerName: string, usages = ['client auth']): TestCluster {
  const cluster = TestCluster.booted({ nodes: ['controlplane'] });
  cluster.request('POST', path, {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'jane' },
    spec: { request: 'LS0tLS1CRUdJTg==', signerName, usages },
  });
  return cluster.advanceMs(1000);
}

function decide(cluster: TestCluster, type: string): TestCluster {
  const request = cluster.get<CertificateSigningRequest>(`${path}/jane`);
  const decided = {
    type,
    status: 'True',
    reason: 'ByHand',
    message: 'by hand',
    lastUpdateTime: request.metadata.creationTimestamp,
  };
  cluster.request('PUT', `${path}/jane/approval`, { ...request, status: { conditions: [decided] } });
  return cluster.advanceMs(1000);
}

function conditions(cluster: TestCluster): string[] {
  const { status } = cluster.get<CertificateSigningRequest>(`${path}/jane`);
  return (status?.conditions ?? []).map(({ type, message }) => `${type}: ${message}`);
}

const certificate = (cluster: TestCluster): string | undefined =>
  cluster.get<CertificateSigningRequest>(`${path}/jane`).status?.certificate;

test('what is approved is signed', () => {
  const cluster = requested('kubernetes.io/kube-apiserver-client');
  expect(certificate(cluster)).toBeUndefined();
  expect(atob(certificate(decide(cluster, 'Approved')) ?? '')).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
});

test('what is denied is not', () => {
  expect(certificate(decide(requested('kubernetes.io/kube-apiserver-client'), 'Denied'))).toBeUndefined();
});

test.each<[string, string | undefined, string | undefined, number]>([
  ['nobody decided', undefined, undefined, 24],
  ['denied', 'Denied', undefined, 1],
  ['failed', 'Failed', undefined, 1],
  ['approved and signed', 'Approved', 'MIID', 1],
  ['approved, and nobody signs', 'Approved', undefined, 24],
])('a request goes when it is old enough: %s', (_, type, signed, hours) => {
  const time = '2026-01-05T09:00:00Z';
  const request: CertificateSigningRequest = {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'jane', creationTimestamp: time },
    spec: { request: '', signerName: 'x' },
    status: {
      ...(type && { conditions: [{ type, status: 'True', lastUpdateTime: time }] }),
      ...(signed && { certificate: signed }),
    },
  };
  const endMs = Date.UTC(2026, 0, 5, 9 + hours);
  expect([isOutlived(request, endMs), isOutlived(request, endMs + 1)]).toEqual([false, true]);
});

test('a certificate for clients is for clients', () => {
  const cluster = decide(requested('kubernetes.io/kube-apiserver-client', ['server auth']), 'Approved');
  expect(certificate(cluster)).toBeUndefined();
  expect(conditions(cluster)).toEqual([
    'Approved: by hand',
    'Failed: invalid usage for client certificate: server auth',
  ]);
});

test('signers of others are left to them', () => {
  expect(certificate(decide(requested('example.com/signer'), 'Approved'))).toBeUndefined();
});

test('a kubelet`s own certificate is approved for who may ask', () => {
  const cluster = requested('kubernetes.io/kube-apiserver-client-kubelet');
  expect(conditions(cluster)).toEqual([
    'Approved: Auto approving kubelet client certificate after SubjectAccessReview.',
  ]);
  expect(certificate(cluster.advanceMs(1000))).toBeDefined();
});
