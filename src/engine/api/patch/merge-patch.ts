import { setOwn } from '../../sim/plain.ts';
import { PatchError } from './patch-error.ts';

/** The document after an RFC 7386 patch: nulls delete, lists are replaced. Neither argument is changed. */
export function applyMergePatch(document: object, patch: unknown): Record<string, unknown> {
  if (!isMap(patch)) {
    const type = Array.isArray(patch) ? 'array' : patch === null ? 'null' : typeof patch;
    throw new PatchError(
      `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
      true,
    );
  }
  return merge(document, patch) as Record<string, unknown>;
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const merged: Record<string, unknown> = {};
  const base = isMap(target) ? target : {};
  for (const key of Object.keys(base)) {
    if (!Object.hasOwn(patch, key)) setOwn(merged, key, base[key]);
    else if (patch[key] !== null) setOwn(merged, key, merge(base[key], patch[key]));
  }
  for (const key of Object.keys(patch)) {
    if (patch[key] !== null && !Object.hasOwn(base, key)) setOwn(merged, key, merge(undefined, patch[key]));
  }
  return merged;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
