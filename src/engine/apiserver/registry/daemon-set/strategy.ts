import { child, invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import { labelSelectorErrors } from '../../../api/labels.ts';
import type { DaemonSet } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { countErrors } from '../common/counts.ts';
import { intOrPercentErrors, intOrPercentValue, overHundredErrors } from '../common/int-or-percent.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import {
  emptySelectorErrors,
  lastingPodErrors,
  setTemplateDefaults,
  templateLabelErrors,
} from '../common/template.ts';
import { setDefault, setTextDefault } from '../pod/defaults.ts';
import { internalForm } from '../pod/internal-form.ts';
import { podTemplateErrors } from '../pod/validation/pod-spec.ts';
import { podTemplateWarnings } from '../pod/warnings.ts';
import type { Strategy } from '../strategy.ts';
import { daemonSetTable } from './table.ts';

type Spec = DaemonSet['spec'];

const generationAnnotation = 'deprecated.daemonset.template.generation';

const { statusUpdate, ...parts } = specAndStatus<DaemonSet>('ApiAppsV1DaemonSetStatus', {
  create: (draft) => setTemplateGeneration(draft, Math.max(1, templateGeneration(draft))),
  update: (draft, old) => {
    const changed = !deepEqual(draft.spec.template, old.spec.template);
    setTemplateGeneration(draft, templateGeneration(old) + (changed ? 1 : 0));
  },
});

/** How often the template has changed, which the API of old kept in the spec. */
function templateGeneration({ metadata }: DaemonSet): number {
  return Number.parseInt(metadata.annotations?.[generationAnnotation] ?? '0', 10) || 0;
}

function setTemplateGeneration(draft: DaemonSet, generation: number): void {
  draft.metadata.annotations = { ...draft.metadata.annotations, [generationAnnotation]: String(generation) };
}

/** The rules of DaemonSets. Models pkg/registry/apps/daemonset (v1.36). */
export const daemonSetStrategy: Strategy<DaemonSet> = {
  ...parts,
  defaults: ({ spec }) => {
    spec.updateStrategy ??= {};
    setTextDefault(spec.updateStrategy, 'type', 'RollingUpdate');
    if (spec.updateStrategy.type === 'RollingUpdate') {
      spec.updateStrategy.rollingUpdate ??= {};
      setDefault(spec.updateStrategy.rollingUpdate, 'maxUnavailable', 1);
      setDefault(spec.updateStrategy.rollingUpdate, 'maxSurge', 0);
    }
    setDefault(spec, 'revisionHistoryLimit', 10);
    setTemplateDefaults(spec.template);
  },
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, true), ...specErrors(spec)],
  validateUpdate: ({ spec }, old) => [
    ...specErrors(spec),
    // Kubernetes looks at the spec twice.
    ...specErrors(spec),
    ...immutableErrors(spec.selector, old.spec.selector, 'spec.selector'),
  ],
  warningsOnCreate: ({ spec }) => podTemplateWarnings(spec.template),
  subresources: {
    status: {
      prepareForUpdate: statusUpdate,
      validateUpdate: ({ status }) => countErrors(status, statusCounts, 'status'),
    },
  },
  table: daemonSetTable,
};

const statusCounts = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'collisionCount',
];

/** Models ValidateDaemonSetSpec (v1.36). */
function specErrors(spec: Spec): FieldError[] {
  return [
    ...labelSelectorErrors(spec.selector, 'spec.selector'),
    ...templateLabelErrors(spec.selector, spec.template),
    ...emptySelectorErrors(spec.selector, 'daemonset'),
    ...podTemplateErrors(spec.template, 'spec.template'),
    ...lastingPodErrors(spec.template, 'DaemonSet'),
    ...countErrors(spec, ['minReadySeconds'], 'spec'),
    ...updateStrategyErrors(spec.updateStrategy, 'spec.updateStrategy'),
    ...countErrors(spec, ['revisionHistoryLimit'], 'spec'),
  ];
}

function updateStrategyErrors(strategy: Spec['updateStrategy'], path: string): FieldError[] {
  switch (strategy?.type as string) {
    case 'OnDelete':
      return [];
    case 'RollingUpdate':
      return strategy?.rollingUpdate
        ? rollingUpdateErrors(strategy.rollingUpdate, child(path, 'rollingUpdate'))
        : [required(child(path, 'rollingUpdate'))];
    default:
      return [
        notSupported(path, internalForm('DaemonSetUpdateStrategy', strategy), ['RollingUpdate', 'OnDelete']),
      ];
  }
}

type RollingUpdate = NonNullable<NonNullable<Spec['updateStrategy']>['rollingUpdate']>;

function rollingUpdateErrors({ maxUnavailable, maxSurge }: RollingUpdate, path: string): FieldError[] {
  const unavailablePath = child(path, 'maxUnavailable');
  const surgePath = child(path, 'maxSurge');
  const errors = [
    ...intOrPercentErrors(maxUnavailable, unavailablePath),
    ...intOrPercentErrors(maxSurge, surgePath),
    ...overHundredErrors(maxUnavailable, unavailablePath),
    ...overHundredErrors(maxSurge, surgePath),
  ];
  const unavailable = intOrPercentValue(maxUnavailable) !== 0;
  const surge = intOrPercentValue(maxSurge) !== 0;
  if (unavailable && surge)
    errors.push(invalid(surgePath, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  else if (!unavailable && !surge) errors.push(required(unavailablePath, 'cannot be 0 when maxSurge is 0'));
  return errors;
}
