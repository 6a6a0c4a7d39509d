import { info, type Log } from '../api/klog.ts';
import type { ClientAuthorities } from './start-log.ts';

/*
 * What kube-scheduler says at -v=2 and more about its certificates and about the ConfigMap that names
 * whom to trust. It has neither here: these lines stand for them.
 */

const authority = 'client-ca::kube-system::extension-apiserver-authentication::';
const caNames = `${authority}client-ca-file,${authority}requestheader-client-ca-file`;
const configMap = { type: '*v1.ConfigMap' };
const reflector = { reflector: 'runtime/asm_amd64.s:1693' };
/** One for each of the parts that read the ConfigMap. */
const readers = [0, 1, 2];

/** A Go time. */
function goTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

function validity(nowMs: number, fromMs: number, years: number): string {
  const toMs = fromMs + years * 365 * 24 * 3_600_000;
  return `(${goTime(fromMs)} to ${goTime(toMs)} (now=${goTime(nowMs)}))`;
}

/** Once when it begins to serve, and again whenever it learns of an authority. */
export function logServingCertificate(log: Log, nowMs: number, bornMs: number): void {
  if (log.verbosity < 2) return;
  const seconds = Math.floor(bornMs / 1000);
  const names = `"localhost@${seconds}" [serving] validServingFor=[127.0.0.1,127.0.0.1,localhost] issuer="localhost-ca@${seconds}"`;
  info(log, 2, 'tlsconfig.go:203', 'Loaded serving cert', {
    certName: 'Generated self signed cert',
    certDetail: `${names} ${validity(nowMs, bornMs - 3_600_000, 1)}`,
  });
}

export function logAuthoritiesFollowed(log: Log, authorities: ClientAuthorities): void {
  if (authorities !== 'known') return;
  const text = 'Loaded a new request header values for RequestHeaderAuthRequestController';
  if (log.verbosity >= 2) log.write({ level: 'I', source: 'requestheader_controller.go:255', message: text });
  for (const _reader of readers) {
    const values = { ...configMap, resyncPeriod: '12h0m0s', ...reflector };
    info(log, 3, 'reflector.go:425', 'Starting reflector', values);
    info(log, 3, 'reflector.go:472', 'Listing and watching', { ...configMap, ...reflector });
  }
}

export function logAuthoritiesLoaded(
  log: Log,
  authorities: ClientAuthorities,
  nowMs: number,
  bornMs: number,
): void {
  if (authorities !== 'known' || log.verbosity < 2) return;
  for (const _reader of readers) {
    const message = 'Exiting watch because received the bookmark that marks the end of initial events stream';
    info(log, 4, 'reflector.go:1080', message, { ...reflector, totalItems: 2, duration: '1ms' });
    info(log, 2, 'reflector.go:507', 'Caches populated', { ...configMap, ...reflector });
  }
  const certDetail = `"kubernetes-ca" [] issuer="<self>" ${validity(nowMs, bornMs, 10)}`;
  // First one file of authorities is there, then both.
  for (const count of [1, 2]) {
    for (let index = 0; index < count; index++)
      info(log, 2, 'tlsconfig.go:181', 'Loaded client CA', { index, certName: caNames, certDetail });
    logServingCertificate(log, nowMs, bornMs);
  }
}

export function logAuthoritiesLeft(log: Log, authorities: ClientAuthorities): void {
  if (authorities !== 'known') return;
  for (const _reader of readers) {
    const values = { ...configMap, resyncPeriod: '12h0m0s', ...reflector };
    info(log, 3, 'reflector.go:434', 'Stopping reflector', values);
  }
}
