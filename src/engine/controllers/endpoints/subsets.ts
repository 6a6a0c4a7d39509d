import { isPodReady, isPodTerminal } from '../../api/pod-status.ts';
import type { Endpoints, Pod, Service } from '../../api/types.ts';
import { endpointHostname, resolvePorts, type ResolvedPort } from '../service-endpoints.ts';

export type EndpointSubset = NonNullable<Endpoints['subsets']>[number];
type Address = NonNullable<EndpointSubset['addresses']>[number];

/** More addresses than this do not fit into one object. */
const mostAddresses = 1000;

interface Group {
  readonly ports: readonly ResolvedPort[];
  readonly ready: Address[];
  readonly notReady: Address[];
}

/**
 * A Service's pods as Endpoints tell of them, those with equal ports together.
 * Models pkg/controller/endpoint syncService and endpoints.RepackSubsets (v1.36).
 */
export function endpointSubsets(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const groups = new Map<string, Group>();
  const publishAll = service.spec?.publishNotReadyAddresses === true;
  let count = 0;
  for (const pod of pods) {
    if (!pod.status?.podIP || isPodTerminal(pod)) continue;
    if (pod.metadata.deletionTimestamp && !publishAll) continue;
    const ports = resolvePorts(service, pod);
    if (ports.length === 0 && (service.spec?.ports ?? []).length > 0) continue;
    if (++count > mostAddresses) break;
    const key = JSON.stringify(ports);
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { ports, ready: [], notReady: [] }));
    const list = publishAll || isPodReady(pod) ? group.ready : group.notReady;
    list.push(address(service, pod));
  }
  return [...groups.values()].map(toSubset);
}

function address(service: Service, pod: Pod): Address {
  const hostname = endpointHostname(service, pod);
  const { namespace, name, uid } = pod.metadata;
  return {
    ip: pod.status?.podIP ?? '',
    ...(hostname !== undefined && { hostname }),
    ...(pod.spec.nodeName && { nodeName: pod.spec.nodeName }),
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}

function toSubset({ ports, ready, notReady }: Group): EndpointSubset {
  const byAddress = (a: Address, b: Address): number => (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0);
  return {
    ...(ready.length > 0 && { addresses: ready.toSorted(byAddress) }),
    ...(notReady.length > 0 && { notReadyAddresses: notReady.toSorted(byAddress) }),
    ...(ports.length > 0 && {
      ports: ports.map(({ name, port, protocol, appProtocol }) => ({
        ...(name !== '' && { name }),
        port,
        protocol,
        ...(appProtocol !== undefined && { appProtocol }),
      })),
    }),
  };
}
