import { invalid, type FieldError } from '../../../api/field-error.ts';
import { regexError } from '../../../api/names.ts';
import { nonNegativeErrors } from './object-meta.ts';

type IntOrString = number | string;

const percentProblem = regexError(
  "a valid percent string must be a numeric string followed by an ending '%'",
  '[0-9]+%',
  '1%',
  '93%',
);

/** Models ValidatePositiveIntOrPercent (v1.36). */
export function intOrPercentErrors(value: IntOrString | undefined, path: string): FieldError[] {
  if (value === undefined) return [];
  if (typeof value === 'number') return nonNegativeErrors(value, path);
  return /^[0-9]+%$/.test(value) ? [] : [invalid(path, value, percentProblem)];
}

/** The number, of items or percent; 0 where it is malformed. Models getIntOrPercentValue (v1.36). */
export function intOrPercentValue(value: IntOrString | undefined): number {
  if (typeof value === 'number') return value;
  return value !== undefined && /^[0-9]+%$/.test(value) ? Number.parseInt(value, 10) : 0;
}

/** Models IsNotMoreThan100Percent (v1.36). */
export function overHundredErrors(value: IntOrString | undefined, path: string): FieldError[] {
  return typeof value === 'string' && intOrPercentValue(value) > 100
    ? [invalid(path, value, 'must not be greater than 100%')]
    : [];
}
