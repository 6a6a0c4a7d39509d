import { child, invalid, notSupported, required, type FieldError } from '../../../api/field-error.ts';
import { isDnsSubdomain } from '../../../api/names.ts';
import { isIpv4, isIpv6 } from '../../../api/ip.ts';
import type { EndpointSlice } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { immutableErrors, objectMetaErrors } from '../common/object-meta.ts';
import { setDefault, setTextDefault } from '../pod/defaults.ts';
import { each } from '../pod/validation/handlers.ts';
import { ipErrors } from '../pod/validation/pod-spec.ts';
import type { Strategy } from '../strategy.ts';
import { endpointSliceTable } from './table.ts';

const addressTypes = ['FQDN', 'IPv4', 'IPv6'];

/** The rules of EndpointSlices. Models pkg/registry/discovery/endpointslice (v1.36). */
export const endpointSliceStrategy: Strategy<EndpointSlice> = {
  defaults: ({ ports }) => {
    for (const port of ports ?? []) {
      setDefault(port, 'name', '');
      setTextDefault(port, 'protocol', 'TCP');
    }
  },
  prepareForCreate: ({ metadata }) => {
    metadata.generation = 1;
  },
  prepareForUpdate(draft, old) {
    const content = ({ addressType, endpoints, ports }: EndpointSlice): unknown => ({
      addressType,
      endpoints,
      ports,
    });
    const same =
      deepEqual(content(draft), content(old)) && deepEqual(draft.metadata.labels, old.metadata.labels);
    if (!same) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  },
  validateCreate: (draft) => [...objectMetaErrors(draft.metadata, true), ...sliceErrors(draft)],
  validateUpdate: (draft, old) => [
    ...immutableErrors(draft.addressType, old.addressType, 'addressType'),
    ...(draft.addressType === old.addressType ? sliceErrors(draft) : []),
  ],
  table: endpointSliceTable,
};

function sliceErrors({ addressType, endpoints }: EndpointSlice): FieldError[] {
  const errors: FieldError[] = [];
  if (!addressType) errors.push(required('addressType'));
  else if (!addressTypes.includes(addressType))
    errors.push(notSupported('addressType', addressType, addressTypes));
  return [
    ...errors,
    ...each(endpoints, 'endpoints', ({ addresses }, path) => {
      const addressesPath = child(path, 'addresses');
      if (!addresses?.length) return [required(addressesPath, 'must contain at least 1 address')];
      return each(addresses, addressesPath, (address, here) => addressErrors(address, addressType, here));
    }),
  ];
}

function addressErrors(address: string, type: string, path: string): FieldError[] {
  if (type === 'FQDN') return isDnsSubdomain(address).map((problem) => invalid(path, address, problem));
  const malformed = ipErrors(address, path);
  if (malformed.length > 0) return malformed;
  if (type === 'IPv4' && !isIpv4(address)) return [invalid(path, address, 'must be an IPv4 address')];
  return type === 'IPv6' && !isIpv6(address) ? [invalid(path, address, 'must be an IPv6 address')] : [];
}
