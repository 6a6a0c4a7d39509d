import { at, type FieldError } from '../../../api/field-error.ts';
import type { ResourceList } from '../../../api/pod-resources.ts';
import { parseQuantity } from '../../../api/quantity.ts';
import type { ResourceQuota } from '../../../api/types.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import { canonicalizeResourceList } from '../pod/defaults.ts';
import { resourceNameErrors, resourceValueErrors } from '../pod/validation/resources.ts';
import type { Strategy } from '../strategy.ts';
import { scopeErrors } from './scopes.ts';
import { resourceQuotaTable } from './table.ts';

const { statusUpdate, ...parts } = specAndStatus<ResourceQuota>('ApiCoreV1ResourceQuotaStatus', {
  generation: false,
});

/** The rules of ResourceQuotas. Models pkg/registry/core/resourcequota (v1.36). */
export const resourceQuotaStrategy: Strategy<ResourceQuota> = {
  ...parts,
  defaults: ({ spec, status }) => {
    canonicalizeResourceList(spec?.hard);
    canonicalizeResourceList(status?.hard);
    canonicalizeResourceList(status?.used);
  },
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, true), ...specErrors(spec)],
  validateUpdate: ({ spec }, old) => [
    ...specErrors(spec),
    ...immutableErrors(spec?.scopes ?? [], old.spec?.scopes ?? [], 'spec.scopes'),
  ],
  returnDeletedObject: true,
  subresources: { status: { prepareForUpdate: statusUpdate } },
  table: resourceQuotaTable,
};

/** Models ValidateResourceQuotaSpec (v1.36). */
function specErrors(spec: ResourceQuota['spec']): FieldError[] {
  const hard = (spec?.hard ?? {}) as ResourceList;
  return [
    ...Object.keys(hard)
      .toSorted()
      .flatMap((name) => {
        const path = at('spec.hard', name);
        return [
          ...(name.startsWith('count/') ? [] : resourceNameErrors(name, path)),
          ...resourceValueErrors(name, parseQuantity(hard[name] ?? '0'), path),
        ];
      }),
    ...scopeErrors(spec ?? {}),
  ];
}
