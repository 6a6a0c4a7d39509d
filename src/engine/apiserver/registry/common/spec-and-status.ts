import { emptyStruct } from '../../../api/decode.ts';
import type { KubeObject } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import type { Strategy } from '../strategy.ts';

type Parts = KubeObject & { spec?: unknown; status?: unknown };

interface Options<T> {
  /** Whether a change of the status may not change labels. */
  readonly statusKeepsLabels?: boolean;
  /** Whether `metadata.generation` counts changes of the spec. */
  readonly generation?: boolean;
  /** What else happens to a new object, and to a changed one. */
  readonly create?: (draft: T) => void;
  readonly update?: (draft: T, old: T) => void;
}

/**
 * The usual division of labour: the main path writes the spec, `status` the status, and
 * `metadata.generation` counts changes of the spec. `struct` is the schema's name of the status.
 */
export function specAndStatus<T extends KubeObject>(
  struct: string,
  options: Options<T> = {},
): Pick<Strategy<T>, 'prepareForCreate' | 'prepareForUpdate'> & {
  readonly statusUpdate: (draft: T, old: T) => void;
} {
  const { generation = true, statusKeepsLabels = false } = options;
  return {
    prepareForCreate(draft) {
      (draft as Parts).status = emptyStruct(struct);
      if (generation) draft.metadata.generation = 1;
      options.create?.(draft);
    },
    prepareForUpdate(draft, old) {
      keepMember(draft, old, 'status');
      options.update?.(draft, old);
      if (generation && !deepEqual((draft as Parts).spec, (old as Parts).spec)) {
        draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
      }
    },
    statusUpdate(draft, old) {
      keepMember(draft, old, 'spec');
      if (statusKeepsLabels) keepLabels(draft, old);
    },
  };
}

/** Puts back a member as it was, or as absent as it was. */
export function keepMember(draft: object, old: object, name: string): void {
  const target = draft as Record<string, unknown>;
  const value = (old as Record<string, unknown>)[name];
  if (value === undefined) delete target[name];
  else target[name] = value;
}

function keepLabels(draft: KubeObject, old: KubeObject): void {
  keepMember(draft.metadata, old.metadata, 'labels');
}
