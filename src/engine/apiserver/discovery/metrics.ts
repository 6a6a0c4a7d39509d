/**
 * `/metrics` in Prometheus' text format. Simplified: how many objects are stored, and nothing else.
 * Models k8s.io/apiserver/pkg/storage/etcd3/metrics (v1.36).
 */
export function metricsText(stored: Readonly<Record<string, readonly unknown[]>>): string {
  const name = 'apiserver_storage_objects';
  const lines = Object.entries(stored).map(
    ([resource, objects]) => `${name}{resource="${resource}"} ${objects.length}`,
  );
  return `${[
    `# HELP ${name} [STABLE] Number of stored objects at the time of last check split by kind.`,
    `# TYPE ${name} gauge`,
    ...lines.toSorted(),
  ].join('\n')}\n`;
}
