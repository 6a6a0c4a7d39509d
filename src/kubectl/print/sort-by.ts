import { compareQuantities, goQuote, parseQuantity } from '../../engine/index.ts';
import { listAt, type AnyObject } from '../api/object.ts';
import { CommandError } from '../errors.ts';
import { compareStrings, goSort } from '../go/sort.ts';
import { at } from '../go/values.ts';
import { relaxedExpression } from './custom-columns.ts';
import { JsonPath } from './json-path.ts';

/** A table with its rows in the order of a field of their objects. Models get.TableSorter (v1.36). */
export function sortedTable(table: AnyObject, sortBy: string): AnyObject {
  const rows = listAt(table, 'rows') as AnyObject[];
  if (rows.length < 2) return table;
  return { ...table, rows: sortedByField(rows, sortBy, (row) => at(row, 'object')) };
}

/** Items in the order of a field. Models get.SortObjects (v1.36). */
export function sortedByField<T>(items: readonly T[], sortBy: string, objectOf: (item: T) => unknown): T[] {
  const field = relaxedExpression(sortBy);
  const path = new JsonPath(field, true);
  const keyed = items.map((item) => ({ item, key: path.find(objectOf(item))[0]?.[0] }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new CommandError(`couldn't find any field with path ${goQuote(field)} in the list of objects`);
  }
  return goSort(keyed, (a, b) => isLess(a.key, b.key)).map(({ item }) => item);
}

function isLess(a: unknown, b: unknown): boolean {
  if (a === undefined) return true;
  if (b === undefined || b === null) return false;
  if (a === null) return true;
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  if (typeof a === 'string' && typeof b === 'string') return lessText(a, b);
  return false;
}

function lessText(a: string, b: string): boolean {
  try {
    return compareQuantities(parseQuantity(a), parseQuantity(b)) < 0;
  } catch {
    return compareStrings(a, b) < 0;
  }
}
