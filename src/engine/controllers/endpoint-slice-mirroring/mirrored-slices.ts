import { newControllerRef } from '../../api/owner.ts';
import { isIpv4, isIpv6 } from '../../api/ip.ts';
import type { Endpoints, EndpointSlice, ObjectMeta } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';

type Subset = NonNullable<Endpoints['subsets']>[number];
type Address = NonNullable<Subset['addresses']>[number];
type Endpoint = NonNullable<EndpointSlice['endpoints']>[number];

export const managedByLabel = 'endpointslice.kubernetes.io/managed-by';
export const managedBy = 'endpointslicemirroring-controller.k8s.io';
export const serviceNameLabel = 'kubernetes.io/service-name';
const lastChangeAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time';
const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';
export const mostPerSubset = 1000;

export interface MirrorPlan {
  readonly create: readonly EndpointSlice[];
  readonly update: readonly EndpointSlice[];
  readonly delete: readonly EndpointSlice[];
  /** Addresses that are none. */
  readonly invalid: number;
  /** Addresses that were left out, the invalid ones among them. */
  readonly skipped: number;
}

/** One slice for each kind of address and set of ports. */
interface Wanted {
  readonly addressType: 'IPv4' | 'IPv6';
  readonly ports: NonNullable<EndpointSlice['ports']>;
  readonly endpoints: Endpoint[];
}

/** How the slices come to say what Endpoints say. Models reconcile of pkg/controller/endpointslicemirroring (v1.36). */
export function planMirrors(endpoints: Endpoints, existing: readonly EndpointSlice[]): MirrorPlan {
  const { wanted, invalid, skipped } = wantedSlices(endpoints);
  const create: EndpointSlice[] = [];
  const update: EndpointSlice[] = [];
  const spare = new Set(existing);
  for (const want of wanted) {
    const own = existing.find((slice) => spare.has(slice) && isFor(slice, want));
    if (own === undefined) {
      create.push(makeSlice(endpoints, want));
      continue;
    }
    spare.delete(own);
    if (!isUpToDate(endpoints, want, own)) update.push(makeSlice(endpoints, want, own));
  }
  return { create, update, delete: [...spare], invalid, skipped };
}

function wantedSlices({ subsets = [] }: Endpoints): {
  wanted: readonly Wanted[];
  invalid: number;
  skipped: number;
} {
  const wanted = new Map<string, Wanted>();
  let invalid = 0;
  let skipped = 0;
  for (const subset of subsets) {
    const ports = (subset.ports ?? []).map(({ name = '', port, protocol = 'TCP', appProtocol }) => ({
      name,
      port,
      protocol,
      ...(appProtocol !== undefined && { appProtocol }),
    }));
    let added = 0;
    for (const [address, ready] of addressesOf(subset)) {
      const addressType = isIpv4(address.ip) ? 'IPv4' : isIpv6(address.ip) ? 'IPv6' : undefined;
      if (addressType === undefined) invalid++;
      if (addressType === undefined || added >= mostPerSubset) {
        skipped++;
        continue;
      }
      added++;
      const key = `${addressType} ${JSON.stringify(ports)}`;
      let slice = wanted.get(key);
      if (slice === undefined) wanted.set(key, (slice = { addressType, ports, endpoints: [] }));
      slice.endpoints.push(toEndpoint(address, ready));
    }
  }
  return { wanted: [...wanted.values()], invalid, skipped };
}

function* addressesOf({ addresses = [], notReadyAddresses = [] }: Subset): Iterable<[Address, boolean]> {
  for (const address of addresses) yield [address, true];
  for (const address of notReadyAddresses) yield [address, false];
}

/** Models addressToEndpoint (v1.36). */
function toEndpoint({ ip, hostname, nodeName, targetRef }: Address, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname && { hostname }),
    ...(targetRef && { targetRef }),
    ...(nodeName && { nodeName }),
  };
}

function isFor(slice: EndpointSlice, { addressType, ports }: Wanted): boolean {
  return slice.addressType === addressType && deepEqual(slice.ports ?? [], ports);
}

function isUpToDate(endpoints: Endpoints, want: Wanted, slice: EndpointSlice): boolean {
  const { labels, annotations } = metadataOf(endpoints);
  const owner = slice.metadata.ownerReferences?.find(({ kind }) => kind === 'Endpoints');
  return (
    deepEqual(slice.endpoints ?? [], want.endpoints) &&
    deepEqual(slice.metadata.labels, labels) &&
    deepEqual(slice.metadata.annotations ?? {}, annotations) &&
    owner?.uid === endpoints.metadata.uid
  );
}

function metadataOf({ metadata }: Endpoints): Required<Pick<ObjectMeta, 'labels' | 'annotations'>> {
  const {
    [lastChangeAnnotation]: _change,
    [lastAppliedAnnotation]: _applied,
    ...annotations
  } = metadata.annotations ?? {};
  const labels = { ...metadata.labels, [serviceNameLabel]: metadata.name, [managedByLabel]: managedBy };
  return { labels, annotations };
}

/** Models newEndpointSlice (v1.36). */
function makeSlice(endpoints: Endpoints, want: Wanted, existing?: EndpointSlice): EndpointSlice {
  const { namespace, name } = endpoints.metadata;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      ...(existing === undefined ? { generateName: `${name}-` } : existing.metadata),
      namespace,
      ...metadataOf(endpoints),
      ownerReferences: [newControllerRef(endpoints, { apiVersion: 'v1', kind: 'Endpoints' })],
    } as ObjectMeta,
    addressType: want.addressType,
    endpoints: want.endpoints,
    ports: want.ports,
  };
}
