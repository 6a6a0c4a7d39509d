import type { DeviceClass } from '../../api/types.ts';
import { isExtendedResourceName } from './resource.ts';
import type { Lister } from './handle.ts';

const implicitPrefix = 'deviceclass.resource.kubernetes.io/';

/** Whether a resource of that name may be backed by devices. Models schedutil.IsDRAExtendedResourceName (v1.36). */
export function mayBeBackedByDevices(resource: string): boolean {
  return resource.startsWith(implicitPrefix) || isExtendedResourceName(resource);
}

/** Whether the class gives out its devices as that extended resource. */
export function backsResource({ metadata, spec }: DeviceClass, resource: string): boolean {
  return spec.extendedResourceName === resource || resource === `${implicitPrefix}${metadata.name}`;
}

/**
 * The class that gives out its devices as that extended resource: of several the newest, then the
 * first by name. Models extended.DeviceClassMapping (v1.36).
 */
export function deviceClassOf(resource: string, classes: Lister<DeviceClass>): DeviceClass | undefined {
  if (!mayBeBackedByDevices(resource)) return undefined;
  let found: DeviceClass | undefined;
  for (const candidate of classes.values()) {
    if (!backsResource(candidate, resource)) continue;
    if (found === undefined || comesFirst(candidate, found)) found = candidate;
  }
  return found;
}

function comesFirst({ metadata: a }: DeviceClass, { metadata: b }: DeviceClass): boolean {
  const createdA = a.creationTimestamp ?? '';
  const createdB = b.creationTimestamp ?? '';
  return createdA === createdB ? a.name < b.name : createdA > createdB;
}
