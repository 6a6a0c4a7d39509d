import { info } from '../../../api/klog.ts';
import type { Pod } from '../../../api/types.ts';
import { ExtenderError, type Extender, type NodeVictims } from '../../framework/extender.ts';
import type { Handle } from '../../framework/handle.ts';
import { errorStatus, type Status } from '../../framework/status.ts';
import type { Candidate } from './candidates.ts';

type Victims = ReadonlyMap<string, NodeVictims>;

/** The candidates that every extender lets pass that has a say in preemption. Models Evaluator.callExtenders (v1.36). */
export function askExtenders(
  { extenders, log, snapshot }: Handle,
  pod: Pod,
  candidates: readonly Candidate[],
): readonly Candidate[] | Status {
  if (extenders.length === 0) return candidates;
  let victims: Victims = new Map(candidates.map((candidate) => [candidate.node, candidate]));
  for (const extender of extenders) {
    if (!extender.supportsPreemption || !extender.isInterested(pod)) continue;
    try {
      victims = withVictims(extender, extender.processPreemption(pod, victims, snapshot));
    } catch (problem) {
      if (!(problem instanceof ExtenderError)) throw problem;
      if (!extender.isIgnorable) return errorStatus('', problem.message);
      const message = 'Skipped extender as it returned error and has ignorable flag set';
      info(log, 2, 'preemption.go:222', message, { extender: extender.name, err: problem.message });
    }
    if (victims.size === 0) break;
  }
  return Array.from(victims, ([node, entry]) => ({ ...entry, node }));
}

/** Nodes where nobody has to go are none to preempt on: left out, or an error of an extender that counts. */
function withVictims({ isIgnorable }: Extender, answer: Victims): Victims {
  const kept = new Map<string, NodeVictims>();
  for (const [node, entry] of answer) {
    if (entry.victims.length > 0) kept.set(node, entry);
    else if (!isIgnorable) throw new ExtenderError(`expected at least one victim pod on node "${node}"`);
  }
  return kept;
}
