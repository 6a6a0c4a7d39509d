import { isSameTaint } from '../api/taints.ts';
import { formatTime } from '../api/time.ts';
import { nodes } from '../api/resources.ts';
import type { Node, Taint } from '../api/types.ts';
import type { Client } from '../client/client.ts';
import { ifFound } from './controller.ts';

/**
 * Adds and then removes taints of a node, in two writes, as whoever looks in between may see.
 * Models controllerutil.SwapNodeControllerTaint (v1.36).
 */
export function swapTaints(
  client: Client,
  name: string,
  add: readonly Taint[],
  remove: readonly Taint[],
  nowMs: number,
): void {
  const added = add.map((taint) => ({ ...taint, timeAdded: formatTime(nowMs) }));
  writeTaints(client, name, (taints) => [
    ...taints.filter((taint) => !added.some((other) => isSameTaint(taint, other))),
    ...added.filter((taint) => !taints.some((other) => isSameTaint(taint, other))),
  ]);
  writeTaints(client, name, (taints) =>
    taints.filter((taint) => !remove.some((other) => isSameTaint(taint, other))),
  );
}

function writeTaints(client: Client, name: string, change: (taints: readonly Taint[]) => Taint[]): void {
  const node = ifFound(() => client.get(nodes, { name }));
  if (node === undefined) return;
  const before = node.spec?.taints ?? [];
  const after = keepEqual(before, change(before));
  if (after.length === before.length && after.every((taint) => before.includes(taint))) return;
  const body = {
    metadata: { resourceVersion: node.metadata.resourceVersion },
    spec: { taints: after.length > 0 ? after : null },
  };
  client.patch(nodes, { name }, { type: 'strategic', body });
}

/** A taint that was there before stays the same, whatever its time. */
function keepEqual(before: readonly Taint[], after: readonly Taint[]): Taint[] {
  return after.map((taint) => before.find((other) => isSameTaint(other, taint)) ?? taint);
}

export function hasTaint(node: Node, taint: Taint): boolean {
  return node.spec?.taints?.some((other) => isSameTaint(other, taint)) === true;
}
