import { StatusError, forbiddenError } from '../../../api/status-error.ts';
import { byteLength } from '../../../api/names.ts';
import type { KubeObject } from '../../../api/types.ts';
import { boolType, nullType, stringType } from '../../../cel/types.ts';
import {
  compiled,
  composedEnvironment,
  type ComposedEnvironment,
} from '../../registry/admission-policy/expressions.ts';
import type { PolicySpec, Validation } from '../../registry/admission-policy/types.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../admission.ts';
import { OutOfBudget, PolicyEvaluation } from './evaluation.ts';
import { BindingError, paramsOf } from './params.ts';
import { boundPolicies, meetsConditions, validatingKinds, type BoundPolicy } from './policies.ts';

/** Why a policy refuses. */
interface Denial {
  readonly message: string;
  readonly reason: string;
}

const longestMessage = 5 * 1024;

const codes: Readonly<Record<string, number>> = {
  Unauthorized: 401,
  Forbidden: 403,
  RequestEntityTooLarge: 413,
  Invalid: 422,
};

/**
 * Policies refuse requests, or warn of them. What they would write into an audit log is evaluated
 * and kept nowhere. Models k8s.io/apiserver/pkg/admission/plugin/policy/validating (v1.36).
 */
export const validatingAdmissionPolicy: AdmissionPlugin = {
  name: 'ValidatingAdmissionPolicy',
  validate(request) {
    let first: { readonly denial: Denial; readonly bound: BoundPolicy } | undefined;
    for (const bound of boundPolicies(validatingKinds, request)) {
      const { denials, annotationProblems } = decide(bound, request);
      const actions = bound.binding.spec?.validationActions ?? [];
      if (actions.includes('Warn')) for (const { message } of denials) warn(request, bound, message);
      const refused = actions.includes('Deny') ? [...denials, ...annotationProblems] : annotationProblems;
      const [denial] = refused;
      if (denial !== undefined) first ??= { denial, bound };
    }
    if (first !== undefined) throw refusal(request, first.bound, first.denial);
  },
};

function warn({ warnings }: AdmissionRequest, { policy, binding }: BoundPolicy, message: string): void {
  const text = `Validation failed for ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}': ${message}`;
  if (!warnings.includes(text)) warnings.push(text);
}

function refusal(
  request: AdmissionRequest,
  { policy, binding }: BoundPolicy,
  { message, reason }: Denial,
): Error {
  const text = `ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}' denied request: ${message}`;
  const { status } = forbiddenError(request.resource, request.name, text);
  return new StatusError({
    ...status,
    reason,
    code: codes[reason] ?? 422,
    details: { ...status.details, causes: [{ message: text }] },
  });
}

interface Decisions {
  readonly denials: readonly Denial[];
  /** Audit annotations that cannot be told refuse whatever the binding's actions are. */
  readonly annotationProblems: readonly Denial[];
}

const nothing: Decisions = { denials: [], annotationProblems: [] };

function decide({ spec, binding }: BoundPolicy, request: AdmissionRequest): Decisions {
  const failed = (message: string): Denial[] =>
    spec.failurePolicy === 'Ignore' ? [] : [{ message, reason: 'Invalid' }];
  let params: readonly (KubeObject | undefined)[];
  try {
    params = paramsOf(spec.paramKind, binding.spec?.paramRef, request);
  } catch (error) {
    if (!(error instanceof BindingError)) throw error;
    // What is wrong with a binding refuses in any case.
    return { denials: [], annotationProblems: failed(`failed to configure binding: ${error.message}`) };
  }
  const scope = composedEnvironment(spec.variables, spec.paramKind !== undefined);
  const all = params.map((param) => {
    try {
      const evaluation = new PolicyEvaluation(request, request.object, param, scope);
      return decideWith(spec, evaluation, scope, failed);
    } catch (error) {
      if (error instanceof OutOfBudget) return { ...nothing, denials: failed(error.message) };
      throw error;
    }
  });
  return {
    denials: all.flatMap(({ denials }) => denials),
    annotationProblems: all.flatMap(({ annotationProblems }) => annotationProblems),
  };
}

function decideWith(
  spec: PolicySpec,
  evaluation: PolicyEvaluation,
  scope: ComposedEnvironment,
  failed: (message: string) => Denial[],
): Decisions {
  const conditions = meetsConditions(spec, evaluation);
  if (conditions === false) return nothing;
  if (conditions !== true) return { ...nothing, denials: failed(conditions) };
  const denials = (spec.validations ?? []).flatMap((validation) => {
    const { expression = '', reason = 'Invalid' } = validation;
    const result = evaluation.evaluate(expression, compiled(expression, scope.environment, boolType));
    if ('error' in result) return failed(result.error);
    if (result.value === true) return [];
    return [{ message: messageOf(validation, evaluation, scope), reason }];
  });
  const annotationProblems = (spec.auditAnnotations ?? []).flatMap(({ valueExpression = '' }) => {
    const source = valueExpression.trim();
    const result = evaluation.evaluate(source, compiled(source, scope.environment, stringType, nullType));
    return 'error' in result ? failed(result.error) : [];
  });
  return { denials, annotationProblems };
}

/** The message that the policy's author wrote, as an expression or plainly; else the expression itself. */
function messageOf(
  { expression = '', message = '', messageExpression = '' }: Validation,
  evaluation: PolicyEvaluation,
  { environment }: ComposedEnvironment,
): string {
  if (messageExpression !== '') {
    const result = evaluation.evaluate(
      messageExpression,
      compiled(messageExpression, environment, stringType),
    );
    const text = 'value' in result && typeof result.value === 'string' ? result.value.trim() : '';
    if (text !== '' && byteLength(text) <= longestMessage && !text.includes('\n')) return text;
  }
  return message.trim() || `failed expression: ${expression.trim()}`;
}
