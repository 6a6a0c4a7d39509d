import type { Pod } from '../../api/types.ts';
import { isRestartableInitContainer } from '../../api/pod-resources.ts';

/** A port of the node that a container wants. */
export interface HostPort {
  readonly protocol: string;
  /** `0.0.0.0` stands for all addresses. */
  readonly ip: string;
  readonly port: number;
}

const anyAddress = '0.0.0.0';
const noPorts: readonly HostPort[] = [];

/** The host ports of containers and sidecars. Models schedutil.GetHostPorts (v1.36). */
export function hostPortsOf(pod: Pod): readonly HostPort[] {
  let found: HostPort[] | undefined;
  const collect = (container: NonNullable<Pod['spec']['containers']>[number]): void => {
    for (const { hostPort, hostIP, protocol } of container.ports ?? []) {
      if (hostPort === undefined || hostPort <= 0) continue;
      (found ??= []).push({ protocol: protocol || 'TCP', ip: hostIP || anyAddress, port: hostPort });
    }
  };
  for (const container of pod.spec.containers ?? []) collect(container);
  for (const container of pod.spec.initContainers ?? []) {
    if (isRestartableInitContainer(container)) collect(container);
  }
  return found ?? noPorts;
}

/** The host ports in use on a node. Models framework.HostPortInfo (v1.36). */
export class HostPorts {
  /** By address, `TCP/80` and the like. */
  readonly #byAddress = new Map<string, Set<string>>();

  get empty(): boolean {
    return this.#byAddress.size === 0;
  }

  add({ protocol, ip, port }: HostPort): void {
    const ports = this.#byAddress.get(ip);
    if (ports === undefined) this.#byAddress.set(ip, new Set([`${protocol}/${port}`]));
    else ports.add(`${protocol}/${port}`);
  }

  remove({ protocol, ip, port }: HostPort): void {
    const ports = this.#byAddress.get(ip);
    if (ports === undefined) return;
    ports.delete(`${protocol}/${port}`);
    if (ports.size === 0) this.#byAddress.delete(ip);
  }

  /** Whether the port is taken: on the same address, or either side on all addresses. */
  conflicts({ protocol, ip, port }: HostPort): boolean {
    if (this.#byAddress.size === 0) return false;
    const wanted = `${protocol}/${port}`;
    if (ip !== anyAddress) {
      return (
        (this.#byAddress.get(anyAddress)?.has(wanted) ?? false) ||
        (this.#byAddress.get(ip)?.has(wanted) ?? false)
      );
    }
    for (const ports of this.#byAddress.values()) if (ports.has(wanted)) return true;
    return false;
  }

  clone(): HostPorts {
    const copy = new HostPorts();
    for (const [ip, ports] of this.#byAddress) copy.#byAddress.set(ip, new Set(ports));
    return copy;
  }
}
