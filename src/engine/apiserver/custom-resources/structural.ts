/** The rules of structural schemas. Models apiextensions-apiserver/pkg/apiserver/schema/validation.go (v1.36). */
import {
  at,
  child,
  fieldErrorText,
  forbidden,
  invalid,
  required,
  type FieldError,
} from '../../api/field-error.ts';
import { parseRegExp, RegExpError } from '../../api/regexp.ts';
import { deepEqual } from '../../sim/plain.ts';
import type { Schema } from './schema.ts';

type Level = 'root' | 'item' | 'field';

const intOrString: readonly Schema[] = [{ type: 'integer' }, { type: 'string' }];

const typeMissing: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

/** What keeps a schema from being structural, sorted by sentence. */
export function structuralErrors(schema: Schema, path: string): FieldError[] {
  const errors = [...schemaErrors(schema, 'root', path), ...completenessErrors(schema, path)];
  return errors.toSorted((a, b) => (fieldErrorText(a) < fieldErrorText(b) ? -1 : 1));
}

function members(schema: Schema, path: string): (readonly [name: string, schema: Schema, path: string])[] {
  return Object.entries(schema.properties ?? {}).map(([name, member]) => [
    name,
    member,
    at(child(path, 'properties'), name),
  ]);
}

function schemaErrors(schema: Schema, level: Level, path: string): FieldError[] {
  const { items, additionalProperties, type } = schema;
  const errors: FieldError[] = [];
  if (type === 'array' && items === undefined)
    errors.push(required(child(path, 'items'), 'must be specified'));
  if (items !== undefined) errors.push(...schemaErrors(items, 'item', child(path, 'items')));
  for (const [, member, here] of members(schema, path)) errors.push(...schemaErrors(member, 'field', here));
  if (additionalProperties !== undefined) {
    const here = child(path, 'additionalProperties');
    if (level === 'root') errors.push(forbidden(here, 'must not be used at the root'));
    if (typeof additionalProperties === 'object')
      errors.push(...schemaErrors(additionalProperties, 'field', here));
  }
  return [
    ...errors,
    ...extensionErrors(schema, path),
    ...combinationErrors(schema, path, isIntOrString(schema)),
    ...typeErrors(schema, level, path),
    ...objectErrors(schema, level, path),
  ];
}

/** Which `anyOf` may name types: that of a number or text, at its place. */
function isIntOrString({ anyOf, allOf }: Schema): 'anyOf' | 'allOf' | undefined {
  if (anyOf !== undefined && deepEqual(anyOf, intOrString)) return 'anyOf';
  return allOf?.[0]?.anyOf !== undefined && deepEqual(allOf[0].anyOf, intOrString) ? 'allOf' : undefined;
}

function extensionErrors(schema: Schema, path: string): FieldError[] {
  if (schema['x-kubernetes-int-or-string'] !== true) return [];
  return (['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const)
    .filter((name) => schema[name] === true)
    .map((name) => invalid(child(path, name), true, 'must be false if x-kubernetes-int-or-string is true'));
}

function typeErrors(schema: Schema, level: Level, path: string): FieldError[] {
  const { type = '' } = schema;
  const here = child(path, 'type');
  const isFree =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const errors: FieldError[] = [];
  if (schema['x-kubernetes-embedded-resource'] === true && type !== 'object') {
    const detail = 'must be object if x-kubernetes-embedded-resource is true';
    errors.push(type === '' ? required(here, detail) : invalid(here, type, detail));
  } else if (type === '' && !isFree) errors.push(required(here, typeMissing[level]));
  if (schema['x-kubernetes-embedded-resource'] === true && schema.additionalProperties !== undefined)
    errors.push(
      forbidden(
        child(path, 'additionalProperties'),
        'must not be used if x-kubernetes-embedded-resource is set',
      ),
    );
  if (level === 'root' && type !== '' && type !== 'object')
    errors.push(invalid(here, type, 'must be object at the root'));
  return errors;
}

/** What makes it an object of the API may not be redefined. */
function objectErrors(schema: Schema, level: Level, path: string): FieldError[] {
  const properties = schema.properties ?? {};
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const isObject = level === 'root' || isEmbedded;
  const errors: FieldError[] = [];
  for (const name of ['kind', 'apiVersion']) {
    const member = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (isObject && member !== undefined && member.type !== 'string')
      errors.push(
        invalid(child(at(child(path, 'properties'), name), 'type'), member.type ?? '', 'must be string'),
      );
  }
  const metadata = Object.hasOwn(properties, 'metadata') ? properties['metadata'] : undefined;
  if (metadata !== undefined)
    errors.push(...metadataErrors(metadata, isObject, level, at(child(path, 'properties'), 'metadata')));
  if (
    isEmbedded &&
    schema['x-kubernetes-preserve-unknown-fields'] !== true &&
    Object.keys(properties).length === 0
  )
    errors.push(
      required(
        child(path, 'properties'),
        'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
      ),
    );
  return errors;
}

function metadataErrors(metadata: Schema, isObject: boolean, level: Level, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (isObject && metadata.type !== 'object')
    errors.push(invalid(child(path, 'type'), metadata.type ?? '', 'must be object'));
  if (level !== 'root') return errors;
  const { type: _type, default: _default, properties, ...rest } = metadata;
  const isOnlyNames = Object.keys(properties ?? {}).every(
    (name) => name === 'name' || name === 'generateName',
  );
  if (!isOnlyNames || Object.keys(rest).length > 0)
    errors.push(
      forbidden(
        path,
        'must not specify anything other than name and generateName, but metadata is implicitly specified',
      ),
    );
  return errors;
}

function combinationErrors(
  schema: Schema,
  path: string,
  mayNameTypes: 'anyOf' | 'allOf' | undefined,
): FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern } = schema;
  const nested = (name: string, schemas: readonly Schema[]): FieldError[] =>
    schemas.flatMap((part, index) =>
      nestedErrors(
        part,
        at(child(path, name), index),
        name === 'allOf' && index === 0 && mayNameTypes === 'allOf',
      ),
    );
  return [
    ...(mayNameTypes === 'anyOf' ? [] : nested('anyOf', anyOf)),
    ...nested('allOf', allOf),
    ...nested('oneOf', oneOf),
    ...(not === undefined ? [] : nestedErrors(not, child(path, 'not'), false)),
    ...(pattern ? patternErrors(pattern, child(path, 'pattern')) : []),
  ];
}

