import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createCronjob: CommandDeclaration = {
  use: "cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
  short: 'Create a cron job with the specified name',
  long: 'Create a cron job with the specified name.',
  example: `  # Create a cron job
  kubectl create cronjob my-job --image=busybox --schedule="*/1 * * * *"
  
  # Create a cron job with a command
  kubectl create cronjob my-job --image=busybox --schedule="*/1 * * * *" -- date`,
  aliases: ['cj'],
  flagsInUse: true,
  flags: [
    shared.allowMissingTemplateKeys,
    shared.dryRun,
    shared.fieldManager,
    shared.image,
    shared.output,
    { name: 'restart', type: 'string', usage: "job's restart policy. supported values: OnFailure, Never" },
    shared.saveConfig,
    { name: 'schedule', type: 'string', usage: 'A schedule in the Cron format the job should be run with.' },
    shared.showManagedFields,
    shared.template,
    shared.validate,
  ],
};
