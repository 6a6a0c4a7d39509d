import {
  at,
  child,
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../../api/field-error.ts';
import { labelSelectorErrors } from '../../../../api/labels.ts';
import { isDnsLabel, isDnsSubdomain, isLabelValue } from '../../../../api/names.ts';
import type {
  Affinity,
  LabelSelector,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinityTerm,
  Toleration,
  TopologySpreadConstraint,
} from '../../../../api/types.ts';
import { labelNameErrors } from '../../common/object-meta.ts';
import { each } from './handlers.ts';

const required_ = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Models validateAffinity (v1.36). */
export function affinityErrors(affinity: Affinity | undefined, path: string): FieldError[] {
  if (!affinity) return [];
  const errors: FieldError[] = [];
  if (affinity.nodeAffinity) {
    const nodePath = child(path, 'nodeAffinity');
    const needed = affinity.nodeAffinity[required_];
    if (needed) errors.push(...nodeSelectorErrors(needed, child(nodePath, required_)));
    errors.push(
      ...each(affinity.nodeAffinity[preferred], child(nodePath, preferred), (term, termPath) => [
        ...weightErrors(term.weight, termPath),
        ...nodeSelectorTermErrors(term.preference ?? {}, child(termPath, 'preference'), true),
      ]),
    );
  }
  for (const kind of ['podAffinity', 'podAntiAffinity'] as const) {
    const rules = affinity[kind];
    if (!rules) continue;
    errors.push(
      ...each(rules[required_], child(path, kind, required_), (term, termPath) =>
        podTermErrors(term, termPath),
      ),
      ...each(rules[preferred], child(path, kind, preferred), (weighted, termPath) => [
        ...weightErrors(weighted.weight, termPath),
        ...podTermErrors(weighted.podAffinityTerm ?? {}, child(termPath, 'podAffinityTerm')),
      ]),
    );
  }
  return errors;
}

function weightErrors(weight: number | undefined, path: string): FieldError[] {
  const value = weight ?? 0;
  return value >= 1 && value <= 100
    ? []
    : [invalid(child(path, 'weight'), value, 'must be in the range 1-100')];
}

/** Models ValidateNodeSelector (v1.36). */
export function nodeSelectorErrors(selector: NodeSelector, path: string): FieldError[] {
  const termsPath = child(path, 'nodeSelectorTerms');
  if (!selector.nodeSelectorTerms?.length) {
    return [required(termsPath, 'must have at least one node selector term')];
  }
  return each(selector.nodeSelectorTerms, termsPath, (term, termPath) =>
    nodeSelectorTermErrors(term, termPath, false),
  );
}

function nodeSelectorTermErrors(term: NodeSelectorTerm, path: string, anyValue: boolean): FieldError[] {
  return [
    ...each(term.matchExpressions, child(path, 'matchExpressions'), (requirement, requirementPath) =>
      nodeRequirementErrors(requirement, requirementPath, anyValue),
    ),
    ...each(term.matchFields, child(path, 'matchFields'), nodeFieldErrors),
  ];
}

function nodeRequirementErrors(
  requirement: NodeSelectorRequirement,
  path: string,
  anyValue: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  const values = requirement.values ?? [];
  const valuesPath = child(path, 'values');
  switch (requirement.operator as string) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        errors.push(required(valuesPath, "must be specified when `operator` is 'In' or 'NotIn'"));
      }
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        errors.push(
          forbidden(valuesPath, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
        );
      }
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) {
        errors.push(required(valuesPath, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
      }
      break;
    default:
      errors.push(
        invalid(child(path, 'operator'), requirement.operator ?? '', 'not a valid selector operator'),
      );
  }
  errors.push(...labelNameErrors(requirement.key ?? '', child(path, 'key')));
  if (!anyValue) {
    errors.push(
      ...each(values, valuesPath, (value, valuePath) =>
        isLabelValue(value).map((problem) => invalid(valuePath, value, problem)),
      ),
    );
  }
  return errors;
}

function nodeFieldErrors(requirement: NodeSelectorRequirement, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const values = requirement.values ?? [];
  if (requirement.operator === 'In' || requirement.operator === 'NotIn') {
    if (values.length !== 1) {
      const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
      errors.push(required(child(path, 'values'), detail));
    }
  } else {
    errors.push(
      invalid(child(path, 'operator'), requirement.operator ?? '', 'not a valid selector operator'),
    );
  }
  if (requirement.key !== 'metadata.name') {
    errors.push(invalid(child(path, 'key'), requirement.key ?? '', 'not a valid field selector key'));
    return errors;
  }
  return [
    ...errors,
    ...each(values, child(path, 'values'), (value, valuePath) =>
      isDnsSubdomain(value).map((problem) => invalid(valuePath, value, problem)),
    ),
  ];
}

function podTermErrors(term: Partial<PodAffinityTerm>, path: string): FieldError[] {
  const errors = [
    ...labelSelectorErrors(term.labelSelector, child(path, 'labelSelector')),
    ...labelSelectorErrors(term.namespaceSelector, child(path, 'namespaceSelector')),
  ];
  for (const name of term.namespaces ?? []) {
    for (const problem of isDnsLabel(name)) errors.push(invalid(child(path, 'namespace'), name, problem));
  }
  for (const field of ['matchLabelKeys', 'mismatchLabelKeys'] as const) {
    errors.push(...matchLabelKeysErrors(term[field], term.labelSelector, child(path, field)));
  }
  errors.push(...repeatedKeyErrors(term.matchLabelKeys, term.labelSelector, path));
  (term.matchLabelKeys ?? []).forEach((key, index) => {
    if (!term.mismatchLabelKeys?.includes(key)) return;
    const detail = 'exists in both matchLabelKeys and mismatchLabelKeys';
    errors.push(invalid(at(child(path, 'matchLabelKeys'), index), key, detail));
  });
  const keyPath = child(path, 'topologyKey');
  if (!term.topologyKey) errors.push(required(keyPath, 'can not be empty'));
  return [...errors, ...labelNameErrors(term.topologyKey ?? '', keyPath)];
}

