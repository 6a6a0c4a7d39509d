import { at, child, invalid, type FieldError } from '../api/field-error.ts';
import { parseIpv4Range, type Ipv4Range } from '../api/ipv4-range.ts';
import { invalidError } from '../api/status-error.ts';
import type { KubeObject, Service } from '../api/types.ts';
import { present } from '../sim/assert.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { StoreHooks } from './rest/hooks.ts';
import type { Scope } from './rest/scope.ts';
import type { Storage } from './storage/storage.ts';

type ServiceSpec = NonNullable<Service['spec']>;

/** As kubeadm sets it up. */
export const defaultServiceRange = present(parseIpv4Range('10.96.0.0/12'), 'a range of addresses');
const firstPort = 30_000;
const portCount = 2_768;
const attempts = 200;

/**
 * The addresses and node ports that stored services hold, and free ones for new services.
 * Models pkg/registry/core/service/ipallocator and portallocator (v1.36).
 */
export class ServiceAllocators {
  readonly range: Ipv4Range;
  readonly #sim: Simulation;
  readonly #addresses = new Set<string>();
  readonly #ports = new Set<number>();

  constructor(sim: Simulation, storage: Storage, range: Ipv4Range) {
    this.#sim = sim;
    this.range = range;
    storage.onChange(({ type, resource, object, previous }) => {
      if (resource !== 'services') return;
      if (previous !== undefined) this.#release((previous as Service).spec ?? {});
      if (type !== 'DELETED') this.#hold((object as Service).spec ?? {});
    });
  }

  hasAddress(address: string): boolean {
    return this.#addresses.has(address);
  }

  hasPort(port: number): boolean {
    return this.#ports.has(port);
  }

  /** A free address. */
  nextAddress(): string {
    const random = this.#sim.random('cluster-ips');
    const { size } = this.range;
    const start = staticBand(size);
    let address = '';
    for (let attempt = 0; attempt < attempts; attempt++) {
      address = this.range.address(start + random.int(size - start - 1));
      if (!this.#addresses.has(address)) break;
    }
    return address;
  }

  /** A free port that is not among `taken`. */
  nextPort(taken: ReadonlySet<number>): number | undefined {
    const isFree = (port: number): boolean => !this.#ports.has(port) && !taken.has(port);
    const random = this.#sim.random('node-ports');
    for (let attempt = 0; attempt < attempts; attempt++) {
      const port = firstPort + random.int(portCount);
      if (isFree(port)) return port;
    }
    for (let port = firstPort; port < firstPort + portCount; port++) if (isFree(port)) return port;
    return undefined;
  }

  #hold(spec: ServiceSpec): void {
    for (const address of spec.clusterIPs ?? []) this.#addresses.add(address);
    for (const port of nodePorts(spec)) this.#ports.add(port);
  }

  #release(spec: ServiceSpec): void {
    for (const address of spec.clusterIPs ?? []) this.#addresses.delete(address);
    for (const port of nodePorts(spec)) this.#ports.delete(port);
  }
}

function nodePorts(spec: ServiceSpec): number[] {
  const ports = (spec.ports ?? []).map(({ nodePort }) => nodePort ?? 0);
  return [...ports, spec.healthCheckNodePort ?? 0].filter((port) => port !== 0);
}

/**
 * How many addresses at the start of a range are left to who asks for a certain one.
 * Models ipallocator.calculateRangeOffset (v1.36), which leaves the network's own address out besides.
 */
function staticBand(size: number): number {
  if (size <= 17) return 1;
  return Math.min(256, Math.max(16, Math.floor(size / 16)));
}

/** Allocation around the writing of services. Models pkg/registry/core/service/storage/alloc.go (v1.36). */
export const serviceHooks: StoreHooks = {
  beginCreate(scope, draft) {
    allocate(scope, draft, undefined);
  },
  beginUpdate(scope, draft, old) {
    patchAllocated((draft as Service).spec ?? {}, (old as Service).spec ?? {});
    allocate(scope, draft, old);
  },
};

/** Puts back what the client left out and the service holds already. */
function patchAllocated(spec: ServiceSpec, old: ServiceSpec): void {
  if (needsAddress(spec) && needsAddress(old)) {
    if (!spec.clusterIP) spec.clusterIP = old.clusterIP;
    if (!spec.clusterIPs?.length && spec.clusterIP === old.clusterIP)
      spec.clusterIPs = [...(old.clusterIPs ?? [])];
  }
  if (needsPorts(spec) && needsPorts(old)) {
    const before = new Set(nodePorts(old));
    const used = new Set(nodePorts(spec).filter((port) => before.has(port)));
    for (const port of spec.ports ?? []) {
      const known = (old.ports ?? []).find(({ name = '' }) => name === (port.name ?? ''))?.nodePort;
      if (port.nodePort || known === undefined || used.has(known)) continue;
      port.nodePort = known;
      used.add(known);
    }
  }
  if (needsHealthPort(spec) && needsHealthPort(old) && !spec.healthCheckNodePort)
    spec.healthCheckNodePort = old.healthCheckNodePort;
}

