import type { Job } from '../../api/types.ts';
import { parseIndexes } from './indexes.ts';

/** Why an Indexed Job has succeeded before all of it has; undefined where it has not. Models matchSuccessPolicy of pkg/controller/job (v1.36). */
export function successPolicyMatch({ spec }: Job, succeededIndexes: ReadonlySet<number>): string | undefined {
  if (succeededIndexes.size === 0) return undefined;
  const completions = spec.completions ?? 0;
  for (const [index, rule] of (spec.successPolicy?.rules ?? []).entries()) {
    const message = `Matched rules at index ${index}`;
    const least = rule.succeededCount ?? Number.POSITIVE_INFINITY;
    if (rule.succeededIndexes === undefined) {
      if (succeededIndexes.size >= least) return message;
      continue;
    }
    const required = [...parseIndexes(rule.succeededIndexes)].filter((each) => each < completions);
    if (required.length === 0) continue;
    const reached = required.filter((each) => succeededIndexes.has(each)).length;
    if (reached === required.length || reached >= least) return message;
  }
  return undefined;
}
