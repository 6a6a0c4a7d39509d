import { deepEqual } from '../../sim/plain.ts';
import type { Strategy } from '../registry/strategy.ts';
import type { CustomResourceDefinition } from './definition.ts';
import { definitionErrors, definitionUpdateErrors, storedVersions } from './definition-validation.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * How definitions of custom resources behave.
 * Models apiextensions-apiserver/pkg/registry/customresourcedefinition (v1.36).
 */
export const definitionStrategy: Strategy<CustomResourceDefinition> = {
  defaults(draft) {
    (draft as { spec?: unknown }).spec ??= {};
    const spec = draft.spec as Mutable<CustomResourceDefinition['spec']> & { conversion?: object };
    const names = spec.names as Mutable<CustomResourceDefinition['spec']['names']> | undefined;
    if (names?.kind) {
      names.singular ||= names.kind.toLowerCase();
      names.listKind ||= `${names.kind}List`;
    }
    spec.conversion ??= { strategy: 'None' };
  },
  prepareForCreate(draft) {
    const stored = storedVersions({ ...draft, status: undefined });
    (draft as Mutable<CustomResourceDefinition>).status = {
      conditions: null,
      acceptedNames: { plural: '', kind: '' },
      storedVersions: stored.length === 0 ? null : stored,
    };
    draft.metadata.generation = 1;
  },
  prepareForUpdate(draft, old) {
    const stored = storedVersions({ ...draft, status: old.status });
    (draft as Mutable<CustomResourceDefinition>).status =
      old.status && stored !== old.status.storedVersions
        ? { ...old.status, storedVersions: stored }
        : old.status;
    if (!deepEqual(draft.spec, old.spec)) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  },
  validateCreate: definitionErrors,
  validateUpdate: definitionUpdateErrors,
};
