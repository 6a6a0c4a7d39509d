/** Objects within objects. Models apiextensions-apiserver/pkg/apiserver/schema/objectmeta (v1.36). */
import { at, child, invalid, required, type FieldError } from '../../api/field-error.ts';
import { isDns1035Label, isPathSegmentName } from '../../api/names.ts';
import { isMap } from '../../api/patch/merge-patch.ts';
import type { ObjectMeta } from '../../api/types.ts';
import { objectMetaErrors } from '../registry/common/object-meta.ts';
import type { Schema } from './schema.ts';
import { memberSchema } from './value-validation.ts';

/** What is wrong with what makes embedded resources objects. */
export function embeddedErrors(value: unknown, schema: Schema | undefined, path = ''): FieldError[] {
  if (schema === undefined) return [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => embeddedErrors(item, schema.items, at(path, index)));
  if (!isMap(value)) return [];
  const own = schema['x-kubernetes-embedded-resource'] === true ? objectErrors(value, path) : [];
  return [
    ...own,
    ...Object.keys(value).flatMap((name) =>
      embeddedErrors(value[name], memberSchema(schema, name), child(path, name)),
    ),
  ];
}

function objectErrors(value: Readonly<Record<string, unknown>>, path: string): FieldError[] {
  const { apiVersion, kind, metadata } = value;
  const errors: FieldError[] = [];
  for (const name of ['apiVersion', 'kind'])
    if (value[name] === undefined) errors.push(required(child(path, name)));
  if (apiVersion !== undefined) errors.push(...textErrors(apiVersion, child(path, 'apiVersion')));
  if (kind !== undefined) {
    errors.push(...textErrors(kind, child(path, 'kind')));
    const problems = typeof kind === 'string' && kind !== '' ? isDns1035Label(kind.toLowerCase()) : [];
    if (problems.length > 0)
      errors.push(
        invalid(
          child(path, 'kind'),
          kind,
          `may have mixed case, but should otherwise match: ${problems.join(',')}`,
        ),
      );
  }
  if (isMap(metadata)) {
    const meta = metadata as unknown as ObjectMeta;
    const named = meta.name ? meta : { ...meta, name: 'fakename' };
    errors.push(
      ...objectMetaErrors(named, Boolean(meta.namespace), isPathSegmentName, child(path, 'metadata')),
    );
  }
  return errors;
}

function textErrors(value: unknown, path: string): FieldError[] {
  if (typeof value !== 'string') return [invalid(path, value, 'must be a string')];
  return value === '' ? [invalid(path, value, 'must not be empty')] : [];
}
