import { expect, test } from 'vitest';
import type { Secret } from '../../api/types.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';

const path = '/api/v1/namespaces/default/secrets';
const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } };
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'robot-token', annotations: { 'kubernetes.io/service-account.name': 'robot' } },
  type: 'kubernetes.io/service-account-token',
};

test('a Secret that asks for a token is given one that is good until the account goes', () => {
  const cluster = TestCluster.booted().apply(account).apply(secret).advanceMs(1000);
  const { data = {} } = cluster.get<Secret>(`${path}/robot-token`);
  expect(atob(data['namespace'] ?? '')).toBe('default');
  expect(atob(data['ca.crt'] ?? '')).toMatch(/BEGIN CERTIFICATE/);
  const whoami = (): number =>
    cluster.cluster.handle({
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      headers: { authorization: `Bearer ${atob(data['token'] ?? '')}` },
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
    }).status;
  expect(whoami()).toBe(201);
  cluster.delete('/api/v1/namespaces/default/serviceaccounts/robot').advanceMs(1000);
  expect(cluster.handle('GET', `${path}/robot-token`).status).toBe(404);
  expect(whoami()).toBe(401);
});

test('one for nobody is deleted', () => {
  const cluster = TestCluster.booted().apply(secret).advanceMs(1000);
  expect(cluster.handle('GET', `${path}/robot-token`).status).toBe(404);
});
