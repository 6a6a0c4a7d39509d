import { expect, test } from 'vitest';
import { makeNode } from '../../../../testing/make-node.ts';
import type { DeviceClass, ResourceClaim, ResourceSlice } from '../../../api/types.ts';
import { AllocationError, Allocator } from './allocator.ts';

type Devices = NonNullable<ResourceClaim['spec']['devices']>;

const gpus = { metadata: { name: 'gpu' }, spec: {} } as DeviceClass;
const numa = 'gpu.example.com/numa';

/** Two devices on n1, on different sides of the machine, the second of them tainted. */
function sliceOf(sliceCount = 1): ResourceSlice {
  const device = (name: string, int: number): object => ({ name, attributes: { numa: { int } } });
  return {
    metadata: { name: 'n1-gpu' },
    spec: {
      driver: 'gpu.example.com',
      nodeName: 'n1',
      pool: { name: 'n1', generation: 1, resourceSliceCount: sliceCount },
      devices: [
        device('gpu-0', 0),
        { ...device('gpu-1', 1), taints: [{ key: 'broken', effect: 'NoSchedule' }] },
      ],
    },
  } as unknown as ResourceSlice;
}

function allocate(devices: Devices, slice = sliceOf(), taken: readonly string[] = []): unknown {
  const claim = { metadata: { name: 'c', namespace: 'default' }, spec: { devices } } as ResourceClaim;
  const allocator = new Allocator([slice], new Map([['gpu', gpus]]), new Set(taken));
  return allocator
    .allocate(makeNode('n1').obj(), [claim])?.[0]
    ?.devices.map(({ device }) => device.spec.name);
}

const tolerations = [{ operator: 'Exists' as const }];
const one = {
  name: 'r',
  exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount' as const, count: 1 },
};
const all = { name: 'r', exactly: { deviceClassName: 'gpu', allocationMode: 'All' as const, tolerations } };
const untolerating = { name: 'r', exactly: { deviceClassName: 'gpu', allocationMode: 'All' as const } };

test.each<{ says: string; devices: Devices; taken?: string[]; expected: string[] | undefined }>([
  { says: 'one of two', devices: { requests: [one] }, expected: ['gpu-0'] },
  {
    says: 'the other is tainted',
    devices: { requests: [one] },
    taken: ['gpu.example.com/n1/gpu-0'],
    expected: undefined,
  },
  { says: 'all of them', devices: { requests: [all] }, expected: ['gpu-0', 'gpu-1'] },
  { says: 'all, of which one is tainted', devices: { requests: [untolerating] }, expected: undefined },
  {
    says: 'all, of which one is taken',
    devices: { requests: [all] },
    taken: ['gpu.example.com/n1/gpu-1'],
    expected: undefined,
  },
])('a claim of $says', ({ devices, taken, expected }) => {
  expect(allocate(devices, sliceOf(), taken)).toEqual(expected);
});

test('all devices and alike is an error when they are not', () => {
  const devices = { requests: [all], constraints: [{ matchAttribute: numa }] };
  expect(() => allocate(devices)).toThrow(
    new AllocationError(
      'claim default/c, request r: cannot add device gpu.example.com/n1/gpu-1 because a claim constraint would not be satisfied',
    ),
  );
});

test('a pool that lacks a slice gives nothing, and is an error for whoever wants all of it', () => {
  expect(allocate({ requests: [one] }, sliceOf(2))).toBeUndefined();
  expect(() => allocate({ requests: [all] }, sliceOf(2))).toThrow(
    'asks for all devices, but resource pool gpu.example.com/n1 is currently being updated',
  );
});