function patternErrors(pattern: string, path: string): FieldError[] {
  try {
    parseRegExp(pattern);
    return [];
  } catch (error) {
    if (!(error instanceof RegExpError)) throw error;
    return [
      invalid(
        path,
        pattern,
        `must be a valid regular expression, but isn't: error parsing regexp: ${error.message}`,
      ),
    ];
  }
}

/** What a schema within a combination may not say, with how that is told. */
const forbiddenNested: readonly (readonly [keyof Schema, string])[] = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural'],
];

function nestedErrors(schema: Schema, path: string, mayNameTypes: boolean): FieldError[] {
  const errors = combinationErrors(schema, path, mayNameTypes ? 'anyOf' : undefined);
  if (schema.items !== undefined) errors.push(...nestedErrors(schema.items, child(path, 'items'), false));
  for (const [, member, here] of members(schema, path)) errors.push(...nestedErrors(member, here, false));
  for (const [name, detail] of forbiddenNested) {
    const value = schema[name];
    const isSaid =
      value !== undefined && value !== '' && value !== false && !(Array.isArray(value) && value.length === 0);
    if (isSaid) errors.push(forbidden(child(path, name), detail));
  }
  if (Object.hasOwn(schema.properties ?? {}, 'metadata'))
    errors.push(
      forbidden(at(child(path, 'properties'), 'metadata'), 'must not be specified in a nested context'),
    );
  return errors;
}

/**
 * What the root's combinations speak of must stand outside of them too.
 * Models apiextensions-apiserver/pkg/apiserver/schema/complete.go (v1.36).
 */
function completenessErrors(schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of ['allOf', 'anyOf', 'oneOf'] as const)
    (schema[name] ?? []).forEach((part, index) =>
      errors.push(...skeletonErrors(part, schema, at(child(path, name), index), path)),
    );
  if (schema.not !== undefined) errors.push(...skeletonErrors(schema.not, schema, child(path, 'not'), path));
  return errors;
}

function skeletonErrors(part: Schema, schema: Schema, path: string, schemaPath: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const name of ['allOf', 'anyOf', 'oneOf'] as const)
    (part[name] ?? []).forEach((inner, index) =>
      errors.push(...skeletonErrors(inner, schema, at(child(path, name), index), schemaPath)),
    );
  if (part.not !== undefined)
    errors.push(...skeletonErrors(part.not, schema, child(path, 'not'), schemaPath));
  const because = (missing: string): FieldError => required(missing, `because it is defined in ${path}`);
  if (part.items !== undefined) {
    if (schema.items === undefined)
      errors.push(required(child(schemaPath, 'items'), `because it is defined in ${child(path, 'items')}`));
    else
      errors.push(
        ...skeletonErrors(part.items, schema.items, child(path, 'items'), child(schemaPath, 'items')),
      );
  }
  for (const [name, member] of Object.entries(part.properties ?? {})) {
    const [here, there] = [path, schemaPath].map((base) => at(child(base, 'properties'), name)) as [
      string,
      string,
    ];
    const own = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties?.[name] : undefined;
    if (own === undefined)
      errors.push({ ...because(there), body: `Required value: because it is defined in ${here}` });
    else errors.push(...skeletonErrors(member, own, here, there));
  }
  return errors;
}
