import type { CommandDeclaration } from '../command-line/declaration.ts';
import * as shared from './shared-flags.ts';
import { createClusterrole } from './create/clusterrole.ts';
import { createClusterrolebinding } from './create/clusterrolebinding.ts';
import { createConfigmap } from './create/configmap.ts';
import { createCronjob } from './create/cronjob.ts';
import { createDeployment } from './create/deployment.ts';
import { createIngress } from './create/ingress.ts';
import { createJob } from './create/job.ts';
import { createNamespace } from './create/namespace.ts';
import { createPoddisruptionbudget } from './create/poddisruptionbudget.ts';
import { createPriorityclass } from './create/priorityclass.ts';
import { createQuota } from './create/quota.ts';
import { createRole } from './create/role.ts';
import { createRolebinding } from './create/rolebinding.ts';
import { createSecret } from './create/secret.ts';
import { createService } from './create/service.ts';
import { createServiceaccount } from './create/serviceaccount.ts';
import { createToken } from './create/token.ts';

export const create: CommandDeclaration = {
  use: 'create -f FILENAME',
  short: 'Create a resource from a file or from stdin',
  long: `Create a resource from a file or from stdin.

 JSON and YAML formats are accepted.`,
  example: `  # Create a pod using the data in pod.json
  kubectl create -f ./pod.json
  
  # Create a pod based on the JSON passed into stdin
  cat pod.json | kubectl create -f -
  
  # Edit the data in registry.yaml in JSON then create the resource using the edited data
  kubectl create -f registry.yaml --edit -o json`,
  flags: [
    shared.allowMissingTemplateKeys,
    shared.dryRun,
    { name: 'edit', type: 'bool', default: 'false', usage: 'Edit the API resource before creating' },
    shared.fieldManager,
    {
      name: 'filename',
      shorthand: 'f',
      type: 'stringSlice',
      default: '[]',
      usage: 'Filename, directory, or URL to files to use to create the resource',
    },
    shared.kustomize,
    shared.output,
    {
      name: 'raw',
      type: 'string',
      usage: 'Raw URI to POST to the server.  Uses the transport specified by the kubeconfig file.',
    },
    shared.record,
    shared.recursive,
    shared.saveConfig,
    shared.selector,
    shared.showManagedFields,
    shared.template,
    shared.validate,
    {
      name: 'windows-line-endings',
      type: 'bool',
      default: 'false',
      usage: 'Only relevant if --edit=true. Defaults to the line ending native to your platform.',
    },
  ],
  commands: [
    createClusterrole,
    createClusterrolebinding,
    createConfigmap,
    createCronjob,
    createDeployment,
    createIngress,
    createJob,
    createNamespace,
    createPoddisruptionbudget,
    createPriorityclass,
    createQuota,
    createRole,
    createRolebinding,
    createSecret,
    createService,
    createServiceaccount,
    createToken,
  ],
};
