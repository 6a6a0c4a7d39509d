import type { FlagDeclaration } from '../command-line/declaration.ts';

/** Flags that several commands declare with the same words. */
export const all: FlagDeclaration = {
  name: 'all',
  type: 'bool',
  default: 'false',
  usage: 'Select all resources, in the namespace of the specified resource types',
};
export const all2: FlagDeclaration = {
  name: 'all',
  type: 'bool',
  default: 'false',
  usage: 'Select all resources in the namespace of the specified resource types',
};
export const allNamespaces: FlagDeclaration = {
  name: 'all-namespaces',
  shorthand: 'A',
  type: 'bool',
  default: 'false',
  usage:
    'If present, list the requested object(s) across all namespaces. Namespace in current context is ignored even if specified with --namespace.',
};
export const allNamespaces2: FlagDeclaration = {
  name: 'all-namespaces',
  shorthand: 'A',
  type: 'bool',
  default: 'false',
  usage: 'If true, check the specified action in all namespaces.',
};
export const allowMissingTemplateKeys: FlagDeclaration = {
  name: 'allow-missing-template-keys',
  type: 'bool',
  default: 'true',
  usage:
    'If true, ignore any errors in templates when a field or map key is missing in the template. Only applies to golang and jsonpath output formats.',
};
export const appendHash: FlagDeclaration = {
  name: 'append-hash',
  type: 'bool',
  default: 'false',
  usage: 'Append a hash of the secret to its name.',
};
export const cascade: FlagDeclaration = {
  name: 'cascade',
  type: 'string',
  default: 'background',
  bare: 'background',
  usage:
    'Must be "background", "orphan", or "foreground". Selects the deletion cascading strategy for the dependents (e.g. Pods created by a ReplicationController). Defaults to background.',
};
export const chunkSize: FlagDeclaration = {
  name: 'chunk-size',
  type: 'int64',
  default: '500',
  usage: 'Return large lists in chunks rather than all at once. Pass 0 to disable.',
};
export const container: FlagDeclaration = {
  name: 'container',
  shorthand: 'c',
  type: 'string',
  usage:
    'Container name. If omitted, use the kubectl.kubernetes.io/default-container annotation for selecting the container to be attached or the first container in the pod will be chosen',
};
export const dryRun: FlagDeclaration = {
  name: 'dry-run',
  type: 'string',
  default: 'none',
  bare: 'unchanged',
  usage:
    'Must be "none", "server", or "client". If client strategy, only print the object that would be sent, without sending it. If server strategy, submit server-side request without persisting the resource.',
};
export const fieldManager: FlagDeclaration = {
  name: 'field-manager',
  type: 'string',
  default: 'kubectl-create',
  usage: 'Name of the manager used to track field ownership.',
};
export const fieldManager2: FlagDeclaration = {
  name: 'field-manager',
  type: 'string',
  default: 'kubectl-set',
  usage: 'Name of the manager used to track field ownership.',
};
export const fieldManager3: FlagDeclaration = {
  name: 'field-manager',
  type: 'string',
  default: 'kubectl-client-side-apply',
  usage: 'Name of the manager used to track field ownership.',
};
export const fieldManager4: FlagDeclaration = {
  name: 'field-manager',
  type: 'string',
  default: 'kubectl-rollout',
  usage: 'Name of the manager used to track field ownership.',
};
export const fieldSelector: FlagDeclaration = {
  name: 'field-selector',
  type: 'string',
  usage:
    "Selector (field query) to filter on, supports '=', '==', and '!='.(e.g. --field-selector key1=value1,key2=value2). The server only supports a limited number of field queries per type.",
};
export const filename: FlagDeclaration = {
  name: 'filename',
  shorthand: 'f',
  type: 'stringSlice',
  default: '[]',
  usage: 'Filename, directory, or URL to files identifying the resource to get from a server.',
};
export const filename2: FlagDeclaration = {
  name: 'filename',
  shorthand: 'f',
  type: 'stringSlice',
  default: '[]',
  usage: 'Filename, directory, or URL to files identifying the resource to update',
};
export const filename3: FlagDeclaration = {
  name: 'filename',
  shorthand: 'f',
  type: 'stringSlice',
  default: '[]',
  usage: 'Filename, directory, or URL to files to use to edit the resource',
};
export const filename4: FlagDeclaration = {
  name: 'filename',
  shorthand: 'f',
  type: 'stringSlice',
  default: '[]',
  usage: 'Filename, directory, or URL to files that contains the last-applied-configuration annotations',
};
export const filename5: FlagDeclaration = {
  name: 'filename',
  shorthand: 'f',
  type: 'stringSlice',
  default: '[]',
  usage: 'identifying the resource.',
};
export const force: FlagDeclaration = {
  name: 'force',
  type: 'bool',
  default: 'false',
  usage:
    'If true, immediately remove resources from API and bypass graceful deletion. Note that immediate deletion of some resources may result in inconsistency or data loss and requires confirmation.',
};
export const forceConflicts: FlagDeclaration = {
  name: 'force-conflicts',
  type: 'bool',
  default: 'false',
  usage: 'If true, server-side apply will force the changes against conflicts.',
};
export const gracePeriod: FlagDeclaration = {
  name: 'grace-period',
  type: 'int',
  default: '-1',
  usage:
    'Period of time in seconds given to the resource to terminate gracefully. Ignored if negative. Set to 1 for immediate shutdown. Can only be set to 0 when --force is true (force deletion).',
};
export const image: FlagDeclaration = { name: 'image', type: 'string', usage: 'Image name to run.' };
export const kuberc: FlagDeclaration = {
  name: 'kuberc',
  type: 'string',
  usage:
    'Path to the kuberc file to use for preferences. This can be disabled by exporting KUBECTL_KUBERC=false feature gate or turning off the feature KUBERC=off.',
};
export const kustomize: FlagDeclaration = {
  name: 'kustomize',
  shorthand: 'k',
  type: 'string',
  usage: "Process the kustomization directory. This flag can't be used together with -f or -R.",
};
export const kustomize2: FlagDeclaration = {
  name: 'kustomize',
  shorthand: 'k',
  type: 'string',
  usage: "Process a kustomization directory. This flag can't be used together with -f or -R.",
};
export const local: FlagDeclaration = {
  name: 'local',
  type: 'bool',
  default: 'false',
  usage: 'If true, annotation will NOT contact api-server but run locally.',
};
export const noHeaders: FlagDeclaration = {
  name: 'no-headers',
  type: 'bool',
  default: 'false',
  usage:
    "When using the default or custom-column output format, don't print headers (default print headers).",
};
export const output: FlagDeclaration = {
  name: 'output',
  shorthand: 'o',
  type: 'string',
  usage:
    'Output format. One of: (json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file).',
};
export const output2: FlagDeclaration = {
  name: 'output',
  shorthand: 'o',
  type: 'string',
  default: 'yaml',
  usage:
    'Output format. One of: (json, yaml, kyaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file).',
};
export const overrideType: FlagDeclaration = {
  name: 'override-type',
  type: 'string',
  default: 'merge',
  usage: 'The method used to override the generated object: json, merge, or strategic.',
};
export const overrides: FlagDeclaration = {
  name: 'overrides',
  type: 'string',
  usage:
    'An inline JSON override for the generated object. If this is non-empty, it is used to override the generated object. Requires that the object supply a valid apiVersion field.',
};
export const podRunningTimeout: FlagDeclaration = {
  name: 'pod-running-timeout',
  type: 'duration',
  default: '1m0s',
  usage:
    'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
};
export const podRunningTimeout2: FlagDeclaration = {
  name: 'pod-running-timeout',
  type: 'duration',
  default: '20s',
  usage:
    'The length of time (like 5s, 2m, or 3h, higher than zero) to wait until at least one pod is running',
};
export const pruneAllowlist: FlagDeclaration = {
  name: 'prune-allowlist',
  type: 'stringArray',
  default: '[]',
  usage: 'Overwrite the default allowlist with <group/version/kind> for --prune',
};
export const quiet: FlagDeclaration = {
  name: 'quiet',
  shorthand: 'q',
  type: 'bool',
  default: 'false',
  usage: 'Only print output from the remote session',
};
export const record: FlagDeclaration = {
  name: 'record',
  type: 'bool',
  default: 'false',
  deprecated: '--record will be removed in the future',
  hidden: true,
  usage:
    'Record current kubectl command in the resource annotation. If set to false, do not record the command. If set to true, record the command. If not set, default to updating the existing annotation value only if one already exists.',
};
export const recursive: FlagDeclaration = {
  name: 'recursive',
  shorthand: 'R',
  type: 'bool',
  default: 'false',
  usage:
    'Process the directory used in -f, --filename recursively. Useful when you want to manage related manifests organized within the same directory.',
};
export const recursive2: FlagDeclaration = {
  name: 'recursive',
  shorthand: 'R',
  type: 'bool',
  default: 'true',
  usage:
    'Process the directory used in -f, --filename recursively. Useful when you want to manage related manifests organized within the same directory.',
};
export const resource: FlagDeclaration = {
  name: 'resource',
  type: 'stringSlice',
  default: '[]',
  usage: 'Resource that the rule applies to',
};
export const resourceName: FlagDeclaration = {
  name: 'resource-name',
  type: 'stringArray',
  default: '[]',
  usage: 'Resource in the white list that the rule applies to, repeat this flag for multiple items',
};
export const saveConfig: FlagDeclaration = {
  name: 'save-config',
  type: 'bool',
  default: 'false',
  usage:
    'If true, the configuration of current object will be saved in its annotation. Otherwise, the annotation will be unchanged. This flag is useful when you want to perform kubectl apply on this object in the future.',
};
export const selector: FlagDeclaration = {
  name: 'selector',
  shorthand: 'l',
  type: 'string',
  usage:
    "Selector (label query) to filter on, supports '=', '==', '!=', 'in', 'notin'.(e.g. -l key1=value1,key2=value2,key3 in (value3)). Matching objects must satisfy all of the specified label constraints.",
};
export const serverSide: FlagDeclaration = {
  name: 'server-side',
  type: 'bool',
  default: 'false',
  usage: 'If true, apply runs in the server instead of the client.',
};
export const showManagedFields: FlagDeclaration = {
  name: 'show-managed-fields',
  type: 'bool',
  default: 'false',
  usage: 'If true, keep the managedFields when printing objects in JSON or YAML format.',
};
export const stdin: FlagDeclaration = {
  name: 'stdin',
  shorthand: 'i',
  type: 'bool',
  default: 'false',
  usage: 'Pass stdin to the container',
};
export const tcp: FlagDeclaration = {
  name: 'tcp',
  type: 'stringSlice',
  default: '[]',
  usage: "Port pairs can be specified as '<port>:<targetPort>'.",
};
export const template: FlagDeclaration = {
  name: 'template',
  type: 'string',
  usage:
    'Template string or path to template file to use when -o=go-template, -o=go-template-file. The template format is golang templates [http://golang.org/pkg/text/template/#pkg-overview].',
};
export const timeout: FlagDeclaration = {
  name: 'timeout',
  type: 'duration',
  default: '0s',
  usage:
    'The length of time to wait before giving up on a delete, zero means determine a timeout from the size of the object',
};
export const tty: FlagDeclaration = {
  name: 'tty',
  shorthand: 't',
  type: 'bool',
  default: 'false',
  usage: 'Stdin is a TTY',
};
export const useProtocolBuffers: FlagDeclaration = {
  name: 'use-protocol-buffers',
  type: 'bool',
  default: 'true',
  usage: 'Enables using protocol-buffers to access Metrics API.',
};
export const validate: FlagDeclaration = {
  name: 'validate',
  type: 'string',
  default: 'strict',
  bare: 'strict',
  usage:
    'Must be one of: strict (or true), warn, ignore (or false). "true" or "strict" will use a schema to validate the input and fail the request if invalid. It will perform server side validation if ServerSideFieldValidation is enabled on the api-server, but will fall back to less reliable client-side validation if not. "warn" will warn about unknown or duplicate fields without blocking the request if server-side field validation is enabled on the API server, and behave as "ignore" otherwise. "false" or "ignore" will not perform any schema validation, silently dropping any unknown or duplicate fields.',
};
export const verb: FlagDeclaration = {
  name: 'verb',
  type: 'stringSlice',
  default: '[]',
  usage: 'Verb that applies to the resources contained in the rule',
};
export const wait: FlagDeclaration = {
  name: 'wait',
  type: 'bool',
  default: 'false',
  usage: 'If true, wait for resources to be gone before returning. This waits for finalizers.',
};
export const windowsLineEndings: FlagDeclaration = {
  name: 'windows-line-endings',
  type: 'bool',
  default: 'false',
  usage: 'Defaults to the line ending native to your platform.',
};
