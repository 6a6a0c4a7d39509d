import { matchesNodeSelector } from '../../../api/node-affinity.ts';
import type { Node, ResourceSlice } from '../../../api/types.ts';
import { deviceValue } from '../../../cel/device.ts';
import type { Activation } from '../../../cel/evaluate.ts';

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

/** What selectors see as `device`. Throws a CelError for a version that is none. */
export function celDevice({ driver, spec }: Device): Activation {
  const device = deviceValue({
    driver,
    attributes: spec.attributes ?? {},
    capacity: spec.capacity ?? {},
    allowMultipleAllocations: spec.allowMultipleAllocations === true,
  });
  return (name) => (name === 'device' ? device : undefined);
}

/** The value of an attribute by its qualified name; undefined where the device has none. */
export function qualifiedAttribute(
  { driver, spec }: Device,
  name: string,
): string | number | boolean | undefined {
  const attributes = spec.attributes ?? {};
  const local = name.startsWith(`${driver}/`) ? name.slice(driver.length + 1) : name;
  const key = [name, local].find((candidate) => Object.hasOwn(attributes, candidate));
  if (key === undefined) return undefined;
  const { string, int, bool, version } = attributes[key] as NonNullable<DeviceSpec['attributes']>[string];
  return string ?? int ?? bool ?? version;
}
