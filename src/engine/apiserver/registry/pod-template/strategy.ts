import type { PodTemplate } from '../../../api/types.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { setTemplateDefaults } from '../common/template.ts';
import { podTemplateErrors } from '../pod/validation/pod-spec.ts';
import { podTemplateWarnings } from '../pod/warnings.ts';
import type { Strategy } from '../strategy.ts';
import { podTemplateTable } from './table.ts';

/** The rules of PodTemplates. Models pkg/registry/core/podtemplate (v1.36). */
export const podTemplateStrategy: Strategy<PodTemplate> = {
  defaults: ({ template }) => setTemplateDefaults(template),
  prepareForCreate: ({ metadata }) => {
    metadata.generation = 1;
  },
  validateCreate: ({ metadata, template }) => [
    ...objectMetaErrors(metadata, true),
    ...podTemplateErrors(template, 'template'),
  ],
  validateUpdate: ({ template }) => podTemplateErrors(template, 'template'),
  warningsOnCreate: ({ template }) => podTemplateWarnings(template, 'template'),
  returnDeletedObject: true,
  table: podTemplateTable,
};
