import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from '../../engine/index.ts';
import { compareStrings } from '../go/sort.ts';
import type { DescribeRequest } from './describer.ts';
import type { DescribeWriter } from './writer.ts';

/** One rule of a role, broken down to what it says of one resource. */
interface PolicyRule {
  verbs: string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

interface AnyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[] | null;
  readonly resources?: readonly string[] | null;
  readonly resourceNames?: readonly string[] | null;
  readonly nonResourceURLs?: readonly string[] | null;
}

/** Rules with one line for each resource. Models util/rbac.BreakdownRule and CompactRules (v1.36). */
function compactRules(rules: readonly AnyRule[]): PolicyRule[] {
  const compact = new Map<string, PolicyRule>();
  const others: PolicyRule[] = [];
  for (const rule of rules) {
    for (const group of rule.apiGroups ?? []) {
      for (const resource of rule.resources ?? []) {
        const names = rule.resourceNames ?? [];
        for (const name of names.length > 0 ? names : [undefined]) {
          const key = JSON.stringify([group, resource, name]);
          const known = compact.get(key) ?? {
            verbs: [],
            apiGroups: [group],
            resources: [resource],
            resourceNames: name === undefined ? [] : [name],
            nonResourceURLs: [],
          };
          known.verbs.push(...rule.verbs.filter((verb) => !known.verbs.includes(verb)));
          compact.set(key, known);
        }
      }
    }
    for (const url of rule.nonResourceURLs ?? []) {
      for (const verb of rule.verbs) {
        others.push({
          verbs: [verb],
          apiGroups: [],
          resources: [],
          resourceNames: [],
          nonResourceURLs: [url],
        });
      }
    }
  }
  return [...others, ...compact.values()].sort((a, b) => compareStrings(ruleText(a), ruleText(b)));
}

function ruleText(rule: PolicyRule): string {
  const list = (items: readonly string[]): string => `[${items.join(' ')}]`;
  return `&PolicyRule{Verbs:${list(rule.verbs)},APIGroups:${list(rule.apiGroups)},Resources:${list(rule.resources)},ResourceNames:${list(rule.resourceNames)},NonResourceURLs:${list(rule.nonResourceURLs)},}`;
}

/** `deployments.apps/scale`. */
function combinedResource(rule: PolicyRule): string {
  const [resource] = rule.resources;
  if (resource === undefined) return '';
  const slash = resource.indexOf('/');
  const head = slash < 0 ? resource : resource.slice(0, slash);
  const [group = ''] = rule.apiGroups;
  return head + (group === '' ? '' : `.${group}`) + (slash < 0 ? '' : resource.slice(slash));
}

/** Rows below the headers of `describe role` and `auth can-i --list`. */
function ruleCells(rule: PolicyRule): string[] {
  const list = (items: readonly string[]): string => `[${items.join(' ')}]`;
  return [combinedResource(rule), list(rule.nonResourceURLs), list(rule.resourceNames), list(rule.verbs)];
}

/** Models describe.RoleDescriber and ClusterRoleDescriber (v1.36). */
export function describeRole(role: Role | ClusterRole, request: DescribeRequest): string {
  const w = request.writer();
  writeHead(w, role);
  w.write(0, 'PolicyRule:\n');
  w.write(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs\n');
  w.write(1, '---------\t-----------------\t--------------\t-----\n');
  for (const rule of compactRules(role.rules ?? [])) w.write(1, `${ruleCells(rule).join('\t')}\n`);
  return w.finish();
}

/** Models describe.RoleBindingDescriber and ClusterRoleBindingDescriber (v1.36). */
export function describeRoleBinding(
  binding: RoleBinding | ClusterRoleBinding,
  request: DescribeRequest,
): string {
  const w = request.writer();
  writeHead(w, binding);
  w.write(0, 'Role:\n');
  w.write(1, `Kind:\t${binding.roleRef.kind}\n`);
  w.write(1, `Name:\t${binding.roleRef.name}\n`);
  w.write(0, 'Subjects:\n');
  w.write(1, 'Kind\tName\tNamespace\n');
  w.write(1, '----\t----\t---------\n');
  for (const { kind, name, namespace } of binding.subjects ?? [])
    w.write(1, `${kind}\t${name}\t${namespace ?? ''}\n`);
  return w.finish();
}

function writeHead(w: DescribeWriter, object: Role | ClusterRole | RoleBinding | ClusterRoleBinding): void {
  w.write(0, `Name:\t${object.metadata.name}\n`);
  w.labels('Labels', object.metadata.labels);
  w.annotations('Annotations', object.metadata.annotations);
}
