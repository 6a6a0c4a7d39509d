import { invalid, type FieldError } from '../../../api/field-error.ts';
import type { DeviceClass } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { isExtendedResource } from '../pod/validation/resources.ts';
import { nameAgeTable } from '../common/table-cells.ts';
import type { Strategy } from '../strategy.ts';
import { configurationErrors, listErrors, selectorErrors } from './device-rules.ts';

const maxConfigurations = 32;

/** The rules of DeviceClasses. Models pkg/registry/resource/deviceclass (v1.36). */
export const deviceClassStrategy: Strategy<DeviceClass> = {
  prepareForCreate: ({ metadata }) => {
    metadata.generation = 1;
  },
  prepareForUpdate(draft, old) {
    if (!deepEqual(draft.spec, old.spec)) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  },
  validateCreate: classErrors,
  validateUpdate: classErrors,
  returnDeletedObject: true,
  table: nameAgeTable,
};

function classErrors({ metadata, spec }: DeviceClass): FieldError[] {
  const { extendedResourceName: name } = spec;
  return [
    ...objectMetaErrors(metadata, false),
    ...selectorErrors(spec.selectors, 'spec.selectors'),
    ...listErrors(spec.config, maxConfigurations, 'spec.config', configurationErrors),
    ...(name === undefined || isExtendedResource(name)
      ? []
      : [invalid('spec.extendedResourceName', name, 'must be a valid extended resource name')]),
  ];
}
