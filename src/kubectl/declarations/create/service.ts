import type { CommandDeclaration } from '../../command-line/declaration.ts';
import * as shared from '../shared-flags.ts';

export const createService: CommandDeclaration = {
  use: 'service',
  short: 'Create a service using a specified subcommand',
  long: 'Create a service using a specified subcommand.',
  aliases: ['svc'],
  flagsInUse: true,
  commands: [
    {
      use: 'clusterip NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none]',
      short: 'Create a ClusterIP service',
      long: 'Create a ClusterIP service with the specified name.',
      example: `  # Create a new ClusterIP service named my-cs
  kubectl create service clusterip my-cs --tcp=5678:8080
  
  # Create a new ClusterIP service named my-cs (in headless mode)
  kubectl create service clusterip my-cs --clusterip="None"`,
      flags: [
        shared.allowMissingTemplateKeys,
        {
          name: 'clusterip',
          type: 'string',
          usage: "Assign your own ClusterIP or set to 'None' for a 'headless' service (no loadbalancing).",
        },
        shared.dryRun,
        shared.fieldManager,
        shared.output,
        shared.saveConfig,
        shared.showManagedFields,
        shared.tcp,
        shared.template,
        shared.validate,
      ],
    },
    {
      use: 'externalname NAME --external-name external.name [--dry-run=server|client|none]',
      short: 'Create an ExternalName service',
      long: `Create an ExternalName service with the specified name.

 ExternalName service references to an external DNS address instead of only pods, which will allow application authors to reference services that exist off platform, on other clusters, or locally.`,
      example: `  # Create a new ExternalName service named my-ns
  kubectl create service externalname my-ns --external-name bar.com`,
      flags: [
        shared.allowMissingTemplateKeys,
        shared.dryRun,
        { name: 'external-name', type: 'string', usage: 'External name of service' },
        shared.fieldManager,
        shared.output,
        shared.saveConfig,
        shared.showManagedFields,
        shared.tcp,
        shared.template,
        shared.validate,
      ],
    },
    {
      use: 'loadbalancer NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
      short: 'Create a LoadBalancer service',
      long: 'Create a LoadBalancer service with the specified name.',
      example: `  # Create a new LoadBalancer service named my-lbs
  kubectl create service loadbalancer my-lbs --tcp=5678:8080`,
      flags: [
        shared.allowMissingTemplateKeys,
        shared.dryRun,
        shared.fieldManager,
        shared.output,
        shared.saveConfig,
        shared.showManagedFields,
        shared.tcp,
        shared.template,
        shared.validate,
      ],
    },
    {
      use: 'nodeport NAME [--tcp=port:targetPort] [--dry-run=server|client|none]',
      short: 'Create a NodePort service',
      long: 'Create a NodePort service with the specified name.',
      example: `  # Create a new NodePort service named my-ns
  kubectl create service nodeport my-ns --tcp=5678:8080`,
      flags: [
        shared.allowMissingTemplateKeys,
        shared.dryRun,
        shared.fieldManager,
        {
          name: 'node-port',
          type: 'int',
          default: '0',
          usage: 'Port used to expose the service on each node in a cluster.',
        },
        shared.output,
        shared.saveConfig,
        shared.showManagedFields,
        shared.tcp,
        shared.template,
        shared.validate,
      ],
    },
  ],
};
