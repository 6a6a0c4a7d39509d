/**
 * What is wrong with a value by its schema. Models kube-openapi/pkg/validation/validate and
 * apiextensions-apiserver/pkg/apiserver/validation (v1.36), ratcheting included: what has not changed
 * is not held against an update.
 */
import {
  at,
  child,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
  typeInvalid,
  type FieldError,
} from '../../api/field-error.ts';
import { isMap } from '../../api/patch/merge-patch.ts';
import { parseRegExp, RegExpError } from '../../api/regexp.ts';
import { deepEqual } from '../../sim/plain.ts';
import { lengthOf } from '../../cel/library/standard.ts';
import { hasFormat, isTextFormat } from './formats.ts';
import { correlatedItem } from './list-types.ts';
import type { Schema } from './schema.ts';

/** The path of errors about a schema as a whole. */
const nowhere = '<nil>';

/** `old` is what the value was before, where there is such a thing. */
export function schemaErrors(value: unknown, schema: Schema, path = '', old?: unknown): FieldError[] {
  if (old !== undefined && deepEqual(value, old)) return [];
  const errors = typeErrors(value, schema, path);
  if (value === null) return [...errors, ...enumErrors(value, schema, path)];
  errors.push(...combinedErrors(value, schema, path));
  if (typeof value === 'string') errors.push(...textErrors(value, schema, path));
  if (typeof value === 'number') errors.push(...numberErrors(value, schema, path));
  if (Array.isArray(value)) errors.push(...listErrors(value, schema, path, old));
  errors.push(...enumErrors(value, schema, path));
  if (isMap(value)) errors.push(...objectErrors(value, schema, path, old));
  return errors;
}

function typeErrors(value: unknown, schema: Schema, path: string): FieldError[] {
  const { format = '', nullable } = schema;
  const types = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : [schema.type ?? ''];
  const actual = jsonType(value);
  if (types[0] === '' || (value === null && nullable === true)) return [];
  const isNumeric = types.includes('number') || types.includes('integer');
  if (!isNumeric && isTextFormat(format) && (actual === 'string' || actual === 'array')) return [];
  const fits = types.includes(actual) || (types.includes('number') && actual === 'integer');
  if (fits) return [];
  return [typeInvalid(path, actual, `${path} in body must be of type ${types.join(',')}: "${actual}"`)];
}

