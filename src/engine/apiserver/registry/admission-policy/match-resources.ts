/** Which requests are meant. Models pkg/apis/admissionregistration/validation (v1.36). */
import {
  at,
  child,
  duplicate,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import { labelSelectorErrors } from '../../../api/labels.ts';
import { isPathSegmentName } from '../../../api/names.ts';
import type { MatchResources, OperationRule } from './types.ts';

export const failurePolicies = ['Fail', 'Ignore'];
const matchPolicies = ['Equivalent', 'Exact'];
const operations = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const scopes = ['*', 'Cluster', 'Namespaced'];

/** An error where a value is none of those that there are; nothing for one that is missing. */
export function choiceErrors(
  value: string | undefined,
  path: string,
  choices: readonly string[],
): FieldError[] {
  return value === undefined || choices.includes(value) ? [] : [notSupported(path, value, choices)];
}

/** The same where it may not be missing. */
export function requiredChoiceErrors(
  value: string | undefined,
  path: string,
  choices: readonly string[],
): FieldError[] {
  return value === undefined ? [required(path)] : choiceErrors(value, path, choices);
}

export function matchPolicyErrors(value: string | undefined, path: string): FieldError[] {
  return choiceErrors(value, path, matchPolicies);
}

export function matchResourcesErrors(match: MatchResources | undefined, path: string): FieldError[] {
  if (match === undefined) return [];
  const selector = (name: 'namespaceSelector' | 'objectSelector'): FieldError[] =>
    match[name] === undefined
      ? [required(child(path, name))]
      : labelSelectorErrors(match[name], child(path, name));
  return [
    ...requiredChoiceErrors(match.matchPolicy, child(path, 'matchPolicy'), matchPolicies),
    ...selector('namespaceSelector'),
    ...selector('objectSelector'),
    ...(['resourceRules', 'excludeResourceRules'] as const).flatMap((name) =>
      (match[name] ?? []).flatMap((rule, index) => namedRuleErrors(rule, at(child(path, name), index))),
    ),
  ];
}

function namedRuleErrors(rule: OperationRule, path: string): FieldError[] {
  const names = child(path, 'resourceNames');
  const errors = (rule.resourceNames ?? []).flatMap((name, index, all) => [
    ...isPathSegmentName(name).map((problem) => invalid(at(names, index), name, problem)),
    ...(all.indexOf(name) < index ? [duplicate(at(names, index), name)] : []),
  ]);
  return [...errors, ...operationRuleErrors(rule, path)];
}

export function operationRuleErrors(rule: OperationRule, path: string): FieldError[] {
  return [
    ...exclusiveErrors(rule.operations ?? [], child(path, 'operations'), 'operations'),
    ...(rule.operations ?? []).flatMap((operation, index) =>
      choiceErrors(operation, at(child(path, 'operations'), index), operations),
    ),
    ...exclusiveErrors(rule.apiGroups ?? [], child(path, 'apiGroups'), 'API groups'),
    ...exclusiveErrors(rule.apiVersions ?? [], child(path, 'apiVersions'), 'API versions'),
    ...(rule.apiVersions ?? []).flatMap((version, index) =>
      version === '' ? [required(at(child(path, 'apiVersions'), index))] : [],
    ),
    ...resourcesErrors(rule.resources ?? [], child(path, 'resources')),
    ...choiceErrors(rule.scope, child(path, 'scope'), scopes),
  ];
}

/** At least one, and a `*` alone. */
function exclusiveErrors(values: readonly string[], path: string, what: string): FieldError[] {
  if (values.length === 0) return [required(path)];
  return values.length > 1 && values.includes('*')
    ? [invalid(path, values, `if '*' is present, must not specify other ${what}`)]
    : [];
}

function resourcesErrors(resources: readonly string[], path: string): FieldError[] {
  const errors: FieldError[] = resources.length === 0 ? [required(path)] : [];
  const allSubresourcesOf = new Set<string>();
  const allResourcesWith = new Set<string>();
  let hasPlain = false;
  resources.forEach((name, index) => {
    const here = at(path, index);
    if (name === '') {
      errors.push(required(here));
      return;
    }
    const slash = name.indexOf('/');
    if (slash < 0) {
      hasPlain = name !== '*';
      return;
    }
    const [resource, subresource] = [name.slice(0, slash), name.slice(slash + 1)];
    const covered = (by: string): FieldError =>
      invalid(here, name, `if '${by}' is present, must not specify ${name}`);
    if (allSubresourcesOf.has(resource)) errors.push(covered(`${resource}/*`));
    if (allResourcesWith.has(subresource)) errors.push(covered(`*/${subresource}`));
    if (subresource === '*') allSubresourcesOf.add(resource);
    if (resource === '*') allResourcesWith.add(subresource);
  });
  if (resources.length > 1 && resources.includes('*/*'))
    errors.push(invalid(path, resources, "if '*/*' is present, must not specify other resources"));
  if (resources.includes('*') && hasPlain)
    errors.push(
      invalid(path, resources, "if '*' is present, must not specify other resources without subresources"),
    );
  return errors;
}
