import { invalid, required, tooLong, type FieldError } from '../../../api/field-error.ts';
import { byteLength, isDnsSubdomain } from '../../../api/names.ts';

const maxLength = 63;

/** What is wrong with the name of a driver. Models core validation.ValidateCSIDriverName (v1.36). */
export function driverNameErrors(name: string | undefined, path: string): FieldError[] {
  if (!name) return [required(path)];
  return [
    ...(byteLength(name) > maxLength ? [tooLong(path, maxLength)] : []),
    ...isDnsSubdomain(name.toLowerCase()).map((problem) => invalid(path, name, problem)),
  ];
}
