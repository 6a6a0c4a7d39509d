import { error, info, type Log } from '../api/klog.ts';
import { schedulerVersion, type SchedulerOptions } from './config/command-line.ts';

/*
 * What kube-scheduler v1.36 logs around its work. It serves no port here: these lines stand for the
 * parts of a real one that a cluster in a simulation has no use for.
 */

const authority = 'client-ca::kube-system::extension-apiserver-authentication::';
const caFiles = [`${authority}client-ca-file`, `${authority}requestheader-client-ca-file`];

function plain(log: Log, level: 'I' | 'W' | 'E', source: string, message: string): void {
  log.write({ level, source, message });
}

/**
 * What the API server says about whom to trust: `unknown` where it is not asked, a text where it
 * refuses to tell.
 */
export type ClientAuthorities = 'known' | 'unknown' | { readonly refused: string };

/** Before it opens its port. */
export function logCertificateMade(log: Log, { flags }: SchedulerOptions): void {
  if (!flags.values.has('tls-cert-file'))
    plain(log, 'I', 'serving.go:411', 'Generated self-signed cert in-memory');
}

/** Before it serves. */
export function logStart(log: Log, options: SchedulerOptions, authorities: ClientAuthorities): void {
  if (typeof authorities === 'object') logRefused(log, authorities.refused);
  else if (options.kubeconfig !== '') logMissingKubeconfigs(log, options);
  plain(log, 'E', 'options.go:205', 'The manifest file is empty, ignoring.');
  info(log, 0, 'server.go:178', 'Starting Kubernetes Scheduler', { version: schedulerVersion });
  info(log, 0, 'server.go:180', 'Golang settings', { GOGC: '', GOMAXPROCS: '', GOTRACEBACK: '' });
}

function logRefused(log: Log, refused: string): void {
  plain(
    log,
    'W',
    'requestheader_controller.go:204',
    "Unable to get configmap/extension-apiserver-authentication in kube-system.  Usually fixed by 'kubectl create rolebinding -n kube-system ROLEBINDING_NAME --role=extension-apiserver-authentication-reader --serviceaccount=YOUR_NS:YOUR_SA'",
  );
  const looking = 'Error looking up in-cluster authentication configuration: ';
  plain(log, 'W', 'authentication.go:397', looking + refused);
  const going = 'Continuing without authentication configuration. ';
  plain(log, 'W', 'authentication.go:398', `${going}This may treat all requests as anonymous.`);
  plain(
    log,
    'W',
    'authentication.go:399',
    'To require authentication configuration lookup to succeed, set --authentication-tolerate-lookup-failure=false',
  );
}

function logMissingKubeconfigs(log: Log, { flags }: SchedulerOptions): void {
  if (!flags.values.get('authentication-kubeconfig')) {
    const missing = (file: string, what: string): string =>
      `No authentication-kubeconfig provided in order to lookup ${file} in configmap/extension-apiserver-authentication in kube-system, so ${what} authentication won't work.`;
    plain(log, 'W', 'authentication.go:368', missing('client-ca-file', 'client certificate'));
    const header = missing('requestheader-client-ca-file', 'request-header client certificate');
    plain(log, 'W', 'authentication.go:392', header);
  }
  if (!flags.values.get('authorization-kubeconfig')) {
    const message =
      "No authorization-kubeconfig provided, so SubjectAccessReview of authorization tokens won't work.";
    plain(log, 'W', 'authorization.go:193', message);
  }
}

/** The names of what it follows to know whom to trust. */
function followed(authorities: ClientAuthorities): readonly string[] {
  if (authorities === 'unknown') return [];
  return authorities === 'known' ? caFiles : caFiles.slice(0, 1);
}

/** When its port is open. */
export function logServing(log: Log, options: SchedulerOptions, authorities: ClientAuthorities): void {
  if (authorities === 'known') {
    plain(log, 'I', 'requestheader_controller.go:180', 'Starting RequestHeaderAuthRequestController');
    info(log, 0, 'shared_informer.go:402', 'Waiting for caches to sync');
  }
  for (const name of followed(authorities)) {
    info(log, 0, 'configmap_cafile_content.go:205', 'Starting controller', { name });
    info(log, 0, 'shared_informer.go:402', 'Waiting for caches to sync');
  }
  if (typeof authorities === 'object') logUnfollowed(log, authorities.refused);
  plain(log, 'I', 'secure_serving.go:214', `Serving securely on ${listenText(options)}`);
  info(log, 0, 'tlsconfig.go:243', 'Starting DynamicServingCertificateController');
}

/** Who may not get a ConfigMap may not follow it either. */
function logUnfollowed(log: Log, refused: string): void {
  const type = '*v1.ConfigMap';
  error(log, 'reflector.go:227', 'Failed to watch', {
    err: `failed to list ${type}: ${refused.replace(' cannot get ', ' cannot list ')}`,
    logger: 'UnhandledError',
    reflector: 'runtime/asm_amd64.s:1693',
    type,
  });
}

/** When it has heard of all that it asked for. */
export function logServingSynced(log: Log, authorities: ClientAuthorities): void {
  if (authorities !== 'known') return;
  for (let cache = 0; cache <= caFiles.length; cache++)
    info(log, 0, 'shared_informer.go:409', 'Caches are synced');
}

/** When it ends: what stops with it. */
export function logShutdown(log: Log, authorities: ClientAuthorities): void {
  info(log, 0, 'tlsconfig.go:258', 'Shutting down DynamicServingCertificateController');
  for (const name of followed(authorities))
    info(log, 0, 'configmap_cafile_content.go:226', 'Shutting down controller', { name });
  if (authorities === 'known')
    plain(log, 'I', 'requestheader_controller.go:194', 'Shutting down RequestHeaderAuthRequestController');
}

/** When its port is closed again. */
export function logServingStopped(log: Log, options: SchedulerOptions): void {
  plain(log, 'I', 'secure_serving.go:262', `Stopped listening on ${listenText(options)}`);
  info(log, 0, 'server.go:272', '[graceful-termination] secure server has stopped listening');
  info(log, 0, 'server.go:274', '[graceful-termination] secure server is exiting');
}

/** An event of its last moment: nobody writes it any more. */
export function logUnrecorded(log: Log): void {
  const err = 'broadcaster already stopped';
  error(log, 'event.go:467', 'Unable to record event (will not retry!)', { err });
}

/** Where its flags tell it to serve. */
export function listenAddress({ flags }: SchedulerOptions): {
  readonly address: string;
  readonly port: string;
} {
  return {
    address: flags.values.get('bind-address') ?? '0.0.0.0',
    port: flags.values.get('secure-port') ?? '10259',
  };
}

function listenText(options: SchedulerOptions): string {
  const { address, port } = listenAddress(options);
  return `${address === '0.0.0.0' ? '[::]' : address}:${port}`;
}
