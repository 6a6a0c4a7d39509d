/** What objects use of a quota, kind by kind. Models pkg/quota/v1/evaluator/core (v1.36). */
import { podLimits, podRequests, type ResourceAmounts, type ResourceList } from '../pod-resources.ts';
import { isPodTerminal } from '../pod-status.ts';
import {
  addQuantities,
  compareQuantities,
  milliQuantity,
  parseQuantity,
  quantityValue,
  wholeQuantity,
  type Quantity,
  type QuantityFormat,
} from '../quantity.ts';
import { parseTime } from '../time.ts';
import type { KubeObject, PersistentVolumeClaim, Pod, ResourceClaim, Service } from '../types.ts';
import { claimIsInScope, podIsInScope, type ScopeRequirement } from './scopes.ts';

/** Amounts by a quota's own names: `requests.cpu`, `count/deployments.apps`. */
export type Amounts = ReadonlyMap<string, Quantity>;

/** How one kind of object counts. */
export interface QuotaEvaluator {
  /** Whether objects of the kind may use what a quota calls so. */
  counts(name: string): boolean;
  isInScope(object: KubeObject, requirement: ScopeRequirement): boolean;
  usage(object: KubeObject, nowMs: number): Amounts;
}

/** The kind that quotas know by a short name of its own too. */
const aliased: ReadonlySet<string> = new Set([
  'configmaps',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
]);
/** Kinds of which quotas count more than their number. */
const special: Readonly<Record<string, QuotaEvaluator>> = {
  pods: { counts: isPodAmount, isInScope: podIsInScope, usage: podUsage },
  services: {
    counts: (name) => /^(?:count\/services|services(?:\.nodeports|\.loadbalancers)?)$/.test(name),
    isInScope: () => false,
    usage: serviceUsage,
  },
  persistentvolumeclaims: {
    counts: (name) =>
      /^count\/persistentvolumeclaims$|^(?:.*\.storageclass\.storage\.k8s\.io\/)?(?:persistentvolumeclaims|requests\.storage)$/.test(
        name,
      ),
    isInScope: claimIsInScope,
    usage: claimUsage,
  },
  'resourceclaims.resource.k8s.io': {
    counts: (name) => name === `count/${resourceClaims}` || name.endsWith(devicesSuffix),
    isInScope: () => false,
    usage: deviceUsage,
  },
};
const resourceClaims = 'resourceclaims.resource.k8s.io';
const devicesSuffix = '.deviceclass.resource.k8s.io/devices';
const storageClassInfix = '.storageclass.storage.k8s.io/';
/** As many devices as a request for all may get. */
const allDevices = 32;
const one = wholeQuantity(1, 'DecimalSI');

/** How objects of a resource count: `pods`, `deployments.apps`. */
export function quotaEvaluator(groupResource: string): QuotaEvaluator {
  if (Object.hasOwn(special, groupResource)) return special[groupResource] as QuotaEvaluator;
  const names = [`count/${groupResource}`, ...(aliased.has(groupResource) ? [groupResource] : [])];
  const amounts = new Map(names.map((name) => [name, one]));
  return { counts: (name) => names.includes(name), isInScope: () => false, usage: () => amounts };
}

/** Whose objects use what a quota calls so. */
export function countedResource(name: string): string | undefined {
  if (name.startsWith('count/')) return name.slice('count/'.length);
  return (
    Object.keys(special).find((resource) => special[resource]?.counts(name)) ??
    (aliased.has(name) ? name : undefined)
  );
}

const podAmounts =
  /^(?:count\/pods|pods|(?:(?:requests|limits)\.)?(?:cpu|memory|ephemeral-storage)|(?:requests\.)?hugepages-.*)$/;

function isPodAmount(name: string): boolean {
  if (podAmounts.test(name)) return true;
  if (!name.startsWith('requests.')) return false;
  return isExtended(name) || name.startsWith('requests.deviceclass.resource.kubernetes.io/');
}

function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}

function podUsage(object: KubeObject, nowMs: number): Amounts {
  const pod = object as Pod;
  const usage = new Map([['count/pods', one]]);
  if (isPodTerminal(pod) || isOverdue(pod, nowMs)) return usage;
  usage.set('pods', one);
  for (const [name, quantity] of quantities(
    pod,
    'requests',
    podRequests(pod, { useStatusResources: true }),
  )) {
    if (/^(?:cpu|memory|ephemeral-storage|hugepages-.*)$/.test(name)) usage.set(name, quantity);
    else if (!isExtended(name) && !name.startsWith('deviceclass.resource.kubernetes.io/')) continue;
    usage.set(`requests.${name}`, quantity);
  }
  for (const [name, quantity] of quantities(pod, 'limits', podLimits(pod, { useStatusResources: true })))
    if (/^(?:cpu|memory|ephemeral-storage)$/.test(name)) usage.set(`limits.${name}`, quantity);
  return usage;
}

