/** The policies that are bound and about a request. Models generic.policyDispatcher (v1.36). */
import type { KubeObject } from '../../../api/types.ts';
import { boolType } from '../../../cel/types.ts';
import { compiled, policyEnvironment } from '../../registry/admission-policy/expressions.ts';
import type {
  AdmissionPolicy,
  AdmissionPolicyBinding,
  PolicySpec,
} from '../../registry/admission-policy/types.ts';
import type { AdmissionRequest } from '../admission.ts';
import type { PolicyEvaluation } from './evaluation.ts';
import { matchesRequest, mayHavePolicies } from './matching.ts';

export interface BoundPolicy {
  readonly policy: AdmissionPolicy;
  readonly spec: PolicySpec;
  readonly binding: AdmissionPolicyBinding;
}

interface Kinds {
  readonly policies: string;
  readonly bindings: string;
}

export const validatingKinds: Kinds = {
  policies: 'validatingadmissionpolicies.admissionregistration.k8s.io',
  bindings: 'validatingadmissionpolicybindings.admissionregistration.k8s.io',
};
export const mutatingKinds: Kinds = {
  policies: 'mutatingadmissionpolicies.admissionregistration.k8s.io',
  bindings: 'mutatingadmissionpolicybindings.admissionregistration.k8s.io',
};

/** The pairs of policy and binding that are about a request, in order of the policies' names. */
export function boundPolicies({ policies, bindings }: Kinds, request: AdmissionRequest): BoundPolicy[] {
  const { storage } = request.server;
  const bound = storage.list(bindings) as AdmissionPolicyBinding[];
  if (bound.length === 0 || !mayHavePolicies(request)) return [];
  return byName(storage.list(policies) as AdmissionPolicy[]).flatMap((policy) => {
    const { spec } = policy;
    if (spec?.matchConstraints === undefined || !matchesRequest(spec.matchConstraints, request)) return [];
    return byName(bound)
      .filter(
        (binding) =>
          binding.spec?.policyName === policy.metadata.name &&
          (binding.spec.matchResources === undefined || matchesRequest(binding.spec.matchResources, request)),
      )
      .map((binding) => ({ policy, spec, binding }));
  });
}

function byName<T extends KubeObject>(objects: readonly T[]): T[] {
  return objects.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/**
 * Whether all match conditions hold; a text tells why that cannot be told. One that does not hold
 * decides, whatever the others say. Models webhook/matchconditions.Match (v1.36).
 */
export function meetsConditions(
  { matchConditions = [], paramKind, failurePolicy }: PolicySpec,
  evaluation: PolicyEvaluation,
): boolean | string {
  const environment = policyEnvironment(paramKind !== undefined);
  const problems: string[] = [];
  for (const { expression = '' } of matchConditions) {
    const source = expression.trim();
    const result = evaluation.evaluate(expression, compiled(source, environment, boolType));
    if ('error' in result) problems.push(result.error);
    else if (result.value === false) return false;
  }
  if (problems.length === 0) return true;
  if (failurePolicy === 'Ignore') return false;
  return problems.length === 1 ? (problems[0] as string) : `[${problems.join(', ')}]`;
}
