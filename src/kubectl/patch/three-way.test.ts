import { describe, expect, it } from 'vitest';
import { structOfKind } from '../../engine/index.ts';
import { threeWayPatch, twoWayPatch } from './three-way.ts';

const deployment = structOfKind('apps/v1', 'Deployment');
const withContainers = (...containers: object[]): Record<string, unknown> => ({
  spec: { template: { spec: { containers } } },
});

describe('threeWayPatch', () => {
  it('changes what changed, and leaves alone what others set', () => {
    const original = { spec: { replicas: 2 } };
    const modified = { spec: { replicas: 3 } };
    const current = { spec: { replicas: 2, paused: true } };
    expect(threeWayPatch(original, modified, current, deployment)).toEqual({ spec: { replicas: 3 } });
  });

  it('takes away what was applied before', () => {
    const original = { metadata: { labels: { a: '1', b: '2' } } };
    const modified = { metadata: { labels: { a: '1' } } };
    const current = { metadata: { labels: { a: '1', b: '2', c: '3' } } };
    expect(threeWayPatch(original, modified, current, deployment)).toEqual({
      metadata: { labels: { b: null } },
    });
  });

  it('merges containers by their names', () => {
    const before = withContainers({ name: 'web', image: 'nginx:1' });
    const after = withContainers({ name: 'web', image: 'nginx:2' });
    expect(threeWayPatch(before, after, before, deployment)).toEqual({
      spec: {
        template: {
          spec: {
            containers: [{ name: 'web', image: 'nginx:2' }],
            '$setElementOrder/containers': [{ name: 'web' }],
          },
        },
      },
    });
  });

  it('says nothing when nothing is to do', () => {
    const same = withContainers({ name: 'web', image: 'nginx' });
    expect(threeWayPatch(same, same, same, deployment)).toEqual({});
    expect(twoWayPatch(same, same, deployment)).toEqual({});
  });
});
