import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createNamespace: CommandDeclaration = {
  use: 'namespace NAME [--dry-run=server|client|none]',
  short: 'Create a namespace with the specified name',
  long: 'Create a namespace with the specified name.',
  example: `  # Create a new namespace named my-namespace
  kubectl create namespace my-namespace`,
  aliases: ['ns'],
  flags: [
    shared.allowMissingTemplateKeys,
    shared.dryRun,
    shared.fieldManager,
    shared.output,
    shared.saveConfig,
    shared.showManagedFields,
    shared.template,
    shared.validate,
  ],
};
