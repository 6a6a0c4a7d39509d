import type { Service } from '../../../api/types.ts';
import { nameChecks, objectMetaErrors } from '../common/object-meta.ts';
import { keepMember } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { setServiceDefaults } from './defaults.ts';
import { dropTypeDependentFields, normalizeClusterIps } from './type-changes.ts';
import { serviceTable } from './table.ts';
import { clusterIpChangeErrors, serviceErrors } from './validation.ts';

/** The rules of Services. Models pkg/registry/core/service (v1.36). */
export const serviceStrategy: Strategy<Service> = {
  defaults: setServiceDefaults,
  prepareForCreate(draft) {
    draft.status = { loadBalancer: {} };
    normalizeClusterIps(draft.spec ?? {}, undefined);
  },
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, true, nameChecks.label),
    ...serviceErrors(spec ?? {}),
  ],
  warningsOnCreate: ({ spec }) => warnings(spec),
  prepareForUpdate(draft, old) {
    keepMember(draft, old, 'status');
    normalizeClusterIps(draft.spec ?? {}, old.spec);
    dropTypeDependentFields(draft.spec ?? {}, old.spec ?? {});
  },
  validateUpdate: ({ metadata, spec }, old) => [
    ...clusterIpChangeErrors(spec ?? {}, old.spec ?? {}),
    ...objectMetaErrors(metadata, true, nameChecks.label),
    ...serviceErrors(spec ?? {}),
  ],
  warningsOnUpdate: ({ spec }) => warnings(spec),
  allowCreateOnUpdate: true,
  returnDeletedObject: true,
  subresources: {
    status: {
      prepareForUpdate(draft, old) {
        keepMember(draft, old, 'spec');
      },
    },
  },
  selectableFields: {
    'spec.clusterIP': ({ spec }) => spec?.clusterIP ?? '',
    'spec.type': ({ spec }) => spec?.type ?? '',
  },
  table: serviceTable,
};

function warnings(spec: Service['spec']): string[] {
  return spec?.externalIPs?.length
    ? [
        'spec.externalIPs is deprecated since v1.36; use LoadBalancer services, Gateway API or Ingress instead',
      ]
    : [];
}
