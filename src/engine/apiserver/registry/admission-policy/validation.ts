/** What is wrong with policies and their bindings. Models pkg/apis/admissionregistration/validation (v1.36). */
import {
  at,
  child,
  duplicate,
  forbidden,
  internalProblem,
  invalid,
  notSupported,
  required,
  tooMany,
  type FieldError,
} from '../../../api/field-error.ts';
import { labelSelectorErrors } from '../../../api/labels.ts';
import {
  byteLength,
  isDns1035Label,
  isDnsSubdomain,
  isPathSegmentName,
  isQualifiedName,
} from '../../../api/names.ts';
import type { CelEnvironment } from '../../../cel/expression.ts';
import { reserved } from '../../../cel/grammar.ts';
import { boolType, nullType, stringType, type CelType } from '../../../cel/types.ts';
import { nameChecks, objectMetaErrors } from '../common/object-meta.ts';
import {
  compiled,
  composedEnvironment,
  policyEnvironment,
  type Compiled,
  type ComposedEnvironment,
} from './expressions.ts';
import {
  choiceErrors,
  failurePolicies,
  matchResourcesErrors,
  requiredChoiceErrors,
} from './match-resources.ts';
import { mutationEnvironment, jsonPatchType, objectType } from './mutation-types.ts';
import type {
  AdmissionPolicy,
  AdmissionPolicyBinding,
  AuditAnnotation,
  MatchResources,
  Mutation,
  NamedExpression,
  ParamKind,
  ParamRef,
  PolicySpec,
  Validation,
} from './types.ts';

const mostConditions = 64;
const mostAuditAnnotations = 20;
const longestValueExpression = 5 * 1024;
const mutatingOperations = ['*', 'CONNECT', 'CREATE', 'UPDATE'];
const reasons = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const notSpecified = 'expression is not specified';

export function validatingPolicyErrors(policy: AdmissionPolicy): FieldError[] {
  const spec = policy.spec ?? {};
  const scope = composedEnvironment(spec.variables, spec.paramKind !== undefined);
  return [
    ...objectMetaErrors(policy.metadata, false, nameChecks.subdomain),
    ...commonErrors(spec, scope),
    ...checksErrors(policy, scope),
  ];
}

export function mutatingPolicyErrors(policy: AdmissionPolicy): FieldError[] {
  const spec = policy.spec ?? {};
  const scope = composedEnvironment(spec.variables, spec.paramKind !== undefined);
  const mutations = spec.mutations ?? [];
  return [
    ...objectMetaErrors(policy.metadata, false, nameChecks.subdomain),
    ...commonErrors(spec, scope, mutatingOperations),
    ...(mutations.length === 0
      ? [required('spec.mutations', 'mutations must contain at least one item')]
      : mutations.flatMap((mutation, index) =>
          mutationErrors(mutation, at('spec.mutations', index), mutationEnvironment(scope.environment)),
        )),
    ...(spec.reinvocationPolicy
      ? choiceErrors(spec.reinvocationPolicy, 'spec.reinvocationPolicy', ['IfNeeded', 'Never'])
      : [required('spec.reinvocationPolicy')]),
  ];
}

/** What both kinds of policies have; `operations` are those that a policy may be about, if not all. */
function commonErrors(
  spec: PolicySpec,
  scope: ComposedEnvironment,
  operations?: readonly string[],
): FieldError[] {
  const match = 'spec.matchConstraints';
  const { matchConstraints } = spec;
  const errors = requiredChoiceErrors(spec.failurePolicy, 'spec.failurePolicy', failurePolicies);
  if (spec.paramKind !== undefined) errors.push(...paramKindErrors(spec.paramKind, 'spec.paramKind'));
  if (matchConstraints === undefined) errors.push(required(match));
  else {
    errors.push(...matchResourcesErrors(matchConstraints, match));
    if (!matchConstraints.resourceRules?.length) errors.push(required(child(match, 'resourceRules')));
    errors.push(...operationErrors(matchConstraints, match, operations));
  }
  errors.push(
    ...matchConditionErrors(spec.matchConditions, 'spec.matchConditions', spec.paramKind !== undefined),
  );
  (spec.variables ?? []).forEach((variable, index) =>
    errors.push(
      ...variableErrors(
        variable,
        at('spec.variables', index),
        scope.variables[index]?.expression as Compiled,
      ),
    ),
  );
  return errors;
}

function operationErrors(
  { resourceRules = [] }: MatchResources,
  path: string,
  allowed: readonly string[] | undefined,
): FieldError[] {
  if (allowed === undefined) return [];
  return resourceRules.flatMap((rule) =>
    (rule.operations ?? []).flatMap((operation) =>
      choiceErrors(operation, child(path, 'resourceRules', 'operations'), allowed),
    ),
  );
}

