import type { Chance } from './chance.ts';

export const hostnameKey = 'kubernetes.io/hostname';
export const zoneKey = 'topology.kubernetes.io/zone';
const regionKey = 'topology.kubernetes.io/region';
export const rackKey = 'rack';
export const topologyKeys = [hostnameKey, zoneKey, rackKey, regionKey];

export const images = ['web:1', 'db:1', 'tool:latest', 'registry.example.com/app@sha256:1234', 'cache'];
export const taintEffects = ['NoSchedule', 'NoExecute', 'PreferNoSchedule'];

export function nodeName(index: number): string {
  return `node${String(index + 1).padStart(2, '0')}`;
}

/** A node as the scheduler sees it: labels, taints, allocatable, images. */
export function randomNode(chance: Chance, index: number): Record<string, unknown> {
  const name = nodeName(index);
  const taints = chance.list(0, 2, () => ({
    key: chance.pick(['a', 'b', 'node.kubernetes.io/unschedulable']),
    effect: chance.pick(taintEffects),
    ...chance.maybe(0.6, () => ({ value: chance.pick(['1', '2']) })),
  }));
  const tainted = chance.one(0.3);
  const spec = {
    ...(tainted && taints.length > 0 && { taints }),
    ...chance.maybe(0.07, () => ({ unschedulable: true })),
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: nodeLabels(chance, name) },
    ...(Object.keys(spec).length > 0 && { spec }),
    status: {
      allocatable: allocatable(chance),
      ...chance.maybe(0.4, () => ({
        images: chance.some(images, 0.5).map((image) => ({
          names: [image, ...chance.some([`docker.io/library/${image}`], 0.3)],
          sizeBytes: chance.between(1, 1200) * 1_000_000,
        })),
      })),
    },
  };
}

function nodeLabels(chance: Chance, name: string): Record<string, string> {
  return {
    ...chance.maybe(0.95, () => ({ [hostnameKey]: name })),
    ...chance.maybe(0.85, () => ({ [zoneKey]: chance.pick(['a', 'b', 'c']) })),
    ...chance.maybe(0.4, () => ({ [rackKey]: chance.pick(['1', '2']) })),
    ...chance.maybe(0.3, () => ({ [regionKey]: chance.pick(['r1', 'r2']) })),
    ...chance.maybe(0.7, () => ({ disk: chance.pick(['ssd', 'hdd']) })),
    ...chance.maybe(0.6, () => ({ gen: chance.pick(['1', '3', '10', 'new', '-2', '']) })),
  };
}

function allocatable(chance: Chance): Record<string, string> {
  return {
    ...chance.maybe(0.97, () => ({ cpu: chance.pick(['2', '4', '8', '3500m', '0.5', '1e1']) })),
    ...chance.maybe(0.97, () => ({ memory: chance.pick(['4Gi', '7Gi', '16Gi', '1500M', '12345678k']) })),
    ...chance.maybe(0.95, () => ({ pods: chance.pick(['2', '3', '5', '110', '110']) })),
    ...chance.maybe(0.4, () => ({ 'ephemeral-storage': chance.pick(['50Gi', '1Gi', '1e9']) })),
    ...chance.maybe(0.35, () => ({ 'example.com/gpu': chance.pick(['1', '2', '4', '0']) })),
    ...chance.maybe(0.2, () => ({ 'example.com/fpga': chance.pick(['1', '2']) })),
    ...chance.maybe(0.2, () => ({ 'hugepages-2Mi': chance.pick(['10Mi', '4Mi']) })),
  };
}
