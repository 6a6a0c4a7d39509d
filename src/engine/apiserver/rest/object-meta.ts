import { forbidden, invalid, required, type FieldError } from '../../api/field-error.ts';
import { isPathSegmentName } from '../../api/names.ts';
import type { ObjectMeta } from '../../api/types.ts';
import { deepEqual } from '../../sim/plain.ts';

/**
 * What is wrong with the metadata of any object, whatever its kind.
 * Models apimachinery/pkg/api/validation.ValidateObjectMeta with path segment names (v1.36).
 */
export function objectMetaErrors(metadata: ObjectMeta, namespaced: boolean): FieldError[] {
  const errors: FieldError[] = [];
  if (!metadata.name) errors.push(required('metadata.name', 'name or generateName is required'));
  else
    for (const problem of isPathSegmentName(metadata.name))
      errors.push(invalid('metadata.name', metadata.name, problem));
  if (namespaced && !metadata.namespace) errors.push(required('metadata.namespace'));
  return errors;
}

const immutable = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

/** Models validation.ValidateObjectMetaUpdate (v1.36). */
export function objectMetaUpdateErrors(metadata: ObjectMeta, old: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  const added = (metadata.finalizers ?? []).filter((name) => !(old.finalizers ?? []).includes(name));
  if (old.deletionTimestamp !== undefined && added.length > 0)
    errors.push(
      forbidden(
        'metadata.finalizers',
        `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((name) => JSON.stringify(name)).join(', ')}}`,
      ),
    );
  for (const field of immutable)
    if (!deepEqual(metadata[field], old[field]))
      errors.push(invalid(`metadata.${field}`, metadata[field], 'field is immutable'));
  return errors;
}
