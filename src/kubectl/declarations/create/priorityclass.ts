import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createPriorityclass: CommandDeclaration = {
  use: 'priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]',
  short: 'Create a priority class with the specified name',
  long: 'Create a priority class with the specified name, value, globalDefault and description.',
  example: `  # Create a priority class named high-priority
  kubectl create priorityclass high-priority --value=1000 --description="high priority"
  
  # Create a priority class named default-priority that is considered as the global default priority
  kubectl create priorityclass default-priority --value=1000 --global-default=true --description="default priority"
  
  # Create a priority class named high-priority that cannot preempt pods with lower priority
  kubectl create priorityclass high-priority --value=1000 --description="high priority" --preemption-policy="Never"`,
  aliases: ['pc'],
  flags: [
    shared.allowMissingTemplateKeys,
    {
      name: 'description',
      type: 'string',
      usage:
        'description is an arbitrary string that usually provides guidelines on when this priority class should be used.',
    },
    shared.dryRun,
    shared.fieldManager,
    {
      name: 'global-default',
      type: 'bool',
      default: 'false',
      usage:
        'global-default specifies whether this PriorityClass should be considered as the default priority.',
    },
    shared.output,
    {
      name: 'preemption-policy',
      type: 'string',
      default: 'PreemptLowerPriority',
      usage: 'preemption-policy is the policy for preempting pods with lower priority.',
    },
    shared.saveConfig,
    shared.showManagedFields,
    shared.template,
    shared.validate,
    { name: 'value', type: 'int32', default: '0', usage: 'the value of this priority class.' },
  ],
};
