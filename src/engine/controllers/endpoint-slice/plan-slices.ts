import { isPodReady, isPodTerminal } from '../../api/pod-status.ts';
import type { EndpointSlice, Node, Pod, Service } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';
import { endpointHostname, resolvePorts } from '../service-endpoints.ts';

type Endpoint = NonNullable<EndpointSlice['endpoints']>[number];
type SlicePorts = NonNullable<EndpointSlice['ports']>;

const mostEndpoints = 100;

/** Endpoints that share their ports. */
export interface PortGroup {
  readonly ports: SlicePorts;
  readonly endpoints: Endpoint[];
}

/** What a slice shall hold; `slice` is the one that is there already. */
export interface SliceContent {
  readonly slice?: EndpointSlice;
  readonly ports: SlicePorts;
  readonly endpoints: readonly Endpoint[];
}

export interface SlicePlan {
  readonly write: readonly SliceContent[];
  readonly delete: readonly EndpointSlice[];
}

/** A Service's pods as endpoints, those with equal ports together. Models endpointslice reconcileByAddressType (v1.36). */
export function endpointGroups(
  service: Service,
  pods: readonly Pod[],
  nodeOf: (name: string) => Node | undefined,
): PortGroup[] {
  const groups = new Map<string, PortGroup>();
  for (const pod of pods) {
    if (!pod.status?.podIP || isPodTerminal(pod)) continue;
    const ports = resolvePorts(service, pod).map(({ name, protocol, port, appProtocol }) => ({
      name,
      protocol,
      port,
      ...(appProtocol !== undefined && { appProtocol }),
    }));
    const key = JSON.stringify(ports);
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { ports, endpoints: [] }));
    group.endpoints.push(toEndpoint(service, pod, nodeOf(pod.spec.nodeName ?? '')));
  }
  return [...groups.values()];
}

/** Models podToEndpoint of k8s.io/endpointslice (v1.36). */
function toEndpoint(service: Service, pod: Pod, node: Node | undefined): Endpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
  const hostname = endpointHostname(service, pod);
  const { namespace, name, uid } = pod.metadata;
  return {
    addresses: [pod.status?.podIP ?? ''],
    conditions: { ready, serving, terminating },
    ...(hostname !== undefined && { hostname }),
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(pod.spec.nodeName && { nodeName: pod.spec.nodeName }),
    ...(zone && { zone }),
  };
}

/**
 * How the slices come to hold the groups with few writes: endpoints stay in the slice that has them,
 * new ones fill what has room, and one empty slice stays when there is nothing.
 * Models reconcileByPortMapping and finalize of k8s.io/endpointslice (v1.36).
 */
export function planSlices(groups: readonly PortGroup[], existing: readonly EndpointSlice[]): SlicePlan {
  const write: SliceContent[] = [];
  const spare = new Set(existing);
  for (const { ports, endpoints } of groups) {
    const own = existing.filter((slice) => deepEqual(slice.ports ?? [], ports));
    for (const slice of own) spare.delete(slice);
    write.push(...fillSlices(ports, endpoints, own));
  }
  const created = groups.length === 0 ? [{ ports: [], endpoints: [] }] : write.splice(0).filter(isNew(write));
  // A slice that nobody needs is written over before a new one is made.
  for (const content of created) {
    const [slice] = spare;
    if (slice !== undefined) spare.delete(slice);
    const unchanged = slice !== undefined && isEmpty(slice) && content.endpoints.length === 0;
    if (!unchanged) write.push({ ...content, ...(slice !== undefined && { slice }) });
  }
  return { write, delete: [...spare] };
}

/** Puts those that have a slice back and lets the new ones through. */
function isNew(kept: SliceContent[]): (content: SliceContent) => boolean {
  return (content) => {
    if (content.slice !== undefined) kept.push(content);
    return content.slice === undefined;
  };
}

function isEmpty(slice: EndpointSlice): boolean {
  return (slice.endpoints ?? []).length === 0 && (slice.ports ?? []).length === 0;
}

function fillSlices(
  ports: SlicePorts,
  endpoints: readonly Endpoint[],
  existing: readonly EndpointSlice[],
): SliceContent[] {
  const wanted = new Map(endpoints.map((endpoint) => [endpointId(endpoint), endpoint]));
  const contents = existing.map((slice) => {
    const kept = (slice.endpoints ?? []).flatMap((endpoint) => {
      const next = wanted.get(endpointId(endpoint));
      wanted.delete(endpointId(endpoint));
      return next === undefined ? [] : [next];
    });
    return { slice, ports, endpoints: kept };
  });
  const left = [...wanted.values()];
  for (const content of contents) {
    const room = mostEndpoints - content.endpoints.length;
    content.endpoints.push(...left.splice(0, Math.max(0, room)));
  }
  const changed: SliceContent[] = contents.filter(
    ({ slice, endpoints: next }) => !deepEqual(slice.endpoints ?? [], next),
  );
  while (left.length > 0) changed.push({ ports, endpoints: left.splice(0, mostEndpoints) });
  return changed;
}

function endpointId({ addresses, targetRef }: Endpoint): string {
  return `${targetRef?.uid} ${addresses.join(' ')}`;
}
