import { isMap } from '../../api/patch/merge-patch.ts';
import { kindMismatch, typedProblem } from '../managed-fields/typed-problem.ts';
import type { Schema } from './schema.ts';

const objectMeta = 'ApimachineryPkgApisMetaV1ObjectMeta';

/**
 * The first thing in the configuration of a custom resource that its schema does not allow, in the words of server-side
 * apply. Undefined where all is well. Models the typed converter that apiextensions-apiserver makes of a schema (v1.36).
 */
export function customTypedProblem(schema: Schema, configuration: object): string | undefined {
  return objectProblem(schema, configuration as Readonly<Record<string, unknown>>, '', true);
}

function objectProblem(
  schema: Schema,
  value: Readonly<Record<string, unknown>>,
  path: string,
  isWhole: boolean,
): string | undefined {
  const { properties, additionalProperties } = schema;
  const isOpen =
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    additionalProperties === true ||
    (properties === undefined && additionalProperties === undefined && !isWhole);
  for (const [name, member] of Object.entries(value)) {
    const here = `${path}.${name}`;
    if (isWhole && (name === 'apiVersion' || name === 'kind')) continue;
    const known = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    const of = known ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    const problem =
      isWhole && name === 'metadata'
        ? typedProblem(objectMeta, member, here)
        : of !== undefined
          ? valueProblem(of, member, here)
          : isOpen
            ? undefined
            : `${here}: field not declared in schema`;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function valueProblem(schema: Schema, value: unknown, path: string): string | undefined {
  if (value === null || value === undefined || schema['x-kubernetes-int-or-string'] === true)
    return undefined;
  switch (schema.type) {
    case 'object':
      return isMap(value)
        ? objectProblem(schema, value, path, schema['x-kubernetes-embedded-resource'] === true)
        : kindMismatch(path, 'map', value);
    case 'array': {
      if (!Array.isArray(value)) return kindMismatch(path, 'list', value);
      const { items } = schema;
      if (items === undefined) return undefined;
      for (const [index, item] of value.entries()) {
        const problem = valueProblem(items, item, `${path}[${index}]`);
        if (problem !== undefined) return problem;
      }
      return undefined;
    }
    case 'string':
    case 'boolean':
      return typeof value === schema.type ? undefined : kindMismatch(path, schema.type, value);
    case 'integer':
    case 'number':
      return typeof value === 'number' ? undefined : kindMismatch(path, 'number', value);
    default:
      return undefined;
  }
}
