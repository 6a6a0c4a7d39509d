/**
 * What is wrong with the schema of a definition, rules included.
 * Models apiextensions validation.ValidateCustomResourceDefinitionOpenAPISchema (v1.36).
 */
import {
  at,
  child,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../api/field-error.ts';
import { deepEqual } from '../../sim/plain.ts';
import { schemaAt } from './field-path.ts';
import { internalRule, internalSchema } from './internal-form.ts';
import { celTypeOf, compileRule } from './rules.ts';
import { applyDefaults, prune, type Schema, type ValidationRule } from './schema.ts';
import { structuralErrors } from './structural.ts';
import { schemaErrors } from './value-validation.ts';
import { deepCopy } from '../../sim/plain.ts';

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const unsupported = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'];
const resourceFields: ReadonlySet<string> = new Set(['metadata', 'kind', 'apiVersion']);

/** Which members of the root are allowed beside a status subresource, as Go calls them. */
const rootFields =
  'Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations';

export function versionSchemaErrors(schema: Schema, path: string, hasStatus: boolean): FieldError[] {
  const errors = hasStatus ? rootErrors(schema, path) : [];
  if (schema.nullable === true)
    errors.push(forbidden(child(path, 'nullable'), 'nullable cannot be true at the root'));
  const structural = structuralErrors(schema, path);
  const defaults = structural.length > 0 ? [] : defaultErrors(schema, path);
  errors.push(...structural, ...defaults);
  const walk = new SchemaWalk(structural.length === 0 && defaults.length === 0);
  walk.visit(schema, path, { isRoot: true, type: 'known' });
  return [...errors, ...walk.errors, ...walk.ruleErrors];
}

function rootErrors(schema: Schema, path: string): FieldError[] {
  const allowed = new Set(rootFields.split(' '));
  for (const [name, value] of Object.entries(internalSchema(schema))) {
    const isZero = value === null || value === '' || value === false;
    if (isZero) continue;
    if (name === 'Type' && value !== 'object')
      return [
        invalid(
          child(path, 'type'),
          value,
          'only "object" is allowed as the type at the root of the schema if the status subresource is enabled',
        ),
      ];
    if (!allowed.has(name))
      return [
        invalid(
          path,
          internalSchema(schema),
          `only [${rootFields}] fields are allowed at the root of the schema if the status subresource is enabled`,
        ),
      ];
  }
  return [];
}

/** Defaults must be values of their schema, without members that would be pruned. */
function defaultErrors(schema: Schema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.default !== undefined && schema.default !== null) {
    const value = { value: deepCopy(schema.default) };
    applyDefaults(value.value, schema);
    const here = child(path, 'default');
    const pruned = deepCopy(schema.default);
    prune(pruned, schema, 'default');
    if (!deepEqual(pruned, schema.default))
      errors.push(invalid(here, schema.default, 'must not have unknown fields'));
    else
      for (const error of schemaErrors(value.value, schema))
        errors.push({ ...error, field: child(here, error.field) });
  }
  if (schema.items !== undefined) errors.push(...defaultErrors(schema.items, child(path, 'items')));
  for (const [name, member] of Object.entries(schema.properties ?? {}))
    errors.push(...defaultErrors(member, at(child(path, 'properties'), name)));
  return errors.map((error) => ({ ...error, field: error.field.replace(/\.$/, '') }));
}

interface Place {
  readonly isRoot?: boolean;
  /** Whether rules can be compiled here: not within combinations. */
  readonly type: 'known' | 'unknown';
  readonly inMetadata?: boolean;
  /** Why defaults are not allowed. */
  readonly noDefaults?: string;
  /** Within which list or map old values cannot be told apart. */
  readonly uncorrelated?: string;
}

class SchemaWalk {
  readonly errors: FieldError[] = [];
  readonly ruleErrors: FieldError[] = [];
  readonly #compiles: boolean;

