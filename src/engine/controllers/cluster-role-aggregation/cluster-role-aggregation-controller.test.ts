import { expect, test } from 'vitest';
import type { ClusterRole } from '../../api/types.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';
import { aggregatedRules } from './cluster-role-aggregation-controller.ts';

const path = '/apis/rbac.authorization.k8s.io/v1/clusterroles';

function role(name: string, verbs: readonly string[], labels: Record<string, string> = {}): ClusterRole {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name, labels },
    rules: [{ apiGroups: ['example.com'], resources: ['widgets'], verbs: [...verbs] }],
  };
}

test('rules come once, in the order of the roles` names', () => {
  const label = { team: 'a' };
  const whole: ClusterRole = {
    ...role('whole', ['old'], label),
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: label }] },
  };
  const all = [
    role('c', ['get'], label),
    role('b', ['list'], label),
    role('d', ['get'], label),
    role('e', ['x']),
    whole,
  ];
  expect(aggregatedRules(whole, all).map(({ verbs }) => verbs)).toEqual([['list'], ['get']]);
});

test('what is labelled for it is added to the role `view`, and taken from it again', () => {
  const label = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
  const cluster = TestCluster.booted().apply({ ...role('widgets', ['get'], label) });
  const views = (): boolean =>
    (cluster.advanceMs(1000).get<ClusterRole>(`${path}/view`).rules ?? []).some(({ apiGroups }) =>
      apiGroups?.includes('example.com'),
    );
  expect(views()).toBe(true);
  cluster.delete(`${path}/widgets`);
  expect(views()).toBe(false);
});
