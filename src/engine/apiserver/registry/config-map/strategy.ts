import { base64Size } from '../../../api/base64.ts';
import { at, forbidden, invalid, tooLong, type FieldError } from '../../../api/field-error.ts';
import { byteLength, isConfigMapKey } from '../../../api/names.ts';
import type { ConfigMap } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import type { Strategy } from '../strategy.ts';
import { configMapTable } from './table.ts';

const maxSize = 1024 * 1024;

/** The rules of ConfigMaps. Models pkg/registry/core/configmap (v1.36). */
export const configMapStrategy: Strategy<ConfigMap> = {
  validateCreate: (draft) => [...objectMetaErrors(draft.metadata, true), ...dataErrors(draft)],
  validateUpdate: (draft, old) => [
    ...fixedWhenImmutable(draft, old, ['data', 'binaryData']),
    ...objectMetaErrors(draft.metadata, true),
    ...dataErrors(draft),
  ],
  table: configMapTable,
};

/** Models ValidateConfigMap (v1.36). */
function dataErrors({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const key of Object.keys(data).toSorted()) {
    for (const problem of isConfigMapKey(key)) errors.push(invalid(at('data', key), key, problem));
    if (Object.hasOwn(binaryData, key)) {
      errors.push(invalid(at('data', key), key, 'duplicate of key present in binaryData'));
    }
    size += byteLength(data[key] ?? '');
  }
  for (const key of Object.keys(binaryData).toSorted()) {
    for (const problem of isConfigMapKey(key)) errors.push(invalid(at('binaryData', key), key, problem));
    size += base64Size(binaryData[key] ?? '');
  }
  return size > maxSize ? [...errors, tooLong('[]', maxSize)] : errors;
}

/** What marked itself as immutable stays so. Models the checks of ValidateConfigMapUpdate and ValidateSecretUpdate (v1.36). */
export function fixedWhenImmutable<T extends { immutable?: boolean }>(
  draft: T,
  old: T,
  fields: readonly (keyof T & string)[],
): FieldError[] {
  if (old.immutable !== true) return [];
  const detail = 'field is immutable when `immutable` is set';
  const errors = draft.immutable === true ? [] : [forbidden('immutable', detail)];
  const changed = fields.filter((field) => !deepEqual(draft[field] ?? {}, old[field] ?? {}));
  return [...errors, ...changed.map((field) => forbidden(field, detail))];
}
