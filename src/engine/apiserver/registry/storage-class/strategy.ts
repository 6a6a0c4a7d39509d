import { forbidden, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import type { StorageClass } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import { setDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';
import { storageClassTable } from './table.ts';

const reclaimPolicies = ['Delete', 'Retain'];
const bindingModes = ['Immediate', 'WaitForFirstConsumer'];

/** The rules of StorageClasses. Models pkg/registry/storage/storageclass (v1.36). */
export const storageClassStrategy: Strategy<StorageClass> = {
  defaults(draft) {
    setDefault(draft, 'reclaimPolicy', 'Delete');
    setDefault(draft, 'volumeBindingMode', 'Immediate');
  },
  validateCreate: (draft) => [
    ...objectMetaErrors(draft.metadata, false),
    ...(draft.provisioner ? [] : [required('provisioner')]),
    ...choiceErrors(draft.reclaimPolicy, reclaimPolicies, 'reclaimPolicy'),
    ...choiceErrors(draft.volumeBindingMode, bindingModes, 'volumeBindingMode'),
  ],
  validateUpdate: (draft, old) => [
    ...(deepEqual(draft.parameters ?? {}, old.parameters ?? {})
      ? []
      : [forbidden('parameters', 'updates to parameters are forbidden.')]),
    ...immutableErrors(draft.provisioner, old.provisioner, 'provisioner'),
    ...(draft.reclaimPolicy === old.reclaimPolicy
      ? []
      : [forbidden('reclaimPolicy', 'updates to reclaimPolicy are forbidden.')]),
    ...immutableErrors(draft.volumeBindingMode, old.volumeBindingMode, 'volumeBindingMode'),
  ],
  returnDeletedObject: true,
  table: storageClassTable,
};

function choiceErrors(value: string | undefined, choices: readonly string[], path: string): FieldError[] {
  return value === undefined || choices.includes(value) ? [] : [notSupported(path, value, choices)];
}
