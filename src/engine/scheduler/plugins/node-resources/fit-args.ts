import {
  aggregateText,
  at,
  child,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import { labelKeyErrors } from '../../../api/labels.ts';
import type { NodeResourcesFitArgs, UtilizationShapePoint } from '../../framework/plugin-args.ts';

const strategyTypes = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'];

/**
 * What is wrong with the arguments, in one text; undefined when nothing is. Models
 * validation.ValidateNodeResourcesFitArgs (v1.36), which only the plugin itself calls.
 */
export function fitArgsProblem(args: NodeResourcesFitArgs): string | undefined {
  const errors: FieldError[] = [];
  args.ignoredResources?.forEach((name, index) => {
    errors.push(...labelKeyErrors(name, at('ignoredResources', index)));
  });
  args.ignoredResourceGroups?.forEach((group, index) => {
    const path = at('ignoredResourceGroups', index);
    if (group.includes('/')) errors.push(invalid(path, group, "resource group name can't contain '/'"));
    errors.push(...labelKeyErrors(group, path));
  });
  errors.push(...strategyErrors(args.scoringStrategy, 'scoringStrategy'));
  return errors.length === 0 ? undefined : aggregateText(errors);
}

function strategyErrors(
  { type, resources, requestedToCapacityRatio }: NodeResourcesFitArgs['scoringStrategy'],
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  if (!strategyTypes.includes(type)) errors.push(notSupported(child(path, 'type'), type, strategyTypes));
  resources.forEach(({ name, weight }, index) => {
    if (weight > 0 && weight <= 100) return;
    const detail = `resource weight of ${name} not in valid range (0, 100]`;
    errors.push(invalid(child(at(child(path, 'resources'), index), 'weight'), weight, detail));
  });
  const ratioPath = child(path, 'requestedToCapacityRatio');
  if (type !== 'RequestedToCapacityRatio') {
    if (requestedToCapacityRatio) {
      errors.push(forbidden(ratioPath, 'must be nil when type is not RequestedToCapacityRatio'));
    }
  } else if (!requestedToCapacityRatio) {
    errors.push(required(ratioPath, 'must be specified when type is RequestedToCapacityRatio'));
  } else {
    errors.push(...shapeErrors(requestedToCapacityRatio.shape, child(ratioPath, 'shape')));
  }
  return errors;
}

/** Models validation.validateFunctionShape (v1.36). */
function shapeErrors(shape: readonly UtilizationShapePoint[] | undefined, path: string): FieldError[] {
  if (!shape?.length) return [required(path, 'at least one point must be specified')];
  const errors: FieldError[] = [];
  const unsorted = shape.findIndex(
    (point, index) => index > 0 && (shape[index - 1]?.utilization ?? 0) >= point.utilization,
  );
  const refuse = (index: number, field: keyof UtilizationShapePoint, detail: string): void => {
    errors.push(invalid(child(at(path, index), field), shape[index]?.[field], detail));
  };
  if (unsorted >= 0) refuse(unsorted, 'utilization', 'values must be sorted in increasing order');
  shape.forEach(({ utilization, score }, index) => {
    if (utilization < 0 || utilization > 100) refuse(index, 'utilization', 'not in valid range [0, 100]');
    if (score < 0 || score > 10) refuse(index, 'score', 'not in valid range [0, 10]');
  });
  return errors;
}
