import {
  addQuantities,
  cpuMillis,
  exactCpuMillis,
  exactValue,
  formatQuantity,
  parseQuantity,
  wholeValue,
  type QuantityText,
} from './quantity.ts';
import type { Container, ContainerStatus, Pod } from './types.ts';

/** Amounts by resource name, as manifests write them. */
export type ResourceList = Readonly<Record<string, QuantityText>>;

/** Amounts by resource name: thousandths of a core for `cpu`, whole units for all else. */
export type ResourceAmounts = Map<string, number>;

export interface PodResourcesOptions {
  /** Look at what the kubelet allocated and reports too, as the scheduler does for running pods. */
  readonly useStatusResources?: boolean;
  readonly excludeOverhead?: boolean;
  readonly skipPodLevelResources?: boolean;
  /** What a container that does not ask for a resource counts with. */
  readonly missingContainerRequests?: ReadonlyMap<string, number>;
}

/** The amount of one resource, in its unit here. */
export function resourceAmount(name: string, text: QuantityText): number {
  return name === 'cpu' ? cpuMillis(text) : wholeValue(text);
}

/** Whether a resource may be asked for at the pod's level. */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

/** A sidecar: an init container that keeps running. */
export function isRestartableInitContainer(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

/**
 * What a pod asks for in all: the sum over containers and sidecars, at least what any init container
 * needs while it runs, replaced by the pod's own requests where there are any, plus overhead.
 * Models component-helpers/resource.PodRequests (v1.36).
 */
export function podRequests(
  pod: { readonly spec: Pod['spec']; readonly status?: Pod['status'] },
  options: PodResourcesOptions = {},
): ResourceAmounts {
  const infeasible = options.useStatusResources === true && isResizeInfeasible(pod.status);
  const total = aggregate(pod.spec, (container) => {
    const amounts = exactAmountsOf(container.resources?.requests);
    if (options.useStatusResources === true) {
      const status = findContainerStatus(pod.status, container.name);
      if (status !== undefined) return withDefaults(allocated(amounts, status, infeasible), options);
    }
    return withDefaults(amounts, options);
  });
  const own = pod.spec.resources?.requests;
  if (options.skipPodLevelResources !== true && own) {
    for (const name of Object.keys(own)) {
      if (isPodLevelResource(name)) total.set(name, exactAmount(name, own[name] as QuantityText));
    }
  }
  if (options.excludeOverhead !== true) addAmounts(total, exactAmountsOf(pod.spec.overhead));
  return roundedUp(total);
}

/** What a pod may use at most. Models component-helpers/resource.PodLimits (v1.36). */
export function podLimits(
  pod: { readonly spec: Pod['spec'] },
  options: PodResourcesOptions = {},
): ResourceAmounts {
  const total = aggregate(pod.spec, (container) => exactAmountsOf(container.resources?.limits));
  const own = pod.spec.resources?.limits;
  if (options.skipPodLevelResources !== true && own) {
    for (const name of Object.keys(own)) {
      if (isPodLevelResource(name)) total.set(name, exactAmount(name, own[name] as QuantityText));
    }
  }
  if (options.excludeOverhead !== true) {
    for (const [name, amount] of exactAmountsOf(pod.spec.overhead)) {
      const limit = total.get(name);
      if (limit !== undefined && limit !== 0) total.set(name, limit + amount);
    }
  }
  return roundedUp(total);
}

function aggregate(spec: Pod['spec'], amounts: (container: Container) => ResourceAmounts): ResourceAmounts {
  const total: ResourceAmounts = new Map();
  for (const container of spec.containers ?? []) addAmounts(total, amounts(container));
  if (!spec.initContainers?.length) return total;
  const sidecars: ResourceAmounts = new Map();
  const initialising: ResourceAmounts = new Map();
  for (const container of spec.initContainers) {
    const needed = amounts(container);
    if (isRestartableInitContainer(container)) {
      addAmounts(total, needed);
      addAmounts(sidecars, needed);
      maxAmounts(initialising, sidecars);
    } else {
      const together = new Map(needed);
      addAmounts(together, sidecars);
      maxAmounts(initialising, together);
    }
  }
  maxAmounts(total, initialising);
  return total;
}

function withDefaults(amounts: ResourceAmounts, options: PodResourcesOptions): ResourceAmounts {
  if (options.missingContainerRequests === undefined) return amounts;
  for (const [name, amount] of options.missingContainerRequests) {
    if (!amounts.has(name)) amounts.set(name, amount);
  }
  return amounts;
}

/** The largest of what is asked, allocated and in use; what is asked does not count when it can never fit. */
function allocated(asked: ResourceAmounts, status: ContainerStatus, infeasible: boolean): ResourceAmounts {
  const amounts = exactAmountsOf(status.resources?.requests);
  maxAmounts(amounts, exactAmountsOf(status.allocatedResources));
  if (!infeasible) maxAmounts(amounts, asked);
  return amounts;
}

function findContainerStatus(status: Pod['status'], name: string): ContainerStatus | undefined {
  return (
    status?.containerStatuses?.find((candidate) => candidate.name === name) ??
    status?.initContainerStatuses?.find((candidate) => candidate.name === name)
  );
}

function isResizeInfeasible(status: Pod['status']): boolean {
  return status?.conditions?.find(({ type }) => type === 'PodResizePending')?.reason === 'Infeasible';
}

/** As `amountsOf`, with fractions. */
function exactAmountsOf(list: ResourceList | null | undefined): ResourceAmounts {
  const amounts: ResourceAmounts = new Map();
  for (const name of Object.keys(list ?? {}))
    amounts.set(name, exactAmount(name, list?.[name] as QuantityText));
  return amounts;
}

function exactAmount(name: string, text: QuantityText): number {
  return name === 'cpu' ? exactCpuMillis(text) : exactValue(text);
}

/** Less than any quantity can tell apart, and more than sums of fractions are off. */
const tolerance = 1e-7;

/** Sums are rounded up to the unit of their resource, in place. */
function roundedUp(amounts: ResourceAmounts): ResourceAmounts {
  for (const [name, amount] of amounts)
    if (!Number.isInteger(amount)) amounts.set(name, Math.ceil(amount - tolerance));
  return amounts;
}

export function amountsOf(list: ResourceList | null | undefined): ResourceAmounts {
  const amounts: ResourceAmounts = new Map();
  if (list) {
    for (const name of Object.keys(list)) amounts.set(name, resourceAmount(name, list[name] as QuantityText));
  }
  return amounts;
}

function addAmounts(to: ResourceAmounts, more: ReadonlyMap<string, number>): void {
  for (const [name, amount] of more) to.set(name, (to.get(name) ?? 0) + amount);
}

function maxAmounts(to: ResourceAmounts, other: ReadonlyMap<string, number>): void {
  for (const [name, amount] of other) {
    const known = to.get(name);
    if (known === undefined || amount > known) to.set(name, amount);
  }
}

/** The exact sum of two lists, in canonical text. */
export function addResourceLists(a: ResourceList, b: ResourceList): Record<string, string> {
  return mergeLists(a, b, (x, y) => formatQuantity(addQuantities(parseQuantity(x), parseQuantity(y))));
}

function mergeLists(
  a: ResourceList,
  b: ResourceList,
  both: (x: QuantityText, y: QuantityText) => string,
): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const x = a[name];
    const y = b[name];
    merged[name] = x === undefined || y === undefined ? String(x ?? y) : both(x, y);
  }
  return merged;
}
