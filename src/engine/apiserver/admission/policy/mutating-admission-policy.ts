import { applyJsonPatch } from '../../../api/patch/json-patch.ts';
import { PatchError } from '../../../api/patch/patch-error.ts';
import { isMap } from '../../../api/patch/merge-patch.ts';
import { StatusError, forbiddenError } from '../../../api/status-error.ts';
import type { KubeObject } from '../../../api/types.ts';
import { toHost } from '../../../cel/host-values.ts';
import { deepCopy, setOwn } from '../../../sim/plain.ts';
import { shapeOf } from '../../managed-fields/managed-fields.ts';
import { mergeTyped } from '../../managed-fields/typed-value.ts';
import { compiled, composedEnvironment } from '../../registry/admission-policy/expressions.ts';
import {
  jsonPatchType,
  mutationEnvironment,
  objectType,
  typeNameProblems,
} from '../../registry/admission-policy/mutation-types.ts';
import type { Mutation } from '../../registry/admission-policy/types.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../admission.ts';
import { OutOfBudget, PolicyEvaluation } from './evaluation.ts';
import { BindingError, paramsOf } from './params.ts';
import { boundPolicies, meetsConditions, mutatingKinds, type BoundPolicy } from './policies.ts';

/** A mutation that cannot be made. */
class MutationError extends Error {}

/**
 * Policies change what is written. Simplified: a policy is never called again for what later ones change.
 * Models k8s.io/apiserver/pkg/admission/plugin/policy/mutating (v1.36).
 */
export const mutatingAdmissionPolicy: AdmissionPlugin = {
  name: 'MutatingAdmissionPolicy',
  operations: ['CREATE', 'UPDATE', 'CONNECT'],
  admit(request) {
    if (request.object === undefined) return;
    for (const bound of boundPolicies(mutatingKinds, request)) {
      try {
        mutate(bound, request, request.object);
      } catch (error) {
        const isProblem =
          error instanceof MutationError || error instanceof BindingError || error instanceof OutOfBudget;
        if (!isProblem) throw error;
        if (bound.spec.failurePolicy !== 'Ignore') throw refusal(request, bound, error);
      }
    }
  },
};

function refusal(request: AdmissionRequest, { policy, binding }: BoundPolicy, error: Error): Error {
  const problem =
    error instanceof BindingError ? `failed to configure binding: ${error.message}` : error.message;
  const text = `policy '${policy.metadata.name}' with binding '${binding.metadata.name}' denied request: ${problem}`;
  const { status } = forbiddenError(request.resource, request.name, text);
  const details = { ...status.details, causes: [{ message: text }] };
  return new StatusError({ ...status, message: text, reason: 'Invalid', details });
}

function mutate({ spec, binding }: BoundPolicy, request: AdmissionRequest, draft: KubeObject): void {
  const scope = composedEnvironment(spec.variables, spec.paramKind !== undefined);
  const environment = mutationEnvironment(scope.environment);
  for (const param of paramsOf(spec.paramKind, binding.spec?.paramRef, request)) {
    const conditions = meetsConditions(spec, new PolicyEvaluation(request, draft, param, scope));
    if (conditions === false) continue;
    if (conditions !== true) throw new MutationError(conditions);
    for (const mutation of spec.mutations ?? []) {
      const { source, type } = expressionOf(mutation);
      // What was read of the draft before must not change under the expression.
      const evaluation = new PolicyEvaluation(request, deepCopy(draft), param, scope);
      const result = evaluation.evaluate(source, compiled(source, environment, type));
      if ('error' in result) throw new MutationError(result.error);
      const problems = mutation.patchType === 'JSONPatch' ? [] : typeNameProblems(result.value);
      if (problems.length > 0) throw new MutationError(`type mismatch: ${problems.join('\n')}`);
      become(draft, changed(mutation, draft, toHost(result.value)));
    }
  }
}

function expressionOf({ patchType, applyConfiguration, jsonPatch }: Mutation) {
  return patchType === 'JSONPatch'
    ? { source: jsonPatch?.expression?.trim() ?? '', type: jsonPatchType }
    : { source: applyConfiguration?.expression?.trim() ?? '', type: objectType };
}

function changed({ patchType }: Mutation, draft: KubeObject, change: unknown): KubeObject {
  if (patchType === 'JSONPatch') {
    try {
      return applyJsonPatch(draft, change) as unknown as KubeObject;
    } catch (error) {
      if (error instanceof PatchError) throw new MutationError(`JSON Patch: ${error.message}`);
      throw error;
    }
  }
  if (!isMap(change)) throw new MutationError('invalid return type');
  const patch = { ...change, apiVersion: draft.apiVersion, kind: draft.kind };
  return mergeTyped(shapeOf(draft), draft, patch) as KubeObject;
}

/** The draft stays the same object, whose members are those of another. */
function become(draft: KubeObject, next: KubeObject): void {
  const copy = deepCopy(next);
  const target = draft as unknown as Record<string, unknown>;
  for (const name of Object.keys(target)) if (!Object.hasOwn(copy, name)) delete target[name];
  for (const [name, value] of Object.entries(copy)) setOwn(target, name, value);
}
