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

/** What of a pool a node can reach. */
export interface Pool {
  /** `driver/pool`. */
  readonly id: string;
  /** Whether it lacks a slice: its devices are left out. */
  readonly isIncomplete: boolean;
  readonly devices: readonly Device[];
}

/** The pools in the order of their ids. Of each the newest generation counts. Models structured.GatherPools (v1.36). */
export function poolsFor(node: Node, slices: Iterable<ResourceSlice>): readonly Pool[] {
  const slicesOf = new Map<string, ResourceSlice[]>();
  for (const slice of slices) {
    const key = `${slice.spec.driver}/${slice.spec.pool.name}`;
    const known = slicesOf.get(key) ?? [];
    const newest = known[0]?.spec.pool.generation ?? slice.spec.pool.generation;
    if (slice.spec.pool.generation > newest) slicesOf.set(key, [slice]);
    else if (slice.spec.pool.generation === newest) slicesOf.set(key, [...known, slice]);
  }
  const pools: Pool[] = [];
  for (const [id, poolSlices] of slicesOf) {
    if (poolSlices.length !== poolSlices[0]?.spec.pool.resourceSliceCount) {
      const isRelevant = ({ spec }: ResourceSlice): boolean =>
        spec.perDeviceNodeSelection === true || reaches(spec, node);
      if (poolSlices.some(isRelevant)) pools.push({ id, isIncomplete: true, devices: [] });
      continue;
    }
    const devices: Device[] = [];
    for (const { spec } of poolSlices.toSorted(byName)) {
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
    pools.push({ id, isIncomplete: false, devices });
  }
  return pools.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function byName({ metadata: a }: ResourceSlice, { metadata: b }: ResourceSlice): number {
  return a.name < b.name ? -1 : 1;
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
