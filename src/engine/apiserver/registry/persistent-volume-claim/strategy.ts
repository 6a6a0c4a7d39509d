import { forbidden, type FieldError } from '../../../api/field-error.ts';
import { canonicalQuantity, parseQuantity, quantityMilliValue } from '../../../api/quantity.ts';
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

const betaStorageClass = 'volume.beta.kubernetes.io/storage-class';

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
  warningsOnCreate: claimWarnings,
  warningsOnUpdate: claimWarnings,
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

/** Models GetWarningsForPersistentVolumeClaim (v1.36). */
function claimWarnings({ metadata, spec }: PersistentVolumeClaim): string[] {
  const deprecated = Object.hasOwn(metadata.annotations ?? {}, betaStorageClass)
    ? [
        `metadata.annotations[${betaStorageClass}]: deprecated since v1.8; use "storageClassName" attribute instead`,
      ]
    : [];
  const fractional = (['requests', 'limits'] as const).flatMap((kind) => {
    const text = spec.resources?.[kind]?.['storage'];
    return text !== undefined && quantityMilliValue(parseQuantity(text)) % 1000n !== 0n
      ? [
          `spec.resources.${kind}[storage]: fractional byte value "${canonicalQuantity(text)}" is invalid, must be an integer`,
        ]
      : [];
  });
  return [...deprecated, ...fractional];
}

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
