/**
 * Rules in CEL that values are held to. Models apiextensions-apiserver/pkg/apiserver/schema/cel (v1.36).
 * Simplified: what a rule may cost is bounded when it runs, not estimated when it is written.
 */
import {
  at,
  child,
  duplicate,
  forbidden,
  invalid,
  invalidUnshown,
  required,
  type FieldError,
} from '../../api/field-error.ts';
import { isMap } from '../../api/patch/merge-patch.ts';
import { CostBudget } from '../../cel/evaluate.ts';
import { compileCel, isCelProblem, type CelEnvironment, type CelExpression } from '../../cel/expression.ts';
import { escapeField, fromHost } from '../../cel/host-values.ts';
import {
  boolType,
  bytesType,
  doubleType,
  durationType,
  dynType,
  intType,
  isExactType,
  listType,
  mapType,
  optionalType,
  stringType,
  structType,
  timestampType,
  type CelType,
} from '../../cel/types.ts';
import { CelCostError, CelOptional, type CelValue } from '../../cel/values.ts';
import { deepEqual } from '../../sim/plain.ts';
import { correlatedItem } from './list-types.ts';
import type { Schema, ValidationRule } from './schema.ts';
import { memberSchema, ownMember } from './value-validation.ts';

const costPerRule = 1_000_000;
const costOfAll = 10_000_000;
const longestMessage = 5 * 1024;

const objectMetaFields = new Map([
  ['name', stringType],
  ['generateName', stringType],
]);
const metadataType = structType('object', () => objectMetaFields);

const textTypes: Readonly<Record<string, CelType>> = {
  byte: bytesType,
  date: timestampType,
  'date-time': timestampType,
  duration: durationType,
};

const known = new WeakMap<Schema, { root?: CelType; inner?: CelType }>();

/**
 * The type of what a schema describes; undefined for what rules cannot see. `isRoot`: whether it is
 * an object of the API, whose name and kind rules always see. Models SchemaDeclType (v1.36).
 */
export function celTypeOf(schema: Schema, isRoot = false): CelType | undefined {
  const types = known.get(schema) ?? {};
  known.set(schema, types);
  const key = isRoot || schema['x-kubernetes-embedded-resource'] === true ? 'root' : 'inner';
  return (types[key] ??= makeType(schema, key === 'root'));
}

function makeType(schema: Schema, isRoot: boolean): CelType | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return dynType;
  switch (schema.type) {
    case 'array': {
      const of = schema.items && celTypeOf(schema.items);
      return of && listType(of);
    }
    case 'object': {
      if (typeof schema.additionalProperties === 'object') {
        const of = celTypeOf(schema.additionalProperties);
        return of && mapType(stringType, of);
      }
      const fields = new Map<string, CelType>();
      for (const [name, member] of Object.entries(schema.properties ?? {})) {
        const type = celTypeOf(member);
        if (type !== undefined) fields.set(escapeField(name), type);
      }
      if (isRoot)
        for (const [name, type] of Object.entries({
          kind: stringType,
          apiVersion: stringType,
          metadata: metadataType,
        }))
          fields.set(name, type);
      return structType('object', () => fields);
    }
    case 'string':
      return textTypes[schema.format ?? ''] ?? stringType;
    case 'boolean':
      return boolType;
    case 'number':
      return doubleType;
    case 'integer':
      return intType;
    default:
      return undefined;
  }
}

/** A rule that is ready to run, or what is wrong with it. */
export interface CompiledRule {
  readonly rule: ValidationRule;
  readonly expression: CelExpression | undefined;
  readonly problem?: string;
  readonly message?: CelExpression;
  readonly messageProblem?: string;
  readonly usesOldSelf: boolean;
}

const environments = new WeakMap<
  CelType,
  Partial<Record<'plain' | 'optional' | 'without', CelEnvironment>>
>();

function environmentOf(self: CelType, oldSelf: 'plain' | 'optional' | 'without'): CelEnvironment {
  const made = environments.get(self) ?? {};
  environments.set(self, made);
  return (made[oldSelf] ??= {
    variables: new Map([
      ['self', self],
      ...(oldSelf === 'without'
        ? []
        : [['oldSelf', oldSelf === 'optional' ? optionalType(self) : self] as const]),
    ]),
  });
}

