import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createServiceaccount: CommandDeclaration = {
  use: 'serviceaccount NAME [--dry-run=server|client|none]',
  short: 'Create a service account with the specified name',
  long: 'Create a service account with the specified name.',
  example: `  # Create a new service account named my-service-account
  kubectl create serviceaccount my-service-account`,
  aliases: ['sa'],
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
