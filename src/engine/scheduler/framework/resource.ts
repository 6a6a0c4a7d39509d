import type { ResourceAmounts } from '../../api/pod-resources.ts';

/**
 * Amounts of the resources that scheduling looks at, as numbers: thousandths of a core, bytes, whole
 * units. Models framework.Resource (v1.36).
 */
export class Resource {
  cpuMillis = 0;
  memoryBytes = 0;
  ephemeralStorageBytes = 0;
  /** How many pods; only of what a node offers. */
  pods = 0;
  /** Extended resources, huge pages and the like, by name. */
  scalars: Map<string, number> | undefined = undefined;

  static of(amounts: ResourceAmounts): Resource {
    const resource = new Resource();
    for (const [name, amount] of amounts) {
      switch (name) {
        case 'cpu':
          resource.cpuMillis = amount;
          break;
        case 'memory':
          resource.memoryBytes = amount;
          break;
        case 'ephemeral-storage':
          resource.ephemeralStorageBytes = amount;
          break;
        case 'pods':
          resource.pods = amount;
          break;
        default:
          if (isScalarResourceName(name)) (resource.scalars ??= new Map()).set(name, amount);
      }
    }
    return resource;
  }

  /** The amount of one resource, by name; 0 where there is none. */
  amount(name: string): number {
    switch (name) {
      case 'cpu':
        return this.cpuMillis;
      case 'memory':
        return this.memoryBytes;
      case 'ephemeral-storage':
        return this.ephemeralStorageBytes;
      default:
        return this.scalars?.get(name) ?? 0;
    }
  }

  /** Adds `other` `sign` times (1 or -1). */
  add(other: Resource, sign: 1 | -1): void {
    this.cpuMillis += sign * other.cpuMillis;
    this.memoryBytes += sign * other.memoryBytes;
    this.ephemeralStorageBytes += sign * other.ephemeralStorageBytes;
    if (other.scalars === undefined) return;
    const scalars = (this.scalars ??= new Map());
    for (const [name, amount] of other.scalars) scalars.set(name, (scalars.get(name) ?? 0) + sign * amount);
  }

  clone(): Resource {
    const copy = new Resource();
    copy.cpuMillis = this.cpuMillis;
    copy.memoryBytes = this.memoryBytes;
    copy.ephemeralStorageBytes = this.ephemeralStorageBytes;
    copy.pods = this.pods;
    if (this.scalars !== undefined) copy.scalars = new Map(this.scalars);
    return copy;
  }
}

/** Models schedutil.IsScalarResourceName (v1.36). */
export function isScalarResourceName(name: string): boolean {
  return (
    isExtendedResourceName(name) ||
    name.startsWith('hugepages-') ||
    name.includes('kubernetes.io/') ||
    name.startsWith('attachable-volumes-')
  );
}

/** `example.com/gpu`: a name of a domain that is not Kubernetes' own. Models v1helper.IsExtendedResourceName (v1.36). */
export function isExtendedResourceName(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}
