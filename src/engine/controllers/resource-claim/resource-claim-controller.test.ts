import { expect, test } from 'vitest';
import type { ResourceClaim } from '../../api/types.ts';
import { TestCluster } from '../../../testing/test-cluster.ts';

const root = '/apis/resource.k8s.io/v1';
const claims = `${root}/namespaces/default/resourceclaims`;

/** A cluster whose node01 has one device, and a template that asks for one. */
function withDevice(): TestCluster {
  const cluster = TestCluster.booted();
  const create = (path: string, kind: string, name: string, rest: object): unknown =>
    cluster.request('POST', path, { apiVersion: 'resource.k8s.io/v1', kind, metadata: { name }, ...rest });
  create(`${root}/deviceclasses`, 'DeviceClass', 'gpu', { spec: {} });
  create(`${root}/resourceslices`, 'ResourceSlice', 'slice', {
    spec: {
      driver: 'gpu.example.com',
      nodeName: 'node01',
      pool: { name: 'pool', generation: 1, resourceSliceCount: 1 },
      devices: [{ name: 'gpu-0' }],
    },
  });
  const requests = [{ name: 'one', exactly: { deviceClassName: 'gpu' } }];
  create(`${root}/namespaces/default/resourceclaimtemplates`, 'ResourceClaimTemplate', 'gpu', {
    spec: { metadata: { labels: { kind: 'gpu' } }, spec: { devices: { requests } } },
  });
  return cluster;
}

function pod(name: string, template = 'gpu', command = 'sleep 1000'): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: template }],
      containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', command] }],
    },
  };
}

test('a pod gets a claim of its template, and its node by it', () => {
  const cluster = withDevice().apply(pod('train')).advanceMs(10_000);
  const [claim] = cluster.list<ResourceClaim>(claims);
  expect(claim?.metadata).toMatchObject({
    name: expect.stringMatching(/^train-gpu-/) as string,
    labels: { kind: 'gpu' },
    annotations: { 'resource.kubernetes.io/pod-claim-name': 'gpu' },
    ownerReferences: [{ kind: 'Pod', name: 'train', controller: true }],
  });
  expect(claim?.status?.reservedFor).toMatchObject([{ resource: 'pods', name: 'train' }]);
  expect(cluster.pod('train')).toMatchObject({
    spec: { nodeName: 'node01' },
    status: { resourceClaimStatuses: [{ name: 'gpu', resourceClaimName: claim?.metadata.name }] },
  });
});

test('the next one waits until the device is free', () => {
  const cluster = withDevice().apply(pod('first')).advanceMs(10_000).apply(pod('second')).advanceMs(10_000);
  expect(cluster.pod('second').spec.nodeName).toBeUndefined();
  cluster.delete('/api/v1/namespaces/default/pods/first').advanceMs(60_000);
  expect(cluster.pod('second').spec.nodeName).toBe('node01');
  expect(cluster.list(claims)).toHaveLength(1);
});

test('the claim of a pod that has ended goes at once', () => {
  const cluster = withDevice()
    .apply(pod('brief', 'gpu', 'true'))
    .advanceMs(20_000);
  expect(cluster.pod('brief').status?.phase).toBe('Succeeded');
  expect(cluster.list(claims)).toEqual([]);
});

test('a template that is not there is told of, and waited for', () => {
  const cluster = withDevice().apply(pod('train', 'tpu')).advanceMs(3000);
  expect(cluster.events('train')).toContain(
    'FailedResourceClaimCreation PodResourceClaim gpu: resource claim template "tpu": resourceclaimtemplate.resource.k8s.io "tpu" not found',
  );
});
