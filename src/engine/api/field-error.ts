import { goJson, goQuote } from './go-text.ts';

/** What is wrong with a field: the machine-readable reasons of field errors. */
type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'InternalError'
  | 'FieldValueTypeInvalid';

/**
 * One thing wrong with one field. Its sentence is `FIELD: BODY`.
 * Models k8s.io/apimachinery/pkg/util/validation/field.Error (v1.36).
 */
export interface FieldError {
  readonly type: FieldErrorType;
  /** `spec.containers[0].name`. */
  readonly field: string;
  /** What the sentence says after the field: `Invalid value: "x": must be …`. */
  readonly body: string;
}

const bodyStarts: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  InternalError: 'Internal error',
  FieldValueTypeInvalid: 'Invalid value',
};

/** A bad value that the sentence does not show. */
const unshown = Symbol('unshown');

function fieldError(type: FieldErrorType, field: string, value: unknown, detail: string): FieldError {
  let body = bodyStarts[type];
  if (value !== unshown) body += `: ${formatBadValue(value)}`;
  if (detail !== '') body += `: ${detail}`;
  return { type, field, body };
}

/** Texts quoted, numbers and booleans bare, the rest as JSON. */
function formatBadValue(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  return typeof value === 'string' ? goQuote(value) : goJson(value);
}

export function required(field: string, detail = ''): FieldError {
  return fieldError('FieldValueRequired', field, unshown, detail);
}
export function invalid(field: string, value: unknown, detail: string): FieldError {
  return fieldError('FieldValueInvalid', field, value, detail);
}
/** The same without the value, which is too large to show. */
export function invalidUnshown(field: string, detail: string): FieldError {
  return fieldError('FieldValueInvalid', field, unshown, detail);
}
export function typeInvalid(field: string, value: unknown, detail: string): FieldError {
  return fieldError('FieldValueTypeInvalid', field, value, detail);
}
/** `supported` is shown in the order given. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`;
  return fieldError('FieldValueNotSupported', field, value, detail);
}
export function duplicate(field: string, value: unknown): FieldError {
  return fieldError('FieldValueDuplicate', field, value, '');
}
export function notFound(field: string, value: unknown): FieldError {
  return fieldError('FieldValueNotFound', field, value, '');
}
export function forbidden(field: string, detail: string): FieldError {
  return fieldError('FieldValueForbidden', field, unshown, detail);
}
/** `unit` is what `most` counts. */
export function tooLong(field: string, most: number, unit = 'bytes'): FieldError {
  return fieldError('FieldValueTooLong', field, unshown, `may not be more than ${most} ${unit}`);
}

export function tooMany(field: string, actual: number, most: number): FieldError {
  return fieldError('FieldValueTooMany', field, actual, `must have at most ${most} items`);
}
/** Something is wrong that the field's value does not show. */
export function internalProblem(field: string, problem: string): FieldError {
  return fieldError('InternalError', field, unshown, problem);
}

/** `spec` and `name` are `spec.name`; an empty path is the object itself. */
export function child(path: string, name: string, second?: string, third?: string): string {
  const here = path === '' ? name : `${path}.${name}`;
  if (second === undefined) return here;
  return third === undefined ? `${here}.${second}` : `${here}.${second}.${third}`;
}

/** `path[0]` for list items, `path[key]` for map members. */
export function at(path: string, key: number | string): string {
  return `${path}[${key}]`;
}

/** The whole sentence. */
export function fieldErrorText(error: FieldError): string {
  return `${error.field}: ${error.body}`;
}

/** One sentence for several errors: alone as it is, else `[A, B]`, each said once. Models ErrorList.ToAggregate (v1.36). */
export function aggregateText(errors: readonly FieldError[]): string {
  const texts = [...new Set(errors.map(fieldErrorText))];
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`;
}
