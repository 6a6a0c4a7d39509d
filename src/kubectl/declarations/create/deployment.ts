import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createDeployment: CommandDeclaration = {
  use: 'deployment NAME --image=image -- [COMMAND] [args...]',
  short: 'Create a deployment with the specified name',
  long: 'Create a deployment with the specified name.',
  example: `  # Create a deployment named my-dep that runs the busybox image
  kubectl create deployment my-dep --image=busybox
  
  # Create a deployment with a command
  kubectl create deployment my-dep --image=busybox -- date
  
  # Create a deployment named my-dep that runs the nginx image with 3 replicas
  kubectl create deployment my-dep --image=nginx --replicas=3
  
  # Create a deployment named my-dep that runs the busybox image and expose port 5701
  kubectl create deployment my-dep --image=busybox --port=5701
  
  # Create a deployment named my-dep that runs multiple containers
  kubectl create deployment my-dep --image=busybox:latest --image=ubuntu:latest --image=nginx`,
  aliases: ['deploy'],
  flags: [
    shared.allowMissingTemplateKeys,
    shared.dryRun,
    shared.fieldManager,
    {
      name: 'image',
      type: 'stringSlice',
      default: '[]',
      usage: 'Image names to run. A deployment can have multiple images set for multi-container pod.',
    },
    shared.output,
    { name: 'port', type: 'int32', default: '-1', usage: 'The containerPort that this deployment exposes.' },
    {
      name: 'replicas',
      shorthand: 'r',
      type: 'int32',
      default: '1',
      usage: 'Number of replicas to create. Default is 1.',
    },
    shared.saveConfig,
    shared.showManagedFields,
    shared.template,
    shared.validate,
  ],
};
