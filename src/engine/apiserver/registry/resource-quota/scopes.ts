import { invalid, required, type FieldError } from '../../../api/field-error.ts';
import { scopesOf, type ScopeRequirement } from '../../../api/quota/scopes.ts';
import type { ResourceQuota } from '../../../api/types.ts';
import { isStandardQuotaResource } from '../pod/validation/resources.ts';

type Spec = NonNullable<ResourceQuota['spec']>;

const compute = ['pods', 'cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
/** The scopes, and what may be limited within each. */
const limitedWithin: Readonly<Record<string, readonly string[]>> = {
  BestEffort: ['pods'],
  CrossNamespacePodAffinity: compute,
  NotBestEffort: compute,
  NotTerminating: compute,
  PriorityClass: compute,
  Terminating: compute,
  VolumeAttributesClass: ['persistentvolumeclaims', 'requests.storage'],
};
const yesOrNo: ReadonlySet<string> = new Set([
  'BestEffort',
  'CrossNamespacePodAffinity',
  'NotBestEffort',
  'NotTerminating',
  'Terminating',
]);
const opposites = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

const scopesPath = 'spec.scopes';
const selectorPath = 'spec.scopeSelector.matchExpressions';

/** Models validateResourceQuotaScopes and validateScopeSelector (v1.36). */
export function scopeErrors(spec: Spec): FieldError[] {
  const scopes: readonly string[] = spec.scopes ?? [];
  const { scopeSelector } = spec;
  const limited = Object.keys(spec.hard ?? {}).filter(isStandardQuotaResource);
  const shownSelector = {
    MatchExpressions: (scopeSelector?.matchExpressions ?? []).map(({ scopeName, operator, values }) => ({
      ScopeName: scopeName,
      Operator: operator,
      Values: values ?? null,
    })),
  };
  const errors: FieldError[] = [];
  for (const scope of scopes) {
    if (!isScope(scope)) errors.push(invalid(scopesPath, scopes, 'unsupported scope'));
    errors.push(...misappliedErrors(scope, limited, scopesPath, scopes));
  }
  errors.push(...conflictErrors(scopes, scopes));
  const requirements = scopesOf({ spec: { scopeSelector } } as ResourceQuota);
  for (const requirement of requirements) {
    const { scopeName } = requirement;
    if (!isScope(scopeName))
      errors.push(invalid(`${selectorPath}.scopeName`, scopeName, 'unsupported scope'));
    errors.push(...misappliedErrors(scopeName, limited, selectorPath, shownSelector));
    errors.push(...operatorErrors(requirement));
  }
  const selected = requirements.map(({ scopeName }) => scopeName);
  errors.push(...conflictErrors(selected, spec.scopes));
  return errors;
}

function isScope(name: string): boolean {
  return Object.hasOwn(limitedWithin, name);
}

function misappliedErrors(
  scope: string,
  limited: readonly string[],
  path: string,
  shown: unknown,
): FieldError[] {
  if (!isScope(scope)) return [];
  return limited
    .filter((name) => limitedWithin[scope]?.includes(name) !== true)
    .map(() => invalid(path, shown, 'unsupported scope applied to resource'));
}

function conflictErrors(scopes: readonly string[], shown: unknown): FieldError[] {
  return opposites
    .filter((pair) => pair.every((scope) => scopes.includes(scope)))
    .map(() => invalid(scopesPath, shown, 'conflicting scopes'));
}

function operatorErrors({ scopeName, operator, values = [] }: ScopeRequirement): FieldError[] {
  const errors: FieldError[] = [];
  const operatorPath = `${selectorPath}.operator`;
  const valuesPath = `${selectorPath}.values`;
  if (yesOrNo.has(scopeName) && operator !== 'Exists')
    errors.push(
      invalid(
        operatorPath,
        operator,
        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity",
      ),
    );
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0)
        errors.push(
          required(
            valuesPath,
            "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
          ),
        );
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0)
        errors.push(
          invalid(
            valuesPath,
            values,
            "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
          ),
        );
      break;
    default:
      errors.push(invalid(operatorPath, operator, 'not a valid selector operator'));
  }
  return errors;
}