/** Models cel.Compile (v1.36). */
export function compileRule(rule: ValidationRule, self: CelType): CompiledRule {
  const source = rule.rule ?? '';
  const environment = environmentOf(
    self,
    rule.optionalOldSelf === undefined ? 'plain' : rule.optionalOldSelf ? 'optional' : 'plain',
  );
  let expression: CelExpression | undefined;
  let problem: string | undefined;
  try {
    expression = compileCel(source, environment);
    if (!isExactType(expression.type, boolType)) problem = 'cel expression must evaluate to a bool';
  } catch (error) {
    if (!isCelProblem(error)) throw error;
    problem = error.message;
  }
  const usesOldSelf = problem === undefined && !compiles(source, environmentOf(self, 'without'));
  if (problem !== undefined || !rule.messageExpression?.trim())
    return { rule, expression, usesOldSelf, ...(problem !== undefined && { problem }) };
  return { rule, expression, usesOldSelf, ...compileMessage(rule.messageExpression, environment) };
}

function compileMessage(
  source: string,
  environment: CelEnvironment,
): Pick<CompiledRule, 'message' | 'messageProblem'> {
  try {
    const message = compileCel(source, environment);
    return isExactType(message.type, stringType)
      ? { message }
      : { messageProblem: 'messageExpression must evaluate to a string' };
  } catch (error) {
    if (isCelProblem(error)) return { messageProblem: `messageExpression ${error.message}` };
    throw error;
  }
}

function compiles(source: string, environment: CelEnvironment): boolean {
  try {
    compileCel(source, environment);
    return true;
  } catch (error) {
    if (isCelProblem(error)) return false;
    throw error;
  }
}

const remembered = new WeakMap<Schema, readonly CompiledRule[]>();

function rulesOf(schema: Schema, isRoot: boolean): readonly CompiledRule[] {
  const rules = schema['x-kubernetes-validations'] ?? [];
  if (rules.length === 0) return [];
  let compiled = remembered.get(schema);
  if (compiled === undefined) {
    const type = celTypeOf(schema, isRoot);
    compiled = type === undefined ? [] : rules.map((rule) => compileRule(rule, type));
    remembered.set(schema, compiled);
  }
  return compiled;
}

/** The rules that a value breaks. `old` is what it was before, where there is such a thing. */
export function ruleErrors(value: unknown, schema: Schema, old: unknown): FieldError[] {
  const check = new RuleCheck();
  check.walk(value, schema, '', old, true);
  return check.errors;
}

class RuleCheck {
  readonly errors: FieldError[] = [];
  #left = costOfAll;
  #ended = false;

  walk(value: unknown, schema: Schema, path: string, old: unknown, isRoot = false): void {
    if (value === null || value === undefined) return;
    this.#apply(value, schema, path, old, isRoot);
    for (const part of schema.allOf ?? [])
      if (part['x-kubernetes-validations'] !== undefined)
        this.#apply(value, { ...schema, ...part, type: schema.type }, path, old, isRoot);
    if (Array.isArray(value)) {
      const { items } = schema;
      if (items === undefined) return;
      value.forEach((item, index) =>
        this.walk(item, items, at(path, index), correlatedItem(item, old, schema)),
      );
    } else if (isMap(value)) {
      for (const name of Object.keys(value)) {
        const member = memberSchema(schema, name);
        if (member === undefined) continue;
        const here = schema.properties === undefined ? at(path, name) : child(path, name);
        this.walk(value[name], member, here, ownMember(old, name));
      }
    }
  }

