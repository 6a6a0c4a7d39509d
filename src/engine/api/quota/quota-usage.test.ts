import { describe, expect, it } from 'vitest';
import type { KubeObject, ResourceQuota } from '../types.ts';
import { countedResource, quotaEvaluator } from './evaluators.ts';
import { quotaMatches, quotaUsage } from './quota-usage.ts';

const nowMs = Date.UTC(2026, 0, 5, 10);

function object(name: string, rest: object): KubeObject {
  return { metadata: { name }, ...rest };
}

function pod(
  name: string,
  requests: Record<string, string>,
  rest: object = {},
  status: object = {},
): KubeObject {
  return object(name, {
    spec: { containers: [{ name: 'c', resources: { requests } }], ...rest },
    status: {
      phase: 'Running',
      qosClass: Object.keys(requests).length > 0 ? 'Burstable' : 'BestEffort',
      ...status,
    },
  });
}

function quota(hard: readonly string[], spec: object = {}): ResourceQuota {
  const limits = Object.fromEntries(hard.map((name) => [name, '10']));
  return {
    metadata: { name: 'q' },
    spec: { hard: limits, ...spec },
    status: { hard: limits },
  };
}

describe('what a namespace uses', () => {
  const contents: Readonly<Record<string, readonly KubeObject[]>> = {
    pods: [
      pod('a', { cpu: '100m', memory: '64M' }),
      pod('b', { cpu: '0.2', memory: '1Mi', 'example.com/gpu': '2' }, { priorityClassName: 'high' }),
      pod('done', { cpu: '1' }, {}, { phase: 'Succeeded' }),
      pod('best', {}, { activeDeadlineSeconds: 5 }),
    ],
    services: [
      object('n', { spec: { type: 'NodePort', ports: [{ port: 1 }, { port: 2 }] } }),
      object('l', {
        spec: {
          type: 'LoadBalancer',
          allocateLoadBalancerNodePorts: false,
          ports: [{ port: 1, nodePort: 3 }, { port: 2 }],
        },
      }),
    ],
    persistentvolumeclaims: [
      object('c', {
        spec: { storageClassName: 'gold', resources: { requests: { storage: '1500m' } } },
        status: { allocatedResources: { storage: '2Gi' } },
      }),
    ],
    'resourceclaims.resource.k8s.io': [
      object('r', {
        spec: {
          devices: {
            requests: [
              { name: 'a', exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 2 } },
              {
                name: 'b',
                firstAvailable: [
                  { name: 'x', deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 1 },
                  { name: 'y', deviceClassName: 'gpu', allocationMode: 'All' },
                ],
              },
            ],
          },
        },
      }),
    ],
    configmaps: [object('m', {})],
  };
  const used = (hard: readonly string[], spec?: object): Record<string, string> =>
    quotaUsage(quota(hard, spec), (name) => contents[name], nowMs);

  const table: [string[], object | undefined, Record<string, string>][] = [
    [
      ['pods', 'count/pods', 'requests.cpu', 'memory', 'requests.example.com/gpu'],
      undefined,
      {
        pods: '3',
        'count/pods': '4',
        'requests.cpu': '300m',
        memory: '65048576',
        'requests.example.com/gpu': '2',
      },
    ],
    [['pods'], { scopes: ['BestEffort'] }, { pods: '1' }],
    [['pods'], { scopes: ['NotTerminating', 'NotBestEffort'] }, { pods: '2' }],
    [
      ['pods'],
      {
        scopeSelector: {
          matchExpressions: [{ scopeName: 'PriorityClass', operator: 'NotIn', values: ['high'] }],
        },
      },
      { pods: '2' },
    ],
    [
      ['services', 'services.nodeports', 'services.loadbalancers'],
      undefined,
      { services: '2', 'services.nodeports': '3', 'services.loadbalancers': '1' },
    ],
    [
      ['requests.storage', 'gold.storageclass.storage.k8s.io/persistentvolumeclaims'],
      undefined,
      { 'requests.storage': '2Gi', 'gold.storageclass.storage.k8s.io/persistentvolumeclaims': '1' },
    ],
    [
      ['gpu.deviceclass.resource.k8s.io/devices'],
      undefined,
      { 'gpu.deviceclass.resource.k8s.io/devices': '34' },
    ],
    [
      ['configmaps', 'count/configmaps', 'count/nothing.example.com'],
      undefined,
      { configmaps: '1', 'count/configmaps': '1' },
    ],
  ];
  it.each(table)('%j %j', (hard, spec, expected) => {
    expect(used(hard, spec)).toEqual(expected);
  });

  it('charges no pod that should be gone', () => {
    const gone = pod('gone', { cpu: '1' });
    gone.metadata.deletionTimestamp = '2026-01-05T09:00:00Z';
    gone.metadata.deletionGracePeriodSeconds = 30;
    expect([...quotaEvaluator('pods').usage(gone, nowMs).keys()]).toEqual(['count/pods']);
  });
});

describe('what a quota is about', () => {
  it('needs one of its limits to be of the kind', () => {
    expect(quotaMatches(quota(['services']), pod('a', {}), quotaEvaluator('pods'))).toBe(false);
    expect(quotaMatches(quota(['services', 'cpu']), pod('a', {}), quotaEvaluator('pods'))).toBe(true);
  });

  it('knows whose limits they are', () => {
    expect(
      ['cpu', 'secrets', 'count/jobs.batch', 'gold.storageclass.storage.k8s.io/requests.storage', 'x'].map(
        countedResource,
      ),
    ).toEqual(['pods', 'secrets', 'jobs.batch', 'persistentvolumeclaims', undefined]);
  });
});
