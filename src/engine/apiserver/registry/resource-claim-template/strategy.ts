import { invalid } from '../../../api/field-error.ts';
import type { ResourceClaimTemplate } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { labelErrors, objectMetaErrors } from '../common/object-meta.ts';
import { claimErrors, setClaimDefaults } from '../resource-claim/claim-errors.ts';
import { shownTemplateSpec } from '../resource-claim/go-form.ts';
import { nameAgeTable } from '../common/table-cells.ts';
import type { Strategy } from '../strategy.ts';

/** The rules of ResourceClaimTemplates. Models pkg/registry/resource/resourceclaimtemplate (v1.36). */
export const resourceClaimTemplateStrategy: Strategy<ResourceClaimTemplate> = {
  defaults: ({ spec }) => setClaimDefaults(spec.spec.devices),
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, true),
    ...labelErrors(spec.metadata?.labels, 'spec.metadata.labels'),
    ...claimErrors(spec.spec.devices, 'spec.spec.devices'),
  ],
  validateUpdate: ({ spec }, old) =>
    deepEqual(spec, old.spec) ? [] : [invalid('spec', shownTemplateSpec(spec), 'field is immutable')],
  returnDeletedObject: true,
  table: nameAgeTable,
};
