import type { CommandDeclaration } from '../command-line/declaration.ts';
import * as shared from './shared-flags.ts';

export const clusterInfo: CommandDeclaration = {
  use: 'cluster-info',
  short: 'Display cluster information',
  long: "Display addresses of the control plane and services with label kubernetes.io/cluster-service=true. To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.",
  example: `  # Print the address of the control plane and cluster services
  kubectl cluster-info`,
  flagsInUse: true,
  commands: [
    {
      use: 'dump',
      short: 'Dump relevant information for debugging and diagnosis',
      long: `Dump cluster information out suitable for debugging and diagnosing cluster problems.  By default, dumps everything to stdout. You can optionally specify a directory with --output-directory.  If you specify a directory, Kubernetes will build a set of files in that directory.  By default, only dumps things in the current namespace and 'kube-system' namespace, but you can switch to a different namespace with the --namespaces flag, or specify --all-namespaces to dump all namespaces.

 The command also dumps the logs of all of the pods in the cluster; these logs are dumped into different directories based on namespace and pod name.`,
      example: `  # Dump current cluster state to stdout
  kubectl cluster-info dump
  
  # Dump current cluster state to /path/to/cluster-state
  kubectl cluster-info dump --output-directory=/path/to/cluster-state
  
  # Dump all namespaces to stdout
  kubectl cluster-info dump --all-namespaces
  
  # Dump a set of namespaces to /path/to/cluster-state
  kubectl cluster-info dump --namespaces default,kube-system --output-directory=/path/to/cluster-state`,
      flagsInUse: true,
      flags: [
        {
          name: 'all-namespaces',
          shorthand: 'A',
          type: 'bool',
          default: 'false',
          usage: 'If true, dump all namespaces.  If true, --namespaces is ignored.',
        },
        shared.allowMissingTemplateKeys,
        {
          name: 'namespaces',
          type: 'stringSlice',
          default: '[]',
          usage: 'A comma separated list of namespaces to dump.',
        },
        {
          name: 'output',
          shorthand: 'o',
          type: 'string',
          default: 'json',
          usage:
            'Output format. One of: (json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file).',
        },
        {
          name: 'output-directory',
          type: 'string',
          usage:
            "Where to output the files.  If empty or '-' uses stdout, otherwise creates a directory hierarchy in that directory",
        },
        shared.podRunningTimeout2,
        shared.showManagedFields,
        shared.template,
      ],
    },
  ],
};
