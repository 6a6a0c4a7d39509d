import { invalid, type FieldError } from '../../../api/field-error.ts';
import type { Lease } from '../../../api/types.ts';
import { nonNegativeErrors, objectMetaErrors } from '../common/object-meta.ts';
import type { Strategy } from '../strategy.ts';
import { leaseTable } from './table.ts';

/** The rules of Leases. Models pkg/registry/coordination/lease (v1.36). */
export const leaseStrategy: Strategy<Lease> = {
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, true), ...specErrors(spec)],
  validateUpdate: ({ spec }) => specErrors(spec),
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  table: leaseTable,
};

function specErrors(spec: Lease['spec']): FieldError[] {
  const seconds = spec?.leaseDurationSeconds;
  return [
    ...(seconds !== undefined && seconds <= 0
      ? [invalid('spec.leaseDurationSeconds', seconds, 'must be greater than 0')]
      : []),
    ...nonNegativeErrors(spec?.leaseTransitions, 'spec.leaseTransitions'),
  ];
}
