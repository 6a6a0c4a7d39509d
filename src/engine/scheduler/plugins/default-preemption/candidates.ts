import type { PodInfo } from '../../framework/pod-info.ts';
import { startTimeMs } from './pod-importance.ts';

/** A node where the pod would fit if the victims went. */
export interface Candidate {
  readonly node: string;
  /** Most important first; never empty. */
  readonly victims: readonly PodInfo[];
  readonly pdbViolations: number;
}

/** One criterion: the higher, the better. */
interface Criterion {
  readonly because: string;
  readonly score: (candidate: Candidate, nowMs: number) => number;
}

/** Priorities may be negative; shifted so, a sum grows with each victim. */
const priorityShift = 2 ** 31;

function highestPriority({ victims }: Candidate): number {
  return victims[0]?.priority ?? 0;
}

function earliestStart(candidate: Candidate, nowMs: number): number {
  const highest = highestPriority(candidate);
  const starts = candidate.victims
    .filter(({ priority }) => priority === highest)
    .map(({ pod }) => startTimeMs(pod, nowMs));
  return Math.min(...starts);
}

/** In the order in which they decide. Models preemption.pickOneNodeForPreemption (v1.36). */
const criteria: readonly Criterion[] = [
  { because: 'more disruption budgets violated', score: ({ pdbViolations }) => -pdbViolations },
  { because: 'a victim of higher priority', score: (candidate) => -highestPriority(candidate) },
  {
    because: 'victims of higher priority in sum',
    score: ({ victims }) => -victims.reduce((sum, { priority }) => sum + priority + priorityShift, 0),
  },
  { because: 'more victims', score: ({ victims }) => -victims.length },
  { because: 'its most important victim runs longer', score: earliestStart },
];

/** The best candidates, alike in every criterion, and why each other one lost. */
export function bestCandidates(
  candidates: readonly Candidate[],
  nowMs: number,
): { readonly best: readonly Candidate[]; readonly lost: ReadonlyMap<Candidate, string> } {
  const lost = new Map<Candidate, string>();
  let best = candidates;
  for (const { because, score } of criteria) {
    const scores = best.map((candidate) => score(candidate, nowMs));
    const top = Math.max(...scores);
    const stay: Candidate[] = [];
    best.forEach((candidate, index) => {
      if (scores[index] === top) stay.push(candidate);
      else lost.set(candidate, because);
    });
    best = stay;
  }
  return { best, lost };
}
