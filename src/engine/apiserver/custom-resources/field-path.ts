/** Paths into schemas: `.spec.items`, `.labels['a.b']`. Models cel.ValidFieldPath (v1.36). */
import type { Schema } from './schema.ts';
import { memberSchema } from './value-validation.ts';

type Found =
  { readonly schema: Schema | undefined; readonly steps: readonly string[] } | { readonly problem: string };

const tokens = /'(?:[^'\\]|\\.)*'|[.[\]]|[^.[\]']+/g;

/** The schema that a path leads to, and the names on the way; or what is wrong with the path. */
export function schemaAt(root: Schema, path: string, arraysAllowed = true): Found {
  const parts = path.match(tokens) ?? [];
  const steps: string[] = [];
  let schema: Schema | undefined = root;
  for (let index = 0; index < parts.length; index++) {
    const token = parts[index];
    if (token !== '.' && token !== '[') return { problem: `expected [ or . but got: ${token}` };
    if (token === '[' && !arraysAllowed) return { problem: 'array notation is not allowed' };
    const step: string | undefined = parts[++index];
    if (step === undefined) return { problem: 'unexpected end of JSON path' };
    let name = step;
    if (token === '[') {
      if (!/^'.*'$/s.test(step)) return { problem: `expected single quoted string but got ${step}` };
      name = step.slice(1, -1).replaceAll(/\\(.)/g, '$1');
      const end = parts[++index];
      if (end === undefined) return { problem: 'unexpected end of JSON path' };
      if (end !== ']') return { problem: `expected ] but got ${end}` };
    }
    if (schema?.properties === undefined && typeof schema?.additionalProperties !== 'object')
      return { problem: 'does not refer to a valid field' };
    const { properties } = schema;
    if (properties !== undefined && !Object.hasOwn(properties, name))
      return { problem: 'does not refer to a valid field' };
    schema = memberSchema(schema, name);
    steps.push(name);
  }
  return { schema, steps };
}
