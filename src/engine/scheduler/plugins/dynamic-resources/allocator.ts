import type { DeviceClass, Node, ResourceClaim, ResourceSlice } from '../../../api/types.ts';
import type { Lister } from '../../framework/handle.ts';
import { compileDeviceSelector, deviceSelectorCost } from '../../../cel/device.ts';
import { CostBudget, type Activation } from '../../../cel/evaluate.ts';
import { isCelProblem } from '../../../cel/expression.ts';
import { celDevice, poolsFor, qualifiedAttribute, type Device, type Pool } from './devices.ts';

type DeviceRequest = NonNullable<NonNullable<ResourceClaim['spec']['devices']>['requests']>[number];
type ExactRequest = NonNullable<DeviceRequest['exactly']>;
type Selectors = ExactRequest['selectors'];
type Tolerations = ExactRequest['tolerations'];

/** One way in which a request may be met. */
interface Alternative {
  /** `gpu`, or `gpu/small` for one of several. */
  readonly name: string;
  readonly deviceClassName: string;
  readonly selectors: Selectors;
  readonly tolerations: Tolerations;
  /** For a request of all devices that match: these. */
  readonly all?: readonly Device[];
  readonly wantsAll: boolean;
  readonly count: number;
  readonly adminAccess: boolean;
}

/** A device that a claim's request gets. */
interface AllocatedDevice {
  readonly request: string;
  readonly device: Device;
  readonly adminAccess: boolean;
}

/** What one claim gets, and how good the alternatives are that were taken: the first of them is best. */
export interface ClaimAllocation {
  readonly devices: readonly AllocatedDevice[];
  readonly score: number;
}

/** A claim that nobody could allocate: a selector that cannot be evaluated, a pool in the making. */
export class AllocationError extends Error {
  override name = 'AllocationError';
}

/** The most alternatives that a request can have; also what the first one scores. */
const mostAlternatives = 8;

/**
 * Gives claims devices of a node: all or nothing, the first combination that works. Models
 * dynamic-resource-allocation/structured.Allocator (v1.36). Simplified: devices that are shared or made
 * of parts of others count as whole ones.
 */
export class Allocator {
  readonly #slices: Iterable<ResourceSlice>;
  readonly #classes: Lister<DeviceClass>;
  /** Devices that other claims have. */
  readonly #taken: ReadonlySet<string>;

  constructor(slices: Iterable<ResourceSlice>, classes: Lister<DeviceClass>, taken: ReadonlySet<string>) {
    this.#slices = slices;
    this.#classes = classes;
    this.#taken = taken;
  }

  /** Undefined when there are not enough. Throws a AllocationError. */
  allocate(node: Node, claims: readonly ResourceClaim[]): readonly ClaimAllocation[] | undefined {
    const search = new Search(poolsFor(node, this.#slices), this.#classes, new Set(this.#taken), claims);
    return search.run() ? search.result() : undefined;
  }
}

/** Tries requests one after another, going back to another choice where one fails. */
class Search {
  readonly #pools: readonly Pool[];
  readonly #devices: readonly Device[];
  readonly #classes: Lister<DeviceClass>;
  readonly #taken: Set<string>;
  readonly #claims: readonly ResourceClaim[];
  readonly #requests: readonly { readonly claim: number; readonly alternatives: readonly Alternative[] }[];
  readonly #allocated: AllocatedDevice[][];
  readonly #scores: number[];

  constructor(
    pools: readonly Pool[],
    classes: Lister<DeviceClass>,
    taken: Set<string>,
    claims: readonly ResourceClaim[],
  ) {
    this.#pools = pools;
    this.#devices = pools.flatMap(({ devices }) => devices);
    this.#classes = classes;
    this.#taken = taken;
    this.#claims = claims;
    this.#requests = claims.flatMap(({ spec }, claim) =>
      (spec.devices?.requests ?? []).map((request) => ({
        claim,
        alternatives: alternativesOf(request).map((alternative) =>
          alternative.wantsAll ? this.#withAll(alternative, claim) : alternative,
        ),
      })),
    );
    this.#allocated = claims.map(() => []);
    this.#scores = claims.map(() => 0);
  }

  run(): boolean {
    return this.#tryRequest(0);
  }

  result(): readonly ClaimAllocation[] {
    return this.#allocated.map((devices, index) => ({ devices, score: this.#scores[index] as number }));
  }

  #tryRequest(index: number): boolean {
    const request = this.#requests[index];
    if (request === undefined) return true;
    const several = request.alternatives.length > 1 || request.alternatives[0]?.name.includes('/') === true;
    return request.alternatives.some((alternative, position) => {
      const score = several ? mostAlternatives - position : 0;
      this.#scores[request.claim] = (this.#scores[request.claim] as number) + score;
      const fits = alternative.all
        ? this.#tryAll(index, request.claim, alternative, alternative.all)
        : this.#tryDevices(index, request.claim, alternative, alternative.count, 0);
      if (!fits) this.#scores[request.claim] = (this.#scores[request.claim] as number) - score;
      return fits;
    });
  }

  /** Takes `left` more devices for the request, from `from` on, and then goes on to the next one. */
  #tryDevices(index: number, claim: number, alternative: Alternative, left: number, from: number): boolean {
    if (left === 0) return this.#tryRequest(index + 1);
    for (let at = from; at < this.#devices.length; at++) {
      const device = this.#devices[at] as Device;
      if (!this.#isFree(device, alternative) || !this.#matches(device, alternative, claim)) continue;
      if (!toleratesTaints(device, alternative.tolerations)) continue;
      if (!this.#meetsConstraints(device, alternative, claim)) continue;
      this.#take(device, alternative, claim);
      if (this.#tryDevices(index, claim, alternative, left - 1, at + 1)) return true;
      this.#putBack(device, alternative, claim);
    }
    return false;
  }

  /** The alternative with all devices that match, looked up before anything is taken. */
  #withAll(alternative: Alternative, claim: number): Alternative {
    const all = this.#pools.flatMap(({ id, isIncomplete, devices }) => {
      if (isIncomplete) {
        const problem = `asks for all devices, but resource pool ${id} is currently being updated`;
        throw new AllocationError(`${this.#speaker(alternative, claim)}: ${problem}`);
      }
      return devices.filter((device) => this.#matches(device, alternative, claim));
    });
    return { ...alternative, all };
  }

