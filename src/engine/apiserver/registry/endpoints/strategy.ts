import { child, invalid, required, type FieldError } from '../../../api/field-error.ts';
import { isPortNumber } from '../../../api/names.ts';
import type { Endpoints } from '../../../api/types.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { setTextDefault } from '../pod/defaults.ts';
import { each } from '../pod/validation/handlers.ts';
import { ipErrors } from '../pod/validation/pod-spec.ts';
import type { Strategy } from '../strategy.ts';
import { endpointsTable } from './table.ts';

/** The rules of Endpoints. Models pkg/registry/core/endpoint (v1.36). */
export const endpointsStrategy: Strategy<Endpoints> = {
  defaults: ({ subsets }) => {
    for (const { ports } of subsets ?? [])
      for (const port of ports ?? []) setTextDefault(port, 'protocol', 'TCP');
  },
  validateCreate: ({ metadata, subsets }) => [...objectMetaErrors(metadata, true), ...subsetErrors(subsets)],
  validateUpdate: ({ subsets }) => subsetErrors(subsets),
  allowCreateOnUpdate: true,
  table: endpointsTable,
};

function subsetErrors(subsets: Endpoints['subsets']): FieldError[] {
  return each(subsets, 'subsets', (subset, path) => {
    const errors: FieldError[] = [];
    if (!subset.addresses?.length && !subset.notReadyAddresses?.length) {
      errors.push(required(path, 'must specify `addresses` or `notReadyAddresses`'));
    }
    for (const list of ['addresses', 'notReadyAddresses'] as const) {
      errors.push(
        ...each(subset[list], child(path, list), ({ ip }, here) => endpointIpErrors(ip, child(here, 'ip'))),
      );
    }
    const many = (subset.ports?.length ?? 0) > 1;
    return [
      ...errors,
      ...each(subset.ports, child(path, 'ports'), (port, here) => [
        ...(many && !port.name ? [required(child(here, 'name'))] : []),
        ...isPortNumber(port.port).map((problem) => invalid(child(here, 'port'), port.port, problem)),
      ]),
    ];
  });
}

const specialRanges: readonly [pattern: RegExp, detail: string][] = [
  [/^(?:0\.0\.0\.0|::)$/, 'may not be unspecified (0.0.0.0 or ::)'],
  [/^(?:127\.|::1$)/, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [/^(?:169\.254\.|fe80:)/i, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  [/^(?:224\.0\.0\.|ff02:)/i, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
];

/** Models validateEndpointAddress and ValidateEndpointIP (v1.36), which both look at the text. */
export function endpointIpErrors(ip: string, path: string): FieldError[] {
  const malformed = ipErrors(ip, path);
  if (malformed.length > 0) return [...malformed, invalid(path, ip, 'must be a valid IP address')];
  return specialRanges.flatMap(([pattern, detail]) => (pattern.test(ip) ? [invalid(path, ip, detail)] : []));
}
