import { forbidden, invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import type { PriorityLevelConfiguration } from '../../../api/types.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import { setDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';
import { priorityLevelConfigurationTable } from './table.ts';

type Spec = PriorityLevelConfiguration['spec'];
type Limited = NonNullable<Spec['limited']>;
type Response = NonNullable<Limited['limitResponse']>;
type Queuing = NonNullable<Response['queuing']>;

const defaultShares = 30;
const defaultQueuing = { queues: 64, handSize: 8, queueLengthLimit: 50 } as const;
const maxQueues = 10_000_000;
/** As many bits as a hash has to deal hands with. */
const maxHashBits = 60;

const parts = specAndStatus<PriorityLevelConfiguration>('ApiFlowcontrolV1PriorityLevelConfigurationStatus');

/**
 * The rules of PriorityLevelConfigurations. Simplified: the specs of `exempt` and `catch-all` are not
 * held fixed, nor are those objects there. Models pkg/registry/flowcontrol/prioritylevelconfiguration (v1.36).
 */
export const priorityLevelConfigurationStrategy: Strategy<PriorityLevelConfiguration> = {
  defaults: ({ spec }) => {
    if (spec.exempt) {
      setDefault(spec.exempt, 'nominalConcurrencyShares', 0);
      setDefault(spec.exempt, 'lendablePercent', 0);
    }
    if (!spec.limited) return;
    setDefault(spec.limited, 'nominalConcurrencyShares', defaultShares);
    setDefault(spec.limited, 'lendablePercent', 0);
    const queuing = spec.limited.limitResponse?.queuing;
    if (!queuing) return;
    for (const name of Object.keys(defaultQueuing) as (keyof typeof defaultQueuing)[])
      if (!queuing[name]) queuing[name] = defaultQueuing[name];
  },
  prepareForCreate: parts.prepareForCreate,
  prepareForUpdate: parts.prepareForUpdate,
  validateCreate: levelErrors,
  validateUpdate: levelErrors,
  subresources: { status: { prepareForUpdate: parts.statusUpdate } },
  table: priorityLevelConfigurationTable,
};

function levelErrors({ metadata, spec }: PriorityLevelConfiguration): FieldError[] {
  const errors = objectMetaErrors(metadata, false);
  if ((metadata.name === 'exempt') !== (spec.type === 'Exempt'))
    errors.push(invalid('spec.type', spec.type, "must be 'Exempt' if and only if `name` is 'exempt'"));
  return [...errors, ...specErrors(spec)];
}

function specErrors({ type, exempt, limited }: Spec): FieldError[] {
  switch (type) {
    case 'Exempt':
      return [
        ...(limited ? [forbidden('spec.limited', 'must be nil if the type is not Limited')] : []),
        ...(exempt ? [...shareErrors(exempt, 'spec.exempt'), ...lendErrors(exempt, 'spec.exempt')] : []),
      ];
    case 'Limited':
      return [
        ...(exempt ? [forbidden('spec.exempt', 'must be nil if the type is Limited')] : []),
        ...(limited
          ? limitedErrors(limited, 'spec.limited')
          : [required('spec.limited', 'must not be empty when type is Limited')]),
      ];
    default:
      return type ? [notSupported('spec.type', type, ['Exempt', 'Limited'])] : [required('spec.type')];
  }
}

interface Shares {
  readonly nominalConcurrencyShares?: number;
  readonly lendablePercent?: number;
}

function shareErrors({ nominalConcurrencyShares: shares = 0 }: Shares, path: string): FieldError[] {
  return shares < 0
    ? [invalid(`${path}.nominalConcurrencyShares`, shares, 'must be a non-negative integer')]
    : [];
}

function lendErrors({ lendablePercent: percent = 0 }: Shares, path: string): FieldError[] {
  return percent >= 0 && percent <= 100
    ? []
    : [invalid(`${path}.lendablePercent`, percent, 'must be between 0 and 100, inclusive')];
}

function limitedErrors(limited: Limited, path: string): FieldError[] {
  const { borrowingLimitPercent: borrowed } = limited;
  return [
    ...shareErrors(limited, path),
    ...responseErrors(limited.limitResponse, `${path}.limitResponse`),
    ...lendErrors(limited, path),
    ...(borrowed !== undefined && borrowed < 0
      ? [invalid(`${path}.borrowingLimitPercent`, borrowed, 'if specified, must be a non-negative integer')]
      : []),
  ];
}

function responseErrors(response: Response | undefined, path: string): FieldError[] {
  const queuing = response?.queuing;
  switch (response?.type) {
    case 'Reject':
      return queuing
        ? [forbidden(`${path}.queuing`, 'must be nil if limited.limitResponse.type is not Limited')]
        : [];
    case 'Queue':
      return queuing
        ? queuingErrors(queuing, `${path}.queuing`)
        : [required(`${path}.queuing`, 'must not be empty if limited.limitResponse.type is Limited')];
    default:
      return response?.type
        ? [notSupported(`${path}.type`, response.type, ['Queue', 'Reject'])]
        : [required(`${path}.type`)];
  }
}

function queuingErrors(queuing: Queuing, path: string): FieldError[] {
  const { queueLengthLimit = 0, queues = 0, handSize = 0 } = queuing;
  const positive = 'must be positive';
  const errors: FieldError[] = [];
  if (queueLengthLimit <= 0) errors.push(invalid(`${path}.queueLengthLimit`, queueLengthLimit, positive));
  if (queues <= 0) errors.push(invalid(`${path}.queues`, queues, positive));
  else if (queues > maxQueues)
    errors.push(invalid(`${path}.queues`, queues, `must not be greater than ${maxQueues}`));
  const handProblem = handSizeProblem(handSize, queues);
  if (handProblem !== undefined) errors.push(invalid(`${path}.handSize`, handSize, handProblem));
  return errors;
}

function handSizeProblem(handSize: number, queues: number): string | undefined {
  if (handSize <= 0) return 'must be positive';
  if (handSize > queues) return `should not be greater than queues (${queues})`;
  let bits = 0;
  for (let dealt = 0; dealt < handSize && bits <= maxHashBits; dealt++) bits += Math.log2(queues - dealt);
  return Math.ceil(bits) > maxHashBits
    ? `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${maxHashBits}`
    : undefined;
}
