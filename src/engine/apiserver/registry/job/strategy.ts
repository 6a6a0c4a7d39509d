import type { Job } from '../../../api/types.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { keepMember } from '../common/spec-and-status.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { podTemplateWarnings } from '../pod/warnings.ts';
import type { Strategy } from '../strategy.ts';
import { setJobDefaults } from './defaults.ts';
import { jobTable } from './table.ts';
import { jobChangeErrors, jobSpecErrors } from './validation.ts';

const orphanWarning =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

/** The rules of Jobs. Models pkg/registry/batch/job (v1.36). */
export const jobStrategy: Strategy<Job> = {
  defaults: setJobDefaults,
  prepareForCreate(draft) {
    draft.status = {};
    draft.metadata.generation = 1;
    generateSelector(draft);
    const labels = draft.spec.template?.metadata?.labels;
    if (labels && Object.keys(draft.metadata.labels ?? {}).length === 0)
      draft.metadata.labels = { ...labels };
  },
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, true),
    ...jobSpecErrors(spec, 'spec'),
  ],
  prepareForUpdate(draft, old) {
    keepMember(draft, old, 'status');
    if (!deepEqual(draft.spec, old.spec)) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  },
  // The spec is looked at as a new one and again as a changed one, so its causes are listed twice.
  validateUpdate: ({ spec }, old) => [
    ...jobSpecErrors(spec, 'spec'),
    ...jobSpecErrors(spec, 'spec'),
    ...jobChangeErrors(spec, old),
  ],
  warningsOnCreate: ({ spec }) => podTemplateWarnings(spec.template),
  defaultPropagation: 'Orphan',
  warningsOnDelete: (_old, { propagationPolicy }) => (propagationPolicy === undefined ? [orphanWarning] : []),
  subresources: {
    status: {
      prepareForUpdate(draft, old) {
        keepMember(draft, old, 'spec');
      },
    },
  },
  selectableFields: { 'status.successful': ({ status }) => String(status?.succeeded ?? 0) },
  table: jobTable,
};

const generatedLabels: readonly [label: string, value: (job: Job) => string][] = [
  ['batch.kubernetes.io/controller-uid', ({ metadata }) => metadata.uid ?? ''],
  ['batch.kubernetes.io/job-name', ({ metadata }) => metadata.name],
  ['controller-uid', ({ metadata }) => metadata.uid ?? ''],
  ['job-name', ({ metadata }) => metadata.name],
];

/** A job's pods carry its uid, by which it finds them. Models generateSelector (v1.36). */
function generateSelector(job: Job): void {
  const { spec, metadata } = job;
  if (spec.manualSelector === true || !spec.template) return;
  const labels = { ...spec.template.metadata?.labels };
  for (const [label, value] of generatedLabels) labels[label] = value(job);
  spec.template.metadata = { ...spec.template.metadata, labels };
  spec.selector = {
    ...spec.selector,
    matchLabels: { ...spec.selector?.matchLabels, 'batch.kubernetes.io/controller-uid': metadata.uid ?? '' },
  };
}
