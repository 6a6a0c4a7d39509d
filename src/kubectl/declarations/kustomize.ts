import type { CommandDeclaration } from '../command-line/declaration.ts';

export const kustomize: CommandDeclaration = {
  use: 'kustomize DIR',
  short: 'Build a kustomization target from a directory or URL',
  long: "Build a set of KRM resources using a 'kustomization.yaml' file. The DIR argument must be a path to a directory containing 'kustomization.yaml', or a git repository URL with a path suffix specifying same with respect to the repository root. If DIR is omitted, '.' is assumed.",
  example: `  # Build the current working directory
  kubectl kustomize
  
  # Build some shared configuration directory
  kubectl kustomize /home/config/production
  
  # Build from github
  kubectl kustomize https://github.com/kubernetes-sigs/kustomize.git/examples/helloWorld?ref=v1.0.6`,
  flagsInUse: true,
  flags: [
    {
      name: 'as-current-user',
      type: 'bool',
      default: 'false',
      usage: 'use the uid and gid of the command executor to run the function in the container',
    },
    { name: 'enable-alpha-plugins', type: 'bool', default: 'false', usage: 'enable kustomize plugins' },
    {
      name: 'enable-helm',
      type: 'bool',
      default: 'false',
      usage: 'Enable use of the Helm chart inflator generator.',
    },
    {
      name: 'enable-managedby-label',
      type: 'bool',
      default: 'false',
      deprecated:
        'The flag `enable-managedby-label` has been deprecated. Use the `managedByLabel` option in the `buildMetadata` field instead.',
      hidden: true,
      usage: 'enable adding app.kubernetes.io/managed-by',
    },
    {
      name: 'env',
      shorthand: 'e',
      type: 'stringArray',
      default: '[]',
      usage: 'a list of environment variables to be used by functions',
    },
    {
      name: 'helm-api-versions',
      type: 'stringArray',
      default: '[]',
      usage: 'Kubernetes api versions used by Helm for Capabilities.APIVersions',
    },
    { name: 'helm-command', type: 'string', default: 'helm', usage: 'helm command (path to executable)' },
    {
      name: 'helm-debug',
      type: 'bool',
      default: 'false',
      usage: 'Enable debug output from the Helm chart inflator generator.',
    },
    {
      name: 'helm-kube-version',
      type: 'string',
      usage: 'Kubernetes version used by Helm for Capabilities.KubeVersion',
    },
    {
      name: 'load-restrictor',
      type: 'string',
      default: 'LoadRestrictionsRootOnly',
      usage:
        "if set to 'LoadRestrictionsNone', local kustomizations may load files from outside their root. This does, however, break the relocatability of the kustomization.",
    },
    {
      name: 'mount',
      type: 'stringArray',
      default: '[]',
      usage: 'a list of storage options read from the filesystem',
    },
    {
      name: 'network',
      type: 'bool',
      default: 'false',
      usage: 'enable network access for functions that declare it',
    },
    {
      name: 'network-name',
      type: 'string',
      default: 'bridge',
      usage: 'the docker network to run the container in',
    },
    { name: 'output', shorthand: 'o', type: 'string', usage: 'If specified, write output to this path.' },
    {
      name: 'reorder',
      type: 'string',
      default: 'legacy',
      deprecated: "use the new 'sortOptions' field in kustomization.yaml instead.",
      hidden: true,
      usage:
        "Reorder the resources just before output. Use 'legacy' to apply a legacy reordering (Namespaces first, Webhooks last, etc). Use 'none' to suppress a final reordering.",
    },
  ],
};
