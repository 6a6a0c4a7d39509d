/** Lists that are sets or maps. Models apiextensions-apiserver/pkg/apiserver/schema/listtype (v1.36). */
import { at, child, duplicate, invalid, type FieldError } from '../../api/field-error.ts';
import { isMap } from '../../api/patch/merge-patch.ts';
import type { Schema } from './schema.ts';

/** What is said more than once in lists that are sets or maps. */
export function listTypeErrors(value: unknown, schema: Schema, path = ''): FieldError[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return [
      ...repeated(value, schema, path),
      ...(items === undefined
        ? []
        : value.flatMap((item, index) => listTypeErrors(item, items, at(path, index)))),
    ];
  }
  if (!isMap(value)) return [];
  const { properties = {}, additionalProperties } = schema;
  return Object.keys(value).flatMap((name) => {
    if (Object.hasOwn(properties, name))
      return listTypeErrors(value[name], properties[name] as Schema, child(path, name));
    return typeof additionalProperties === 'object'
      ? listTypeErrors(value[name], additionalProperties, at(path, name))
      : [];
  });
}

function repeated(list: readonly unknown[], schema: Schema, path: string): FieldError[] {
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return repeatedPlaces(list).map((index) => duplicate(at(path, index), list[index]));
    case 'map': {
      const odd = list.findIndex((item) => item !== null && !isMap(item));
      if (odd >= 0)
        return [invalid(at(path, odd), list[odd], 'must be an object for an array of list-type map')];
      const keys = list.map((item) => keyOf(item, schema));
      return repeatedPlaces(keys).map((index) => duplicate(at(path, index), keys[index]));
    }
    default:
      return [];
  }
}

/** Where something is said the second time. */
function repeatedPlaces(list: readonly unknown[]): number[] {
  const seen = new Map<string, number>();
  const places: number[] = [];
  list.forEach((item, index) => {
    const text = JSON.stringify(item);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    if (times === 2) places.push(index);
  });
  return places;
}

function keyOf(item: unknown, schema: Schema): Record<string, unknown> {
  const names = schema['x-kubernetes-list-map-keys'] ?? [];
  return Object.fromEntries(
    names.flatMap((name) => (isMap(item) && Object.hasOwn(item, name) ? [[name, item[name]]] : [])),
  );
}

/** The item of an earlier list that is the same one, which can be told in maps only. */
export function correlatedItem(item: unknown, old: unknown, schema: Schema): unknown {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old)) return undefined;
  const key = JSON.stringify(keyOf(item, schema));
  return (old as unknown[]).find((other) => JSON.stringify(keyOf(other, schema)) === key);
}
