import { amountsOf } from '../api/pod-resources.ts';
import type { Pod } from '../api/types.ts';
import type { ResourceUsage } from '../cri/container-runtime.ts';
import type { ContainerMetrics, NodeMetrics } from '../cri/node-metrics.ts';
import type { MachineSize } from '../machine/machine.ts';

/** What a machine uses before it runs a pod: its system, containerd and the kubelet. */
export const systemUsage: ResourceUsage = { cpuMillis: 35, memoryBytes: 480 * 2 ** 20 };

/** What a node uses in all; nothing uses more than its limit or than there is. */
export function nodeMetrics(
  size: MachineSize,
  pods: readonly Pod[],
  containersOf: (pod: Pod) => readonly ContainerMetrics[],
): NodeMetrics {
  const measured = pods.map((pod) => {
    const { namespace = '', name } = pod.metadata;
    return { namespace, name, containers: containersOf(pod).map((container) => held(pod, container)) };
  });
  const total = measured
    .flatMap(({ containers }) => containers)
    .reduce(
      ({ cpuMillis, memoryBytes }, { usage }) => ({
        cpuMillis: cpuMillis + usage.cpuMillis,
        memoryBytes: memoryBytes + usage.memoryBytes,
      }),
      systemUsage,
    );
  const node = {
    cpuMillis: Math.min(total.cpuMillis, size.cpuMillis),
    memoryBytes: Math.min(total.memoryBytes, size.memoryBytes),
  };
  return { node, pods: measured.filter(({ containers }) => containers.length > 0) };
}

/** A container's CPU is throttled at its limit. */
function held(pod: Pod, container: ContainerMetrics): ContainerMetrics {
  const { containers, initContainers = [] } = pod.spec;
  const spec = [...containers, ...initContainers].find(({ name }) => name === container.name);
  const limit = amountsOf(spec?.resources?.limits).get('cpu');
  if (limit === undefined || container.usage.cpuMillis <= limit) return container;
  return { ...container, usage: { ...container.usage, cpuMillis: limit } };
}
