import type { CycleState } from '../../framework/cycle-state.ts';
import type { Handle } from '../../framework/handle.ts';
import type { NodeInfo } from '../../framework/node-info.ts';
import { NodeStatuses } from '../../framework/node-statuses.ts';
import type { PodInfo } from '../../framework/pod-info.ts';
import { Status, errorStatus } from '../../framework/status.ts';
import type { Candidate } from './candidates.ts';
import { splitByViolation, usableBudgets } from './disruption-budgets.ts';
import { byImportance } from './pod-importance.ts';

const noVictims = new Status('UnschedulableAndUnresolvable', [
  'No preemption victims found for incoming pod',
]);

/** What preemption on the nodes would do, and why it would not help on the others. */
export interface DryRun {
  readonly candidates: readonly Candidate[];
  readonly statuses: NodeStatuses;
}

/**
 * Tries out preemption on the nodes, in turn from `offset`, until there are `enough` candidates, one
 * of them without a violated budget. Models Evaluator.DryRunPreemption (v1.36).
 */
export function dryRunPreemption(
  handle: Handle,
  state: CycleState,
  podInfo: PodInfo,
  nodes: readonly NodeInfo[],
  { offset, enough }: { readonly offset: number; readonly enough: number },
): DryRun {
  const budgets = usableBudgets(handle.listers.podDisruptionBudgets.values());
  const statuses = new NodeStatuses();
  const clean: Candidate[] = [];
  const violating: Candidate[] = [];
  for (let step = 0; step < nodes.length; step++) {
    if (clean.length > 0 && clean.length + violating.length >= enough) break;
    const node = nodes[(offset + step) % nodes.length] as NodeInfo;
    const outcome = selectVictimsOnNode(handle, state.clone(), podInfo, node.clone(), budgets);
    if (outcome instanceof Status) statuses.set(node.name, outcome);
    else (outcome.pdbViolations === 0 ? clean : violating).push(outcome);
  }
  return { candidates: [...clean, ...violating], statuses };
}

/** The fewest victims that make room. Changes `state` and `node`. Models SelectVictimsOnNode (v1.36). */
function selectVictimsOnNode(
  handle: Handle,
  state: CycleState,
  podInfo: PodInfo,
  node: NodeInfo,
  budgets: ReturnType<typeof usableBudgets>,
): Candidate | Status {
  const remove = (victim: PodInfo): Status | undefined => {
    node.removePod(victim.pod);
    return handle.runPreFilterRemovePod(state, podInfo, victim, node);
  };
  const potential = node.pods.filter(({ priority }) => priority < podInfo.priority);
  if (potential.length === 0) return noVictims;
  for (const victim of potential) {
    const problem = remove(victim);
    if (problem !== undefined) return problem;
  }
  const refusal = handle.runFilterPluginsWithNominatedPods(state, podInfo, node);
  if (refusal !== undefined) return refusal;

  const moreImportantFirst = byImportance(handle.nowMs());
  const { violating, others } = splitByViolation(potential.toSorted(moreImportantFirst), budgets);
  const victims: PodInfo[] = [];
  let pdbViolations = 0;
  for (const victim of [...violating, ...others]) {
    node.addPod(victim);
    const problem = handle.runPreFilterAddPod(state, podInfo, victim, node);
    if (problem !== undefined) return problem;
    if (handle.runFilterPluginsWithNominatedPods(state, podInfo, node) === undefined) continue;
    const removal = remove(victim);
    if (removal !== undefined) return removal;
    victims.push(victim);
    if (violating.includes(victim)) pdbViolations++;
  }
  if (victims.length === 0) return errorStatus('', `expected at least one victim pod on node "${node.name}"`);
  return { node: node.name, victims: victims.toSorted(moreImportantFirst), pdbViolations };
}
