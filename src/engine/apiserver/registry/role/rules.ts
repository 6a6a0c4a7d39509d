import { child, invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import { isDnsSubdomain, isPathSegmentName } from '../../../api/names.ts';
import type { Role, RoleBinding } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { setTextDefault } from '../pod/defaults.ts';
import { each } from '../pod/validation/handlers.ts';

const group = 'rbac.authorization.k8s.io';
const subjectKinds = ['ServiceAccount', 'User', 'Group'];

/** Models ValidatePolicyRule (v1.36). */
export function ruleErrors(rules: Role['rules'], namespaced: boolean): FieldError[] {
  return each(rules, 'rules', (rule, path) => {
    const errors: FieldError[] = [];
    if (!rule.verbs?.length)
      errors.push(required(child(path, 'verbs'), 'verbs must contain at least one value'));
    if (rule.nonResourceURLs?.length) {
      const urlsPath = child(path, 'nonResourceURLs');
      if (namespaced) {
        errors.push(
          invalid(urlsPath, rule.nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'),
        );
      }
      if (rule.apiGroups?.length || rule.resources?.length || rule.resourceNames?.length) {
        errors.push(
          invalid(
            urlsPath,
            rule.nonResourceURLs,
            'rules cannot apply to both regular resources and non-resource URLs',
          ),
        );
      }
      return errors;
    }
    if (!rule.apiGroups?.length) {
      errors.push(required(child(path, 'apiGroups'), 'resource rules must supply at least one api group'));
    }
    if (!rule.resources?.length) {
      errors.push(required(child(path, 'resources'), 'resource rules must supply at least one resource'));
    }
    return errors;
  });
}

type Binding = Pick<RoleBinding, 'roleRef' | 'subjects'>;

/** Models SetDefaults_RoleBinding and SetDefaults_Subject (v1.36). */
export function setBindingDefaults(draft: Binding): void {
  setTextDefault(draft.roleRef, 'apiGroup', group);
  for (const subject of draft.subjects ?? []) {
    if (subject.kind === 'User' || subject.kind === 'Group') setTextDefault(subject, 'apiGroup', group);
  }
}

/** Models ValidateRoleBinding (v1.36). `roleKinds` are those that may be bound. */
export function bindingErrors(
  draft: Binding,
  roleKinds: readonly string[],
  namespaced: boolean,
): FieldError[] {
  const { roleRef, subjects } = draft;
  const errors: FieldError[] = [];
  if (roleRef.apiGroup !== group)
    errors.push(notSupported('roleRef.apiGroup', roleRef.apiGroup ?? '', [group]));
  if (!roleKinds.includes(roleRef.kind))
    errors.push(notSupported('roleRef.kind', roleRef.kind ?? '', roleKinds));
  if (!roleRef.name) errors.push(required('roleRef.name'));
  else {
    for (const problem of isPathSegmentName(roleRef.name))
      errors.push(invalid('roleRef.name', roleRef.name, problem));
  }
  return [
    ...errors,
    ...each(subjects, 'subjects', (subject, path) => {
      if (!subject.name) return [required(child(path, 'name'))];
      if (!subjectKinds.includes(subject.kind)) {
        return [notSupported(child(path, 'kind'), subject.kind ?? '', subjectKinds)];
      }
      const wanted = subject.kind === 'ServiceAccount' ? '' : group;
      const problems =
        (subject.apiGroup ?? '') === wanted
          ? []
          : [notSupported(child(path, 'apiGroup'), subject.apiGroup, [wanted])];
      if (subject.kind !== 'ServiceAccount') return problems;
      for (const problem of isDnsSubdomain(subject.name))
        problems.push(invalid(child(path, 'name'), subject.name, problem));
      if (!namespaced && !subject.namespace) problems.push(required(child(path, 'namespace')));
      return problems;
    }),
  ];
}

/** A binding always speaks of the same role. */
export function roleRefChangeErrors({ roleRef }: Binding, old: Binding): FieldError[] {
  if (deepEqual(roleRef, old.roleRef)) return [];
  const shown = { APIGroup: roleRef.apiGroup, Kind: roleRef.kind, Name: roleRef.name };
  return [invalid('roleRef', shown, 'cannot change roleRef')];
}
