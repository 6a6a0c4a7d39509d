import { describe, expect, it } from 'vitest';
import { ruleAllows, type PolicyRule } from './rbac.ts';

const user = { name: 'bob', groups: [] };

function access(verb: string, group: string, target: string, name = ''): Parameters<typeof ruleAllows>[1] {
  const [resource = '', subresource = ''] = target.split('/');
  return { user, verb, group, resource, subresource, namespace: 'demo', name };
}

describe('ruleAllows', () => {
  const reader: PolicyRule = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'pods/log'] };
  const named: PolicyRule = {
    verbs: ['get'],
    apiGroups: ['*'],
    resources: ['configmaps'],
    resourceNames: ['only'],
  };
  const scales: PolicyRule = { verbs: ['*'], apiGroups: ['apps'], resources: ['*/scale'] };
  const paths: PolicyRule = { verbs: ['get'], nonResourceURLs: ['/healthz', '/apis/*'] };
  it.each<[PolicyRule, Parameters<typeof ruleAllows>[1], boolean]>([
    [reader, access('get', '', 'pods'), true],
    [reader, access('watch', '', 'pods'), false],
    [reader, access('get', 'apps', 'pods'), false],
    [reader, access('get', '', 'pods/log'), true],
    [reader, access('get', '', 'pods/status'), false],
    [named, access('get', 'any', 'configmaps', 'only'), true],
    [named, access('get', '', 'configmaps', 'other'), false],
    [named, access('get', '', 'configmaps'), false],
    [scales, access('patch', 'apps', 'deployments/scale'), true],
    [scales, access('patch', 'apps', 'deployments'), false],
    [paths, { user, verb: 'get', path: '/apis/apps' }, true],
    [paths, { user, verb: 'get', path: '/healthz/etcd' }, false],
    [reader, { user, verb: 'get', path: '/healthz' }, false],
  ])('%j on %j: %j', (rule, attributes, allowed) => expect(ruleAllows(rule, attributes)).toBe(allowed));
});
