import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Node, Pod } from '../../api/types.ts';
import type { NodeInfo } from '../framework/node-info.ts';
import { PodInfo } from '../framework/pod-info.ts';
import { Cache } from './cache.ts';

function makeNode(id: number, zone: number, cores: number): Node {
  return {
    metadata: { name: `n${id}`, labels: { 'topology.kubernetes.io/zone': `z${zone}` } },
    status: {
      allocatable: { cpu: String(cores), memory: '1Gi', pods: '10' },
      images: [{ names: [`image-${cores}`], sizeBytes: 1 }],
    },
  };
}

function makePod(id: number, node: number, millis: number): Pod {
  const antiAffinity = {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }],
    },
  };
  return {
    metadata: { name: `p${id}`, namespace: 'default', uid: `u${id}` },
    spec: {
      nodeName: `n${node}`,
      containers: [{ name: 'c', resources: { requests: { cpu: `${millis}m` } } }],
      ...(millis === 100 && { affinity: antiAffinity }),
      ...(millis === 200 && { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: `c${id}` } }] }),
    },
  };
}

/** What a snapshot says, in a form that does not depend on how it came about. */
function told(cache: Cache): unknown {
  const snapshot = cache.updateSnapshot();
  const names = (nodes: Iterable<NodeInfo>): string[] => [...nodes].map(({ name }) => name).toSorted();
  return {
    nodes: [...snapshot.nodes]
      .map((node) => ({
        name: node.name,
        pods: node.pods.map(({ uid }) => uid).toSorted(),
        cpu: node.requested.cpuMillis,
        allocatable: node.allocatable.cpuMillis,
        claims: [...node.claimUsers.keys()].toSorted(),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    affinity: names(snapshot.nodesWithPodsWithAffinity),
    antiAffinity: names(snapshot.nodesWithPodsWithRequiredAntiAffinity),
    images: [1, 2, 3].map((cores) => snapshot.image(`image-${cores}`)?.nodes ?? 0),
    claims: [0, 1, 2, 3, 4, 5].map((id) => snapshot.isClaimUsed(`default/c${id}`)),
  };
}

const id = fc.nat(5);
const operations = fc.array(
  fc.oneof(
    fc.record({
      op: fc.constant('node' as const),
      id,
      zone: fc.nat(2),
      cores: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ op: fc.constant('removeNode' as const), id }),
    fc.record({
      op: fc.constantFrom('assume' as const, 'pod' as const),
      id,
      node: id,
      millis: fc.constantFrom(100, 200, 300),
    }),
    fc.record({ op: fc.constantFrom('forget' as const, 'removePod' as const, 'look' as const), id }),
  ),
  { maxLength: 60 },
);

test('the snapshot, refreshed step by step, equals that of a cache told only the end', () => {
  fc.assert(
    fc.property(operations, (steps) => {
      const cache = new Cache();
      const nodes = new Map<number, Node>();
      const pods = new Map<number, { pod: Pod; assumed: boolean }>();
      for (const step of steps) {
        const known = pods.get(step.id);
        if (step.op === 'node') {
          const node = makeNode(step.id, step.zone, step.cores);
          if (nodes.has(step.id)) cache.updateNode(node);
          else cache.addNode(node);
          nodes.set(step.id, node);
        } else if (step.op === 'removeNode') {
          const node = nodes.get(step.id);
          if (node !== undefined) cache.removeNode(node);
          nodes.delete(step.id);
        } else if (step.op === 'assume') {
          if (known !== undefined) continue;
          const pod = makePod(step.id, step.node, step.millis);
          cache.assumePod(new PodInfo(pod), `n${step.node}`);
          pods.set(step.id, { pod, assumed: true });
        } else if (step.op === 'pod') {
          const pod = makePod(step.id, step.node, step.millis);
          cache.addPod(pod);
          pods.set(step.id, { pod, assumed: false });
        } else if (step.op === 'forget' && known !== undefined) {
          cache.forgetPod(known.pod);
          if (known.assumed) pods.delete(step.id);
        } else if (step.op === 'removePod' && known !== undefined) {
          cache.removePod(known.pod);
          pods.delete(step.id);
        } else if (step.op === 'look') told(cache);
      }
      const fresh = new Cache();
      for (const node of nodes.values()) fresh.addNode(node);
      for (const { pod } of pods.values()) fresh.addPod(pod);
      expect(told(cache)).toEqual(told(fresh));
    }),
  );
});

test('nodes are listed zone by zone in turn', () => {
  const cache = new Cache();
  for (const [node, zone] of [
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 1],
  ] as const)
    cache.addNode(makeNode(node, zone, 1));
  const names = (): string[] => cache.updateSnapshot().nodes.map(({ name }) => name);
  expect(names()).toEqual(['n0', 'n2', 'n3', 'n1', 'n4']);
  cache.updateNode(makeNode(0, 2, 1));
  expect(names()).toEqual(['n1', 'n2', 'n3', 'n4', 'n0']);
});
