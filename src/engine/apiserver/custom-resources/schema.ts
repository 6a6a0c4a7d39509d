/**
 * Structural schemas of custom resources: what they keep, what they fill in and what they refuse.
 * Models apiextensions-apiserver/pkg/apiserver/schema and validation (v1.36).
 */
import {
  at,
  child,
  invalid,
  notSupported,
  required,
  typeInvalid,
  type FieldError,
} from '../../api/field-error.ts';
import { isMap } from '../../api/patch/merge-patch.ts';
import { deepCopy, deepEqual, setOwn } from '../../sim/plain.ts';

/** JSONSchemaProps, as far as it is looked at. Simplified: no oneOf, anyOf, not, formats and CEL rules. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly nullable?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
}

/** Removes what the schema does not know; answers `unknown field "spec.x"` for each. */
export function prune(value: unknown, schema: Schema, path = ''): string[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? [] : value.flatMap((item, index) => prune(item, items, at(path, index)));
  }
  if (!isMap(value)) return [];
  const problems: string[] = [];
  for (const name of Object.keys(value)) {
    const here = child(path, name);
    const member = memberSchema(schema, name, path === '');
    if (member === 'kept') continue;
    if (member !== undefined) problems.push(...prune(value[name], member, here));
    else {
      delete value[name];
      problems.push(`unknown field "${here}"`);
    }
  }
  return problems;
}

const objectFields = new Set(['apiVersion', 'kind', 'metadata']);

function memberSchema(schema: Schema, name: string, isRoot: boolean): Schema | 'kept' | undefined {
  if (isRoot && objectFields.has(name)) return 'kept';
  const { properties, additionalProperties } = schema;
  if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
  if (typeof additionalProperties === 'object') return additionalProperties;
  const open = additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return open ? 'kept' : undefined;
}

/** Fills in the defaults of members that are missing. */
export function applyDefaults(value: unknown, schema: Schema): void {
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const item of value as unknown[]) applyDefaults(item, schema.items);
    return;
  }
  if (!isMap(value)) return;
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    if (value[name] === undefined && member.default !== undefined)
      setOwn(value, name, deepCopy(member.default));
    applyDefaults(value[name], member);
  }
  if (typeof schema.additionalProperties === 'object')
    for (const name of Object.keys(value))
      if (!Object.hasOwn(schema.properties ?? {}, name))
        applyDefaults(value[name], schema.additionalProperties);
}

/** What is wrong with a value, in order of the fields' names. */
export function schemaErrors(value: unknown, schema: Schema, path = ''): FieldError[] {
  if (value === null && schema.nullable === true) return [];
  const mismatch = typeMismatch(value, schema);
  if (mismatch !== undefined)
    return [typeInvalid(path, mismatch, `${path} in body must be of type ${schema.type}: "${mismatch}"`)];
  if (schema.enum !== undefined && !schema.enum.some((allowed) => deepEqual(allowed, value)))
    return [notSupported(path, value, schema.enum.map(String))];
  if (typeof value === 'string') return textErrors(value, schema, path);
  if (typeof value === 'number') return numberErrors(value, schema, path);
  if (Array.isArray(value)) return listErrors(value, schema, path);
  return isMap(value) ? objectErrors(value, schema, path) : [];
}

function typeMismatch(value: unknown, schema: Schema): string | undefined {
  const { type } = schema;
  if (type === undefined || schema['x-kubernetes-int-or-string'] === true) return undefined;
  const actual = jsonType(value);
  if (actual === type || (type === 'number' && actual === 'integer')) return undefined;
  return actual;
}

function jsonType(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function textErrors(
  value: string,
  { pattern, minLength = 0, maxLength }: Schema,
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (maxLength !== undefined && value.length > maxLength)
    errors.push(invalid(path, value, `${path} in body should be at most ${maxLength} chars long`));
  if (value.length < minLength)
    errors.push(invalid(path, value, `${path} in body should be at least ${minLength} chars long`));
  if (pattern !== undefined && !matches(pattern, value))
    errors.push(invalid(path, value, `${path} in body should match '${pattern}'`));
  return errors;
}

/** The longest text that a pattern from outside is tried on, so that none can run away with the time. */
const longestMatched = 4_096;

function matches(pattern: string, value: string): boolean {
  if (value.length > longestMatched) return false;
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

function numberErrors(value: number, schema: Schema, path: string): FieldError[] {
  const { minimum, maximum, exclusiveMinimum = false, exclusiveMaximum = false } = schema;
  const bound = (words: string, limit: number, exclusive: boolean): FieldError =>
    invalid(
      path,
      value,
      `${path} in body should be ${words} than ${exclusive ? '' : 'or equal to '}${limit}`,
    );
  const errors: FieldError[] = [];
  if (maximum !== undefined && (value > maximum || (exclusiveMaximum && value === maximum)))
    errors.push(bound('less', maximum, exclusiveMaximum));
  if (minimum !== undefined && (value < minimum || (exclusiveMinimum && value === minimum)))
    errors.push(bound('greater', minimum, exclusiveMinimum));
  return errors;
}

function listErrors(value: readonly unknown[], schema: Schema, path: string): FieldError[] {
  const { items, minItems = 0, maxItems } = schema;
  const errors: FieldError[] = [];
  if (maxItems !== undefined && value.length > maxItems)
    errors.push(invalid(path, value.length, `${path} in body should have at most ${maxItems} items`));
  if (value.length < minItems)
    errors.push(invalid(path, value.length, `${path} in body should have at least ${minItems} items`));
  if (items !== undefined)
    value.forEach((item, index) => errors.push(...schemaErrors(item, items, at(path, index))));
  return errors;
}

function objectErrors(value: Readonly<Record<string, unknown>>, schema: Schema, path: string): FieldError[] {
  const missing = (schema.required ?? [])
    .filter((name) => value[name] === undefined)
    .map((name) => required(child(path, name)));
  const members = Object.keys(value)
    .toSorted()
    .flatMap((name) => {
      const member = memberSchema(schema, name, path === '');
      return typeof member === 'object' ? schemaErrors(value[name], member, child(path, name)) : [];
    });
  return [...missing, ...members];
}
