import {
  at,
  child,
  duplicate,
  forbidden,
  invalid,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import { isQualifiedName } from '../../../api/names.ts';
import { compareQuantities, formatQuantity, parseQuantity, type Quantity } from '../../../api/quantity.ts';
import type { LimitRange } from '../../../api/types.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { canonicalizeResourceList } from '../pod/defaults.ts';
import { each } from '../pod/validation/handlers.ts';
import type { Strategy } from '../strategy.ts';

type Limit = NonNullable<LimitRange['spec']>['limits'][number];
type ListName = 'max' | 'min' | 'default' | 'defaultRequest' | 'maxLimitRequestRatio';

const listNames: readonly ListName[] = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];
const standardTypes = new Set(['Pod', 'Container', 'PersistentVolumeClaim']);

/** The rules of LimitRanges. Models pkg/registry/core/limitrange (v1.36). */
export const limitRangeStrategy: Strategy<LimitRange> = {
  defaults: ({ spec }) => {
    for (const limit of spec?.limits ?? []) setLimitDefaults(limit);
  },
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, true),
    ...limitsErrors(spec?.limits ?? []),
  ],
  validateUpdate: ({ spec }) => limitsErrors(spec?.limits ?? []),
  allowCreateOnUpdate: true,
};

/** Models SetDefaults_LimitRangeItem (v1.36). */
function setLimitDefaults(limit: Limit): void {
  if (limit.type === 'Container') {
    const limits = { ...limit.max, ...limit.default };
    const requests = { ...limit.min, ...limits, ...limit.defaultRequest };
    if (Object.keys(limits).length > 0) limit.default = limits;
    if (Object.keys(requests).length > 0) limit.defaultRequest = requests;
  }
  for (const name of listNames) canonicalizeResourceList(limit[name]);
}

/** Models ValidateLimitRange (v1.36). */
function limitsErrors(limits: readonly Limit[]): FieldError[] {
  const types = new Set<string>();
  return each(limits, 'spec.limits', (limit, path) => {
    const errors = typeErrors(limit.type ?? '', child(path, 'type'));
    if (types.has(limit.type)) errors.push(duplicate(child(path, 'type'), limit.type));
    types.add(limit.type);
    if (limit.type === 'Pod') {
      for (const list of ['default', 'defaultRequest'] as const) {
        const detail = "may not be specified when `type` is 'Pod'";
        if (Object.keys(limit[list] ?? {}).length > 0) errors.push(forbidden(child(path, list), detail));
      }
    }
    if (limit.type === 'PersistentVolumeClaim' && !limit.min?.['storage'] && !limit.max?.['storage']) {
      errors.push(
        required(
          child(path, 'limits'),
          'either minimum or maximum storage value is required, but neither was provided',
        ),
      );
    }
    const names = new Set(listNames.flatMap((list) => Object.keys(limit[list] ?? {})));
    return [...errors, ...[...names].toSorted().flatMap((name) => boundErrors(limit, name, path))];
  });
}

function typeErrors(type: string, path: string): FieldError[] {
  const problems = isQualifiedName(type);
  if (problems.length > 0) return problems.map((problem) => invalid(path, type, problem));
  return type.includes('/') || standardTypes.has(type)
    ? []
    : [invalid(path, type, 'must be a standard limit type or fully qualified')];
}

/** What must not be larger than what, where the error stands, which value it shows and what it calls them. */
const bounds: readonly [
  small: ListName,
  large: ListName,
  place: ListName,
  shown: ListName,
  smallName: string,
  largeName: string,
][] = [
  ['min', 'max', 'min', 'min', 'min value', 'max value'],
  ['min', 'defaultRequest', 'defaultRequest', 'defaultRequest', 'min value', 'default request value'],
  ['defaultRequest', 'max', 'defaultRequest', 'defaultRequest', 'default request value', 'max value'],
  [
    'defaultRequest',
    'default',
    'defaultRequest',
    'defaultRequest',
    'default request value',
    'default limit value',
  ],
  ['min', 'default', 'default', 'min', 'min value', 'default value'],
  ['default', 'max', 'default', 'max', 'default value', 'max value'],
];

function boundErrors(limit: Limit, name: string, path: string): FieldError[] {
  const amount = (list: ListName): Quantity | undefined => {
    // A pod has no defaults to compare.
    if (limit.type === 'Pod' && list.startsWith('default')) return undefined;
    const text = limit[list]?.[name];
    return text === undefined ? undefined : parseQuantity(text);
  };
  const errors = bounds.flatMap(([smallList, largeList, place, shownList, smallName, largeName]) => {
    const small = amount(smallList);
    const large = amount(largeList);
    if (small === undefined || large === undefined || compareQuantities(small, large) <= 0) return [];
    const detail = `${smallName} ${formatQuantity(small)} is greater than ${largeName} ${formatQuantity(large)}`;
    return [invalid(at(child(path, place), name), formatQuantity(amount(shownList) ?? small), detail)];
  });
  const ratio = amount('maxLimitRequestRatio');
  if (ratio !== undefined && compareQuantities(ratio, parseQuantity('1')) < 0) {
    const shown = formatQuantity(ratio);
    errors.push(
      invalid(at(child(path, 'maxLimitRequestRatio'), name), shown, `ratio ${shown} is less than 1`),
    );
  }
  return errors;
}
