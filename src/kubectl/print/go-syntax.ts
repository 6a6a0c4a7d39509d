import { goQuote } from '../../engine/index.ts';
import { sortedKeys } from '../go/sort.ts';
import { isMap } from '../go/values.ts';

/** Decoded JSON as Go's `%#v` prints it, for errors that show everything. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (isMap(value)) {
    const members = sortedKeys(value).map((key) => `${goQuote(key)}:${goSyntax(value[key])}`);
    return `map[string]interface {}{${members.join(', ')}}`;
  }
  return typeof value === 'string' ? goQuote(value) : String(value);
}