/** Whether a pod should be gone by now. */
function isOverdue({ metadata }: Pod, nowMs: number): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata;
  if (!deletionTimestamp || deletionGracePeriodSeconds === undefined) return false;
  const deletedMs = parseTime(deletionTimestamp);
  return deletedMs !== undefined && nowMs > deletedMs + deletionGracePeriodSeconds * 1000;
}

function* quantities(
  { spec }: Pod,
  kind: 'requests' | 'limits',
  amounts: ResourceAmounts,
): Iterable<[string, Quantity]> {
  for (const [name, amount] of amounts) {
    const format = formatIn(
      [...spec.containers, ...(spec.initContainers ?? [])].map(({ resources }) => resources?.[kind]?.[name]),
    );
    yield [name, name === 'cpu' ? milliQuantity(amount, format) : wholeQuantity(amount, format)];
  }
}

/** Sums are written as their first part is. */
function formatIn(texts: readonly (string | number | undefined)[]): QuantityFormat {
  const first = texts.find((text) => text !== undefined);
  return first === undefined ? 'DecimalSI' : parseQuantity(first).format;
}

function serviceUsage(object: KubeObject): Amounts {
  const { spec } = object as Service;
  const ports = spec?.ports ?? [];
  const isBalanced = spec?.type === 'LoadBalancer';
  const counted =
    isBalanced && spec.allocateLoadBalancerNodePorts === false
      ? ports.filter(({ nodePort }) => nodePort).length
      : ports.length;
  const count = (value: number): Quantity => wholeQuantity(value, 'DecimalSI');
  return new Map([
    ['count/services', one],
    ['services', one],
    ['services.loadbalancers', count(isBalanced ? 1 : 0)],
    ['services.nodeports', count(isBalanced || spec?.type === 'NodePort' ? counted : 0)],
  ]);
}

function claimUsage(object: KubeObject): Amounts {
  const { metadata, spec, status } = object as PersistentVolumeClaim;
  const usage = new Map([
    ['persistentvolumeclaims', one],
    ['count/persistentvolumeclaims', one],
  ]);
  const storageClass =
    metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? '';
  if (storageClass !== '') usage.set(`${storageClass}${storageClassInfix}persistentvolumeclaims`, one);
  const wanted = storageIn(spec.resources?.requests);
  if (wanted === undefined) return usage;
  const allocated = storageIn(status?.allocatedResources);
  const storage = allocated !== undefined && compareQuantities(allocated, wanted) > 0 ? allocated : wanted;
  usage.set('requests.storage', storage);
  if (storageClass !== '') usage.set(`${storageClass}${storageClassInfix}requests.storage`, storage);
  return usage;
}

/** In whole bytes. */
function storageIn(list: ResourceList | undefined): Quantity | undefined {
  const text = list?.['storage'];
  if (text === undefined) return undefined;
  const quantity = parseQuantity(text);
  return wholeQuantity(quantityValue(quantity), quantity.format);
}

interface WantedDevices {
  readonly deviceClassName: string;
  readonly allocationMode?: string;
  readonly count?: number;
}

function deviceUsage(object: KubeObject): Amounts {
  const usage = new Map([[`count/${resourceClaims}`, one]]);
  for (const { exactly, firstAvailable } of (object as ResourceClaim).spec.devices?.requests ?? []) {
    const most = new Map<string, number>();
    for (const wanted of firstAvailable?.length ? firstAvailable : exactly ? [exactly] : []) {
      const name = `${wanted.deviceClassName}${devicesSuffix}`;
      most.set(name, Math.max(most.get(name) ?? 0, deviceCount(wanted)));
    }
    for (const [name, count] of most) {
      const quantity = wholeQuantity(count, 'DecimalSI');
      const known = usage.get(name);
      usage.set(name, known === undefined ? quantity : addQuantities(known, quantity));
    }
  }
  return usage;
}

function deviceCount({ allocationMode, count = 0 }: WantedDevices): number {
  if (allocationMode === 'All') return allDevices;
  return allocationMode === 'ExactCount' ? count : 0;
}
