import type { FlagDefinitions } from './flags.ts';

/** The flags of kube-scheduler v1.36, in the groups and the order of its usage text. */
export const schedulerFlags: FlagDefinitions = {
  // Misc
  config: { type: 'string' },
  master: { type: 'string' },
  'write-config-to': { type: 'string' },
  // Secure serving
  'bind-address': { type: 'ip', value: '0.0.0.0' },
  'cert-dir': { type: 'string' },
  'disable-http2-serving': { type: 'bool' },
  'http2-max-streams-per-connection': { type: 'int' },
  'permit-address-sharing': { type: 'bool' },
  'permit-port-sharing': { type: 'bool' },
  'secure-port': { type: 'int', value: '10259' },
  'tls-cert-file': { type: 'string' },
  'tls-cipher-suites': { type: 'strings' },
  'tls-curve-preferences': { type: 'other', value: '[]', typeName: 'int32Slice' },
  'tls-min-version': { type: 'string' },
  'tls-private-key-file': { type: 'string' },
  'tls-sni-cert-key': { type: 'other', value: '[]', typeName: 'namedCertKey' },
  // Authentication
  'authentication-kubeconfig': { type: 'string' },
  'authentication-skip-lookup': { type: 'bool' },
  'authentication-token-webhook-cache-ttl': { type: 'duration', value: '10s' },
  'authentication-tolerate-lookup-failure': { type: 'bool', value: 'true' },
  'client-ca-file': { type: 'string' },
  'requestheader-allowed-names': { type: 'strings' },
  'requestheader-client-ca-file': { type: 'string' },
  'requestheader-extra-headers-prefix': { type: 'strings', value: '[x-remote-extra-]' },
  'requestheader-group-headers': { type: 'strings', value: '[x-remote-group]' },
  'requestheader-uid-headers': { type: 'strings' },
  'requestheader-username-headers': { type: 'strings', value: '[x-remote-user]' },
  // Authorization
  'authorization-always-allow-paths': { type: 'strings', value: '[/healthz,/readyz,/livez]' },
  'authorization-kubeconfig': { type: 'string' },
  'authorization-webhook-cache-authorized-ttl': { type: 'duration', value: '10s' },
  'authorization-webhook-cache-unauthorized-ttl': { type: 'duration', value: '10s' },
  // Deprecated
  'contention-profiling': { type: 'bool', value: 'true' },
  'kube-api-burst': { type: 'int32', value: '100' },
  'kube-api-content-type': { type: 'string', value: 'application/vnd.kubernetes.protobuf' },
  'kube-api-qps': { type: 'float32', value: '50' },
  kubeconfig: { type: 'string' },
  'pod-max-in-unschedulable-pods-duration': { type: 'duration', value: '5m0s' },
  profiling: { type: 'bool', value: 'true' },
  // Leader election
  'leader-elect': { type: 'bool', value: 'true' },
  'leader-elect-lease-duration': { type: 'duration', value: '15s' },
  'leader-elect-renew-deadline': { type: 'duration', value: '10s' },
  'leader-elect-resource-lock': { type: 'string', value: 'leases' },
  'leader-elect-resource-name': { type: 'string', value: 'kube-scheduler' },
  'leader-elect-resource-namespace': { type: 'string', value: 'kube-system' },
  'leader-elect-retry-period': { type: 'duration', value: '2s' },
  // Feature gate
  'emulated-version': { type: 'strings' },
  'feature-gates': { type: 'other', typeName: 'colonSeparatedMultimapStringString' },
  'min-compatibility-version': { type: 'strings' },
  // Metrics
  'allow-metric-labels': { type: 'other', value: '[]', typeName: 'stringToString' },
  'allow-metric-labels-manifest': { type: 'string' },
  'disabled-metrics': { type: 'strings' },
  'show-hidden-metrics-for-version': { type: 'string' },
  // Logs
  'log-flush-frequency': { type: 'duration', value: '5s' },
  'log-json-info-buffer-size': { type: 'other', typeName: 'quantity' },
  'log-json-split-stream': { type: 'bool' },
  'log-text-info-buffer-size': { type: 'other', typeName: 'quantity' },
  'log-text-split-stream': { type: 'bool' },
  'logging-format': { type: 'string', value: 'text' },
  v: { type: 'uint', shorthand: 'v', typeName: 'Level' },
  vmodule: { type: 'other', typeName: 'pattern=N,...' },
  // Global
  help: { type: 'bool', shorthand: 'h' },
  version: { type: 'version' },
};
