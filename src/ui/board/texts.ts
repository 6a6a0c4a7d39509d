import type { ActiveFault, NodeVerdict, NodeView, PodShape, PodView } from '../../session/protocol.ts';
import { troubleText } from '../state/troubles.ts';
import { coresText, counted, memoryText } from '../state/format.ts';

/** What the board draws, said in words: for screen readers and keyboards. */
export function podText(pod: PodView, shape: PodShape, victim: boolean): string {
  const parts = [`pod ${pod.name}`];
  if (pod.namespace !== 'default') parts.push(`namespace ${pod.namespace}`);
  parts.push(shape === 'pending' ? 'Pending' : pod.status, `ready ${pod.ready}`);
  if (pod.restarts > 0) parts.push(counted(pod.restarts, 'restart'));
  if (victim) parts.push('would be evicted');
  return parts.join(', ');
}

export interface NodeUse {
  readonly cpuMillis: number;
  readonly memoryBytes: number;
  readonly pods: number;
}

export function nodeText(
  node: NodeView,
  use: NodeUse,
  verdict: NodeVerdict | undefined,
  troubles: readonly ActiveFault[],
): string {
  const parts = [`node ${node.name}`, readyText(node), ...troubles.map(troubleText), ...node.roles];
  parts.push(counted(use.pods, 'pod'));
  parts.push(
    `${coresText(use.cpuMillis)} of ${coresText(node.allocatable.cpuMillis)} cores requested`,
    `${memoryText(use.memoryBytes)} of ${memoryText(node.allocatable.memoryBytes)} memory requested`,
  );
  if (node.taints.length > 0) parts.push(`taints ${node.taints.map(taintText).join(', ')}`);
  if (verdict) parts.push(verdictText(verdict));
  return parts.join(', ');
}

export function readyText(node: NodeView): string {
  if (node.ready === 'True') return node.unschedulable ? 'Cordoned' : 'Ready';
  return node.ready === 'False' ? 'NotReady' : 'Unknown';
}

export function taintText(taint: NodeView['taints'][number]): string {
  return `${taint.key}${taint.value ? `=${taint.value}` : ''}:${taint.effect}`;
}

function verdictText(verdict: NodeVerdict): string {
  if (verdict.verdict === 'not-looked-at') return 'not looked at';
  if (verdict.verdict === 'fits') {
    return verdict.total === undefined ? 'fits' : `scored ${verdict.total}`;
  }
  return `refused by ${verdict.plugin ?? 'a plugin'}: ${(verdict.reasons ?? []).join(', ')}`;
}

/** A pod's name without what its place says anyway: a mirror pod's node, the hash of its ReplicaSet. */
export function shortPodName(pod: PodView): string {
  if (pod.mirror && pod.nodeName && pod.name.endsWith(`-${pod.nodeName}`)) {
    return pod.name.slice(0, -pod.nodeName.length - 1);
  }
  return pod.name;
}
