import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createRolebinding: CommandDeclaration = {
  use: 'rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a role binding for a particular role or cluster role',
  long: 'Create a role binding for a particular role or cluster role.',
  example: `  # Create a role binding for user1, user2, and group1 using the admin cluster role
  kubectl create rolebinding admin --clusterrole=admin --user=user1 --user=user2 --group=group1
  
  # Create a role binding for service account monitoring:sa-dev using the admin role
  kubectl create rolebinding admin-binding --role=admin --serviceaccount=monitoring:sa-dev`,
  flags: [
    shared.allowMissingTemplateKeys,
    { name: 'clusterrole', type: 'string', usage: 'ClusterRole this RoleBinding should reference' },
    shared.dryRun,
    shared.fieldManager,
    {
      name: 'group',
      type: 'stringArray',
      default: '[]',
      usage: 'Groups to bind to the role. The flag can be repeated to add multiple groups.',
    },
    shared.output,
    { name: 'role', type: 'string', usage: 'Role this RoleBinding should reference' },
    shared.saveConfig,
    {
      name: 'serviceaccount',
      type: 'stringArray',
      default: '[]',
      usage:
        'Service accounts to bind to the role, in the format <namespace>:<name>. The flag can be repeated to add multiple service accounts.',
    },
    shared.showManagedFields,
    shared.template,
    {
      name: 'user',
      type: 'stringArray',
      default: '[]',
      usage: 'Usernames to bind to the role. The flag can be repeated to add multiple users.',
    },
    shared.validate,
  ],
};
