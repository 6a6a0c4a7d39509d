import { at, child, invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import { labelSelectorErrors } from '../../../api/labels.ts';
import { isDnsSubdomain } from '../../../api/names.ts';
import { formatQuantity, parseQuantity } from '../../../api/quantity.ts';
import type { PersistentVolumeClaim } from '../../../api/types.ts';

export type ClaimSpec = Partial<NonNullable<PersistentVolumeClaim['spec']>>;

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
export const volumeModes = ['Block', 'Filesystem'];

/** Models ValidatePersistentVolumeClaimSpec (v1.36). */
export function claimSpecErrors(spec: ClaimSpec, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const modesPath = child(path, 'accessModes');
  const modes = (spec.accessModes ?? []) as readonly string[];
  if (modes.length === 0) errors.push(required(modesPath, 'at least 1 access mode is required'));
  errors.push(...labelSelectorErrors(spec.selector, child(path, 'selector')));
  errors.push(...accessModeErrors(modes, modesPath));
  const storage = spec.resources?.requests?.['storage'];
  const storagePath = at(child(path, 'resources'), 'storage');
  if (storage === undefined) {
    errors.push(required(storagePath));
  } else {
    const quantity = parseQuantity(storage);
    if (quantity.nanos <= 0n) {
      errors.push(invalid(storagePath, formatQuantity(quantity), 'must be greater than zero'));
    }
  }
  if (spec.storageClassName) {
    for (const problem of isDnsSubdomain(spec.storageClassName)) {
      errors.push(invalid(child(path, 'storageClassName'), spec.storageClassName, problem));
    }
  }
  if (spec.volumeMode !== undefined && !volumeModes.includes(spec.volumeMode)) {
    errors.push(notSupported(child(path, 'volumeMode'), spec.volumeMode, volumeModes));
  }
  return errors;
}

/** Shared by claims and volumes. */
export function accessModeErrors(modes: readonly string[], path: string): FieldError[] {
  const errors = modes
    .filter((mode) => !accessModes.includes(mode))
    .map((mode) => notSupported(path, mode, accessModes));
  if (modes.includes('ReadWriteOncePod') && modes.length > 1) {
    const detail = 'may not use ReadWriteOncePod with other access modes';
    errors.push({ type: 'FieldValueForbidden', field: path, body: `Forbidden: ${detail}` });
  }
  return errors;
}
