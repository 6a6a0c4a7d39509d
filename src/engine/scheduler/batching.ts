import { info, type Log } from '../api/klog.ts';
import type { Pod } from '../api/types.ts';
import { podKey } from './backend/queue/queued-pod-info.ts';

/*
 * What kube-scheduler says at -v=4 about taking pods that follow each other for one batch. Models
 * framework/runtime/batch.go (v1.36).
 * Simplified: pods are never batched, so that no node is ever hinted at. What equal pods were answered
 * is remembered in another way (framework/runtime/node-memory.ts), which has no say in the choice.
 */

export function logNoHint(log: Log, pod: Pod, profile: string, cycleCount: number): void {
  if (log.verbosity < 4) return;
  const values = { pod: podKey(pod), profile, cycleCount };
  info(log, 4, 'batch.go:81', 'OpportunisticBatch no node hint available for pod', values);
}

/** `feasibleNodes`: how many could have had the pod. */
export function logNotBatched(
  log: Log,
  pod: Pod,
  profile: string,
  cycleCount: number,
  chosenNode: string,
  feasibleNodes: number,
): void {
  if (log.verbosity < 4) return;
  const cycle = { pod: podKey(pod), profile, cycleCount };
  info(log, 4, 'batch.go:107', 'OpportunisticBatch set cycle state', {
    ...cycle,
    hintedNode: '',
    chosenNode,
  });
  const reason = feasibleNodes === 1 ? 'empty_list' : 'pod_not_batchable';
  info(log, 4, 'batch.go:157', 'OpportunisticBatch found unusable state', { ...cycle, reason });
}
