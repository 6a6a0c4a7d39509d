import { deepEqual } from '../../../sim/plain.ts';
import { required, type FieldError } from '../../../api/field-error.ts';
import type { CertificateSigningRequest } from '../../../api/types.ts';
import { immutableErrors, nameChecks, objectMetaErrors } from '../common/object-meta.ts';
import { keepMember } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { certificateSigningRequestTable } from './table.ts';

type Request = CertificateSigningRequest;

/** A part of the status changes, the rest stays. */
function changeStatus(draft: Request, old: Request, part: 'conditions' | 'certificate'): void {
  const value = draft.status?.[part];
  keepMember(draft, old, 'spec');
  draft.status = { ...old.status, ...(value === undefined ? {} : { [part]: value }) };
}

/** Whoever signs gives the certificate, or says that it failed; the decision is not theirs. */
function changeBySigner(draft: Request, old: Request): void {
  const isDecision = ({ type }: { type: string }): boolean => type === 'Approved' || type === 'Denied';
  const decisions = (old.status?.conditions ?? []).filter(isDecision);
  const others = (draft.status?.conditions ?? []).filter((condition) => !isDecision(condition));
  const conditions = [...decisions, ...others];
  changeStatus(draft, old, 'certificate');
  if (conditions.length > 0) draft.status = { ...draft.status, conditions };
}

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
    status: {
      prepareForUpdate: changeBySigner,
      validateUpdate: ({ status }, old) =>
        old.status?.certificate === undefined || deepEqual(status?.certificate, old.status.certificate)
          ? []
          : immutableErrors(status?.certificate, old.status.certificate, 'status.certificate'),
    },
    approval: { prepareForUpdate: (draft, old) => changeStatus(draft, old, 'conditions') },
  },
  selectableFields: { 'spec.signerName': ({ spec }) => spec.signerName ?? '' },
  table: certificateSigningRequestTable,
};

function specErrors(spec: Request['spec']): FieldError[] {
  return [
    ...(spec.usages?.length ? [] : [required('spec.usages')]),
    ...(spec.signerName ? [] : [required('spec.signerName')]),
  ];
}
