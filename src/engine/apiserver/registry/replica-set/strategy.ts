import type { FieldError } from '../../../api/field-error.ts';
import type { ReplicaSet } from '../../../api/types.ts';
import { ceilingErrors, countErrors } from '../common/counts.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import { replicaScale } from '../common/replica-scale.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import { setTemplateDefaults, workloadSelectorErrors, workloadTemplateErrors } from '../common/template.ts';
import { setDefault } from '../pod/defaults.ts';
import { podTemplateWarnings } from '../pod/warnings.ts';
import type { Strategy } from '../strategy.ts';
import { replicaSetTable } from './table.ts';

const { statusUpdate, ...parts } = specAndStatus<ReplicaSet>('ApiAppsV1ReplicaSetStatus');

/** The rules of ReplicaSets. Models pkg/registry/apps/replicaset (v1.36). */
export const replicaSetStrategy: Strategy<ReplicaSet> = {
  ...parts,
  defaults: ({ spec }) => {
    setDefault(spec, 'replicas', 1);
    setTemplateDefaults(spec.template);
  },
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, true), ...specErrors(spec)],
  validateUpdate: ({ spec }, old) => [
    ...specErrors(spec),
    ...immutableErrors(spec.selector, old.spec.selector, 'spec.selector'),
  ],
  warningsOnCreate: ({ spec }) => podTemplateWarnings(spec.template),
  subresources: {
    status: { prepareForUpdate: statusUpdate, validateUpdate: ({ status }) => replicaStatusErrors(status) },
  },
  scale: replicaScale,
  table: replicaSetTable,
};

/** Models ValidateReplicaSetSpec (v1.36), which speaks of deployments too. */
function specErrors(spec: ReplicaSet['spec']): FieldError[] {
  return [
    ...countErrors(spec, ['replicas', 'minReadySeconds'], 'spec'),
    ...workloadSelectorErrors(spec.selector, 'deployment'),
    ...workloadTemplateErrors(spec.selector, spec.template, 'ReplicaSet'),
  ];
}

/** What ReplicaSets and ReplicationControllers may report. Models ValidateReplicaSetStatus (v1.36). */
export function replicaStatusErrors(status: object | undefined): FieldError[] {
  const counted = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'];
  return [
    ...countErrors(status, ['replicas', ...counted, 'terminatingReplicas', 'observedGeneration'], 'status'),
    ...ceilingErrors(status, counted, 'replicas', 'status.replicas'),
    ...ceilingErrors(status, ['availableReplicas'], 'readyReplicas', 'readyReplicas'),
  ];
}