function checksErrors({ metadata, spec = {} }: AdmissionPolicy, scope: ComposedEnvironment): FieldError[] {
  const { validations = [], auditAnnotations = [] } = spec;
  if (validations.length === 0 && auditAnnotations.length === 0) {
    const detail = 'validations or auditAnnotations must contain at least one item';
    return [required('spec.validations', detail), required('spec.auditAnnotations', detail)];
  }
  const annotations = 'spec.auditAnnotations';
  const errors = validations.flatMap((validation, index) =>
    validationErrors(validation, at('spec.validations', index), scope.environment),
  );
  if (auditAnnotations.length > mostAuditAnnotations)
    errors.push(
      invalid(
        annotations,
        auditAnnotations,
        `must not have more than ${mostAuditAnnotations} auditAnnotations`,
      ),
    );
  auditAnnotations.forEach((annotation, index) => {
    const path = at(annotations, index);
    errors.push(...auditAnnotationErrors(annotation, metadata.name, path, scope.environment));
    if (auditAnnotations.findIndex(({ key }) => key === annotation.key) < index)
      errors.push(duplicate(child(path, 'key'), annotation.key));
  });
  return errors;
}

function paramKindErrors({ apiVersion = '', kind = '' }: ParamKind, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const versionPath = child(path, 'apiVersion');
  const parts = apiVersion.split('/');
  if (apiVersion === '') errors.push(required(versionPath));
  else if (parts.length > 2)
    errors.push(invalid(versionPath, apiVersion, `unexpected GroupVersion string: ${apiVersion}`));
  else {
    const [group = '', version = ''] = parts.length === 1 ? ['', apiVersion] : parts;
    const groupProblems = group === '' ? [] : isDnsSubdomain(group);
    if (groupProblems.length > 0) errors.push(invalid(versionPath, group, groupProblems.join(',')));
    const versionProblems = isDns1035Label(version);
    if (version === '') errors.push(invalid(versionPath, apiVersion, 'version must be specified'));
    else if (versionProblems.length > 0)
      errors.push(invalid(versionPath, version, versionProblems.join(',')));
  }
  const kindProblems = isDns1035Label(kind.toLowerCase());
  if (kind === '') errors.push(required(child(path, 'kind')));
  else if (kindProblems.length > 0)
    errors.push(
      invalid(
        child(path, 'kind'),
        kind,
        `may have mixed case, but should otherwise match: ${kindProblems.join(',')}`,
      ),
    );
  return errors;
}

/** Conditions of policies and of webhooks. */
export function matchConditionErrors(
  conditions: readonly NamedExpression[] | undefined = [],
  path: string,
  hasParams: boolean,
): FieldError[] {
  const errors = conditions.length > mostConditions ? [tooMany(path, conditions.length, mostConditions)] : [];
  conditions.forEach(({ name = '', expression = '' }, index) => {
    const here = at(path, index);
    const source = expression.trim();
    if (source === '') errors.push(required(child(here, 'expression')));
    else
      errors.push(
        ...expressionErrors(source, policyEnvironment(hasParams), child(here, 'expression'), boolType),
      );
    if (name === '') errors.push(required(child(here, 'name')));
    else
      for (const problem of isQualifiedName(name)) errors.push(invalid(child(here, 'name'), name, problem));
    if (name !== '' && conditions.findIndex((other) => other.name === name) < index)
      errors.push(duplicate(child(here, 'name'), name));
  });
  return errors;
}

function variableErrors(
  { name = '', expression = '' }: NamedExpression,
  path: string,
  known: Compiled,
): FieldError[] {
  const errors: FieldError[] = [];
  if (name.trim() === '') errors.push(required(child(path, 'name'), 'name is not specified'));
  else if (!/^[_a-zA-Z]\w*$/.test(name) || reserved.has(name))
    errors.push(invalid(child(path, 'name'), name, 'must be a valid CEL identifier'));
  if (expression.trim() === '') errors.push(required(child(path, 'expression'), notSpecified));
  else if (known instanceof Error) errors.push(compileError(known, expression, child(path, 'expression')));
  return errors;
}

function validationErrors(
  { expression = '', message = '', messageExpression = '', reason }: Validation,
  path: string,
  environment: CelEnvironment,
): FieldError[] {
  const nonEmpty = 'must be non-empty if specified';
  const errors: FieldError[] = [];
  const expressionPath = child(path, 'expression');
  if (expression.trim() === '') errors.push(required(expressionPath, notSpecified));
  else errors.push(...expressionErrors(expression, environment, expressionPath, boolType));
  const messagePath = child(path, 'messageExpression');
  if (messageExpression !== '' && messageExpression.trim() === '')
    errors.push(invalid(messagePath, messageExpression, nonEmpty));
  else if (messageExpression !== '')
    errors.push(...expressionErrors(messageExpression, environment, messagePath, stringType));
  if (message !== '' && message.trim() === '')
    errors.push(invalid(child(path, 'message'), message, nonEmpty));
  else if (/[\n\r]/.test(message.trim()))
    errors.push(invalid(child(path, 'message'), message, 'must not contain line breaks'));
  errors.push(...choiceErrors(reason, child(path, 'reason'), reasons));
  return errors;
}