function jsonType(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function combinedErrors(value: unknown, { anyOf, oneOf, allOf, not }: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const tried = (schemas: readonly Schema[]): FieldError[][] =>
    schemas.map((schema) => schemaErrors(value, schema, path));
  const problem = (text: string): FieldError => invalid(nowhere, '', `"${path}" ${text}`);
  if (anyOf?.length) {
    const results = tried(anyOf);
    if (!results.some(isValid))
      errors.push(problem('must validate at least one schema (anyOf)'), ...fewest(results));
  }
  if (oneOf?.length) {
    const results = tried(oneOf);
    const valid = results.filter(isValid).length;
    if (valid === 0)
      errors.push(
        problem('must validate one and only one schema (oneOf). Found none valid'),
        ...fewest(results),
      );
    else if (valid > 1)
      errors.push(
        problem(`must validate one and only one schema (oneOf). Found ${valid} valid alternatives`),
      );
  }
  if (allOf?.length) {
    const results = tried(allOf);
    const valid = results.filter(isValid).length;
    errors.push(...results.flat());
    if (valid < allOf.length)
      errors.push(problem(`must validate all the schemas (allOf)${valid === 0 ? '. None validated' : ''}`));
  }
  if (not !== undefined && isValid(schemaErrors(value, not, path)))
    errors.push(problem('must not validate the schema (not)'));
  return errors;
}

function isValid(errors: readonly FieldError[]): boolean {
  return errors.length === 0;
}

/** The attempt that came nearest: upstream counts what matched, which the first with the fewest errors stands for. */
function fewest(results: readonly FieldError[][]): FieldError[] {
  const least = Math.min(...results.map((errors) => errors.length));
  return results.find((errors) => errors.length === least) ?? [];
}

function textErrors(value: string, schema: Schema, path: string): FieldError[] {
  const { pattern, minLength = 0, maxLength, format = '' } = schema;
  const errors: FieldError[] = [];
  if (maxLength !== undefined && lengthOf(value) > maxLength) errors.push(tooLong(path, maxLength));
  else if (lengthOf(value) < minLength)
    errors.push(invalid(path, value, `${path} in body should be at least ${minLength} chars long`));
  else if (pattern !== undefined && !matches(pattern, value))
    errors.push(invalid(path, value, `${path} in body should match '${pattern}'`));
  if (!hasFormat(value, format))
    errors.push(
      typeInvalid(path, value, `${path} in body must be of type ${format}: ${JSON.stringify(value)}`),
    );
  return errors;
}

function matches(pattern: string, value: string): boolean {
  try {
    return parseRegExp(pattern).test(value);
  } catch (error) {
    // Definitions with such a pattern are refused.
    if (error instanceof RegExpError) return true;
    throw error;
  }
}

const integerRanges: Readonly<Record<string, number>> = { int32: 2 ** 31, int64: 2 ** 63 };

function numberErrors(value: number, schema: Schema, path: string): FieldError[] {
  const { minimum, maximum, exclusiveMinimum = false, exclusiveMaximum = false, multipleOf } = schema;
  const { type, format = '' } = schema;
  const errors: FieldError[] = [];
  const limit = integerRanges[format] ?? 2 ** 63;
  if (type === 'integer' && !(Number.isInteger(value) && value >= -limit && value < limit)) {
    const what =
      integerRanges[format] === undefined ? 'integer (default format)' : `integer with format ${format}`;
    errors.push(invalid(nowhere, '', `Checked value must be of type ${what} in ${path}`));
  }
  const bound = (words: string, edge: number, exclusive: boolean): FieldError =>
    invalid(path, value, `${path} in body should be ${words} than ${exclusive ? '' : 'or equal to '}${edge}`);
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf))
    errors.push(invalid(path, value, `${path} in body should be a multiple of ${multipleOf}`));
  if (maximum !== undefined && (value > maximum || (exclusiveMaximum && value === maximum)))
    errors.push(bound('less', maximum, exclusiveMaximum));
  if (minimum !== undefined && (value < minimum || (exclusiveMinimum && value === minimum)))
    errors.push(bound('greater', minimum, exclusiveMinimum));
  return errors;
}

function listErrors(value: readonly unknown[], schema: Schema, path: string, old: unknown): FieldError[] {
  const { items, minItems = 0, maxItems } = schema;
  const errors: FieldError[] = [];
  if (items !== undefined)
    value.forEach((item, index) =>
      errors.push(...schemaErrors(item, items, at(path, index), correlatedItem(item, old, schema))),
    );
  if (value.length < minItems)
    errors.push(invalid(path, value.length, `${path} in body should have at least ${minItems} items`));
  if (maxItems !== undefined && value.length > maxItems) errors.push(tooMany(path, value.length, maxItems));
  return errors;
}

function enumErrors(value: unknown, schema: Schema, path: string): FieldError[] {
  const { enum: choices } = schema;
  if (choices === undefined || choices.some((allowed) => deepEqual(allowed, value))) return [];
  return [
    notSupported(
      path,
      value,
      choices.map((choice) => (typeof choice === 'string' ? choice : JSON.stringify(choice))),
    ),
  ];
}

function objectErrors(
  value: Readonly<Record<string, unknown>>,
  schema: Schema,
  path: string,
  old: unknown,
): FieldError[] {
  const { minProperties = 0, maxProperties } = schema;
  const names = Object.keys(value);
  const errors: FieldError[] = [];
  if (names.length < minProperties)
    errors.push(
      invalid(path, names.length, `${path} in body should have at least ${minProperties} properties`),
    );
  if (maxProperties !== undefined && names.length > maxProperties)
    errors.push(tooMany(path, names.length, maxProperties));
  for (const name of schema.required ?? [])
    if (!Object.hasOwn(value, name) || value[name] === undefined) errors.push(required(child(path, name)));
  for (const name of names.toSorted()) {
    const member = memberSchema(schema, name);
    if (member !== undefined)
      errors.push(...schemaErrors(value[name], member, child(path, name), ownMember(old, name)));
  }
  return errors;
}

/** The schema of a member, if there is one. */
export function memberSchema({ properties, additionalProperties }: Schema, name: string): Schema | undefined {
  if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

export function ownMember(value: unknown, name: string): unknown {
  return isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
