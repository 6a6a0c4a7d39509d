import { forbidden, type FieldError } from '../../../api/field-error.ts';
import type { PersistentVolumeClaim } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { jsonDiff } from '../common/line-diff.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { keepMember } from '../common/spec-and-status.ts';
import { internalForm } from '../pod/internal-form.ts';
import type { Strategy } from '../strategy.ts';
import { claimSpecErrors } from './claim-spec.ts';
import { setClaimDefaults } from './defaults.ts';
import { persistentVolumeClaimTable } from './table.ts';

/** The rules of PersistentVolumeClaims. Models pkg/registry/core/persistentvolumeclaim (v1.36). */
export const persistentVolumeClaimStrategy: Strategy<PersistentVolumeClaim> = {
  defaults: setClaimDefaults,
  prepareForCreate(draft) {
    draft.status = { phase: 'Pending' };
  },
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, true),
    ...claimSpecErrors(spec, 'spec'),
  ],
  prepareForUpdate(draft, old) {
    keepMember(draft, old, 'status');
  },
  validateUpdate: ({ spec }, old) => [...claimSpecErrors(spec, 'spec'), ...changeErrors(spec, old)],
  returnDeletedObject: true,
  subresources: {
    status: {
      prepareForUpdate(draft, old) {
        keepMember(draft, old, 'spec');
      },
    },
  },
  table: persistentVolumeClaimTable,
};

/** Models ValidatePersistentVolumeClaimUpdate (v1.36). */
function changeErrors(spec: PersistentVolumeClaim['spec'], old: PersistentVolumeClaim): FieldError[] {
  const munged = { ...spec };
  if (old.status?.phase === 'Bound') {
    munged.resources = { ...munged.resources, requests: old.spec.resources?.requests };
    keepMember(munged, old.spec, 'volumeAttributesClassName');
  }
  if (!old.spec.volumeName) keepMember(munged, old.spec, 'volumeName');
  // A class may be given late, by the controller that makes default classes count backwards.
  if (old.spec.storageClassName === undefined) keepMember(munged, old.spec, 'storageClassName');
  if (deepEqual(munged, old.spec)) return [];
  const form = (from: object): unknown => internalForm('PersistentVolumeClaimSpec', from);
  const detail =
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  return [forbidden('spec', `${detail}\n${jsonDiff(form(old.spec), form(munged))}`)];
}
