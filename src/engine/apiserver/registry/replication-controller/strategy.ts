import { required, type FieldError } from '../../../api/field-error.ts';
import { formatSelector, matchesLabels, selectorFromMap } from '../../../api/labels.ts';
import type { ReplicationController } from '../../../api/types.ts';
import { countErrors } from '../common/counts.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import { lastingPodErrors, setTemplateDefaults, templateLabelError } from '../common/template.ts';
import { setDefault } from '../pod/defaults.ts';
import { podTemplateErrors } from '../pod/validation/pod-spec.ts';
import { podTemplateWarnings } from '../pod/warnings.ts';
import { replicaStatusErrors } from '../replica-set/strategy.ts';
import type { Strategy } from '../strategy.ts';
import { replicationControllerTable } from './table.ts';

const { statusUpdate, ...parts } = specAndStatus<ReplicationController>(
  'ApiCoreV1ReplicationControllerStatus',
);

/** The rules of ReplicationControllers. Models pkg/registry/core/replicationcontroller (v1.36). */
export const replicationControllerStrategy: Strategy<ReplicationController> = {
  ...parts,
  defaults: ({ metadata, spec }) => {
    const labels = spec.template?.metadata?.labels;
    if (labels) {
      if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
      if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
    }
    setDefault(spec, 'replicas', 1);
    setTemplateDefaults(spec.template);
  },
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, true), ...specErrors(spec)],
  // Kubernetes looks at the spec twice.
  validateUpdate: ({ spec }) => [...specErrors(spec), ...specErrors(spec)],
  warningsOnCreate: ({ spec }) => podTemplateWarnings(spec.template),
  defaultPropagation: 'Orphan',
  subresources: {
    status: { prepareForUpdate: statusUpdate, validateUpdate: ({ status }) => replicaStatusErrors(status) },
  },
  scale: {
    specReplicas: ({ spec }) => spec.replicas,
    statusReplicas: ({ status }) => status?.replicas,
    selector: ({ spec }) => formatSelector(selectorFromMap(spec.selector)),
    setReplicas: ({ spec }, replicas) => {
      spec.replicas = replicas;
    },
  },
  selectableFields: { 'status.replicas': ({ status }) => String(status?.replicas ?? 0) },
  table: replicationControllerTable,
};

/** Models ValidateReplicationControllerSpec (v1.36). */
function specErrors(spec: ReplicationController['spec']): FieldError[] {
  const errors = countErrors(spec, ['minReadySeconds'], 'spec');
  const { selector, template } = spec;
  if (Object.keys(selector ?? {}).length === 0) errors.push(required('spec.selector'));
  errors.push(...countErrors(spec, ['replicas'], 'spec'));
  if (!template) return [...errors, required('spec.template')];
  if (!matchesLabels(selectorFromMap(selector), template.metadata?.labels))
    errors.push(templateLabelError(template));
  return [
    ...errors,
    ...podTemplateErrors(template, 'spec.template'),
    ...lastingPodErrors(template, 'ReplicationController'),
  ];
}
