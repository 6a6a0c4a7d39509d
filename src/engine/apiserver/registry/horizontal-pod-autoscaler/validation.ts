import {
  child,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import { isPathSegmentName } from '../../../api/names.ts';
import type { HorizontalPodAutoscaler } from '../../../api/types.ts';
import { each } from '../pod/validation/handlers.ts';

type Spec = NonNullable<HorizontalPodAutoscaler['spec']>;
type Metric = NonNullable<Spec['metrics']>[number];

const metricTypes = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];

/** Models validateHorizontalPodAutoscalerSpec (v1.36). */
export function autoscalerSpecErrors(spec: Spec | undefined): FieldError[] {
  if (!spec) return [required('spec')];
  const errors: FieldError[] = [];
  const { minReplicas } = spec;
  const { maxReplicas = 0 } = spec as Partial<Spec>;
  if (minReplicas !== undefined && minReplicas < 1) {
    errors.push(invalid('spec.minReplicas', minReplicas, 'must be greater than or equal to 1'));
  }
  if (maxReplicas < 1) errors.push(required('spec.maxReplicas', 'must be set and greater than 0'));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    errors.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  }
  errors.push(...targetErrors(spec.scaleTargetRef, 'spec.scaleTargetRef'));
  errors.push(...each(spec.metrics, 'spec.metrics', metricErrors));
  const canIdle = spec.metrics?.some(({ type }) => type === 'Object' || type === 'External') === true;
  if (minReplicas === 0 && !canIdle) {
    const detail = 'must specify at least one Object or External metric to support scaling to zero replicas';
    errors.push(forbidden('spec.metrics', detail));
  }
  return errors;
}

function targetErrors(target: Partial<Spec['scaleTargetRef']> | undefined, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of ['kind', 'name'] as const) {
    const value = target?.[field];
    if (!value) errors.push(required(child(path, field)));
    else
      for (const problem of isPathSegmentName(value))
        errors.push(invalid(child(path, field), value, problem));
  }
  if (!target?.apiVersion) {
    errors.push(invalid(child(path, 'apiVersion'), '', 'apiVersion must specify API group'));
  }
  return errors;
}

function metricErrors(metric: Metric, path: string): FieldError[] {
  const type = metric.type ?? '';
  if (type === '') return [required(child(path, 'type'), 'must specify a metric source type')];
  if (!metricTypes.includes(type)) {
    const unknown = notSupported(child(path, 'type'), type, metricTypes);
    // Kubernetes asks twice.
    return [unknown, unknown];
  }
  const field = `${type.charAt(0).toLowerCase()}${type.slice(1)}` as 'resource' | 'containerResource';
  const source = metric[field];
  const sourcePath = child(path, field);
  if (!source) return [required(sourcePath, 'must populate information for the given metric source')];
  if (field !== 'resource' && field !== 'containerResource') return [];
  const errors: FieldError[] = [];
  if (!source.name) errors.push(required(child(sourcePath, 'name'), 'must specify a resource name'));
  const { averageUtilization, averageValue } = source.target ?? {};
  const utilizationPath = child(sourcePath, 'target', 'averageUtilization');
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.push(invalid(utilizationPath, averageUtilization, 'must be greater than 0'));
  }
  if (averageUtilization === undefined && averageValue === undefined) {
    errors.push(required(utilizationPath, 'must set either a target raw value or a target utilization'));
  } else if (averageUtilization !== undefined && averageValue !== undefined) {
    const detail = 'may not set both a target raw value and a target utilization';
    errors.push(forbidden(child(sourcePath, 'target', 'averageValue'), detail));
  }
  return errors;
}
