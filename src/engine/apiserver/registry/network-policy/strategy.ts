import {
  child,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import { isCidr } from '../../../api/ip.ts';
import { labelSelectorErrors } from '../../../api/labels.ts';
import type { NetworkPolicy } from '../../../api/types.ts';
import { deepEqual } from '../../../sim/plain.ts';
import { objectMetaErrors } from '../common/object-meta.ts';
import { setTextDefault } from '../pod/defaults.ts';
import { each, portErrors } from '../pod/validation/handlers.ts';
import type { Strategy } from '../strategy.ts';
import { networkPolicyTable } from './table.ts';

type Spec = NonNullable<NetworkPolicy['spec']>;
type Rule = NonNullable<Spec['ingress']>[number] & NonNullable<Spec['egress']>[number];
type Peer = NonNullable<Rule['from']>[number];

const policyTypes = ['Ingress', 'Egress'];
const protocols = ['SCTP', 'TCP', 'UDP'];

/** The rules of NetworkPolicies. Models pkg/registry/networking/networkpolicy (v1.36). */
export const networkPolicyStrategy: Strategy<NetworkPolicy> = {
  defaults: ({ spec }) => {
    if (!spec) return;
    for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
      for (const port of rule.ports ?? []) setTextDefault(port, 'protocol', 'TCP');
    }
    if (!spec.policyTypes?.length)
      spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
  },
  prepareForCreate: ({ metadata }) => {
    metadata.generation = 1;
  },
  prepareForUpdate(draft, old) {
    if (!deepEqual(draft.spec, old.spec)) draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  },
  validateCreate: ({ metadata, spec }) => [...objectMetaErrors(metadata, true), ...specErrors(spec)],
  validateUpdate: ({ spec }) => specErrors(spec),
  table: networkPolicyTable,
};

/** Models ValidateNetworkPolicySpec (v1.36). */
function specErrors(spec: Spec | undefined): FieldError[] {
  if (!spec) return [];
  const rules = (list: readonly Rule[] | undefined, path: string, peers: 'from' | 'to'): FieldError[] =>
    each(list, path, (rule, here) => [
      ...each(rule.ports, child(here, 'ports'), onePortErrors),
      ...each(rule[peers], child(here, peers), peerErrors),
    ]);
  const types = (spec.policyTypes ?? []) as readonly string[];
  return [
    ...labelSelectorErrors(spec.podSelector, 'spec.podSelector'),
    ...rules(spec.ingress, 'spec.ingress', 'from'),
    ...rules(spec.egress, 'spec.egress', 'to'),
    ...(types.length > 2
      ? [invalid('spec.policyTypes', types, 'may not specify more than two policyTypes')]
      : []),
    ...each(types, 'spec.policyTypes', (type, path) =>
      policyTypes.includes(type) ? [] : [notSupported(path, type, policyTypes)],
    ),
  ];
}

function onePortErrors(port: NonNullable<Rule['ports']>[number], path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (port.protocol !== undefined && !protocols.includes(port.protocol)) {
    errors.push(notSupported(child(path, 'protocol'), port.protocol, protocols));
  }
  const endPath = child(path, 'endPort');
  if (port.port === undefined) {
    if (port.endPort !== undefined)
      errors.push(invalid(endPath, port.endPort, 'may not be specified when `port` is not specified'));
    return errors;
  }
  errors.push(...portErrors(port.port, child(path, 'port')));
  if (port.endPort === undefined) return errors;
  if (typeof port.port === 'string') {
    errors.push(invalid(endPath, port.endPort, 'may not be specified when `port` is non-numeric'));
  } else if (port.endPort < port.port) {
    errors.push(invalid(endPath, port.port, 'must be greater than or equal to `port`'));
  }
  return errors;
}

function peerErrors(peer: Peer, path: string): FieldError[] {
  const errors = [
    ...labelSelectorErrors(peer.podSelector, child(path, 'podSelector')),
    ...labelSelectorErrors(peer.namespaceSelector, child(path, 'namespaceSelector')),
  ];
  if (peer.ipBlock) {
    const cidr = peer.ipBlock.cidr ?? '';
    const cidrPath = child(path, 'ipBlock', 'cidr');
    if (cidr === '') errors.push(required(cidrPath));
    else if (!isCidr(cidr)) {
      errors.push(invalid(cidrPath, cidr, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'));
    }
  }
  const selects = Boolean(peer.podSelector ?? peer.namespaceSelector);
  if (!selects && !peer.ipBlock) errors.push(required(path, 'must specify a peer'));
  else if (selects && peer.ipBlock)
    errors.push(forbidden(path, 'may not specify both ipBlock and another peer'));
  return errors;
}
