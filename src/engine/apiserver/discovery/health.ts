/** The checks behind /healthz, /livez and /readyz, by name. All pass: what is simulated does not fail by itself. */
const common = ['ping', 'log', 'etcd'];

const hooks = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'start-kubernetes-service-cidr-controller',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
  'apiservice-openapi-controller',
  'apiservice-openapiv3-controller',
  'peer-endpoint-reconciler-controller',
  'storage-readiness',
].map((name) => `poststarthook/${name}`);

export const healthChecks: Readonly<Record<string, readonly string[]>> = {
  healthz: [...common, ...hooks, 'autoregister-completion', 'loopback-serving-certificate'],
  livez: [...common, ...hooks, 'autoregister-completion', 'loopback-serving-certificate'],
  readyz: [...common, 'etcd-readiness', 'informer-sync', ...hooks, 'autoregister-completion', 'shutdown'],
};

/** What a health endpoint says; undefined where there is no such check. */
export function healthText(
  endpoint: string,
  check: string,
  verbose: boolean,
  excluded: readonly string[],
): string | undefined {
  const checks = healthChecks[endpoint];
  if (checks === undefined) return undefined;
  if (check !== '') return checks.includes(check) ? 'ok' : undefined;
  if (!verbose) return 'ok';
  const lines = checks.map((name) => `[+]${name} ${excluded.includes(name) ? 'excluded: ok' : 'ok'}`);
  return [...lines, `${endpoint} check passed`, ''].join('\n');
}