function auditAnnotationErrors(
  { key = '', valueExpression = '' }: AuditAnnotation,
  policy: string | undefined,
  path: string,
  environment: CelEnvironment,
): FieldError[] {
  const errors: FieldError[] = [];
  const keyPath = child(path, 'key');
  const whole = `${policy}/${key}`;
  if (!policy) errors.push(invalid(keyPath, key, 'requires metadata.name be non-empty'));
  else for (const problem of isQualifiedName(whole)) errors.push(invalid(keyPath, whole, problem));
  const valuePath = child(path, 'valueExpression');
  const source = valueExpression.trim();
  if (source === '') errors.push(required(valuePath, 'valueExpression is not specified'));
  else if (byteLength(source) > longestValueExpression)
    errors.push(required(valuePath, `must not exceed ${longestValueExpression} bytes in length`));
  else errors.push(...expressionErrors(source, environment, valuePath, stringType, nullType));
  return errors;
}

function mutationErrors(
  { patchType = '', applyConfiguration, jsonPatch }: Mutation,
  path: string,
  environment: CelEnvironment,
): FieldError[] {
  const parts = {
    JSONPatch: { name: 'jsonPatch', value: jsonPatch, type: jsonPatchType },
    ApplyConfiguration: { name: 'applyConfiguration', value: applyConfiguration, type: objectType },
  } as const;
  if (patchType === '') return [required(child(path, 'patchType'))];
  if (patchType !== 'JSONPatch' && patchType !== 'ApplyConfiguration')
    return [notSupported(child(path, 'patchType'), patchType, ['ApplyConfiguration', 'JSONPatch'])];
  const { name, value, type } = parts[patchType];
  const other = parts[patchType === 'JSONPatch' ? 'ApplyConfiguration' : 'JSONPatch'];
  const errors: FieldError[] = [];
  const source = value?.expression?.trim() ?? '';
  const expressionPath = child(path, name, 'expression');
  if (value === undefined)
    errors.push(required(child(path, name), `must be specified when patchType is ${patchType}`));
  else if (source === '') errors.push(required(expressionPath));
  else errors.push(...expressionErrors(source, environment, expressionPath, type));
  if (other.value !== undefined)
    errors.push(
      invalid(
        child(path, other.name),
        `{${other.name}}`,
        `must not be specified when patchType is ${patchType}`,
      ),
    );
  return errors;
}

function expressionErrors(
  source: string,
  environment: CelEnvironment,
  path: string,
  ...types: readonly CelType[]
): FieldError[] {
  const expression = compiled(source, environment, ...types);
  return expression instanceof Error ? [compileError(expression, source, path)] : [];
}

function compileError({ message }: Error, source: string, path: string): FieldError {
  return message.startsWith('program instantiation failed')
    ? internalProblem(path, message)
    : invalid(path, source, message);
}

const validationActions = ['Audit', 'Deny', 'Warn'];

export function validatingBindingErrors(binding: AdmissionPolicyBinding): FieldError[] {
  const actions = binding.spec?.validationActions ?? [];
  const path = 'spec.validationActions';
  const errors = bindingErrors(binding);
  actions.forEach((action, index) => {
    errors.push(...choiceErrors(action, at(path, index), validationActions));
    if (actions.indexOf(action) < index) errors.push(duplicate(at(path, index), action));
  });
  if (actions.includes('Deny') && actions.includes('Warn'))
    errors.push(
      invalid(
        path,
        actions,
        'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
      ),
    );
  if (actions.length === 0) errors.push(required(path, 'at least one validation action is required'));
  return errors;
}

export function mutatingBindingErrors(binding: AdmissionPolicyBinding): FieldError[] {
  const match = binding.spec?.matchResources ?? {};
  return [...bindingErrors(binding), ...operationErrors(match, 'spec.matchResources', mutatingOperations)];
}

function bindingErrors({ metadata, spec = {} }: AdmissionPolicyBinding): FieldError[] {
  const { policyName = '' } = spec;
  return [
    ...objectMetaErrors(metadata, false, nameChecks.subdomain),
    ...(policyName === ''
      ? [required('spec.policyName')]
      : isDnsSubdomain(policyName).map((problem) => invalid('spec.policyName', policyName, problem))),
    ...paramRefErrors(spec.paramRef, 'spec.paramRef'),
    ...matchResourcesErrors(spec.matchResources, 'spec.matchResources'),
  ];
}

function paramRefErrors(ref: ParamRef | undefined, path: string): FieldError[] {
  if (ref === undefined) return [];
  const { name = '', selector, parameterNotFoundAction } = ref;
  const errors: FieldError[] = [];
  const exclusive = 'name and selector are mutually exclusive';
  if (name !== '') {
    for (const problem of isPathSegmentName(name)) errors.push(invalid(child(path, 'name'), name, problem));
    if (selector !== undefined) errors.push(forbidden(child(path, 'name'), exclusive));
  }
  if (selector !== undefined) {
    errors.push(...labelSelectorErrors(selector, child(path, 'selector')));
    if (name !== '') errors.push(forbidden(child(path, 'selector'), exclusive));
  }
  if (name === '' && selector === undefined)
    errors.push(required(path, 'one of name or selector must be specified'));
  const action = parameterNotFoundAction === '' ? undefined : parameterNotFoundAction;
  errors.push(...requiredChoiceErrors(action, child(path, 'parameterNotFoundAction'), ['Deny', 'Allow']));
  return errors;
}
