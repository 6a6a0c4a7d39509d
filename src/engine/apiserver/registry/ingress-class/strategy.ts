import { invalid, required } from '../../../api/field-error.ts';
import type { IngressClass } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import type { Strategy } from '../strategy.ts';
import { ingressClassTable } from './table.ts';

/** The rules of IngressClasses. Models pkg/registry/networking/ingressclass (v1.36). */
export const ingressClassStrategy: Strategy<IngressClass> = {
  defaults: ({ spec }) => {
    if (spec?.parameters && !spec.parameters.scope) spec.parameters.scope = 'Cluster';
  },
  prepareForCreate: ({ metadata }) => {
    metadata.generation = 1;
  },
  prepareForUpdate(draft, old) {
    if (!deepEqual(draft.spec, old.spec)) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  },
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, false),
    ...controllerErrors(spec?.controller),
  ],
  validateUpdate: ({ spec }, old) =>
    immutableErrors(spec?.controller, old.spec?.controller, 'spec.controller'),
  table: ingressClassTable,
};

function controllerErrors(controller: string | undefined) {
  if (!controller) return [required('spec.controller')];
  return controller.includes('/')
    ? []
    : [invalid('spec.controller', controller, 'must be a domain-prefixed path (such as "acme.io/foo")')];
}
