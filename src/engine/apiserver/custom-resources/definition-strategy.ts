import { at, child, invalid, notSupported, required, type FieldError } from '../../api/field-error.ts';
import { isDns1035Label, isDnsSubdomain } from '../../api/names.ts';
import { deepEqual } from '../../sim/plain.ts';
import { immutableErrors, nameChecks, objectMetaErrors } from '../registry/common/object-meta.ts';
import type { Strategy } from '../registry/strategy.ts';
import type { CustomResourceDefinition, CustomResourceVersion } from './definition.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * How definitions of custom resources behave.
 * Simplified: schemas are not held to the rules of structural schemas.
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
    delete (draft as Mutable<CustomResourceDefinition>).status;
    draft.metadata.generation = 1;
  },
  prepareForUpdate(draft, old) {
    (draft as Mutable<CustomResourceDefinition>).status = old.status;
    if (!deepEqual(draft.spec, old.spec)) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  },
  validateCreate: (draft) => [
    ...objectMetaErrors(draft.metadata, false, nameChecks.subdomain),
    ...definitionErrors(draft),
  ],
  validateUpdate: (draft, old) => [
    ...definitionErrors(draft),
    ...immutableErrors(draft.spec.group, old.spec.group, 'spec.group'),
    ...immutableErrors(draft.spec.scope, old.spec.scope, 'spec.scope'),
    ...immutableErrors(draft.spec.names.kind, old.spec.names.kind, 'spec.names.kind'),
    ...immutableErrors(draft.spec.names.plural, old.spec.names.plural, 'spec.names.plural'),
  ],
};

/** Models apiextensions validation.ValidateCustomResourceDefinition (v1.36). */
function definitionErrors({ metadata, spec }: CustomResourceDefinition): FieldError[] {
  const { group, names, scope, versions } = spec as Partial<CustomResourceDefinition['spec']>;
  const errors: FieldError[] = [];
  const wanted = `${names?.plural ?? ''}.${group ?? ''}`;
  if (metadata.name !== wanted)
    errors.push(invalid('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group'));
  if (!group) errors.push(required('spec.group'));
  else {
    for (const problem of isDnsSubdomain(group)) errors.push(invalid('spec.group', group, problem));
    if (!group.includes('.'))
      errors.push(invalid('spec.group', group, 'should be a domain with at least one dot'));
  }
  if (!scope) errors.push(required('spec.scope'));
  else if (scope !== 'Cluster' && scope !== 'Namespaced')
    errors.push(notSupported('spec.scope', scope, ['Cluster', 'Namespaced']));
  errors.push(...versionErrors(versions ?? []));
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const) {
    const name = names?.[field];
    const path = child('spec.names', field);
    if (!name) errors.push(required(path));
    else for (const problem of isDns1035Label(name.toLowerCase())) errors.push(invalid(path, name, problem));
  }
  return errors;
}

function versionErrors(versions: readonly CustomResourceVersion[]): FieldError[] {
  const errors: FieldError[] = [];
  versions.forEach(({ name, schema }, index) => {
    const path = at('spec.versions', index);
    for (const problem of isDns1035Label(name ?? ''))
      errors.push(invalid(child(path, 'name'), name, problem));
    if (schema?.openAPIV3Schema === undefined)
      errors.push(required(child(path, 'schema', 'openAPIV3Schema'), 'schemas are required'));
  });
  const stored = versions.filter(({ storage }) => storage).length;
  if (stored !== 1)
    errors.push(
      invalid('spec.versions', versions, 'must have exactly one version marked as storage version'),
    );
  return errors;
}
