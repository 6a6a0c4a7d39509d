/**
 * Structural schemas of custom resources: what they keep, what they fill in and what they refuse.
 * Models apiextensions-apiserver/pkg/apiserver/schema and validation (v1.36).
 */
import { at, child } from '../../api/field-error.ts';
import { isMap } from '../../api/patch/merge-patch.ts';
import { deepCopy, setOwn } from '../../sim/plain.ts';

/** x-kubernetes-validations: a rule that values are held to. */
export interface ValidationRule {
  readonly rule?: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** JSONSchemaProps, as far as it is looked at. */
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
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly multipleOf?: number;
  readonly uniqueItems?: boolean;
  readonly format?: string;
  readonly title?: string;
  readonly description?: string;
  readonly nullable?: boolean;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
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
    const isObject = path === '' || schema['x-kubernetes-embedded-resource'] === true;
    const member = memberSchema(schema, name, isObject);
    if (name === 'metadata' && schema['x-kubernetes-embedded-resource'] === true)
      problems.push(...pruneMetadata(value[name], here));
    if (member === 'kept') continue;
    if (member !== undefined) problems.push(...prune(value[name], member, here));
    else {
      delete value[name];
      problems.push(`unknown field "${here}"`);
    }
  }
  return problems;
}

const metadataFields: ReadonlySet<string> = new Set(
  'name generateName namespace selfLink uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds labels annotations ownerReferences finalizers managedFields'.split(
    ' ',
  ),
);

/** The metadata of an embedded resource is that of every object. */
function pruneMetadata(metadata: unknown, path: string): string[] {
  if (!isMap(metadata)) return [];
  const unknown = Object.keys(metadata).filter((name) => !metadataFields.has(name));
  for (const name of unknown) delete metadata[name];
  return unknown.map((name) => `unknown field "${child(path, name)}"`);
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

/**
 * Fills in the defaults of members that are missing. A null where none may be counts as missing.
 * Models apiextensions-apiserver/pkg/apiserver/schema/defaulting (v1.36).
 */
export function applyDefaults(value: unknown, schema: Schema): void {
  if (Array.isArray(value)) {
    if (schema.items !== undefined) for (const item of value as unknown[]) applyDefaults(item, schema.items);
    return;
  }
  if (!isMap(value)) return;
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    if (value[name] === null && member.nullable !== true) delete value[name];
    if (value[name] === undefined && member.default !== undefined)
      setOwn(value, name, deepCopy(member.default));
    applyDefaults(value[name], member);
  }
  if (typeof schema.additionalProperties === 'object')
    for (const name of Object.keys(value))
      if (!Object.hasOwn(schema.properties ?? {}, name))
        applyDefaults(value[name], schema.additionalProperties);
}
