import type { KubeObject } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import type { Strategy } from '../strategy.ts';
import { objectMetaErrors } from './object-meta.ts';

/**
 * A kind whose `metadata.generation` counts changes of some of its members and that has no further
 * rules here. Simplified: what stands in those members is not checked beyond its shape.
 */
export function countedKind<T extends KubeObject>(
  namespaced: boolean,
  members: readonly string[],
): Pick<Strategy<T>, 'prepareForCreate' | 'prepareForUpdate' | 'validateCreate'> {
  const content = (object: T): unknown =>
    members.map((name) => (object as unknown as Record<string, unknown>)[name]);
  return {
    prepareForCreate: ({ metadata }) => {
      metadata.generation = 1;
    },
    prepareForUpdate(draft, old) {
      if (!deepEqual(content(draft), content(old))) {
        draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
      }
    },
    validateCreate: ({ metadata }) => objectMetaErrors(metadata, namespaced),
  };
}
