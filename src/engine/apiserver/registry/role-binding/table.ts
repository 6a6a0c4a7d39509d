import type { RoleBinding } from '../../../api/types.ts';
import { subjectCells } from '../role-binding/subjects.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Role',
    type: 'string',
    description:
      'RoleRef can reference a Role in the current namespace or a ClusterRole in the global namespace. If the RoleRef cannot be resolved, the Authorizer must return an error.',
  },
  ageColumn,
  { name: 'Users', type: 'string', priority: 1, description: 'Users in the roleBinding' },
  { name: 'Groups', type: 'string', priority: 1, description: 'Groups in the roleBinding' },
  { name: 'ServiceAccounts', type: 'string', priority: 1, description: 'ServiceAccounts in the roleBinding' },
];

/** The columns of `kubectl get`. Models printers.printRoleBinding (v1.36). */
export const roleBindingTable: TableConvertor<RoleBinding> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    `${object.roleRef.kind}/${object.roleRef.name}`,
    ageOf(object, nowMs),
    ...subjectCells(object.subjects),
  ],
};
