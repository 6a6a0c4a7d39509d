import type { RoleBinding } from '../../../api/types.ts';

/** Users, groups and service accounts of a binding, a cell each. */
export function subjectCells(
  subjects: RoleBinding['subjects'],
): [users: string, groups: string, accounts: string] {
  const named = (kind: string): string =>
    (subjects ?? [])
      .filter((subject) => subject.kind === kind)
      .map(({ name, namespace }) => (kind === 'ServiceAccount' ? `${namespace}/${name}` : name))
      .join(', ');
  return [named('User'), named('Group'), named('ServiceAccount')];
}
