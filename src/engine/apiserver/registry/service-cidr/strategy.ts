import { invalid, required, type FieldError } from '../../../api/field-error.ts';
import type { ServiceCIDR } from '../../../api/types.ts';
import { cidrProblems, isIpv4Text } from '../common/addresses.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { specAndStatus } from '../common/spec-and-status.ts';
import type { Strategy } from '../strategy.ts';
import { serviceCidrTable } from './table.ts';

const path = 'spec.cidrs';
const immutable = 'field is immutable';

const parts = specAndStatus<ServiceCIDR>('ApiNetworkingV1ServiceCIDRStatus', { generation: false });

/** The rules of ServiceCIDRs. Models pkg/registry/networking/servicecidr (v1.36). */
export const serviceCidrStrategy: Strategy<ServiceCIDR> = {
  prepareForCreate: parts.prepareForCreate,
  prepareForUpdate: parts.prepareForUpdate,
  validateCreate: ({ metadata, spec }) => [
    ...objectMetaErrors(metadata, false),
    ...cidrErrors(spec.cidrs ?? []),
  ],
  validateUpdate: ({ spec }, old) => changeErrors(spec.cidrs ?? [], old.spec.cidrs ?? []),
  subresources: { status: { prepareForUpdate: parts.statusUpdate } },
  table: serviceCidrTable,
};

function cidrErrors(cidrs: readonly string[]): FieldError[] {
  const [first, second] = cidrs;
  if (first === undefined) return [required(path, 'at least one CIDR required')];
  if (cidrs.length > 2) return [invalid(path, { CIDRs: cidrs }, 'may only hold up to 2 values')];
  const errors = cidrs.flatMap((cidr, index) =>
    cidrProblems(cidr).map((problem) => invalid(`${path}[${index}]`, cidr, problem)),
  );
  if (second !== undefined && errors.length === 0 && isIpv4Text(first) === isIpv4Text(second))
    errors.push(
      invalid(
        path,
        cidrs,
        'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64',
      ),
    );
  return errors;
}

/** A second family may be added; nothing else changes. */
function changeErrors(cidrs: readonly string[], old: readonly string[]): FieldError[] {
  const changed = old.flatMap((before, index) =>
    before === cidrs[index] ? [] : [invalid(`${path}[${index}]`, cidrs[index], immutable)],
  );
  if (cidrs.length === old.length) return changed;
  if (old.length === 1 && cidrs.length === 2) return [...changed, ...cidrErrors(cidrs)];
  return [invalid(path, cidrs, immutable)];
}
