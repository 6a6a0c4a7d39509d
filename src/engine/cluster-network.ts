import { isIpv4 } from './api/ip.ts';
import { endpointSlices, services } from './api/resources.ts';
import type { EndpointSlice, Service } from './api/types.ts';
import type { Client } from './client/client.ts';
import type { RunningContainer } from './cri/container-runtime.ts';
import type { Host } from './host.ts';
import type { Dialled, Listener, Network, NetworkPlace } from './cri/network.ts';
import { present } from './sim/assert.ts';
import type { Simulation } from './sim/simulation.ts';

export interface ClusterNetworkOptions {
  readonly sim: Simulation;
  readonly client: Client;
  /** The machines, by name. */
  readonly hosts: ReadonlyMap<string, Host>;
  /** Whether packets go from one machine to another. */
  readonly hasRoute: (from: string, to: string) => boolean;
}

const zone = 'cluster.local';
const longestAliasChain = 8;

/** An address and a port that a service stands for. */
interface Backend {
  readonly address: string;
  readonly port: number;
}

/**
 * How pods and machines reach each other: names by the cluster's DNS while it has a server, services by
 * their EndpointSlices as kube-proxy would have it, pods by what listens in their containers.
 * Models the rules of pkg/proxy and of CoreDNS' kubernetes plugin (v1.36). Simplified: services are
 * reached without a kube-proxy too, from everywhere alike, and by UDP as by TCP.
 */
export class ClusterNetwork implements Network {
  readonly #options: ClusterNetworkOptions;

  constructor(options: ClusterNetworkOptions) {
    this.#options = options;
  }

  lookUp(place: NetworkPlace, host: string): readonly string[] {
    if (isIpv4(host)) return [host];
    if (host === 'localhost') return [place.ip];
    if (place.namespace === undefined) {
      const address = this.#options.hosts.get(host)?.machine.ip;
      return address === undefined ? [] : [address];
    }
    const search = host.endsWith('.')
      ? ['']
      : [`.${place.namespace}.svc.${zone}`, `.svc.${zone}`, `.${zone}`, ''];
    if (!this.#hasDns()) return [];
    for (const suffix of search) {
      const found = this.#resolve(`${host}${suffix}`.replace(/\.$/, ''), 0);
      if (found.length > 0) return found;
    }
    return [];
  }

  dial(place: NetworkPlace, host: string, port: number): Dialled {
    const addresses = this.lookUp(place, host);
    if (addresses.length === 0) return { ok: false, problem: 'unknown host' };
    const address = this.#pick(addresses);
    const backends = this.#backends(address, port);
    if (backends?.length === 0) return { ok: false, problem: 'refused', address };
    const target = backends === undefined ? { address, port } : this.#pick(backends);
    const found = this.#hostOf(target.address);
    if (found === undefined || !this.#options.hasRoute(place.machine, found.machine.name))
      return { ok: false, problem: 'timed out', address };
    for (const container of found.containers.processesAt(target.address))
      if (container.probeTcp(target.port))
        return { ok: true, address, listener: listener(container, target.port) };
    return { ok: false, problem: 'refused', address };
  }

  #pick<T>(among: readonly T[]): T {
    return present(
      among.length === 1 ? among[0] : this.#options.sim.random('network').pick(among),
      'one of them',
    );
  }

  #hasDns(): boolean {
    return this.#slicesOf('kube-system', 'kube-dns').some((slice) => readyAddresses(slice).length > 0);
  }

  /** The addresses of a full name. */
  #resolve(name: string, aliases: number): readonly string[] {
    const labels = name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1).split('.') : [];
    const [first = '', second = '', third = '', fourth] = labels;
    if (labels.length === 3 && third === 'pod') return [first.replaceAll('-', '.')].filter(isIpv4);
    if (labels.length === 4 && fourth === 'svc') return this.#addressesOfHost(third, second, first);
    if (labels.length !== 3 || third !== 'svc') return [];
    const spec = this.#service(second, first)?.spec;
    if (spec?.type === 'ExternalName')
      return aliases < longestAliasChain ? this.#resolve(spec.externalName ?? '', aliases + 1) : [];
    if (spec?.clusterIP !== 'None') return spec?.clusterIP ? [spec.clusterIP] : [];
    return this.#slicesOf(second, first).flatMap(readyAddresses);
  }

  /** The pods that have a name of their own under a service: `web-0.nginx`. */
  #addressesOfHost(namespace: string, service: string, hostname: string): string[] {
    return this.#slicesOf(namespace, service).flatMap(({ endpoints }) =>
      (endpoints ?? [])
        .filter((endpoint) => endpoint.hostname === hostname)
        .flatMap(({ addresses }) => addresses),
    );
  }

  /** What a service that has this address and port stands for; undefined where none has. */
  #backends(address: string, port: number): Backend[] | undefined {
    for (const service of this.#options.client.list(services).items) {
      const portName = portOf(service, address, port, (ip) => this.#isMachine(ip));
      if (portName === undefined) continue;
      const { namespace = '', name } = service.metadata;
      return this.#slicesOf(namespace, name).flatMap((slice) => {
        const target = slice.ports?.find((candidate) => (candidate.name ?? '') === portName)?.port;
        return target == null ? [] : readyAddresses(slice).map((ready) => ({ address: ready, port: target }));
      });
    }
    return undefined;
  }

  /** The machine that has an address, or a pod with it. */
  #hostOf(address: string): Host | undefined {
    for (const host of this.#options.hosts.values())
      if (host.machine.ip === address || host.containers.hasAddress(address)) return host;
    return undefined;
  }

  #isMachine(address: string): boolean {
    return this.#hostOf(address)?.machine.ip === address;
  }

  #service(namespace: string, name: string): Service | undefined {
    const found = this.#options.client.list(services, { namespace, fieldSelector: `metadata.name=${name}` });
    return found.items[0];
  }

  #slicesOf(namespace: string, service: string): readonly EndpointSlice[] {
    const labelSelector = `kubernetes.io/service-name=${service}`;
    return this.#options.client.list(endpointSlices, { namespace, labelSelector }).items;
  }
}

/** The name of the service's port that an address and a port reach; undefined where they reach none. */
function portOf(
  { spec, status }: Service,
  address: string,
  port: number,
  isMachine: (address: string) => boolean,
): string | undefined {
  const own = [
    spec?.clusterIP,
    ...(spec?.externalIPs ?? []),
    ...(status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip),
  ];
  const ports = spec?.ports ?? [];
  const found = own.includes(address)
    ? ports.find((candidate) => candidate.port === port)
    : ports.find((candidate) => candidate.nodePort === port && isMachine(address));
  return found && (found.name ?? '');
}

/** Those that traffic goes to: where the slice says nothing else, all are ready. */
function readyAddresses({ endpoints }: EndpointSlice): string[] {
  return (endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false)
    .flatMap(({ addresses }) => addresses);
}

function listener(container: RunningContainer, port: number): Listener {
  return { http: (path) => container.probeHttp(port, path), tell: (text) => container.tell(port, text) };
}
