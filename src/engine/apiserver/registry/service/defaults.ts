import type { Service } from '../../../api/types.ts';
import { setDefault, setTextDefault } from '../pod/defaults.ts';

const clientIpTimeoutSeconds = 3 * 60 * 60;

/** Models SetDefaults_Service (v1.36). */
export function setServiceDefaults({ spec }: Service): void {
  if (!spec) return;
  setTextDefault(spec, 'sessionAffinity', 'None');
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === 'ClientIP') {
    spec.sessionAffinityConfig ??= {};
    spec.sessionAffinityConfig.clientIP ??= {};
    setDefault(spec.sessionAffinityConfig.clientIP, 'timeoutSeconds', clientIpTimeoutSeconds);
  }
  setTextDefault(spec, 'type', 'ClusterIP');
  for (const port of spec.ports ?? []) {
    setTextDefault(port, 'protocol', 'TCP');
    if (!port.targetPort) port.targetPort = port.port;
  }
  const isExternal = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  if (isExternal || (spec.type === 'ClusterIP' && spec.externalIPs?.length)) {
    setTextDefault(spec, 'externalTrafficPolicy', 'Cluster');
  }
  if (isExternal || spec.type === 'ClusterIP') setDefault(spec, 'internalTrafficPolicy', 'Cluster');
  if (spec.type === 'LoadBalancer') setDefault(spec, 'allocateLoadBalancerNodePorts', true);
}
