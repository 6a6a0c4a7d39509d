import { describe, expect, it } from 'vitest';
import { matchesNodeSelectorTerm, matchesRequiredNodeAffinity } from './node-affinity.ts';
import { podLimits, podRequests } from './pod-resources.ts';
import { formatTaint, tolerates } from './taints.ts';
import type { NodeSelectorTerm, Pod, Taint, Toleration } from './types.ts';

describe('tolerates', () => {
  it.each<[Toleration, Taint, boolean]>([
    [{ operator: 'Exists' }, { key: 'a', effect: 'NoExecute' }, true],
    [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }, { key: 'a', effect: 'NoExecute' }, false],
    [{ key: 'a', value: 'x' }, { key: 'a', value: 'x', effect: 'NoSchedule' }, true],
    [{ key: 'a' }, { key: 'a', value: 'x', effect: 'NoSchedule' }, false],
    [{ key: 'a', operator: 'Gt', value: '5' }, { key: 'a', value: '7', effect: 'NoSchedule' }, false],
  ])('%j of %j is %s', (toleration, taint, expected) => expect(tolerates(toleration, taint)).toBe(expected));
});

it.each<[Taint, string]>([
  [{ key: 'a', value: 'b', effect: 'NoSchedule' }, 'a=b:NoSchedule'],
  [{ key: 'a', effect: 'NoExecute' }, 'a:NoExecute'],
])('%j prints as %s', (taint, text) => expect(formatTaint(taint)).toBe(text));

describe('node affinity', () => {
  const node = { metadata: { name: 'n1', labels: { zone: 'a', cpus: '8' } } };
  it.each<[NodeSelectorTerm, boolean]>([
    [{}, false],
    [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a', 'b'] }] }, true],
    [{ matchExpressions: [{ key: 'zone', operator: 'NotIn', values: ['a'] }] }, false],
    [{ matchExpressions: [{ key: 'other', operator: 'NotIn', values: ['a'] }] }, true],
    [{ matchExpressions: [{ key: 'cpus', operator: 'Gt', values: ['4'] }] }, true],
    [{ matchExpressions: [{ key: 'cpus', operator: 'Lt', values: ['x'] }] }, false],
    [{ matchExpressions: [{ key: 'other', operator: 'DoesNotExist' }] }, true],
    [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }, true],
    [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n2'] }] }, false],
  ])('%j: %s', (term, expected) => expect(matchesNodeSelectorTerm(term, node)).toBe(expected));

  it('needs the node selector too', () => {
    const pod = (nodeSelector: Record<string, string>) => ({ spec: { containers: [], nodeSelector } });
    expect(matchesRequiredNodeAffinity(pod({ zone: 'a' }), node)).toBe(true);
    expect(matchesRequiredNodeAffinity(pod({ zone: 'b' }), node)).toBe(false);
  });
});

describe('pod resources', () => {
  const container = (cpu: string, memory: string, restartPolicy?: 'Always') => ({
    name: 'c',
    resources: { requests: { cpu, memory }, limits: { cpu } },
    ...(restartPolicy === undefined ? {} : { restartPolicy }),
  });
  const spec = (more: Partial<Pod['spec']>): { spec: Pod['spec'] } => ({
    spec: { containers: [container('100m', '1Gi'), container('200m', '1Gi')], ...more },
  });

  it('add up over containers', () =>
    expect([...podRequests(spec({}))]).toEqual([
      ['cpu', 300],
      ['memory', 2 * 2 ** 30],
    ]));

  it('are at least what an init container needs beside the sidecars before it', () => {
    const initContainers = [container('50m', '1Gi', 'Always'), container('1', '1Mi')];
    const requests = podRequests(spec({ initContainers }));
    expect(requests.get('cpu')).toBe(1050);
    expect(requests.get('memory')).toBe(3 * 2 ** 30);
  });

  it("are the pod's own where it has some, plus overhead", () => {
    const pod = spec({ resources: { requests: { cpu: '2' } }, overhead: { cpu: '10m' } });
    expect(podRequests(pod).get('cpu')).toBe(2010);
    expect(podLimits(pod).get('cpu')).toBe(310);
  });
});
