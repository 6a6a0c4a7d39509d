import { describe, expect, it } from 'vitest';
import { parseRequestInfo } from './request-info.ts';

describe('parseRequestInfo', () => {
  it.each([
    [
      '/api/v1/pods',
      { apiVersion: 'v1', resource: 'pods', name: undefined, namespace: '', inNamespace: false },
    ],
    ['/api/v1/namespaces', { resource: 'namespaces', name: undefined, inNamespace: false }],
    ['/api/v1/namespaces/demo', { resource: 'namespaces', name: 'demo', inNamespace: false }],
    ['/api/v1/namespaces/demo/', { resource: 'namespaces', name: 'demo' }],
    ['/api/v1/namespaces/demo/status', { resource: 'namespaces', name: 'demo', subresource: 'status' }],
    ['/api/v1/namespaces/demo/finalize', { resource: 'namespaces', name: 'demo', subresource: 'finalize' }],
    [
      '/api/v1/namespaces/demo/pods',
      { resource: 'pods', namespace: 'demo', name: undefined, inNamespace: true },
    ],
    ['/api/v1/namespaces/demo/pods/a/binding/', { resource: 'pods', name: 'a', subresource: 'binding' }],
    ['/api/v1/namespaces/demo/pods//binding/', { resource: 'pods', name: '', subresource: 'binding' }],
    ['/api/v1/nodes/a%2Fb', { resource: 'nodes', name: 'a/b' }],
    ['/api/v1/nodes/n/proxy/metrics/x', { subresource: 'proxy', rest: ['metrics', 'x'] }],
    [
      '/apis/apps/v1/deployments',
      { apiVersion: 'apps/v1', group: 'apps', version: 'v1', resource: 'deployments' },
    ],
    ['/apis/apps/v1', { apiVersion: 'apps/v1', resource: '' }],
    ['/apis/apps', { apiVersion: undefined, resource: '' }],
    ['/healthz', { apiVersion: undefined, resource: '' }],
    ['//api/v1/pods', { apiVersion: undefined, resource: '' }],
  ])('%s', (path, expected) => expect(parseRequestInfo('GET', path)).toMatchObject(expected));

  it('decodes the query', () => {
    const { query, path } = parseRequestInfo('GET', '/api/v1/pods?a=b%20c+d&a=2&flag&off=false&%=x');
    expect(path).toBe('/api/v1/pods');
    expect(query.get('a')).toBe('b c d');
    expect(query.all('a')).toEqual(['b c d', '2']);
    expect([query.flag('flag'), query.flag('off'), query.flag('none')]).toEqual([true, false, false]);
  });
});