  constructor(compiles: boolean) {
    this.#compiles = compiles;
  }

  visit(schema: Schema, path: string, place: Place): void {
    const before = this.errors.length;
    this.errors.push(...standardErrors(schema, path, place));
    if (schema.uniqueItems === true)
      this.errors.push(
        forbidden(
          child(path, 'uniqueItems'),
          'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
        ),
      );
    this.#visitProperties(schema, path, place);
    this.#visitCombinations(schema, path, place);
    if (schema.items !== undefined) {
      const isMap = schema['x-kubernetes-list-type'] === 'map';
      this.visit(schema.items, child(path, 'items'), {
        ...inner(place),
        ...(!isMap && { uncorrelated: place.uncorrelated ?? path }),
      });
    }
    this.errors.push(...extensionErrors(schema, path), ...listTypeErrors(schema, path));
    const rules = schema['x-kubernetes-validations'] ?? [];
    rules.forEach((rule, index) =>
      this.errors.push(...ruleShapeErrors(rule, schema, at(child(path, 'x-kubernetes-validations'), index))),
    );
    if (rules.length > 0 && this.#compiles && this.errors.length === before && place.type === 'known')
      this.#compile(rules, schema, path, place);
  }

  #visitProperties(schema: Schema, path: string, place: Place): void {
    const { additionalProperties, properties = {} } = schema;
    if (additionalProperties !== undefined) {
      const here = child(path, 'additionalProperties');
      if (Object.keys(properties).length > 0 && additionalProperties !== true)
        this.errors.push(forbidden(here, 'additionalProperties and properties are mutual exclusive'));
      if (typeof additionalProperties === 'object')
        this.visit(additionalProperties, here, {
          ...inner(place),
          ...(place.inMetadata === true && {
            noDefaults: 'inside additionalProperties applying to object metadata',
          }),
        });
    }
    for (const [name, member] of Object.entries(properties)) {
      const isObject = place.isRoot === true || schema['x-kubernetes-embedded-resource'] === true;
      const isMeta = isObject && resourceFields.has(name);
      this.visit(member, at(child(path, 'properties'), name), {
        ...inner(place),
        ...(schema['x-kubernetes-map-type'] === 'atomic' && { uncorrelated: place.uncorrelated ?? path }),
        ...(isMeta && { inMetadata: true }),
        ...(isMeta && place.isRoot === true && { noDefaults: `in top-level ${name}` }),
      });
    }
  }

  #visitCombinations(schema: Schema, path: string, place: Place): void {
    const nested: Place = { ...inner(place), type: 'unknown' };
    if (schema.not !== undefined) this.visit(schema.not, child(path, 'not'), nested);
    for (const name of ['allOf', 'oneOf', 'anyOf'] as const)
      (schema[name] ?? []).forEach((part, index) => this.visit(part, at(child(path, name), index), nested));
  }

  #compile(rules: readonly ValidationRule[], schema: Schema, path: string, place: Place): void {
    const type = celTypeOf(schema, place.isRoot);
    if (type === undefined) return;
    rules.forEach((rule, index) => {
      const here = at(child(path, 'x-kubernetes-validations'), index);
      const { problem, messageProblem, usesOldSelf } = compileRule(rule, type);
      if (problem !== undefined)
        this.ruleErrors.push(invalid(child(here, 'rule'), internalRule(rule), problem));
      if (messageProblem !== undefined)
        this.ruleErrors.push(invalid(child(here, 'messageExpression'), internalRule(rule), messageProblem));
      if (usesOldSelf && place.uncorrelated !== undefined)
        this.ruleErrors.push(
          invalid(
            child(here, 'rule'),
            rule.rule,
            `oldSelf cannot be used on the uncorrelatable portion of the schema within ${place.uncorrelated}`,
          ),
        );
      if (!usesOldSelf && rule.optionalOldSelf !== undefined)
        this.ruleErrors.push(
          invalid(
            child(here, 'optionalOldSelf'),
            rule.optionalOldSelf,
            'may not be set if oldSelf is not used in rule',
          ),
        );
    });
  }
}

