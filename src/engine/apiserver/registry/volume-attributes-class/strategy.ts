import { forbidden, invalid, required, tooLong, type FieldError } from '../../../api/field-error.ts';
import { byteLength, isQualifiedName } from '../../../api/names.ts';
import type { VolumeAttributesClass } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import type { Strategy } from '../strategy.ts';
import { volumeAttributesClassTable } from './table.ts';

const maxParameters = 512;
const maxParametersSize = 256 * 1024;

/** The rules of VolumeAttributesClasses. Models pkg/registry/storage/volumeattributesclass (v1.36). */
export const volumeAttributesClassStrategy: Strategy<VolumeAttributesClass> = {
  validateCreate: classErrors,
  validateUpdate: (draft, old) => [
    ...(['driverName', 'parameters'] as const)
      .filter((name) => !deepEqual(draft[name], old[name]))
      .map((name) => forbidden(name, `updates to ${name} are forbidden.`)),
    ...classErrors(draft),
  ],
  returnDeletedObject: true,
  table: volumeAttributesClassTable,
};

function classErrors({ metadata, driverName, parameters = {} }: VolumeAttributesClass): FieldError[] {
  return [
    ...objectMetaErrors(metadata, false),
    ...(driverName
      ? isQualifiedName(driverName.toLowerCase()).map((problem) => invalid('driverName', driverName, problem))
      : [required('driverName')]),
    ...parameterErrors(parameters),
  ];
}

function parameterErrors(parameters: Readonly<Record<string, string>>): FieldError[] {
  const entries = Object.entries(parameters);
  if (entries.length === 0) return [required('parameters', 'must contain at least one key/value pair')];
  if (entries.length > maxParameters) return [tooLong('parameters', maxParameters, 'bytes')];
  const size = entries.reduce((sum, [key, value]) => sum + byteLength(key) + byteLength(value), 0);
  return [
    ...(Object.hasOwn(parameters, '') ? [invalid('parameters', '', 'field can not be empty.')] : []),
    ...(size > maxParametersSize ? [tooLong('parameters', maxParametersSize)] : []),
  ];
}
