import { describe, expect, test } from 'vitest';
import type { DaemonSet, Node, Taint, Toleration } from '../../api/types.ts';
import { daemonPodTemplate, judgeNode, targetNode } from './daemon-pod.ts';

function makeSet(spec: Partial<NonNullable<DaemonSet['spec']['template']['spec']>> = {}): DaemonSet {
  return {
    metadata: { name: 'agent', namespace: 'demo' },
    spec: {
      selector: {},
      template: { metadata: { labels: { app: 'agent' } }, spec: { containers: [], ...spec } },
    },
  };
}

function makeNode(taints: Taint[] = [], labels: Record<string, string> = {}): Node {
  return { metadata: { name: 'node01', labels }, spec: { taints } };
}

const tolerateAll: Toleration = { operator: 'Exists' };

describe('judgeNode', () => {
  test.each<[what: string, set: DaemonSet, node: Node, shouldRun: boolean, mayStay: boolean]>([
    ['a plain node', makeSet(), makeNode(), true, true],
    ['NoSchedule keeps new ones off', makeSet(), makeNode([{ key: 'a', effect: 'NoSchedule' }]), false, true],
    ['NoExecute drives out', makeSet(), makeNode([{ key: 'a', effect: 'NoExecute' }]), false, false],
    [
      'what is tolerated does not count',
      makeSet({ tolerations: [tolerateAll] }),
      makeNode([{ key: 'a', effect: 'NoExecute' }]),
      true,
      true,
    ],
    [
      'a cordoned node',
      makeSet(),
      makeNode([{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }]),
      true,
      true,
    ],
    [
      'a silent node',
      makeSet(),
      makeNode([{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }]),
      true,
      true,
    ],
    ['another nodeName', makeSet({ nodeName: 'node02' }), makeNode(), false, false],
    ['a selector that does not match', makeSet({ nodeSelector: { disk: 'ssd' } }), makeNode(), false, false],
    [
      'a selector that does',
      makeSet({ nodeSelector: { disk: 'ssd' } }),
      makeNode([], { disk: 'ssd' }),
      true,
      true,
    ],
  ])('%s', (_, set, node, shouldRun, mayStay) => {
    expect(judgeNode(set, node)).toEqual({ shouldRun, mayStay });
  });
});

describe('daemonPodTemplate', () => {
  test('pins the pod to its node and keeps other terms', () => {
    const matchExpressions = [{ key: 'disk', operator: 'Exists' as const }];
    const affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
      },
    };
    const { metadata, spec } = daemonPodTemplate(makeSet({ affinity }), 'abc', 'node02');
    expect(metadata?.labels).toEqual({ app: 'agent', 'controller-revision-hash': 'abc' });
    expect(
      spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms,
    ).toEqual([
      { matchExpressions, matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node02'] }] },
    ]);
    expect(spec?.tolerations?.map(({ key }) => key)).toHaveLength(6);
    expect(targetNode({ metadata: { name: 'p' }, spec: spec as NonNullable<typeof spec> })).toBe('node02');
  });

  test('on the host network it also tolerates a missing network', () => {
    const { spec } = daemonPodTemplate(makeSet({ hostNetwork: true }), 'abc', 'node02');
    expect(spec?.tolerations?.at(-1)?.key).toBe('node.kubernetes.io/network-unavailable');
  });
});
