import { expect } from 'vitest';
import type { ApiServer } from '../engine/apiserver/api-server.ts';

/** Every stored object has its identity, once, under a version of its own that is not from the future. */
export function checkStore(server: ApiServer): void {
  const versions = new Set<string>();
  for (const [resource, objects] of Object.entries(server.dump())) {
    const keys = objects.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
    expect(new Set(keys).size, resource).toBe(keys.length);
    for (const object of objects) {
      const { uid, resourceVersion = '', creationTimestamp } = object.metadata;
      expect([typeof uid, typeof creationTimestamp, Object.isFrozen(object)]).toEqual([
        'string',
        'string',
        true,
      ]);
      expect(versions.has(resourceVersion)).toBe(false);
      versions.add(resourceVersion);
      expect(Number(resourceVersion)).toBeLessThanOrEqual(server.revision);
    }
  }
}
