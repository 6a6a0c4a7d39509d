import {
  child,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import type { Deployment } from '../../../api/types.ts';
import { ceilingErrors, countErrors } from '../common/counts.ts';
import { intOrPercentErrors, intOrPercentValue, overHundredErrors } from '../common/int-or-percent.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import { replicaScale } from '../common/replica-scale.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import { setTemplateDefaults, workloadSelectorErrors, workloadTemplateErrors } from '../common/template.ts';
import { setDefault, setTextDefault } from '../pod/defaults.ts';
import { internalForm } from '../pod/internal-form.ts';
import { podTemplateWarnings } from '../pod/warnings.ts';
import type { Strategy } from '../strategy.ts';
import { deploymentTable } from './table.ts';

type Spec = Deployment['spec'];

const { statusUpdate, ...parts } = specAndStatus<Deployment>('ApiAppsV1DeploymentStatus', {
  statusKeepsLabels: true,
});

/** The rules of Deployments. Models pkg/registry/apps/deployment (v1.36). */
export const deploymentStrategy: Strategy<Deployment> = {
  ...parts,
  defaults: ({ spec }) => {
    setDefault(spec, 'replicas', 1);
    spec.strategy ??= {};
    setTextDefault(spec.strategy, 'type', 'RollingUpdate');
    if (spec.strategy.type === 'RollingUpdate') {
      spec.strategy.rollingUpdate ??= {};
      setDefault(spec.strategy.rollingUpdate, 'maxUnavailable', '25%');
      setDefault(spec.strategy.rollingUpdate, 'maxSurge', '25%');
    }
    setDefault(spec, 'revisionHistoryLimit', 10);
    setDefault(spec, 'progressDeadlineSeconds', 600);
    setTemplateDefaults(spec.template);
  },
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, true), ...specErrors(spec)],
  validateUpdate: ({ spec }, old) => [
    ...specErrors(spec),
    ...immutableErrors(spec.selector, old.spec.selector, 'spec.selector'),
  ],
  warningsOnCreate: ({ spec }) => podTemplateWarnings(spec.template),
  warningsOnUpdate: ({ metadata, spec }, old) =>
    metadata.generation === old.metadata.generation ? [] : podTemplateWarnings(spec.template),
  subresources: {
    status: { prepareForUpdate: statusUpdate, validateUpdate: ({ status }) => statusErrors(status) },
  },
  scale: replicaScale,
  table: deploymentTable,
};

/** Models ValidateDeploymentSpec (v1.36). */
function specErrors(spec: Spec): FieldError[] {
  const errors = [
    ...countErrors(spec, ['replicas'], 'spec'),
    ...workloadSelectorErrors(spec.selector, 'deployment'),
    ...workloadTemplateErrors(spec.selector, spec.template, 'ReplicaSet'),
    ...updateStrategyErrors(spec.strategy, 'spec.strategy'),
    ...countErrors(spec, ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'], 'spec'),
  ];
  const deadline = spec.progressDeadlineSeconds;
  if (deadline !== undefined && deadline <= (spec.minReadySeconds ?? 0)) {
    errors.push(invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'));
  }
  return errors;
}

function updateStrategyErrors(strategy: Spec['strategy'], path: string): FieldError[] {
  const rollingPath = child(path, 'rollingUpdate');
  switch (strategy?.type as string) {
    case 'Recreate': {
      const detail = "may not be specified when strategy `type` is 'Recreate'";
      return strategy?.rollingUpdate === undefined ? [] : [forbidden(rollingPath, detail)];
    }
    case 'RollingUpdate': {
      const { maxUnavailable, maxSurge } = strategy?.rollingUpdate ?? {};
      if (!strategy?.rollingUpdate)
        return [required(rollingPath, 'this should be defaulted and never be nil')];
      const unavailablePath = child(rollingPath, 'maxUnavailable');
      return [
        ...intOrPercentErrors(maxUnavailable, unavailablePath),
        ...intOrPercentErrors(maxSurge, child(rollingPath, 'maxSurge')),
        ...(intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0
          ? [invalid(unavailablePath, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
          : []),
        ...overHundredErrors(maxUnavailable, unavailablePath),
      ];
    }
    default:
      return [
        notSupported(path, internalForm('DeploymentStrategy', strategy), ['Recreate', 'RollingUpdate']),
      ];
  }
}

/** Models ValidateDeploymentStatus (v1.36). */
function statusErrors(status: Deployment['status']): FieldError[] {
  return [
    ...countErrors(
      status,
      [
        'observedGeneration',
        'replicas',
        'updatedReplicas',
        'readyReplicas',
        'availableReplicas',
        'unavailableReplicas',
        'terminatingReplicas',
        'collisionCount',
      ],
      'status',
    ),
    ...ceilingErrors(
      status,
      ['updatedReplicas', 'readyReplicas', 'availableReplicas'],
      'replicas',
      'status.replicas',
    ),
    ...ceilingErrors(status, ['availableReplicas'], 'readyReplicas', 'readyReplicas'),
  ];
}