  #apply(value: unknown, schema: Schema, path: string, old: unknown, isRoot: boolean): void {
    const rules = rulesOf(schema, isRoot);
    if (rules.length === 0) return;
    const type = celTypeOf(schema, isRoot) ?? dynType;
    const self = fromHost(value, type);
    const oldSelf = old === undefined || old === null ? undefined : fromHost(old, type);
    for (const compiled of rules) {
      if (this.#ended) return;
      this.#applyRule(compiled, {
        value,
        schema,
        path: path || '<nil>',
        self,
        oldSelf,
        same: deepEqual(value, old),
      });
    }
  }

  #applyRule(compiled: CompiledRule, subject: Subject): void {
    const { rule, expression, problem, usesOldSelf } = compiled;
    const { schema, path, self, oldSelf } = subject;
    if (expression === undefined || problem !== undefined) {
      this.errors.push(invalid(path, schema.type, `rule compile error: ${problem}`));
      return;
    }
    if (usesOldSelf && oldSelf === undefined && rule.optionalOldSelf !== true) return;
    const before = rule.optionalOldSelf === true ? new CelOptional(oldSelf) : oldSelf;
    const variables = new Map<string, CelValue | undefined>([
      ['self', self],
      ['oldSelf', before],
    ]);
    try {
      if (this.#evaluate(expression, variables) === true) return;
    } catch (error) {
      if (!isCelProblem(error)) throw error;
      this.#failed(error, compiled, subject);
      return;
    }
    // What has not changed is not held against an update.
    if (!usesOldSelf && subject.same) return;
    this.errors.push(this.#broken(compiled, subject, variables));
  }

  #evaluate(expression: CelExpression, variables: ReadonlyMap<string, CelValue | undefined>): CelValue {
    const budget = new CostBudget(Math.min(costPerRule, this.#left));
    try {
      return expression.evaluate((name) => variables.get(name), budget);
    } finally {
      this.#left -= budget.spent;
    }
  }

  #failed(error: Error, { rule }: CompiledRule, { schema, path }: Subject): void {
    const name = rule.message?.trim() || (rule.rule ?? '').trim();
    const { message } = error;
    if (error instanceof CelCostError) {
      this.#ended = true;
      this.errors.push(
        invalid(
          path,
          schema.type,
          this.#left <= 0
            ? 'validation failed due to running out of cost budget, no further validation rules will be run'
            : `'${message}': no further validation rules will be run due to call cost exceeds limit for rule: ${name}`,
        ),
      );
    } else if (message.startsWith('no such overload'))
      this.errors.push(
        invalid(
          path,
          schema.type,
          `'${message}': call arguments did not match a supported operator, function or macro signature for rule: ${name}`,
        ),
      );
    else this.errors.push(invalid(path, schema.type, `${message} evaluating rule: ${name}`));
  }

  #broken(
    { rule, message }: CompiledRule,
    { value, schema, path }: Subject,
    variables: ReadonlyMap<string, CelValue | undefined>,
  ): FieldError {
    const detail =
      this.#messageOf(message, variables) ??
      (rule.message?.trim() || `failed rule: ${(rule.rule ?? '').trim()}`);
    const where = rule.fieldPath ? (path === '<nil>' ? '' : path) + rule.fieldPath.trim() : path;
    const unshown = schema.type === 'object' || schema.type === 'array';
    switch (rule.reason) {
      case 'FieldValueForbidden':
        return forbidden(where, detail);
      case 'FieldValueRequired':
        return required(where, detail);
      case 'FieldValueDuplicate':
        return duplicate(where, value);
      default:
        return unshown ? invalidUnshown(where, detail) : invalid(where, value, detail);
    }
  }

  #messageOf(
    message: CelExpression | undefined,
    variables: ReadonlyMap<string, CelValue | undefined>,
  ): string | undefined {
    if (message === undefined) return undefined;
    try {
      const text = this.#evaluate(message, variables);
      if (typeof text !== 'string' || text.length > longestMessage || text.includes('\n')) return undefined;
      return text.trim() || undefined;
    } catch (error) {
      if (isCelProblem(error)) return undefined;
      throw error;
    }
  }
}

interface Subject {
  readonly value: unknown;
  readonly schema: Schema;
  readonly path: string;
  readonly self: CelValue;
  readonly oldSelf: CelValue | undefined;
  /** Whether the value is what it was. */
  readonly same: boolean;
}
