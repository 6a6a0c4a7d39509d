import { matchesLabels, selectorFrom } from '../../api/labels.ts';
import { clusterRoles } from '../../api/resources.ts';
import type { ClusterRole } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';
import { makeRuntime, type Controller, type ControllerContext } from '../controller.ts';

type Rule = NonNullable<ClusterRole['rules']>[number];

/** Gives ClusterRoles with an aggregation rule the rules of those that they select. Models pkg/controller/clusterroleaggregation (v1.36). */
export function startClusterRoleAggregationController(context: ControllerContext): Controller {
  const all = context.informers.of(clusterRoles);
  const sync = (name: string): void => {
    const role = all.lister.get(name);
    if (role?.aggregationRule === undefined) return;
    const rules = aggregatedRules(role, [...all.lister.values()]);
    if (deepEqual(rules, role.rules ?? [])) return;
    runtime.decided('ClusterRole', role, () => `Gives it ${rules.length} rules of others.`);
    const body = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      rules,
    };
    runtime.client.patch(clusterRoles, { name }, { type: 'merge', body });
  };
  const runtime = makeRuntime(context, {
    name: 'clusterrole-aggregation-controller',
    needs: [all],
    sync,
  });
  const wake = (): void => {
    for (const role of all.lister.values()) if (role.aggregationRule !== undefined) runtime.enqueue(role);
  };
  all.addHandler({ onAdd: wake, onUpdate: wake, onDelete: wake });
  return runtime;
}

/** Each rule once, selector by selector, role by role in the order of their names. */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): Rule[] {
  const sorted = all.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const rules: Rule[] = [];
  for (const labelSelector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const selector = selectorFrom(labelSelector);
    for (const other of sorted) {
      if (other.metadata.name === role.metadata.name) continue;
      if (!matchesLabels(selector, other.metadata.labels)) continue;
      for (const rule of other.rules ?? []) {
        if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
      }
    }
  }
  return rules;
}
