import { at, child, invalid, type FieldError } from '../../../../api/field-error.ts';
import { deepEqual } from '../../../../sim/plain.ts';
import type { NodeAffinity, NodeSelectorTerm } from '../../../../api/types.ts';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const path = 'spec.affinity.nodeAffinity';

/**
 * Required node affinity of a gated pod may only become stricter.
 * Models validateNodeAffinityMutation (v1.36).
 */
export function nodeAffinityMutationErrors(
  affinity: NodeAffinity | undefined,
  old: NodeAffinity | undefined,
): FieldError[] {
  const before = old?.[required];
  if (!before) return [];
  const termsPath = child(path, required, 'nodeSelectorTerms');
  const terms = affinity?.[required]?.nodeSelectorTerms;
  if (terms?.length !== before.nodeSelectorTerms.length) {
    const detail = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
    return [invalid(termsPath, terms, detail)];
  }
  return before.nodeSelectorTerms.flatMap((term, index) => {
    const now = terms[index];
    return now === undefined || extendsTerm(now, term)
      ? []
      : [invalid(at(termsPath, index), now, 'only additions are allowed (no mutations or deletions)')];
  });
}

/** Whether a term has all that it had, in front. An empty one, which matches nothing, must stay so. */
function extendsTerm(term: NodeSelectorTerm, before: NodeSelectorTerm): boolean {
  const lists = ['matchExpressions', 'matchFields'] as const;
  if (lists.every((list) => !before[list]?.length)) return deepEqual(term, before);
  return lists.every((list) => {
    const had = before[list] ?? [];
    return deepEqual((term[list] ?? []).slice(0, had.length), had);
  });
}