function needsAddress({ type }: ServiceSpec): boolean {
  return type !== 'ExternalName';
}

function needsPorts({ type, allocateLoadBalancerNodePorts }: ServiceSpec): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

function needsHealthPort({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

function allocate(scope: Scope, service: Service, old: Service | undefined): void {
  const { spec } = service;
  if (spec === undefined || !needsAddress(spec)) return;
  initFamilies(scope, service, spec);
  allocateAddress(scope, service, spec, old?.spec);
  allocatePorts(scope, service, spec, old?.spec);
}

function refuse(scope: Scope, { metadata }: KubeObject, error: FieldError): Error {
  return invalidError(scope.resource, metadata.name ?? '', [error]);
}

/** This cluster has IPv4 alone; only a headless service without selector may say otherwise. */
function initFamilies(scope: Scope, service: Service, spec: ServiceSpec): void {
  const isFree = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  if (isFree) {
    spec.ipFamilyPolicy ??= 'RequireDualStack';
    if (!spec.ipFamilies?.length)
      spec.ipFamilies = spec.ipFamilyPolicy === 'SingleStack' ? ['IPv4'] : ['IPv4', 'IPv6'];
    return;
  }
  const foreign = (spec.ipFamilies ?? []).findIndex((family) => family !== 'IPv4');
  if (foreign >= 0)
    throw refuse(
      scope,
      service,
      invalid(at('spec.ipFamilies', foreign), spec.ipFamilies?.[foreign], 'not configured on this cluster'),
    );
  if (spec.ipFamilyPolicy === 'RequireDualStack')
    throw refuse(
      scope,
      service,
      invalid(
        'spec.ipFamilyPolicy',
        spec.ipFamilyPolicy,
        'this cluster is not configured for dual-stack services',
      ),
    );
  spec.ipFamilyPolicy ??= 'SingleStack';
  if (!spec.ipFamilies?.length) spec.ipFamilies = ['IPv4'];
}

function allocateAddress(
  scope: Scope,
  service: Service,
  spec: ServiceSpec,
  old: ServiceSpec | undefined,
): void {
  const { allocators } = scope.server;
  const asked = spec.clusterIP || spec.clusterIPs?.[0];
  if (!asked) {
    // What a dry run would get is not drawn.
    const address = scope.dryRun ? allocators.range.address(0) : allocators.nextAddress();
    spec.clusterIP = address;
    spec.clusterIPs = [address];
    return;
  }
  spec.clusterIP = asked;
  if (!spec.clusterIPs?.length) spec.clusterIPs = [asked];
  if (asked === 'None' || old?.clusterIPs?.includes(asked)) return;
  // Another address for a service that has one is for validation to refuse.
  if (old?.clusterIP && needsAddress(old)) return;
  const problem = allocators.range.has(asked)
    ? allocators.hasAddress(asked) && 'provided IP is already allocated'
    : `the provided IP (${asked}) is not in the valid range. The range of valid IPs is ${allocators.range.cidr}`;
  if (problem !== false)
    throw refuse(
      scope,
      service,
      invalid('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${asked}: ${problem}`),
    );
}

function allocatePorts(
  scope: Scope,
  service: Service,
  spec: ServiceSpec,
  old: ServiceSpec | undefined,
): void {
  const held = new Set(old === undefined ? [] : nodePorts(old));
  const taken = new Set(nodePorts(spec));
  const take = (port: number | undefined, path: string): number => {
    if (port) {
      checkPort(scope, service, port, path, held);
      return port;
    }
    const next = scope.server.allocators.nextPort(taken);
    if (next === undefined)
      throw refuse(scope, service, invalid(path, 0, 'failed to allocate a nodePort: range is full'));
    taken.add(next);
    return next;
  };
  if (needsPorts(spec))
    (spec.ports ?? []).forEach((port, index) => {
      port.nodePort = take(port.nodePort, child(at('spec.ports', index), 'nodePort'));
    });
  if (needsHealthPort(spec))
    spec.healthCheckNodePort = take(spec.healthCheckNodePort, 'spec.healthCheckNodePort');
}

function checkPort(
  { server, resource }: Scope,
  { metadata }: Service,
  port: number,
  path: string,
  held: ReadonlySet<number>,
): void {
  if (held.has(port)) return;
  const problem =
    port < firstPort || port >= firstPort + portCount
      ? 'provided port is not in the valid range. The range of valid ports is 30000-32767'
      : server.allocators.hasPort(port) && 'provided port is already allocated';
  if (problem !== false) throw invalidError(resource, metadata.name, [invalid(path, port, problem)]);
}
