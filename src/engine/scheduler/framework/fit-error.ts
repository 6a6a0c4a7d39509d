import type { NodeStatuses } from './node-statuses.ts';

/** Why a cycle found no node. Models framework.Diagnosis (v1.36). */
export interface Diagnosis {
  readonly statuses: NodeStatuses;
  /** Plugins that refused the pod; they tell which events may help. */
  readonly unschedulablePlugins: ReadonlySet<string>;
  /** Plugins that wait for something before the pod can be tried again. */
  readonly pendingPlugins: ReadonlySet<string>;
  /** What PreFilter said when it refused the pod altogether; else empty. */
  readonly preFilterMessage: string;
  /** What PostFilter came to; empty when it helped or did not run. */
  readonly postFilterMessage: string;
}

/**
 * `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu.` and what
 * PostFilter adds. Models framework.FitError.Error (v1.36).
 */
export function fitErrorMessage(diagnosis: Diagnosis, allNodes: number): string {
  let message = `0/${allNodes} nodes are available:`;
  if (diagnosis.preFilterMessage !== '') {
    message += ` ${diagnosis.preFilterMessage}.`;
  } else {
    const reasons = reasonCounts(diagnosis.statuses, allNodes);
    if (reasons.length > 0) message += ` ${reasons.join(', ')}.`;
  }
  if (diagnosis.postFilterMessage !== '') message += ` ${diagnosis.postFilterMessage}`;
  return message;
}

/** `2 Insufficient cpu` and so on, sorted as text. Nodes never looked at count with the absent answer. */
function reasonCounts(statuses: NodeStatuses, allNodes: number): string[] {
  const counts = new Map<string, number>();
  const count = (reasons: readonly string[], times: number): void => {
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + times);
  };
  for (const [, status] of statuses.entries()) count(status.reasons, 1);
  if (statuses.absent !== undefined && allNodes > statuses.size) {
    count(statuses.absent.reasons, allNodes - statuses.size);
  }
  return [...counts].map(([reason, times]) => `${times} ${reason}`).toSorted(byBytes);
}

/** As Go's sort.Strings: by code units is right for the ASCII that reasons are. */
function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