  #speaker({ name }: Alternative, claim: number): string {
    const { metadata } = this.#claims[claim] as ResourceClaim;
    return `claim ${metadata.namespace}/${metadata.name}, request ${name.slice(name.indexOf('/') + 1)}`;
  }

  /** Takes every one of the devices; all must be free, and there must be one. */
  #tryAll(index: number, claim: number, alternative: Alternative, wanted: readonly Device[]): boolean {
    const taken: Device[] = [];
    const allFree = wanted.every((device) => {
      if (!this.#isFree(device, alternative) || !toleratesTaints(device, alternative.tolerations))
        return false;
      if (!this.#meetsConstraints(device, alternative, claim)) {
        // It makes no sense to ask for all devices and for some that are alike.
        const problem = `cannot add device ${device.id} because a claim constraint would not be satisfied`;
        throw new AllocationError(`${this.#speaker(alternative, claim)}: ${problem}`);
      }
      this.#take(device, alternative, claim);
      taken.push(device);
      return true;
    });
    if (wanted.length > 0 && allFree && this.#tryRequest(index + 1)) return true;
    for (const device of taken.toReversed()) this.#putBack(device, alternative, claim);
    return false;
  }

  #isFree({ id }: Device, { adminAccess }: Alternative): boolean {
    return adminAccess || !this.#taken.has(id);
  }

  #take(device: Device, { name, adminAccess }: Alternative, claim: number): void {
    if (!adminAccess) this.#taken.add(device.id);
    this.#allocated[claim]?.push({ request: name, device, adminAccess });
  }

  #putBack({ id }: Device, { adminAccess }: Alternative, claim: number): void {
    if (!adminAccess) this.#taken.delete(id);
    this.#allocated[claim]?.pop();
  }

  #matches(device: Device, alternative: Alternative, claim: number): boolean {
    const { metadata } = this.#claims[claim] as ResourceClaim;
    const classSelectors = this.#classes.get(alternative.deviceClassName)?.spec.selectors;
    const variables = explained(() => celDevice(device), `device ${device.id}`);
    return (
      selects(classSelectors, variables, `class ${alternative.deviceClassName}`) &&
      selects(alternative.selectors, variables, `claim ${metadata.namespace}/${metadata.name}`)
    );
  }

  /** Whether the device has the same value of an attribute as those that must share it. */
  #meetsConstraints(device: Device, { name }: Alternative, claim: number): boolean {
    const constraints = this.#claims[claim]?.spec.devices?.constraints ?? [];
    return constraints.every(({ matchAttribute, requests }) => {
      if (!matchAttribute || !concerns(requests, name)) return true;
      const value = qualifiedAttribute(device, matchAttribute);
      if (value === undefined) return false;
      return (this.#allocated[claim] ?? []).every(
        (other) =>
          !concerns(requests, other.request) || qualifiedAttribute(other.device, matchAttribute) === value,
      );
    });
  }
}

function concerns(requests: readonly string[] | undefined, name: string): boolean {
  if (!requests?.length) return true;
  const [main] = name.split('/');
  return requests.includes(name) || requests.includes(main as string);
}

function alternativesOf({ name, exactly, firstAvailable }: DeviceRequest): readonly Alternative[] {
  if (exactly) return [alternative(name, exactly, exactly.adminAccess === true)];
  return (firstAvailable ?? []).map((sub) => alternative(`${name}/${sub.name}`, sub, false));
}

function alternative(
  name: string,
  request: Omit<ExactRequest, 'adminAccess' | 'capacity'>,
  adminAccess: boolean,
): Alternative {
  const { deviceClassName, selectors, tolerations, allocationMode, count } = request;
  const wantsAll = allocationMode === 'All';
  return { name, deviceClassName, selectors, tolerations, wantsAll, count: count ?? 1, adminAccess };
}

function selects(selectors: Selectors, device: Activation, whose: string): boolean {
  return (selectors ?? []).every(({ cel }, index) => {
    if (!cel) return true;
    const expression = explained(
      () => compileDeviceSelector(cel.expression),
      `${whose}: selector #${index}: CEL compile error`,
    );
    return (
      explained(
        () => expression.evaluate(device, new CostBudget(deviceSelectorCost)),
        `${whose}: selector #${index}: CEL runtime error`,
      ) === true
    );
  });
}

function explained<T>(run: () => T, problem: string): T {
  try {
    return run();
  } catch (error) {
    if (isCelProblem(error)) throw new AllocationError(`${problem}: ${error.message}`);
    throw error;
  }
}

/** Models resourceclaim.ToleratesTaint (v1.36) for the taints that keep pods away. */
function toleratesTaints({ spec }: Device, tolerations: Tolerations): boolean {
  return (spec.taints ?? []).every((taint) => {
    if (taint.effect !== 'NoSchedule' && taint.effect !== 'NoExecute') return true;
    return (tolerations ?? []).some(({ key, operator, value, effect }) => {
      if (effect && effect !== taint.effect) return false;
      if (key && key !== taint.key) return false;
      return operator === 'Exists' || (value ?? '') === (taint.value ?? '');
    });
  });
}
