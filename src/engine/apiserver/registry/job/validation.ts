import { child, invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import type { Job, JobSpec } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { countErrors } from '../common/counts.ts';
import { immutableErrors } from '../common/object-meta.ts';
import { templateLabelErrors } from '../common/template.ts';
import { internalPodSpec } from '../pod/internal-form.ts';
import { podTemplateErrors } from '../pod/validation/pod-spec.ts';

const maxIndexedParallelism = 100_000;
const completionModes = ['Indexed', 'NonIndexed'];
const replacementPolicies = ['Failed', 'TerminatingOrFailed'];

/** A job that the API server gives a selector. Models ValidateJobSpec (v1.36). */
export function jobSpecErrors(spec: JobSpec, path: string): FieldError[] {
  const errors = jobTemplateSpecErrors(spec, path);
  if (!spec.selector) errors.push(required(child(path, 'selector')));
  return [...errors, ...templateLabelErrors(spec.selector, spec.template)];
}

/** What a template of jobs must obey too. Models ValidateJobTemplateSpec (v1.36). */
export function jobTemplateSpecErrors(spec: JobSpec, path: string): FieldError[] {
  const errors = countErrors(
    spec,
    [
      'parallelism',
      'completions',
      'activeDeadlineSeconds',
      'backoffLimit',
      'ttlSecondsAfterFinished',
      'backoffLimitPerIndex',
      'maxFailedIndexes',
    ],
    path,
  );
  const mode = spec.completionMode as string | undefined;
  if (mode !== undefined && !completionModes.includes(mode)) {
    errors.push(notSupported(child(path, 'completionMode'), mode, completionModes));
  }
  if (mode === 'Indexed') {
    if (spec.completions === undefined) {
      errors.push(required(child(path, 'completions'), 'when completion mode is Indexed'));
    }
    if ((spec.parallelism ?? 0) > maxIndexedParallelism) {
      const detail = `must be less than or equal to ${maxIndexedParallelism} when completion mode is Indexed`;
      errors.push(invalid(child(path, 'parallelism'), spec.parallelism, detail));
    }
  }
  const policy = spec.podReplacementPolicy as string | undefined;
  if (policy !== undefined && !replacementPolicies.includes(policy)) {
    errors.push(notSupported(child(path, 'podReplacementPolicy'), policy, replacementPolicies));
  }
  const templatePath = child(path, 'template');
  errors.push(...podTemplateErrors(spec.template, templatePath));
  const restartPath = child(templatePath, 'spec', 'restartPolicy');
  const restart = spec.template?.spec?.restartPolicy as string | undefined;
  if (restart === 'Always' || restart === undefined) {
    errors.push(required(restartPath, 'valid values: "OnFailure", "Never"'));
  } else if (restart !== 'OnFailure' && restart !== 'Never') {
    errors.push(notSupported(restartPath, restart, ['OnFailure', 'Never']));
  }
  return errors;
}

/** Models ValidateJobSpecUpdate (v1.36). */
export function jobChangeErrors(spec: JobSpec, old: Job): FieldError[] {
  const before = old.spec;
  const errors: FieldError[] = [];
  // An indexed job may grow and shrink together with its parallelism.
  const scales = spec.completionMode === 'Indexed' && spec.completions === spec.parallelism;
  if (!scales) errors.push(...immutableErrors(spec.completions, before.completions, 'spec.completions'));
  errors.push(...immutableErrors(spec.selector, before.selector, 'spec.selector'));
  if (!isTemplateChangeable(old) && !deepEqual(spec.template, before.template)) {
    const shown = { ...spec.template?.metadata, Spec: internalPodSpec((spec.template?.spec ?? {}) as never) };
    errors.push(invalid('spec.template', shown, 'field is immutable'));
  }
  return [
    ...errors,
    ...immutableErrors(spec.completionMode, before.completionMode, 'spec.completionMode'),
    ...immutableErrors(spec.podFailurePolicy, before.podFailurePolicy, 'spec.podFailurePolicy'),
    ...immutableErrors(spec.backoffLimitPerIndex, before.backoffLimitPerIndex, 'spec.backoffLimitPerIndex'),
    ...immutableErrors(spec.managedBy, before.managedBy, 'spec.managedBy'),
    ...immutableErrors(spec.successPolicy, before.successPolicy, 'spec.successPolicy'),
  ];
}

/**
 * A job that is suspended and never started may still get other scheduling directives.
 * Simplified: then anything in its template may change.
 */
function isTemplateChangeable({ spec, status }: Job): boolean {
  return spec.suspend === true && status?.startTime === undefined;
}