function inner({ isRoot: _isRoot, ...place }: Place): Place {
  return place;
}

function standardErrors(schema: Schema, path: string, place: Place): FieldError[] {
  const { type } = schema;
  const errors: FieldError[] = [];
  if (type && !types.includes(type)) errors.push(notSupported(child(path, 'type'), type, types));
  if (schema.default !== undefined && place.noDefaults !== undefined)
    errors.push(forbidden(child(path, 'default'), `must not be set ${place.noDefaults}`));
  for (const name of unsupported)
    if ((schema as Record<string, unknown>)[name] !== undefined)
      errors.push(forbidden(child(path, name), `${name} is not supported`));
  if (type === 'null')
    errors.push(forbidden(child(path, 'type'), 'type cannot be set to null, use nullable as an alternative'));
  if (place.inMetadata === true && schema['x-kubernetes-embedded-resource'] === true)
    errors.push(
      forbidden(child(path, 'x-kubernetes-embedded-resource'), 'must not be used inside of resource meta'),
    );
  return errors;
}

function extensionErrors(schema: Schema, path: string): FieldError[] {
  const { type = '' } = schema;
  const errors: FieldError[] = [];
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    errors.push(
      invalid(child(path, 'x-kubernetes-preserve-unknown-fields'), false, 'must be true or undefined'),
    );
  const mapType = schema['x-kubernetes-map-type'];
  if (mapType !== undefined && type !== 'object')
    errors.push(wrongType(type, child(path, 'type'), 'must be object if x-kubernetes-map-type is specified'));
  if (mapType !== undefined && mapType !== 'atomic' && mapType !== 'granular')
    errors.push(notSupported(child(path, 'x-kubernetes-map-type'), mapType, ['atomic', 'granular']));
  return errors;
}

function wrongType(type: string, path: string, detail: string): FieldError {
  return type === '' ? required(path, detail) : invalid(path, type, detail);
}

function listTypeErrors(schema: Schema, path: string): FieldError[] {
  const { type = '', items } = schema;
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const here = child(path, 'x-kubernetes-list-type');
  const errors: FieldError[] = [];
  if (listType !== undefined && type !== 'array')
    errors.push(wrongType(type, child(path, 'type'), 'must be array if x-kubernetes-list-type is specified'));
  else if (listType === 'set' && items !== undefined)
    errors.push(...setItemErrors(items, child(path, 'items')));
  if (listType !== undefined && !['atomic', 'set', 'map'].includes(listType))
    errors.push(notSupported(here, listType, ['atomic', 'set', 'map']));
  if (keys.length > 0 && listType === undefined)
    errors.push(required(here, 'must be map if x-kubernetes-list-map-keys is non-empty'));
  else if (keys.length > 0 && listType !== 'map')
    errors.push(invalid(here, listType, 'must be map if x-kubernetes-list-map-keys is non-empty'));
  if (listType === 'map') errors.push(...mapErrors(schema, path));
  return [...errors, ...keyErrors(schema, path)];
}

