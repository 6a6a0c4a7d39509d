import { addQuantities, formatQuantity, parseQuantity, type Quantity } from '../quantity.ts';
import type { KubeObject, ResourceQuota } from '../types.ts';
import { countedResource, quotaEvaluator, type QuotaEvaluator } from './evaluators.ts';
import { scopesOf } from './scopes.ts';

/** Whether a quota is about this object. Models generic.Matches (v1.36). */
export function quotaMatches(quota: ResourceQuota, object: KubeObject, evaluator: QuotaEvaluator): boolean {
  return (
    Object.keys(quota.status?.hard ?? {}).some((name) => evaluator.counts(name)) &&
    isInScopes(quota, object, evaluator)
  );
}

function isInScopes(quota: ResourceQuota, object: KubeObject, evaluator: QuotaEvaluator): boolean {
  return scopesOf(quota).every((requirement) => evaluator.isInScope(object, requirement));
}

/**
 * What a namespace uses of each of a quota's hard limits. `list` gives its objects of a resource
 * (`pods`, `deployments.apps`), or nothing where there is no such resource.
 * Models quota.CalculateUsage (v1.36).
 */
export function quotaUsage(
  quota: ResourceQuota,
  list: (groupResource: string) => Iterable<KubeObject> | undefined,
  nowMs: number,
): Record<string, string> {
  const totals = new Map<string, Quantity>();
  const names = Object.keys(quota.spec?.hard ?? {});
  for (const resource of new Set(names.map(countedResource))) {
    const objects = resource === undefined ? undefined : list(resource);
    if (resource === undefined || objects === undefined) continue;
    const evaluator = quotaEvaluator(resource);
    const counted = names.filter((name) => evaluator.counts(name));
    for (const name of counted) totals.set(name, parseQuantity('0'));
    for (const object of objects) {
      if (!isInScopes(quota, object, evaluator)) continue;
      const usage = evaluator.usage(object, nowMs);
      for (const name of counted) {
        const amount = usage.get(name);
        if (amount !== undefined) totals.set(name, addQuantities(totals.get(name) as Quantity, amount));
      }
    }
  }
  return Object.fromEntries(
    names
      .filter((name) => totals.has(name))
      .map((name) => [name, formatQuantity(totals.get(name) as Quantity)]),
  );
}
