import { required, type FieldError } from '../../../api/field-error.ts';
import type { ControllerRevision } from '../../../api/types.ts';
import { immutableErrors, nonNegativeErrors, objectMetaErrors } from '../common/object-meta.ts';
import type { Strategy } from '../strategy.ts';
import { controllerRevisionTable } from './table.ts';

/** The rules of ControllerRevisions. Models pkg/registry/apps/controllerrevision (v1.36). */
export const controllerRevisionStrategy: Strategy<ControllerRevision> = {
  validateCreate: (draft) => [...objectMetaErrors(draft.metadata, true), ...revisionErrors(draft)],
  validateUpdate: (draft, old) => [
    ...revisionErrors(draft),
    ...immutableErrors(draft.data, old.data, 'data'),
  ],
  table: controllerRevisionTable,
};

function revisionErrors({ revision, data }: ControllerRevision): FieldError[] {
  return [
    ...nonNegativeErrors(revision, 'revision'),
    ...(data === undefined ? [required('data', 'data is mandatory')] : []),
  ];
}
