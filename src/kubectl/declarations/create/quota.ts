import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createQuota: CommandDeclaration = {
  use: 'quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]',
  short: 'Create a quota with the specified name',
  long: 'Create a resource quota with the specified name, hard limits, and optional scopes.',
  example: `  # Create a new resource quota named my-quota
  kubectl create quota my-quota --hard=cpu=1,memory=1G,pods=2,services=3,replicationcontrollers=2,resourcequotas=1,secrets=5,persistentvolumeclaims=10
  
  # Create a new resource quota named best-effort
  kubectl create quota best-effort --hard=pods=100 --scopes=BestEffort`,
  aliases: ['resourcequota'],
  flags: [
    shared.allowMissingTemplateKeys,
    shared.dryRun,
    shared.fieldManager,
    {
      name: 'hard',
      type: 'string',
      usage: 'A comma-delimited set of resource=quantity pairs that define a hard limit.',
    },
    shared.output,
    shared.saveConfig,
    {
      name: 'scopes',
      type: 'string',
      usage: 'A comma-delimited set of quota scopes that must all match each object tracked by the quota.',
    },
    shared.showManagedFields,
    shared.template,
    shared.validate,
  ],
};
