import type { ClusterRoleBinding } from '../../../api/types.ts';
import { subjectCells } from '../role-binding/subjects.ts';
import { nameColumn, ageColumn, ageOf } from '../common/table-cells.ts';
import type { TableColumn, TableConvertor } from '../strategy.ts';

const columns: readonly TableColumn[] = [
  nameColumn,
  {
    name: 'Role',
    type: 'string',
    description:
      'RoleRef can only reference a ClusterRole in the global namespace. If the RoleRef cannot be resolved, the Authorizer must return an error.',
  },
  ageColumn,
  { name: 'Users', type: 'string', priority: 1, description: 'Users in the clusterRoleBinding' },
  { name: 'Groups', type: 'string', priority: 1, description: 'Groups in the clusterRoleBinding' },
  {
    name: 'ServiceAccounts',
    type: 'string',
    priority: 1,
    description: 'ServiceAccounts in the clusterRoleBinding',
  },
];

/** The columns of `kubectl get`. Models printers.printClusterRoleBinding (v1.36). */
export const clusterRoleBindingTable: TableConvertor<ClusterRoleBinding> = {
  columns,
  cells: (object, nowMs) => [
    object.metadata.name,
    `${object.roleRef.kind}/${object.roleRef.name}`,
    ageOf(object, nowMs),
    ...subjectCells(object.subjects),
  ],
};
