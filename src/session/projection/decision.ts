import type { SchedulingAttempt } from '../../engine/index.ts';
import type { Decision, NodeVerdict } from '../protocol.ts';

type Verdict = NodeVerdict;
type Score = NonNullable<Verdict['scores']>[number];

/** What a scheduler's trace of one attempt says, as the board shows it. */
export function decisionView(attempt: SchedulingAttempt, id: number, nodeNames: readonly string[]): Decision {
  const verdicts = nodeVerdicts(attempt, nodeNames);
  const outcome =
    attempt.chosen !== undefined ? 'scheduled' : isSchedulerError(attempt) ? 'error' : 'unschedulable';
  const message = attempt.error ?? '';
  const decision = {
    id,
    atMs: attempt.atMs,
    schedulerName: attempt.scheduler,
    podUid: attempt.uid,
    podNamespace: attempt.namespace,
    podName: attempt.pod,
    outcome,
    nodeName: attempt.chosen,
    nominatedNodeName: attempt.preemption?.nominated,
    message,
    verdicts,
    clauses: clauses(attempt),
    preemption: preemption(attempt),
  } as const;
  return { ...decision, sentence: sentence(decision) };
}

/** An attempt that failed without any node or filter having refused the pod. */
function isSchedulerError(attempt: SchedulingAttempt): boolean {
  return attempt.error !== undefined && !/^\d+\/\d+ nodes are available/.test(attempt.error);
}

function nodeVerdicts(attempt: SchedulingAttempt, nodeNames: readonly string[]): Verdict[] {
  const refused = new Map(attempt.refused.map(({ node, status }) => [node, status]));
  const scored = new Map(attempt.scores.map((entry) => [entry.node, entry]));
  const feasible = new Set(attempt.feasible);
  const weights = weightsOf(attempt);
  const refusedByAll = attempt.preFilter.flatMap(({ answer }) =>
    typeof answer === 'object' && 'code' in answer ? [answer] : [],
  )[0];
  return nodeNames.map((nodeName): Verdict => {
    const status = refused.get(nodeName) ?? refusedByAll;
    if (status !== undefined) {
      return { nodeName, verdict: 'refused', plugin: status.plugin, reasons: status.reasons };
    }
    if (!feasible.has(nodeName)) return { nodeName, verdict: 'not-looked-at' };
    const entry = scored.get(nodeName);
    if (entry === undefined) return { nodeName, verdict: 'fits' };
    const scores = entry.scores.map((score): Score => ({
      plugin: score.plugin,
      raw: score.raw,
      normalised: score.normalized,
      weight: weights.get(score.plugin) ?? 1,
      weighted: score.weighted,
    }));
    return { nodeName, verdict: 'fits', scores, total: entry.total };
  });
}

/** Each plugin's weight, from any node where its score is not zero. */
function weightsOf(attempt: SchedulingAttempt): Map<string, number> {
  const weights = new Map<string, number>();
  for (const { scores } of attempt.scores) {
    for (const { plugin, normalized, weighted } of scores) {
      if (normalized > 0) weights.set(plugin, Math.round(weighted / normalized));
    }
  }
  return weights;
}

/** The reasons of the refusals, each with the nodes that gave it, most frequent first. */
function clauses(attempt: SchedulingAttempt): Decision['clauses'] {
  const nodesByReason = new Map<string, string[]>();
  for (const { node, status } of attempt.refused) {
    for (const reason of status.reasons) {
      const nodes = nodesByReason.get(reason);
      if (nodes === undefined) nodesByReason.set(reason, [node]);
      else nodes.push(node);
    }
  }
  return [...nodesByReason]
    .map(([text, nodes]) => ({ text, nodes }))
    .toSorted((a, b) => b.nodes.length - a.nodes.length || (a.text < b.text ? -1 : 1));
}

function preemption(attempt: SchedulingAttempt): Decision['preemption'] {
  if (attempt.preemption === undefined) return undefined;
  const { candidates, notCandidates, nominated } = attempt.preemption;
  return [
    ...candidates.map(({ node, victims, lostBecause }) => ({
      nodeName: node,
      victims,
      refused: lostBecause,
      chosen: node === nominated,
    })),
    ...notCandidates.map(({ node, status }) => ({
      nodeName: node,
      victims: [],
      refused: status.reasons.join(', '),
      chosen: false,
    })),
  ];
}

function sentence(decision: Omit<Decision, 'sentence'>): string {
  const { schedulerName, podName, verdicts } = decision;
  const refused = verdicts.filter(({ verdict }) => verdict === 'refused');
  if (decision.outcome === 'error')
    return `${schedulerName} could not schedule ${podName}: ${decision.message}`;
  if (decision.outcome === 'unschedulable') {
    const victims = decision.preemption?.find(({ chosen }) => chosen);
    const plan =
      victims === undefined
        ? ''
        : ` It makes room on ${victims.nodeName} by evicting ${list(victims.victims)}.`;
    return `${schedulerName} finds no node for ${podName}: ${reasonsOf(refused, verdicts.length)}.${plan}`;
  }
  const why = [
    ...(refused.length > 0 ? [reasonsOf(refused, verdicts.length)] : []),
    ...scoreOf(decision.nodeName, verdicts),
  ];
  return `${schedulerName} places ${podName} on ${decision.nodeName}${why.length > 0 ? `: ${why.join('; ')}` : ''}.`;
}

function reasonsOf(refused: readonly Verdict[], all: number): string {
  const plugins = [...new Set(refused.map(({ plugin }) => plugin))].filter((plugin) => plugin !== undefined);
  if (all === 0) return 'there is no node';
  return `${refused.length} of ${all} nodes refused${plugins.length > 0 ? ` (${list(plugins)})` : ''}`;
}

function scoreOf(chosen: string | undefined, verdicts: readonly Verdict[]): string[] {
  const scored = verdicts
    .filter(({ total }) => total !== undefined)
    .toSorted((a, b) => Number(b.nodeName === chosen) - Number(a.nodeName === chosen) || b.total! - a.total!);
  const [winner, next] = scored;
  if (winner === undefined) return verdicts.length > 1 ? ['no other node fits'] : [];
  if (next === undefined) return [];
  const equals = scored.filter(({ total }) => total === winner.total).length;
  if (equals === 2) {
    return [`${winner.nodeName} and ${next.nodeName} both scored ${winner.total}, and chance decided`];
  }
  if (equals > 2) {
    return [`${winner.nodeName} and ${equals - 1} other nodes scored ${winner.total}, and chance decided`];
  }
  const others = scored.length === 2 ? next.nodeName : `the next, ${next.nodeName},`;
  return [`${winner.nodeName} scored ${winner.total}, ${others} ${next.total}`];
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
