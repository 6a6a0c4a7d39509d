import { forbiddenError } from '../../api/status-error.ts';
import type { KubeObject } from '../../api/types.ts';
import { ruleAllows, type PolicyRule, type RoleRef } from '../auth/rbac.ts';
import type { AdmissionPlugin, AdmissionRequest } from './admission.ts';

const group = 'rbac.authorization.k8s.io';

/**
 * Nobody gives away what they lack: the rules of a role, or of the role that a binding binds, must
 * all be held by who writes it. In Kubernetes the storage of roles checks that.
 * Models pkg/registry/rbac/*\/policybased (v1.36).
 */
export const roleEscalation: AdmissionPlugin = {
  name: 'RoleEscalation',
  resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'].map(
    (name) => `${name}.${group}`,
  ),
  operations: ['CREATE', 'UPDATE'],
  validate(request) {
    const { object, resource } = request;
    const isBinding = resource.resource.endsWith('bindings');
    if (mayAnyway(request, isBinding)) return;
    const rules = isBinding
      ? request.server.authorizer.rulesOf(
          (object as KubeObject & { roleRef: RoleRef }).roleRef,
          request.namespace,
        )
      : ((object as KubeObject & { rules?: readonly PolicyRule[] | null }).rules ?? []);
    const missing = rules.filter((rule) => !isHeld(request, rule));
    if (missing.length === 0) return;
    const { user } = request;
    const groups = user.groups.map((name) => JSON.stringify(name)).join(' ');
    throw forbiddenError(
      resource,
      request.name,
      `user ${JSON.stringify(user.name)} (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${missing.map(ruleText).join('\n')}`,
    );
  },
};

/** Who may `escalate` roles or `bind` this one is not asked further. */
function mayAnyway(
  { server, user, namespace, resource, object }: AdmissionRequest,
  isBinding: boolean,
): boolean {
  if (user.groups.includes('system:masters')) return true;
  const roleRef = (object as KubeObject & { roleRef?: RoleRef }).roleRef;
  return server.authorizer.authorize({
    user,
    verb: isBinding ? 'bind' : 'escalate',
    group,
    resource: isBinding ? (roleRef?.kind === 'ClusterRole' ? 'clusterroles' : 'roles') : resource.resource,
    subresource: '',
    namespace,
    name: isBinding ? (roleRef?.name ?? '') : '',
  }).allowed;
}

/** Whether the user has every part of a rule. */
function isHeld({ server, user, namespace }: AdmissionRequest, rule: PolicyRule): boolean {
  const held = [...server.authorizer.grants(user, namespace)].flatMap(({ rules }) => rules);
  for (const verb of rule.verbs) {
    for (const path of rule.nonResourceURLs ?? [])
      if (!held.some((own) => ruleAllows(own, { user, verb, path }))) return false;
    for (const apiGroup of rule.apiGroups ?? [])
      for (const target of rule.resources ?? [])
        for (const name of rule.resourceNames?.length ? rule.resourceNames : ['']) {
          const [resource = '', subresource = ''] = target.split('/');
          const attributes = { user, verb, group: apiGroup, resource, subresource, namespace, name };
          if (!held.some((own) => ruleAllows(own, attributes))) return false;
        }
  }
  return true;
}

function ruleText(rule: PolicyRule): string {
  const list = (name: string, values: readonly string[] | undefined): string | undefined =>
    values?.length ? `${name}:[${values.map((value) => JSON.stringify(value)).join(' ')}]` : undefined;
  const parts = [
    list('APIGroups', rule.apiGroups),
    list('Resources', rule.resources),
    list('ResourceNames', rule.resourceNames),
    list('NonResourceURLs', rule.nonResourceURLs),
    list('Verbs', rule.verbs),
  ];
  return `{${parts.filter((part) => part !== undefined).join(', ')}}`;
}
