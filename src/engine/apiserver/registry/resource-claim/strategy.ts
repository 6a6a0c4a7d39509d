import { invalid } from '../../../api/field-error.ts';
import type { ResourceClaim } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { claimErrors, setClaimDefaults } from './claim-errors.ts';
import { shownClaimSpec } from './go-form.ts';
import { statusErrors } from './status-errors.ts';
import { resourceClaimTable } from './table.ts';

const parts = specAndStatus<ResourceClaim>('ApiResourceV1ResourceClaimStatus', { generation: false });

/** The rules of ResourceClaims. Models pkg/registry/resource/resourceclaim (v1.36). */
export const resourceClaimStrategy: Strategy<ResourceClaim> = {
  defaults: ({ spec }) => setClaimDefaults(spec.devices),
  prepareForCreate: parts.prepareForCreate,
  prepareForUpdate: parts.prepareForUpdate,
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, true),
    ...claimErrors(spec.devices, 'spec.devices'),
  ],
  validateUpdate: ({ spec }, old) =>
    deepEqual(spec, old.spec) ? [] : [invalid('spec', shownClaimSpec(spec), 'field is immutable')],
  returnDeletedObject: true,
  subresources: {
    status: { prepareForUpdate: parts.statusUpdate, validateUpdate: statusErrors },
  },
  table: resourceClaimTable,
};
