import { matchesNodeSelector } from '../../../api/node-affinity.ts';
import { parseQuantity } from '../../../api/quantity.ts';
import type { Node, ResourceSlice } from '../../../api/types.ts';
import { setOwn } from '../../../sim/plain.ts';
import { CelQuantity, type CelMap, type CelValue } from './cel.ts';

type DeviceSpec = NonNullable<ResourceSlice['spec']['devices']>[number];

/** A device that a node can use. */
export interface Device {
  /** `driver/pool/device`: what an allocation takes. */
  readonly id: string;
  readonly driver: string;
  readonly pool: string;
  readonly spec: DeviceSpec;
}

export function deviceId(driver: string, pool: string, device: string): string {
  return `${driver}/${pool}/${device}`;
}

/** What of all pools a node can reach. */
export interface NodePools {
  readonly devices: readonly Device[];
  /** `driver/pool` of those that lack a slice: their devices are left out. */
  readonly incomplete: readonly string[];
}

/** Of each pool the newest generation counts. Models structured.GatherPools (v1.36). */
export function poolsFor(node: Node, slices: Iterable<ResourceSlice>): NodePools {
  const pools = new Map<string, ResourceSlice[]>();
  for (const slice of slices) {
    const key = `${slice.spec.driver}/${slice.spec.pool.name}`;
    const known = pools.get(key) ?? [];
    const newest = known[0]?.spec.pool.generation ?? slice.spec.pool.generation;
    if (slice.spec.pool.generation > newest) pools.set(key, [slice]);
    else if (slice.spec.pool.generation === newest) pools.set(key, [...known, slice]);
  }
  const devices: Device[] = [];
  const incomplete: string[] = [];
  for (const [key, poolSlices] of pools) {
    if (poolSlices.length !== poolSlices[0]?.spec.pool.resourceSliceCount) {
      const isRelevant = ({ spec }: ResourceSlice): boolean =>
        spec.perDeviceNodeSelection === true || reaches(spec, node);
      if (poolSlices.some(isRelevant)) incomplete.push(key);
      continue;
    }
    for (const { spec } of poolSlices) {
      for (const device of spec.devices ?? []) {
        if (!reaches(spec.perDeviceNodeSelection === true ? device : spec, node)) continue;
        const pool = spec.pool.name;
        devices.push({
          id: deviceId(spec.driver, pool, device.name),
          driver: spec.driver,
          pool,
          spec: device,
        });
      }
    }
  }
  return { devices, incomplete };
}

function reaches(
  where: Pick<ResourceSlice['spec'], 'nodeName' | 'allNodes' | 'nodeSelector'>,
  node: Node,
): boolean {
  if (where.nodeName) return where.nodeName === node.metadata.name;
  if (where.allNodes === true) return true;
  return Boolean(where.nodeSelector) && matchesNodeSelector(where.nodeSelector as never, node);
}

/** What selectors see as `device`. Names without a domain belong to the driver's. */
export function celDevice({ driver, spec }: Device): CelMap {
  return {
    device: {
      driver,
      attributes: byDomain(driver, spec.attributes, attributeValue),
      capacity: byDomain(driver, spec.capacity, ({ value }) => new CelQuantity(parseQuantity(value))),
      allowMultipleAllocations: spec.allowMultipleAllocations === true,
    },
  };
}

type Attribute = NonNullable<DeviceSpec['attributes']>[string];

function attributeValue({ string, int, bool, version }: Attribute): CelValue {
  return string ?? int ?? bool ?? version ?? null;
}

function byDomain<T>(
  driver: string,
  entries: { readonly [name: string]: T } | undefined,
  valueOf: (entry: T) => CelValue,
): CelMap {
  const domains: Record<string, Record<string, CelValue>> = { [driver]: {} };
  for (const [qualified, entry] of Object.entries(entries ?? {})) {
    const slash = qualified.indexOf('/');
    const domain = slash < 0 ? driver : qualified.slice(0, slash);
    if (!Object.hasOwn(domains, domain)) setOwn(domains, domain, {});
    setOwn(domains[domain] as Record<string, unknown>, qualified.slice(slash + 1), valueOf(entry));
  }
  return domains;
}

/** The value of an attribute by its qualified name; undefined where the device has none. */
export function qualifiedAttribute({ driver, spec }: Device, name: string): CelValue | undefined {
  const attributes = spec.attributes ?? {};
  const local = name.startsWith(`${driver}/`) ? name.slice(driver.length + 1) : name;
  const key = [name, local].find((candidate) => Object.hasOwn(attributes, candidate));
  return key === undefined ? undefined : attributeValue(attributes[key] as Attribute);
}
