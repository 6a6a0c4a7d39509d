import { aggregateText, at, child, forbidden, invalid, required, type FieldError } from './field-error.ts';
import { isLabelValue, isQualifiedName } from './names.ts';
import {
  SelectorError,
  labelKeyErrors,
  parseSelectorText,
  type LabelOperator,
} from './label-selector-parser.ts';
import type { LabelSelector } from './types.ts';

export { SelectorError } from './label-selector-parser.ts';

/** One condition on one label. `values` are sorted and unique. */
interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

/**
 * A condition on an object's labels: all requirements must hold. Nothing matches `nothing`.
 * Models k8s.io/apimachinery/pkg/labels.Selector (v1.36).
 */
export interface Selector {
  readonly nothing: boolean;
  readonly requirements: readonly LabelRequirement[];
}

export const everything: Selector = { nothing: false, requirements: [] };
export const nothing: Selector = { nothing: true, requirements: [] };

/** Whether the labels satisfy every requirement. Absent labels count as none. */
export function matchesLabels(selector: Selector, labels: Labels | undefined): boolean {
  if (selector.nothing) return false;
  for (const requirement of selector.requirements) {
    if (!matchesRequirement(requirement, labels)) return false;
  }
  return true;
}

function matchesRequirement(
  { key, operator, values }: LabelRequirement,
  labels: Labels | undefined,
): boolean {
  const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'in':
    case '=':
    case '==':
      return value !== undefined && values.includes(value);
    case 'notin':
    case '!=':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    default: {
      const actual = parseInt64(value);
      const bound = parseInt64(values[0]);
      if (actual === undefined || bound === undefined) return false;
      return operator === 'gt' ? actual > bound : actual < bound;
    }
  }
}

/** A whole number as strconv.ParseInt(text, 10, 64) reads it; undefined where it fails. */
export function parseInt64(text: string | undefined): bigint | undefined {
  if (text === undefined || text.length > 20 || !/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value >= -(2n ** 63n) && value < 2n ** 63n ? value : undefined;
}

/** The selector that a query parameter means: `app=web,tier in (a,b),!old`. Throws a SelectorError. */
export function parseLabelSelector(text: string): Selector {
  const requirements = parseSelectorText(text, (key, operator, values) => {
    const errors = requirementErrors({ key, operator, values });
    if (errors.length > 0) throw new SelectorError(aggregateText(errors));
    return { key, operator, values };
  });
  return { nothing: false, requirements: requirements.toSorted(byKey) };
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** What NewRequirement refuses. */
function requirementErrors({ key, operator, values }: LabelRequirement): FieldError[] {
  const errors = labelKeyErrors(key, 'key');
  const refuse = (detail: string): void => void errors.push(invalid('values', values, detail));
  switch (operator) {
    case 'in':
    case 'notin':
      if (values.length === 0) refuse("for 'in', 'notin' operators, values set can't be empty");
      break;
    case '=':
    case '==':
    case '!=':
      if (values.length !== 1) refuse('exact-match compatibility requires one single value');
      break;
    case 'exists':
    case '!':
      if (values.length !== 0) refuse('values set must be empty for exists and does not exist');
      break;
    default:
      if (values.length !== 1) refuse("for 'Gt', 'Lt' operators, exactly one value is required");
      values.forEach((value, index) => {
        if (parseInt64(value) !== undefined) return;
        errors.push(
          invalid(at('values', index), value, "for 'Gt', 'Lt' operators, the value must be an integer"),
        );
      });
  }
  values.forEach((value, index) => {
    const problems = isLabelValue(value);
    if (problems.length > 0) errors.push(invalid(at(at('values', index), key), value, problems.join('; ')));
  });
  return errors;
}

const expressionOperators: Readonly<Record<string, LabelOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
};

/** Selectors of frozen LabelSelectors, which never change, by identity. */
const converted = new WeakMap<LabelSelector, Selector>();

/**
 * The selector that a LabelSelector means: absent matches nothing, empty matches everything.
 * Throws a SelectorError where it is malformed. Models metav1.LabelSelectorAsSelector (v1.36).
 */
export function selectorFrom(selector: LabelSelector | null | undefined): Selector {
  if (selector === null || selector === undefined) return nothing;
  const known = converted.get(selector);
  if (known !== undefined) return known;
  const requirements: LabelRequirement[] = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: '=',
    values: [value],
  }));
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const known = expressionOperators[operator];
    if (known === undefined) throw new SelectorError(`"${operator}" is not a valid label selector operator`);
    requirements.push({ key, operator: known, values: [...new Set(values ?? [])].toSorted() });
  }
  for (const requirement of requirements) {
    const errors = requirementErrors(requirement);
    if (errors.length > 0) throw new SelectorError(aggregateText(errors));
  }
  const result: Selector = { nothing: false, requirements: requirements.toSorted(byKey) };
  if (Object.isFrozen(selector)) converted.set(selector, result);
  return result;
}