function matchLabelKeysErrors(
  keys: readonly string[] | undefined,
  selector: LabelSelector | undefined,
  path: string,
): FieldError[] {
  if (!keys?.length) return [];
  if (!selector) return [forbidden(path, 'must not be specified when labelSelector is not set')];
  return each(keys, path, labelNameErrors);
}

/**
 * A key that a selector already asks about cannot be matched by the pod's own value too. By now the
 * selector holds the expressions that were made of the keys, so such a key stands in it twice.
 */
function repeatedKeyErrors(
  keys: readonly string[] | undefined,
  selector: LabelSelector | undefined,
  path: string,
): FieldError[] {
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  return (selector?.matchExpressions ?? []).flatMap(({ key }) => {
    const index = keys?.indexOf(key) ?? -1;
    const repeated = index >= 0 && seen.has(key);
    seen.add(key);
    return repeated ? [invalid(at(path, index), key, 'exists in both matchLabelKeys and labelSelector')] : [];
  });
}

const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Models validateTaintEffect (v1.36). */
export function taintEffectErrors(
  effect: string | undefined,
  allowEmpty: boolean,
  path: string,
): FieldError[] {
  if (!effect) return allowEmpty ? [] : [required(path)];
  return taintEffects.includes(effect) ? [] : [notSupported(path, effect, taintEffects)];
}

/** Models ValidateTolerations (v1.36). */
export function tolerationErrors(toleration: Toleration, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const operator = (toleration.operator ?? '') as string;
  const operatorPath = child(path, 'operator');
  if (toleration.key) errors.push(...labelNameErrors(toleration.key, child(path, 'key')));
  else if (operator !== 'Exists') {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.push(invalid(operatorPath, operator, detail));
  }
  if (toleration.tolerationSeconds !== undefined && toleration.effect !== 'NoExecute') {
    const detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
    errors.push(invalid(child(path, 'effect'), toleration.effect ?? '', detail));
  }
  switch (operator) {
    case 'Equal':
    case '': {
      const problems = isLabelValue(toleration.value ?? '');
      if (problems.length > 0) errors.push(invalid(operatorPath, toleration.value ?? '', problems.join(';')));
      break;
    }
    case 'Exists':
      if (toleration.value) {
        errors.push(
          invalid(operatorPath, toleration.value, "value must be empty when `operator` is 'Exists'"),
        );
      }
      break;
    case 'Lt':
    case 'Gt':
      // The feature gate of comparisons is off, yet its operators are named.
      errors.push(notSupported(operatorPath, operator, ['Equal', 'Exists', 'Lt', 'Gt']));
      break;
    default:
      errors.push(notSupported(operatorPath, operator, ['Equal', 'Exists']));
  }
  return [...errors, ...taintEffectErrors(toleration.effect, true, child(path, 'effect'))];
}

const inclusionPolicies = ['Honor', 'Ignore'];

/** Models validateTopologySpreadConstraints (v1.36). */
export function topologySpreadErrors(
  constraints: readonly TopologySpreadConstraint[],
  path: string,
): FieldError[] {
  return each(constraints, path, (constraint, here, index) => {
    const errors: FieldError[] = [];
    const maxSkew = constraint.maxSkew ?? 0;
    if (maxSkew <= 0) errors.push(invalid(child(here, 'maxSkew'), maxSkew, 'must be greater than zero'));
    if (!constraint.topologyKey) errors.push(required(child(here, 'topologyKey'), 'can not be empty'));
    const when = (constraint.whenUnsatisfiable ?? '') as string;
    if (when !== 'DoNotSchedule' && when !== 'ScheduleAnyway') {
      errors.push(notSupported(child(here, 'whenUnsatisfiable'), when, ['DoNotSchedule', 'ScheduleAnyway']));
    }
    const repeats = constraints
      .slice(index + 1)
      .some(
        (later) =>
          later.topologyKey === constraint.topologyKey &&
          later.whenUnsatisfiable === constraint.whenUnsatisfiable,
      );
    if (repeats) {
      errors.push(
        duplicate(child(here, '{topologyKey, whenUnsatisfiable}'), `{${constraint.topologyKey}, ${when}}`),
      );
    }
    errors.push(...minDomainsErrors(constraint, child(here, 'minDomains')));
    for (const field of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = constraint[field] as string | undefined;
      if (policy !== undefined && !inclusionPolicies.includes(policy)) {
        errors.push(notSupported(child(here, field), policy, inclusionPolicies));
      }
    }
    errors.push(
      ...matchLabelKeysErrors(
        constraint.matchLabelKeys,
        constraint.labelSelector,
        child(here, 'matchLabelKeys'),
      ),
      ...repeatedKeyErrors(
        constraint.matchLabelKeys,
        constraint.labelSelector,
        child(here, 'matchLabelKeys'),
      ),
      ...labelSelectorErrors(constraint.labelSelector, child(here, 'labelSelector')),
    );
    return errors;
  });
}

function minDomainsErrors(constraint: TopologySpreadConstraint, path: string): FieldError[] {
  const { minDomains, whenUnsatisfiable } = constraint;
  if (minDomains === undefined) return [];
  const errors: FieldError[] = [];
  if (minDomains <= 0) errors.push(invalid(path, minDomains, 'must be greater than zero'));
  if (whenUnsatisfiable !== 'DoNotSchedule') {
    const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
    errors.push(invalid(path, minDomains, detail));
  }
  return errors;
}
