import { duplicate, invalid, notSupported, type FieldError } from '../../../api/field-error.ts';
import type { CSIDriver } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { immutableErrors, metaChecks } from '../common/object-meta.ts';
import { setDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';
import { csiDriverTable } from './table.ts';

type Spec = CSIDriver['spec'];

const groupPolicies = ['File', 'None', 'ReadWriteOnceWithFSType'];
const lifecycleModes = ['Persistent', 'Ephemeral'];
const minUpdatePeriodSeconds = 10;
const minExpirationSeconds = 600;
const maxExpirationSeconds = 2 ** 32;
const tokenWarning =
  'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes';

const meta = metaChecks<CSIDriver>(false);

/** The rules of CSIDrivers. Models pkg/registry/storage/csidriver (v1.36). */
export const csiDriverStrategy: Strategy<CSIDriver> = {
  defaults: ({ spec }) => {
    setDefault(spec, 'attachRequired', true);
    setDefault(spec, 'podInfoOnMount', false);
    setDefault(spec, 'storageCapacity', false);
    setDefault(spec, 'fsGroupPolicy', 'ReadWriteOnceWithFSType');
    if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent'];
    setDefault(spec, 'requiresRepublish', false);
    setDefault(spec, 'seLinuxMount', false);
  },
  prepareForUpdate(draft, old) {
    if (!deepEqual(draft.spec, old.spec)) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  },
  validateCreate: (draft) => [...meta.validateCreate(draft), ...specErrors(draft.spec)],
  validateUpdate: (draft, old) => [
    ...specErrors(draft.spec),
    ...immutableErrors(draft.spec.attachRequired, old.spec.attachRequired, 'spec.attachedRequired'),
    ...immutableErrors(
      draft.spec.volumeLifecycleModes,
      old.spec.volumeLifecycleModes,
      'spec.volumeLifecycleModes',
    ),
  ],
  warningsOnCreate: ({ spec }) => tokenWarnings(spec),
  warningsOnUpdate: ({ spec }, old) =>
    deepEqual(spec.tokenRequests, old.spec.tokenRequests) ? [] : tokenWarnings(spec),
  returnDeletedObject: true,
  table: csiDriverTable,
};

function tokenWarnings({ tokenRequests, serviceAccountTokenInSecrets }: Spec): string[] {
  return tokenRequests?.length && serviceAccountTokenInSecrets === undefined ? [tokenWarning] : [];
}

function specErrors(spec: Spec): FieldError[] {
  const errors: FieldError[] = [];
  const { fsGroupPolicy = '', nodeAllocatableUpdatePeriodSeconds: period } = spec;
  if (!groupPolicies.includes(fsGroupPolicy))
    errors.push(notSupported('spec.fsGroupPolicy', fsGroupPolicy, groupPolicies));
  errors.push(...tokenRequestErrors(spec.tokenRequests ?? []));
  for (const mode of spec.volumeLifecycleModes ?? [])
    if (!lifecycleModes.includes(mode))
      errors.push(notSupported('spec.volumeLifecycleModes', mode, lifecycleModes));
  if (period !== undefined && period < minUpdatePeriodSeconds)
    errors.push(
      invalid(
        'spec.nodeAllocatableUpdatePeriodSeconds',
        period,
        `must be greater than or equal to ${minUpdatePeriodSeconds} seconds`,
      ),
    );
  if (spec.serviceAccountTokenInSecrets !== undefined && !spec.tokenRequests?.length)
    errors.push(
      invalid(
        'spec.serviceAccountTokenInSecrets',
        spec.serviceAccountTokenInSecrets,
        'serviceAccountTokenInSecrets is set but no tokenRequests are specified',
      ),
    );
  return errors;
}

function tokenRequestErrors(requests: NonNullable<Spec['tokenRequests']>): FieldError[] {
  const audiences = new Set<string>();
  return requests.flatMap(({ audience, expirationSeconds: seconds }, index) => {
    const path = `spec.tokenRequests[${index}]`;
    if (audiences.has(audience)) return [duplicate(`${path}.audience`, audience)];
    audiences.add(audience);
    if (seconds === undefined) return [];
    const problem = (text: string): FieldError => invalid(`${path}.expirationSeconds`, seconds, text);
    if (seconds < minExpirationSeconds) return [problem('may not specify a duration less than 10 minutes')];
    return seconds > maxExpirationSeconds
      ? [problem('may not specify a duration larger than 2^32 seconds')]
      : [];
  });
}
