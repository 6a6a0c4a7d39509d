import { invalid, notSupported, type FieldError } from '../../../api/field-error.ts';
import { labelSelectorErrors } from '../../../api/labels.ts';
import type { PodDisruptionBudget } from '../../../api/types.ts';
import { countErrors } from '../common/counts.ts';
import { intOrPercentErrors, overHundredErrors } from '../common/int-or-percent.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { podDisruptionBudgetTable } from './table.ts';

const evictionPolicies = ['AlwaysAllow', 'IfHealthyBudget'];

const { statusUpdate, ...parts } = specAndStatus<PodDisruptionBudget>('ApiPolicyV1PodDisruptionBudgetStatus');

/** The rules of PodDisruptionBudgets. Models pkg/registry/policy/poddisruptionbudget (v1.36). */
export const podDisruptionBudgetStrategy: Strategy<PodDisruptionBudget> = {
  ...parts,
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, true), ...specErrors(spec ?? {})],
  validateUpdate: ({ spec }) => specErrors(spec ?? {}),
  allowUnconditionalUpdate: false,
  subresources: {
    status: {
      prepareForUpdate: statusUpdate,
      validateUpdate: ({ status }) =>
        countErrors(
          status,
          ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'],
          'status',
        ),
    },
  },
  table: podDisruptionBudgetTable,
};

/** Models ValidatePodDisruptionBudgetSpec (v1.36). */
function specErrors(spec: NonNullable<PodDisruptionBudget['spec']>): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  const errors: FieldError[] = [];
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    const shown = {
      MinAvailable: minAvailable,
      Selector: selector ?? null,
      MaxUnavailable: maxUnavailable,
      UnhealthyPodEvictionPolicy: policy ?? null,
    };
    errors.push(invalid('spec', shown, 'minAvailable and maxUnavailable cannot be both set'));
  }
  return [
    ...errors,
    ...intOrPercentErrors(minAvailable, 'spec.minAvailable'),
    ...overHundredErrors(minAvailable, 'spec.minAvailable'),
    ...intOrPercentErrors(maxUnavailable, 'spec.maxUnavailable'),
    ...overHundredErrors(maxUnavailable, 'spec.maxUnavailable'),
    ...labelSelectorErrors(selector, 'spec.selector'),
    ...(policy === undefined || evictionPolicies.includes(policy)
      ? []
      : [notSupported('spec.unhealthyPodEvictionPolicy', policy, evictionPolicies)]),
  ];
}