function setItemErrors(items: Schema, path: string): FieldError[] {
  const detail = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  const listType = items['x-kubernetes-list-type'];
  if (items.type === 'array' && listType !== undefined && listType !== 'atomic')
    return [invalid(child(path, 'x-kubernetes-list-type'), listType, detail)];
  if (items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic')
    return [invalid(child(path, 'x-kubernetes-map-type'), listType ?? null, detail)];
  return [];
}

function mapErrors(schema: Schema, path: string): FieldError[] {
  const { items } = schema;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const keysPath = child(path, 'x-kubernetes-list-map-keys');
  const errors: FieldError[] = [];
  if (keys.length === 0)
    errors.push(required(keysPath, 'must not be empty if x-kubernetes-list-type is map'));
  if (items === undefined)
    errors.push(required(child(path, 'items'), 'must have a schema if x-kubernetes-list-type is map'));
  else if (items.type !== 'object')
    errors.push(
      invalid(
        child(path, 'items', 'type'),
        items.type ?? '',
        "must be object if parent array's x-kubernetes-list-type is map",
      ),
    );
  else
    keys.forEach((key, index) => {
      const member = Object.hasOwn(items.properties ?? {}, key) ? items.properties?.[key] : undefined;
      if (member === undefined)
        errors.push(invalid(keysPath, keys, 'entries must all be names of item properties'));
      else if (member.type === 'array' || member.type === 'object')
        errors.push(
          invalid(
            child(at(child(path, 'items', 'properties'), key), 'type'),
            items.type,
            "must be a scalar type if parent array's x-kubernetes-list-type is map",
          ),
        );
      if (keys.indexOf(key) < index)
        errors.push(invalid(keysPath, keys, 'must not contain duplicate entries'));
    });
  return errors;
}

function keyErrors(schema: Schema, path: string): FieldError[] {
  const { items } = schema;
  const listType = schema['x-kubernetes-list-type'];
  if (items === undefined || (listType !== 'set' && listType !== 'map')) return [];
  const errors: FieldError[] = [];
  if (items.nullable === true)
    errors.push(
      forbidden(
        child(path, 'items', 'nullable'),
        `cannot be nullable when x-kubernetes-list-type is ${listType}`,
      ),
    );
  if (listType === 'set') return errors;
  const itIs = 'this property is in x-kubernetes-list-map-keys, so it';
  for (const key of schema['x-kubernetes-list-map-keys'] ?? []) {
    const member = Object.hasOwn(items.properties ?? {}, key) ? items.properties?.[key] : undefined;
    if (member === undefined) continue;
    const here = at(child(path, 'items', 'properties'), key);
    if (!items.required?.includes(key) && member.default === undefined)
      errors.push(required(child(here, 'default'), `${itIs} must have a default or be a required property`));
    if (member.nullable === true)
      errors.push(forbidden(child(here, 'nullable'), `${itIs} cannot be nullable`));
  }
  return errors;
}

function ruleShapeErrors(rule: ValidationRule, schema: Schema, path: string): FieldError[] {
  const { rule: source = '', message = '', messageExpression = '', reason, fieldPath = '' } = rule;
  const nonEmpty = 'must be non-empty if specified';
  const noBreaks = 'must not contain line breaks';
  const hasBreaks = (text: string): boolean => /[\n\r]/.test(text);
  const errors: FieldError[] = [];
  const messagePath = child(path, 'message');
  if (source.trim() === '') errors.push(required(child(path, 'rule'), 'rule is not specified'));
  else if (message !== '' && message.trim() === '') errors.push(invalid(messagePath, message, nonEmpty));
  else if (hasBreaks(message.trim())) errors.push(invalid(messagePath, message, noBreaks));
  else if (hasBreaks(source.trim()) && message.trim() === '')
    errors.push(required(messagePath, 'message must be specified if rule contains line breaks'));
  if (messageExpression !== '' && messageExpression.trim() === '')
    errors.push(
      required(child(path, 'messageExpression'), 'messageExpression must be non-empty if specified'),
    );
  if (reason !== undefined && !reasons.includes(reason))
    errors.push(notSupported(child(path, 'reason'), reason, reasons));
  const fieldPathPath = child(path, 'fieldPath');
  if (fieldPath !== '' && fieldPath.trim() === '') errors.push(invalid(fieldPathPath, fieldPath, nonEmpty));
  if (hasBreaks(fieldPath)) errors.push(invalid(fieldPathPath, fieldPath, noBreaks));
  if (fieldPath !== '' && 'problem' in schemaAt(schema, fieldPath))
    errors.push(invalid(fieldPathPath, fieldPath, 'must be a valid path'));
  return errors;
}
