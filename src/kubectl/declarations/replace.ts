import type { CommandDeclaration } from '../command-line/declaration.ts';
import * as shared from './shared-flags.ts';

export const replace: CommandDeclaration = {
  use: 'replace -f FILENAME',
  short: 'Replace a resource by file name or stdin',
  long: `Replace a resource by file name or stdin.

 JSON and YAML formats are accepted. If replacing an existing resource, the complete resource spec must be provided. This can be obtained by

        $ kubectl get TYPE NAME -o yaml`,
  example: `  # Replace a pod using the data in pod.json
  kubectl replace -f ./pod.json
  
  # Replace a pod based on the JSON passed into stdin
  cat pod.json | kubectl replace -f -
  
  # Update a single-container pod's image version (tag) to v4
  kubectl get pod mypod -o yaml | sed 's/\\(image: myimage\\):.*$/\\1:v4/' | kubectl replace -f -
  
  # Force replace, delete and then re-create the resource
  kubectl replace --force -f ./pod.json`,
  flags: [
    shared.allowMissingTemplateKeys,
    shared.cascade,
    shared.dryRun,
    {
      name: 'field-manager',
      type: 'string',
      default: 'kubectl-replace',
      usage: 'Name of the manager used to track field ownership.',
    },
    {
      name: 'filename',
      shorthand: 'f',
      type: 'stringSlice',
      default: '[]',
      usage: 'The files that contain the configurations to replace.',
    },
    shared.force,
    shared.gracePeriod,
    shared.kustomize2,
    shared.output,
    {
      name: 'raw',
      type: 'string',
      usage: 'Raw URI to PUT to the server.  Uses the transport specified by the kubeconfig file.',
    },
    shared.recursive,
    shared.saveConfig,
    shared.showManagedFields,
    {
      name: 'subresource',
      type: 'string',
      usage: 'If specified, replace will operate on the subresource of the requested object.',
    },
    shared.template,
    shared.timeout,
    shared.validate,
    shared.wait,
  ],
};