/** The selector that a plain map of labels means: each must be equal. */
export function selectorFromMap(labels: Labels | null | undefined): Selector {
  const requirements = Object.entries(labels ?? {}).map(([key, value]) => ({
    key,
    operator: '=' as const,
    values: [value],
  }));
  return { nothing: false, requirements: requirements.toSorted(byKey) };
}

const infix: Partial<Record<LabelOperator, string>> = { '=': '=', '==': '==', '!=': '!=', gt: '>', lt: '<' };

/** `app=web,tier in (a,b)`. Models labels.Selector.String (v1.36). */
export function formatSelector(selector: Selector): string {
  return selector.requirements.map(formatRequirement).join(',');
}

function formatRequirement({ key, operator, values }: LabelRequirement): string {
  if (operator === 'exists') return key;
  if (operator === '!') return `!${key}`;
  const sign = infix[operator];
  if (sign !== undefined) return `${key}${sign}${values.join(',')}`;
  return `${key} ${operator} (${values.toSorted().join(',')})`;
}

/** `a=b,c=d`, sorted, for messages; `<none>` when there are none. Models labels.FormatLabels (v1.36). */
export function formatLabels(labels: Labels | null | undefined): string {
  const pairs = Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .toSorted();
  return pairs.length === 0 ? '<none>' : pairs.join(',');
}

/** What is wrong with a LabelSelector inside an object. Models unversioned validation.ValidateLabelSelector (v1.36). */
export function labelSelectorErrors(
  selector: LabelSelector | null | undefined,
  path: string,
  options: { readonly invalidValuesAllowed?: boolean } = {},
): FieldError[] {
  if (selector === null || selector === undefined) return [];
  const errors: FieldError[] = [];
  const labelsPath = child(path, 'matchLabels');
  for (const [key, value] of Object.entries(selector.matchLabels ?? {}).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    for (const problem of isQualifiedName(key)) errors.push(invalid(labelsPath, key, problem));
    for (const problem of isLabelValue(value)) errors.push(invalid(labelsPath, value, problem));
  }
  (selector.matchExpressions ?? []).forEach((expression, index) => {
    const here = at(child(path, 'matchExpressions'), index);
    const values = expression.values ?? [];
    switch (expression.operator) {
      case 'In':
      case 'NotIn':
        if (values.length === 0) {
          errors.push(
            required(child(here, 'values'), "must be specified when `operator` is 'In' or 'NotIn'"),
          );
        }
        break;
      case 'Exists':
      case 'DoesNotExist':
        if (values.length > 0) {
          errors.push(
            forbidden(
              child(here, 'values'),
              "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
            ),
          );
        }
        break;
      default:
        errors.push(invalid(child(here, 'operator'), expression.operator, 'not a valid selector operator'));
    }
    for (const problem of isQualifiedName(expression.key)) {
      errors.push(invalid(child(here, 'key'), expression.key, problem));
    }
    if (options.invalidValuesAllowed !== true) {
      values.forEach((value, valueIndex) => {
        for (const problem of isLabelValue(value)) {
          errors.push(invalid(at(child(here, 'values'), valueIndex), value, problem));
        }
      });
    }
  });
  return errors;
}
