import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createJob: CommandDeclaration = {
  use: 'job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  short: 'Create a job with the specified name',
  long: 'Create a job with the specified name.',
  example: `  # Create a job
  kubectl create job my-job --image=busybox
  
  # Create a job with a command
  kubectl create job my-job --image=busybox -- date
  
  # Create a job from a cron job named "a-cronjob"
  kubectl create job test-job --from=cronjob/a-cronjob`,
  flags: [
    shared.allowMissingTemplateKeys,
    shared.dryRun,
    shared.fieldManager,
    {
      name: 'from',
      type: 'string',
      usage: 'The name of the resource to create a Job from (only CronJob is supported).',
    },
    shared.image,
    shared.output,
    shared.saveConfig,
    shared.showManagedFields,
    shared.template,
    shared.validate,
  ],
};
