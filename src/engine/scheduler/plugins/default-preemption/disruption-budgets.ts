import { matchesLabels, selectorFrom, type Selector } from '../../../api/labels.ts';
import type { PodDisruptionBudget } from '../../../api/types.ts';
import type { PodInfo } from '../../framework/pod-info.ts';

interface Budget {
  readonly namespace: string;
  readonly selector: Selector;
  /** Pods whose disruption the API server has counted already. */
  readonly disrupted: ReadonlySet<string>;
  readonly allowed: number;
}

/** Budgets that can match a pod: those with a selector that is not empty. */
export function usableBudgets(budgets: Iterable<PodDisruptionBudget>): readonly Budget[] {
  const usable: Budget[] = [];
  for (const { metadata, spec, status } of budgets) {
    const selector = selectorFrom(spec?.selector);
    if (selector.nothing || selector.requirements.length === 0) continue;
    usable.push({
      namespace: metadata.namespace ?? '',
      selector,
      disrupted: new Set(Object.keys(status?.disruptedPods ?? {})),
      allowed: status?.disruptionsAllowed ?? 0,
    });
  }
  return usable;
}

/**
 * Which of the pods, evicted in this order, would break a budget. Models filterPodsWithPDBViolation
 * (v1.36).
 */
export function splitByViolation(
  pods: readonly PodInfo[],
  budgets: readonly Budget[],
): { readonly violating: PodInfo[]; readonly others: PodInfo[] } {
  const left = budgets.map(({ allowed }) => allowed);
  const violating: PodInfo[] = [];
  const others: PodInfo[] = [];
  for (const info of pods) {
    const { metadata } = info.pod;
    let violates = false;
    budgets.forEach(({ namespace, selector, disrupted }, index) => {
      if (Object.keys(metadata.labels ?? {}).length === 0 || namespace !== (metadata.namespace ?? '')) return;
      if (!matchesLabels(selector, metadata.labels) || disrupted.has(metadata.name)) return;
      left[index] = (left[index] as number) - 1;
      if (left[index] < 0) violates = true;
    });
    (violates ? violating : others).push(info);
  }
  return { violating, others };
}
