import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createClusterrolebinding: CommandDeclaration = {
  use: 'clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  short: 'Create a cluster role binding for a particular cluster role',
  long: 'Create a cluster role binding for a particular cluster role.',
  example: `  # Create a cluster role binding for user1, user2, and group1 using the cluster-admin cluster role
  kubectl create clusterrolebinding cluster-admin --clusterrole=cluster-admin --user=user1 --user=user2 --group=group1`,
  flags: [
    shared.allowMissingTemplateKeys,
    { name: 'clusterrole', type: 'string', usage: 'ClusterRole this ClusterRoleBinding should reference' },
    shared.dryRun,
    shared.fieldManager,
    {
      name: 'group',
      type: 'stringArray',
      default: '[]',
      usage: 'Groups to bind to the clusterrole. The flag can be repeated to add multiple groups.',
    },
    shared.output,
    shared.saveConfig,
    {
      name: 'serviceaccount',
      type: 'stringArray',
      default: '[]',
      usage:
        'Service accounts to bind to the clusterrole, in the format <namespace>:<name>. The flag can be repeated to add multiple service accounts.',
    },
    shared.showManagedFields,
    shared.template,
    {
      name: 'user',
      type: 'stringArray',
      default: '[]',
      usage: 'Usernames to bind to the clusterrole. The flag can be repeated to add multiple users.',
    },
    shared.validate,
  ],
};
