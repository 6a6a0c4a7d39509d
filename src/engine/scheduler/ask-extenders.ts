import { info, type Log } from '../api/klog.ts';
import type { Pod } from '../api/types.ts';
import { ExtenderError, type Extender } from './framework/extender.ts';
import { maxNodeScore } from './framework/interface.ts';
import type { NodeInfo } from './framework/node-info.ts';
import type { NodeStatuses } from './framework/node-statuses.ts';
import type { Framework } from './framework/runtime/framework.ts';
import { errorStatus, unresolvable, unschedulable, type Status } from './framework/status.ts';

/** The highest score of an extender. */
const maxExtenderPriority = 10;

/** Runs a call of an extender; the error is the answer where it fails. */
function tried<T>(call: () => T): T | ExtenderError {
  try {
    return call();
  } catch (problem) {
    if (problem instanceof ExtenderError) return problem;
    throw problem;
  }
}

/**
 * Those of the nodes that every extender lets pass, one after another; what they say of others goes
 * into `statuses`. Models findNodesThatPassExtenders (v1.36).
 */
export function askExtenders(
  extenders: readonly Extender[],
  log: Log,
  pod: Pod,
  feasible: readonly NodeInfo[],
  statuses: NodeStatuses,
): { readonly nodes: readonly NodeInfo[]; readonly error?: Status } {
  let nodes = feasible;
  for (const extender of extenders) {
    if (nodes.length === 0) break;
    if (!extender.isInterested(pod)) continue;
    const passing = nodes;
    const verdict = tried(() => extender.filter(pod, passing));
    if (verdict instanceof ExtenderError) {
      if (!extender.isIgnorable) return { nodes: [], error: errorStatus('', verdict.message) };
      const message = 'Skipping extender as it returned error and has ignorable flag set';
      info(log, 0, 'schedule_one.go:914', message, { extender: extender.name, err: verdict.message });
      continue;
    }
    for (const [node, reason] of verdict.failed) statuses.set(node, unschedulable('', reason));
    for (const [node, reason] of verdict.unresolvable) statuses.set(node, unresolvable('', reason));
    nodes = verdict.nodes;
  }
  return { nodes };
}

/**
 * Adds the extenders' scores to the totals. Returns a number of chance for each node that one of them
 * scored, by which ties are broken; undefined where nobody was asked. Models prioritizeNodes (v1.36).
 */
export function scoreByExtenders(
  extenders: readonly Extender[],
  { log, random, trace }: Framework,
  pod: Pod,
  nodes: readonly NodeInfo[],
  totals: Float64Array,
): Float64Array | undefined {
  if (extenders.length === 0) return undefined;
  const chances = new Float64Array(nodes.length);
  for (const extender of extenders.filter((candidate) => candidate.isInterested(pod))) {
    const answer = tried(() => extender.prioritize(pod, nodes));
    if (answer instanceof ExtenderError) {
      const message = "Failed to run extender's priority function. No score given by this extender.";
      const values = { error: answer.message, pod: `${pod.metadata.namespace}/${pod.metadata.name}` };
      info(log, 5, 'schedule_one.go:1007', message, { ...values, extender: extender.name });
      continue;
    }
    const { scores, weight } = answer;
    nodes.forEach(({ name }, at) => {
      const score = scores.get(name);
      if (score === undefined) return;
      const weighted = score * weight * (maxNodeScore / maxExtenderPriority);
      const total = (totals[at] as number) + weighted;
      totals[at] = total;
      if (chances[at] === 0) chances[at] = random.fraction();
      const traced = trace?.scores[at];
      if (trace === undefined || traced === undefined) return;
      const own = { plugin: extender.name, raw: score, normalized: score, weighted };
      trace.scores[at] = { ...traced, scores: [...traced.scores, own], total };
    });
  }
  return chances;
}
