import { cpuMillis, wholeValue, type Node } from '../../engine/index.ts';
import type { NodeView } from '../protocol.ts';

const rolePrefix = 'node-role.kubernetes.io/';

/** A node as the board shows it. */
export function nodeView(node: Node): NodeView {
  const labels = node.metadata.labels ?? {};
  const allocatable = node.status?.allocatable ?? {};
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
  return {
    uid: node.metadata.uid ?? '',
    name: node.metadata.name,
    ready: ready === 'True' || ready === 'False' ? ready : 'Unknown',
    unschedulable: node.spec?.unschedulable === true,
    roles: Object.keys(labels)
      .filter((label) => label.startsWith(rolePrefix))
      .map((label) => label.slice(rolePrefix.length)),
    taints: (node.spec?.taints ?? []).map(({ key, value, effect }) => ({ key, value, effect })),
    labels,
    allocatable: {
      cpuMillis: cpuMillis(allocatable.cpu ?? '0'),
      memoryBytes: wholeValue(allocatable.memory ?? '0'),
      pods: wholeValue(allocatable.pods ?? '0'),
    },
    address: node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address,
  };
}
