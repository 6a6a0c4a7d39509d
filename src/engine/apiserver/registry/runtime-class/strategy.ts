import { invalid, required } from '../../../api/field-error.ts';
import { isDnsLabel } from '../../../api/names.ts';
import type { RuntimeClass } from '../../../api/types.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import { canonicalizeResourceList } from '../pod/defaults.ts';
import type { Strategy } from '../strategy.ts';
import { runtimeClassTable } from './table.ts';

/** The rules of RuntimeClasses. Models pkg/registry/node/runtimeclass (v1.36). */
export const runtimeClassStrategy: Strategy<RuntimeClass> = {
  defaults: ({ overhead }) => canonicalizeResourceList(overhead?.podFixed),
  validateCreate: ({ metadata, handler }) => [
    ...objectMetaErrors(metadata, false),
    ...(handler
      ? isDnsLabel(handler).map((problem) => invalid('handler', handler, problem))
      : [required('handler')]),
  ],
  validateUpdate: ({ handler }, old) => immutableErrors(handler, old.handler, 'handler'),
  table: runtimeClassTable,
};
