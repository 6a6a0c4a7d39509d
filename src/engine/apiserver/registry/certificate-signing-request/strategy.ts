import { required, type FieldError } from '../../../api/field-error.ts';
import type { CertificateSigningRequest } from '../../../api/types.ts';
import { nameChecks, objectMetaErrors } from '../common/object-meta.ts';
import { keepMember } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { changeErrors, conditionErrors, withOldDecisions, withTimes } from './conditions.ts';
import { certificateSigningRequestTable } from './table.ts';

type Request = CertificateSigningRequest;

/** The rules of CertificateSigningRequests. Models pkg/registry/certificates/certificates (v1.36). Simplified: the request itself is not read. */
export const certificateSigningRequestStrategy: Strategy<Request> = {
  prepareForCreate(draft, { user }) {
    draft.status = {};
    draft.spec.username = user.name;
    draft.spec.groups = [...user.groups];
    if (user.uid !== undefined) draft.spec.uid = user.uid;
    else delete draft.spec.uid;
    if (user.extra === undefined) delete draft.spec.extra;
    else
      draft.spec.extra = Object.fromEntries(
        Object.entries(user.extra).map(([key, values]) => [key, [...values]]),
      );
  },
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, false, nameChecks.pathSegment),
    ...specErrors(spec),
  ],
  prepareForUpdate(draft, old) {
    keepMember(draft, old, 'spec');
    keepMember(draft, old, 'status');
  },
  subresources: {
    // Whoever signs; the decision is not theirs.
    status: {
      prepareForUpdate(draft, old, { nowMs }) {
        keepMember(draft, old, 'spec');
        const conditions = withOldDecisions(draft.status?.conditions ?? [], old);
        draft.status = withConditions(draft.status, withTimes(conditions, old, nowMs));
      },
      validateUpdate: (draft, old) => [...conditionErrors(draft, old), ...changeErrors(draft, old, false)],
    },
    // Whoever decides; the conditions alone are theirs.
    approval: {
      prepareForUpdate(draft, old, { nowMs }) {
        keepMember(draft, old, 'spec');
        draft.status = withConditions(old.status, withTimes(draft.status?.conditions ?? [], old, nowMs));
      },
      validateUpdate: (draft, old) => [...conditionErrors(draft, old), ...changeErrors(draft, old, true)],
    },
  },
  selectableFields: { 'spec.signerName': ({ spec }) => spec.signerName ?? '' },
  table: certificateSigningRequestTable,
};

function withConditions(
  status: Request['status'],
  conditions: NonNullable<Request['status']>['conditions'] & object,
): NonNullable<Request['status']> {
  const { conditions: _, ...rest } = status ?? {};
  return conditions.length > 0 ? { ...rest, conditions } : rest;
}

function specErrors(spec: Request['spec']): FieldError[] {
  return [
    ...(spec.usages?.length ? [] : [required('spec.usages')]),
    ...(spec.signerName ? [] : [required('spec.signerName')]),
  ];
}
