import type { Decision } from '../protocol.ts';

/** Verdicts that one frame carries: a page shows few decisions, and a crowd's would keep it busy. */
const verdictsInFrame = 1_000;

/** Decisions for one frame, oldest first: the newest whole, the others briefly when there are too many. */
export function briefed(decisions: readonly Decision[]): Decision[] {
  let left = verdictsInFrame;
  return decisions
    .toReversed()
    .map((decision, age): Decision => {
      left -= decision.verdicts.length;
      return left >= 0 || age === 0 ? decision : { ...decision, verdicts: [], brief: true };
    })
    .toReversed();
}
