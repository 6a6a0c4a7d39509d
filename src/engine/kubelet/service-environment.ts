import { services } from '../api/resources.ts';
import { StatusError } from '../api/status-error.ts';
import type { Pod, Service } from '../api/types.ts';
import type { Client } from '../client/client.ts';

const masterNamespace = 'default';
const masterService = 'kubernetes';

/**
 * What a pod's containers learn of services from their environment: of `kubernetes`, and of those in
 * the pod's namespace unless it wants no links. Models getServiceEnvVarMap (v1.36).
 */
export function serviceEnvironment(client: Client, pod: Pod): Map<string, string> {
  const env = new Map<string, string>();
  const { namespace = masterNamespace } = pod.metadata;
  const links = pod.spec.enableServiceLinks ?? true;
  try {
    const own = links ? client.list<Service>(services, { namespace }).items : [];
    if (!own.some(isMaster)) {
      const master = client.get<Service>(services, { namespace: masterNamespace, name: masterService });
      addService(env, master);
    }
    for (const service of own) addService(env, service);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
  }
  return env;
}

function isMaster({ metadata }: Service): boolean {
  return metadata.namespace === masterNamespace && metadata.name === masterService;
}

/** Models envvars.FromServices (v1.36). */
function addService(env: Map<string, string>, { metadata, spec }: Service): void {
  const host = spec?.clusterIP ?? '';
  const [first] = spec?.ports ?? [];
  if (host === '' || host === 'None' || first === undefined) return;
  const name = variableName(metadata.name);
  env.set(`${name}_SERVICE_HOST`, host);
  env.set(`${name}_SERVICE_PORT`, String(first.port));
  for (const port of spec?.ports ?? [])
    if (port.name) env.set(`${name}_SERVICE_PORT_${variableName(port.name)}`, String(port.port));
  for (const { port, protocol = 'TCP' } of spec?.ports ?? []) {
    const url = `${protocol.toLowerCase()}://${joinHostPort(host, port)}`;
    const prefix = `${name}_PORT_${port}_${protocol.toUpperCase()}`;
    if (port === first.port && protocol === (first.protocol ?? 'TCP')) env.set(`${name}_PORT`, url);
    env.set(prefix, url);
    env.set(`${prefix}_PROTO`, protocol.toLowerCase());
    env.set(`${prefix}_PORT`, String(port));
    env.set(`${prefix}_ADDR`, host);
  }
}

function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function variableName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
