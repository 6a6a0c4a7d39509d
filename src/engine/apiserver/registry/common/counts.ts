import { child, invalid, type FieldError } from '../../../api/field-error.ts';
import { nonNegativeErrors } from './object-meta.ts';

/** Counts that may not be negative, by name, in the order in which they are checked. */
export function countErrors(
  values: object | undefined,
  names: readonly string[],
  path: string,
): FieldError[] {
  const counts = (values ?? {}) as Record<string, number | undefined>;
  return names.flatMap((name) => nonNegativeErrors(counts[name], child(path, name)));
}

/** Counts in a status that may not be larger than another one. */
export function ceilingErrors(
  status: object | undefined,
  names: readonly string[],
  ceiling: string,
  shown: string,
): FieldError[] {
  const counts = (status ?? {}) as Record<string, number | undefined>;
  const most = counts[ceiling] ?? 0;
  return names.flatMap((name) => {
    const count = counts[name] ?? 0;
    return count > most ? [invalid(child('status', name), count, `cannot be greater than ${shown}`)] : [];
  });
}
