import {
  child,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import { SelectorError, labelSelectorErrors, matchesLabels, selectorFrom } from '../../../api/labels.ts';
import type { LabelSelector, PodTemplateSpec } from '../../../api/types.ts';
import { setPodSpecDefaults } from '../pod/defaults.ts';
import { podTemplateErrors } from '../pod/validation/pod-spec.ts';

const selectorPath = 'spec.selector';

/** Defaults of a template of pods. Those of pods alone (requests from limits, service links) are left to the pod. */
export function setTemplateDefaults(template: PodTemplateSpec | undefined): void {
  if (template?.spec) setPodSpecDefaults(template.spec);
}

/** A selector that must be there and choose something. `kind` names the workload in the sentence. */
export function workloadSelectorErrors(
  selector: LabelSelector | null | undefined,
  kind: string,
): FieldError[] {
  if (!selector) return [required(selectorPath)];
  return [...labelSelectorErrors(selector, selectorPath), ...emptySelectorErrors(selector, kind)];
}

export function emptySelectorErrors(selector: LabelSelector | null | undefined, kind: string): FieldError[] {
  if (!selector) return [];
  const size = Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0);
  return size === 0 ? [invalid(selectorPath, selector, `empty selector is invalid for ${kind}`)] : [];
}

/** The template must carry what the selector looks for. A malformed selector is reported elsewhere. */
export function templateLabelErrors(
  selector: LabelSelector | null | undefined,
  template: PodTemplateSpec | undefined,
): FieldError[] {
  try {
    if (matchesLabels(selectorFrom(selector), template?.metadata?.labels)) return [];
  } catch (error) {
    if (error instanceof SelectorError) return [];
    throw error;
  }
  return [templateLabelError(template)];
}

export function templateLabelError(template: PodTemplateSpec | undefined): FieldError {
  return invalid(
    'spec.template.metadata.labels',
    template?.metadata?.labels,
    '`selector` does not match template `labels`',
  );
}

/** Pods of this workload run until they are removed. */
export function lastingPodErrors(template: PodTemplateSpec | undefined, kind: string): FieldError[] {
  const path = 'spec.template.spec';
  const errors: FieldError[] = [];
  const policy = template?.spec?.restartPolicy;
  if (policy !== undefined && policy !== 'Always') {
    errors.push(notSupported(child(path, 'restartPolicy'), policy, ['Always']));
  }
  if (template?.spec?.activeDeadlineSeconds !== undefined) {
    const detail = `activeDeadlineSeconds in ${kind} is not Supported`;
    errors.push(forbidden(child(path, 'activeDeadlineSeconds'), detail));
  }
  return errors;
}

/** All that a workload asks of its template. */
export function workloadTemplateErrors(
  selector: LabelSelector | null | undefined,
  template: PodTemplateSpec | undefined,
  kind: string,
): FieldError[] {
  return [
    ...templateLabelErrors(selector, template),
    ...podTemplateErrors(template, 'spec.template'),
    ...lastingPodErrors(template, kind),
  ];
}
