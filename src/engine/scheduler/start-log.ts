import { info, type Log } from '../api/klog.ts';
import { schedulerVersion, type SchedulerOptions } from './config/command-line.ts';

/** What kube-scheduler v1.36 says before it serves. */
export function logStart(log: Log, options: SchedulerOptions): void {
  const plain = (level: 'I' | 'W' | 'E', source: string, message: string): void =>
    log.write({ level, source, message });
  if (!options.flags.values.has('tls-cert-file'))
    plain('I', 'serving.go:411', 'Generated self-signed cert in-memory');
  plain('E', 'options.go:205', 'The manifest file is empty, ignoring.');
  info(log, 0, 'server.go:178', 'Starting Kubernetes Scheduler', { version: schedulerVersion });
  info(log, 0, 'server.go:180', 'Golang settings', { GOGC: '', GOMAXPROCS: '', GOTRACEBACK: '' });
}

/** What it says when its port is open. */
export function logServing(log: Log, options: SchedulerOptions): void {
  log.write({
    level: 'I',
    source: 'secure_serving.go:214',
    message: `Serving securely on ${listenAddress(options)}`,
  });
}

/** What it says when its port is closed again. */
export function logServingStopped(log: Log, options: SchedulerOptions): void {
  const message = `Stopped listening on ${listenAddress(options)}`;
  log.write({ level: 'I', source: 'secure_serving.go:262', message });
  info(log, 0, 'server.go:272', '[graceful-termination] secure server has stopped listening');
  info(log, 0, 'server.go:274', '[graceful-termination] secure server is exiting');
}

function listenAddress({ flags }: SchedulerOptions): string {
  const address = flags.values.get('bind-address') ?? '0.0.0.0';
  const port = flags.values.get('secure-port') ?? '10259';
  return `${address === '0.0.0.0' ? '[::]' : address}:${port}`;
}
