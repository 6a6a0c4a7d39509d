import { at, isMap, type ValueMap } from '../go/values.ts';

/** An API object of any kind, as kubectl handles most of them. */
export type AnyObject = ValueMap;

export function nameOf(object: unknown): string {
  return textAt(object, 'metadata', 'name');
}

export function namespaceOf(object: unknown): string {
  return textAt(object, 'metadata', 'namespace');
}

/** A text at a path; empty where there is none. */
export function textAt(object: unknown, ...path: string[]): string {
  const value = at(object, ...path);
  return typeof value === 'string' ? value : '';
}

export function listAt(object: unknown, ...path: string[]): unknown[] {
  const value = at(object, ...path);
  return Array.isArray(value) ? value : [];
}

export function mapAt(object: unknown, ...path: string[]): ValueMap {
  const value = at(object, ...path);
  return isMap(value) ? value : {};
}

export function numberAt(object: unknown, ...path: string[]): number {
  const value = at(object, ...path);
  return typeof value === 'number' ? value : 0;
}

export function isTable(object: unknown): boolean {
  return at(object, 'kind') === 'Table' && textAt(object, 'apiVersion').startsWith('meta.k8s.io/');
}

/** Whether an object is a list of others, such as `PodList`. */
export function isList(object: unknown): boolean {
  return textAt(object, 'kind').endsWith('List') && Array.isArray(at(object, 'items'));
}

/** A copy with the given members of its metadata; undefined takes one away. */
export function withMetadata(object: AnyObject, metadata: ValueMap): AnyObject {
  const merged: ValueMap = { ...mapAt(object, 'metadata'), ...metadata };
  for (const [key, value] of Object.entries(metadata)) if (value === undefined) delete merged[key];
  return { ...object, metadata: merged };
}
