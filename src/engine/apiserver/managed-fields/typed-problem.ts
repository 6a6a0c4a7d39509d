import { fieldsOfStruct, type FieldType } from '../../api/decode.ts';
import { isMap } from '../../api/patch/merge-patch.ts';
import { duplicateItem, itemShape } from './typed-value.ts';

/**
 * The first thing in a configuration that its schema does not allow, in the words of server-side
 * apply: `.spec.replica: field not declared in schema`. Undefined where all is well.
 * Models structured-merge-diff's typed.AsTyped (v1.36).
 */
export function typedProblem(struct: string, value: unknown, path = ''): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (!isMap(value)) return kindMismatch(path, 'map', value);
  const fields = fieldsOfStruct(struct);
  for (const [name, member] of Object.entries(value)) {
    const here = `${path}.${name}`;
    const type = fields.get(name);
    if (type === undefined) return `${here}: field not declared in schema`;
    const keyed = itemShape(struct, name, type);
    const duplicate = keyed && duplicateItem(keyed, member);
    if (duplicate !== undefined) return `${here}: duplicate entries for key ${duplicate}`;
    const problem = valueProblem(type, member, here);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function valueProblem(type: FieldType, value: unknown, path: string): string | undefined {
  if (value === null || value === undefined) return undefined;
  switch (type.is) {
    case 'struct':
      return typedProblem(type.struct, value, path);
    case 'list':
      if (!Array.isArray(value)) return kindMismatch(path, 'list', value);
      return firstProblem(
        value.map((item, index) => [`${path}[${index}]`, item]),
        type.of,
      );
    case 'map':
      if (!isMap(value)) return kindMismatch(path, 'map', value);
      return firstProblem(
        Object.entries(value).map(([name, item]) => [`${path}.${name}`, item]),
        type.of,
      );
    case 'string':
    case 'time':
    case 'microTime':
    case 'bytes':
      return typeof value === 'string' ? undefined : kindMismatch(path, 'string', value);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : kindMismatch(path, 'boolean', value);
    case 'int32':
    case 'int64':
    case 'float':
      return typeof value === 'number' ? undefined : kindMismatch(path, 'number', value);
    default:
      return undefined;
  }
}

function firstProblem(
  items: readonly (readonly [path: string, item: unknown])[],
  of: FieldType,
): string | undefined {
  for (const [path, item] of items) {
    const problem = valueProblem(of, item, path);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** That a value is of another kind than its type. */
export function kindMismatch(
  path: string,
  expected: 'map' | 'list' | 'string' | 'boolean' | 'number',
  value: unknown,
): string {
  return expected === 'number'
    ? `${path}: expected numeric (int or float), got ${typeText(value)}`
    : `${path}: expected ${expected}, got ${valueText(value)}`;
}

/** A value as Go prints the wrapper around it. */
function valueText(value: unknown): string {
  return `&value.valueUnstructured{Value:${typeof value === 'string' ? JSON.stringify(value) : goValue(value)}}`;
}

function goValue(value: unknown): string {
  if (Array.isArray(value)) return `[]interface {}{${value.map(goValue).join(', ')}}`;
  if (isMap(value))
    return `map[string]interface {}{${Object.entries(value)
      .map(([name, member]) => `${JSON.stringify(name)}:${goValue(member)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}

function typeText(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return isMap(value) ? 'map' : typeof value;
}
