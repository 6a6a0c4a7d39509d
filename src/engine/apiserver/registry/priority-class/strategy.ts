import { forbidden, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import { forbiddenError } from '../../../api/status-error.ts';
import type { PriorityClass } from '../../../api/types.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import { setTextDefault } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';
import { priorityClassTable } from './table.ts';

const highestUserPriority = 1_000_000_000;
const systemPriorities: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2 * highestUserPriority,
  'system-node-critical': 2 * highestUserPriority + 1000,
};
const preemptionPolicies = ['PreemptLowerPriority', 'Never'];

/** The rules of PriorityClasses. Models pkg/registry/scheduling/priorityclass (v1.36). */
export const priorityClassStrategy: Strategy<PriorityClass> = {
  defaults: (draft) => setTextDefault(draft, 'preemptionPolicy', 'PreemptLowerPriority'),
  prepareForCreate: ({ metadata }) => {
    metadata.generation = 1;
  },
  validateCreate: (draft) => [
    ...objectMetaErrors(draft.metadata, false),
    ...valueErrors(draft),
    ...policyErrors(draft.preemptionPolicy),
  ],
  validateUpdate: (draft, old) => [
    ...(draft.value === old.value ? [] : [forbidden('value', 'may not be changed in an update.')]),
    ...immutableErrors(draft.preemptionPolicy, old.preemptionPolicy, 'preemptionPolicy'),
  ],
  checkGracefulDelete({ metadata }) {
    if (Object.hasOwn(systemPriorities, metadata.name)) {
      const resource = { group: 'scheduling.k8s.io', resource: 'priorityclasses' };
      throw forbiddenError(resource, metadata.name, 'this is a system priority class and cannot be deleted');
    }
    return { gracePeriodSeconds: 0 };
  },
  table: priorityClassTable,
};

function valueErrors({ metadata, value = 0, globalDefault, description }: PriorityClass): FieldError[] {
  const name = metadata.name ?? '';
  if (!name.startsWith('system-')) {
    const detail = `maximum allowed value of a user defined priority is ${highestUserPriority}`;
    return value > highestUserPriority ? [forbidden('value', detail)] : [];
  }
  const known = Object.hasOwn(systemPriorities, name) ? systemPriorities[name] : undefined;
  if (known === value && globalDefault !== true && description !== undefined) return [];
  const problem =
    known === undefined
      ? `${name} is not a known system priority class`
      : `value of ${name} PriorityClass must be ${known}`;
  const reserved = "priority class names with 'system-' prefix are reserved for system use only. error: ";
  return [forbidden('metadata.name', reserved + problem)];
}

function policyErrors(policy: string | undefined): FieldError[] {
  if (!policy) return [required('preemptionPolicy')];
  return preemptionPolicies.includes(policy)
    ? []
    : [notSupported('preemptionPolicy', policy, preemptionPolicies)];
}
