import type { CommandDeclaration } from '../command-line/declaration.ts';
import { alpha } from './alpha.ts';
import { annotate } from './annotate.ts';
import { apiResources } from './api-resources.ts';
import { apiVersions } from './api-versions.ts';
import { apply } from './apply.ts';
import { attach } from './attach.ts';
import { auth } from './auth.ts';
import { autoscale } from './autoscale.ts';
import { certificate } from './certificate.ts';
import { clusterInfo } from './cluster-info.ts';
import { completion } from './completion.ts';
import { config } from './config.ts';
import { cordon } from './cordon.ts';
import { cp } from './cp.ts';
import { create } from './create.ts';
import { debugCommand } from './debug.ts';
import { deleteCommand } from './delete.ts';
import { describe } from './describe.ts';
import { diff } from './diff.ts';
import { drain } from './drain.ts';
import { edit } from './edit.ts';
import { events } from './events.ts';
import { exec } from './exec.ts';
import { explain } from './explain.ts';
import { expose } from './expose.ts';
import { getCommand } from './get.ts';
import { kuberc } from './kuberc.ts';
import { kustomize } from './kustomize.ts';
import { label } from './label.ts';
import { logs } from './logs.ts';
import { optionsCommand } from './options.ts';
import { patch } from './patch.ts';
import { plugin } from './plugin.ts';
import { portForward } from './port-forward.ts';
import { proxy } from './proxy.ts';
import { replace } from './replace.ts';
import { rollout } from './rollout.ts';
import { run } from './run.ts';
import { scale } from './scale.ts';
import { setCommand } from './set.ts';
import { taint } from './taint.ts';
import { top } from './top.ts';
import { uncordon } from './uncordon.ts';
import { version } from './version.ts';
import { wait } from './wait.ts';

/** kubectl itself: every command, what it says of itself, and the flags that all of them take. */
export const kubectl: CommandDeclaration = {
  use: 'kubectl',
  short: 'kubectl controls the Kubernetes cluster manager',
  long: `kubectl controls the Kubernetes cluster manager.

 Find more information at: https://kubernetes.io/docs/reference/kubectl/`,
  flagsInUse: true,
  persistentFlags: [
    {
      name: 'as',
      type: 'string',
      usage:
        'Username to impersonate for the operation. User could be a regular user or a service account in a namespace.',
    },
    {
      name: 'as-group',
      type: 'stringArray',
      default: '[]',
      usage: 'Group to impersonate for the operation, this flag can be repeated to specify multiple groups.',
    },
    { name: 'as-uid', type: 'string', usage: 'UID to impersonate for the operation.' },
    {
      name: 'as-user-extra',
      type: 'stringArray',
      default: '[]',
      usage:
        'User extras to impersonate for the operation, this flag can be repeated to specify multiple values for the same key.',
    },
    { name: 'cache-dir', type: 'string', default: '/root/.kube/cache', usage: 'Default cache directory' },
    {
      name: 'certificate-authority',
      type: 'string',
      usage: 'Path to a cert file for the certificate authority',
    },
    { name: 'client-certificate', type: 'string', usage: 'Path to a client certificate file for TLS' },
    { name: 'client-key', type: 'string', usage: 'Path to a client key file for TLS' },
    { name: 'cluster', type: 'string', usage: 'The name of the kubeconfig cluster to use' },
    { name: 'context', type: 'string', usage: 'The name of the kubeconfig context to use' },
    {
      name: 'disable-compression',
      type: 'bool',
      default: 'false',
      usage: 'If true, opt-out of response compression for all requests to the server',
    },
    {
      name: 'insecure-skip-tls-verify',
      type: 'bool',
      default: 'false',
      usage:
        "If true, the server's certificate will not be checked for validity. This will make your HTTPS connections insecure",
    },
    { name: 'kubeconfig', type: 'string', usage: 'Path to the kubeconfig file to use for CLI requests.' },
    {
      name: 'kuberc',
      type: 'string',
      usage:
        'Path to the kuberc file to use for preferences. This can be disabled by exporting KUBECTL_KUBERC=false feature gate or turning off the feature KUBERC=off.',
    },
    {
      name: 'match-server-version',
      type: 'bool',
      default: 'false',
      usage: 'Require server version to match client version',
    },
    {
      name: 'namespace',
      shorthand: 'n',
      type: 'string',
      usage: 'If present, the namespace scope for this CLI request',
    },
    { name: 'password', type: 'string', usage: 'Password for basic authentication to the API server' },
    {
      name: 'profile',
      type: 'string',
      default: 'none',
      usage: 'Name of profile to capture. One of (none|cpu|heap|goroutine|threadcreate|block|mutex|trace)',
    },
    {
      name: 'profile-output',
      type: 'string',
      default: 'profile.pprof',
      usage: 'Name of the file to write the profile to',
    },
    {
      name: 'request-timeout',
      type: 'string',
      default: '0',
      usage:
        "The length of time to wait before giving up on a single server request. Non-zero values should contain a corresponding time unit (e.g. 1s, 2m, 3h). A value of zero means don't timeout requests.",
    },
    {
      name: 'server',
      shorthand: 's',
      type: 'string',
      usage: 'The address and port of the Kubernetes API server',
    },
    {
      name: 'tls-server-name',
      type: 'string',
      usage:
        'Server name to use for server certificate validation. If it is not provided, the hostname used to contact the server is used',
    },
    { name: 'token', type: 'string', usage: 'Bearer token for authentication to the API server' },
    { name: 'user', type: 'string', usage: 'The name of the kubeconfig user to use' },
    { name: 'username', type: 'string', usage: 'Username for basic authentication to the API server' },
    {
      name: 'warnings-as-errors',
      type: 'bool',
      default: 'false',
      usage: 'Treat warnings received from the server as errors and exit with a non-zero exit code',
    },
    {
      name: 'log-flush-frequency',
      type: 'duration',
      default: '5s',
      usage: 'Maximum number of seconds between log flushes',
    },
    { name: 'v', shorthand: 'v', type: 'Level', default: '0', usage: 'number for the log level verbosity' },
    {
      name: 'vmodule',
      type: 'moduleSpec',
      usage:
        'comma-separated list of pattern=N settings for file-filtered logging (only works for the default text log format)',
    },
  ],
  commands: [
    alpha,
    annotate,
    apiResources,
    apiVersions,
    apply,
    attach,
    auth,
    autoscale,
    certificate,
    clusterInfo,
    completion,
    config,
    cordon,
    cp,
    create,
    debugCommand,
    deleteCommand,
    describe,
    diff,
    drain,
    edit,
    events,
    exec,
    explain,
    expose,
    getCommand,
    kuberc,
    kustomize,
    label,
    logs,
    optionsCommand,
    patch,
    plugin,
    portForward,
    proxy,
    replace,
    rollout,
    run,
    scale,
    setCommand,
    taint,
    top,
    uncordon,
    version,
    wait,
  ],
};
