import { notSupported, required, tooLong, type FieldError } from '../../api/field-error.ts';
import { invalidError } from '../../api/status-error.ts';
import type { Query } from '../query.ts';
import { dryRunErrors } from './delete-options.ts';

const longestManager = 128;
const fieldValidations = ['', 'Ignore', 'Strict', 'Warn'];

/** The options of a create, update or patch. */
export interface WriteOptions {
  readonly dryRun: boolean;
  readonly fieldManager: string;
  readonly force: boolean;
}

/**
 * Reads and checks the options in the query of a write.
 * Models metav1/validation.ValidateCreateOptions and its like (v1.36).
 */
export function writeOptions(
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
  query: Query,
  isApply = false,
): WriteOptions {
  const fieldManager = query.get('fieldManager') ?? '';
  const fieldValidation = query.get('fieldValidation') ?? '';
  const dryRun = query.all('dryRun').filter((value) => value !== '');
  const errors: FieldError[] = [];
  if (isApply && fieldManager === '') errors.push(required('fieldManager', 'is required for apply patch'));
  if (fieldManager.length > longestManager) errors.push(tooLong('fieldManager', longestManager));
  errors.push(...dryRunErrors(dryRun));
  if (!fieldValidations.includes(fieldValidation))
    errors.push(notSupported('fieldValidation', fieldValidation, fieldValidations));
  if (errors.length > 0) throw invalidError({ group: 'meta.k8s.io', kind }, '', errors);
  return { dryRun: dryRun.length > 0, fieldManager, force: query.flag('force') };
}
