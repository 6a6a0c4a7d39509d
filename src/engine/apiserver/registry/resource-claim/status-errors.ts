import { forbidden, invalid, required, type FieldError } from '../../../api/field-error.ts';
import type { ResourceClaim } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { driverNameErrors } from '../common/driver-name.ts';
import {
  configurationErrors,
  labelNameFieldErrors,
  listErrors,
  poolNameErrors,
  setErrors,
} from '../device-class/device-rules.ts';
import { nodeSelectorErrors } from '../pod/validation/scheduling.ts';
import { maxRequests, referenceNameErrors, requestNames } from './claim-errors.ts';
import { shownAllocation } from './go-form.ts';

type Status = NonNullable<ResourceClaim['status']>;
type Allocation = NonNullable<Status['allocation']>;

const maxReservations = 256;
const maxResults = 32;
const maxConfigurations = 64;

/**
 * What is wrong with the change of a claim's status. Simplified: what drivers report of devices is
 * not checked. Models validateResourceClaimStatusUpdate (v1.36).
 */
export function statusErrors(draft: ResourceClaim, old: ResourceClaim): FieldError[] {
  const { allocation, reservedFor } = draft.status ?? {};
  const before = old.status?.allocation;
  return [
    ...setErrors(reservedFor, maxReservations, 'status.reservedFor', consumerErrors, ({ uid }) => uid),
    ...reservationErrors(draft, old),
    ...(allocation ? allocationErrors(allocation, before, requestNames(draft.spec.devices)) : []),
  ];
}

type Consumer = NonNullable<Status['reservedFor']>[number];

function consumerErrors(consumer: Consumer, path: string): FieldError[] {
  return (['resource', 'name', 'uid'] as const)
    .filter((name) => !consumer[name])
    .map((name) => required(`${path}.${name}`));
}

function reservationErrors({ metadata, status }: ResourceClaim, old: ResourceClaim): FieldError[] {
  const path = 'status.reservedFor';
  const consumers = status?.reservedFor ?? [];
  if (consumers.length === 0) return [];
  if (!status?.allocation) return [forbidden(path, 'may not be specified when `allocated` is not set')];
  const known = old.status?.reservedFor ?? [];
  const isNew = consumers.some((consumer) => !known.some((other) => deepEqual(other, consumer)));
  return metadata.deletionTimestamp && isNew
    ? [
        forbidden(
          path,
          'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set',
        ),
      ]
    : [];
}

function allocationErrors(
  allocation: Allocation,
  before: Allocation | undefined,
  names: ReadonlySet<string>,
): FieldError[] {
  const path = 'status.allocation';
  if (before)
    return deepEqual(allocation, before)
      ? []
      : [invalid(path, shownAllocation(allocation), 'field is immutable')];
  return [
    ...listErrors(allocation.devices?.results, maxResults, `${path}.devices.results`, (result, here) => [
      ...referenceNameErrors(result.request, `${here}.request`, names),
      ...driverNameErrors(result.driver, `${here}.driver`),
      ...poolNameErrors(result.pool, `${here}.pool`),
      ...labelNameFieldErrors(result.device, `${here}.device`),
    ]),
    ...listErrors(allocation.devices?.config, maxConfigurations, `${path}.devices.config`, (config, here) => [
      ...(config.source ? [] : [required(`${here}.source`)]),
      ...setErrors(
        config.requests,
        maxRequests,
        `${here}.requests`,
        (name, namePath) => referenceNameErrors(name, namePath, names),
        (name) => name,
      ),
      ...configurationErrors(config, here),
    ]),
    ...(allocation.nodeSelector ? nodeSelectorErrors(allocation.nodeSelector, `${path}.nodeSelector`) : []),
  ];
}
