import {
  child,
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../api/field-error.ts';
import { isDnsLabel, isDnsSubdomain, isPortNumber, isQualifiedName } from '../../../api/names.ts';
import type { Service } from '../../../api/types.ts';
import { labelErrors } from '../common/object-meta.ts';
import { endpointIpErrors } from '../endpoints/strategy.ts';
import { each, portErrors } from '../pod/validation/handlers.ts';
import { ipErrors } from '../pod/validation/pod-spec.ts';
import { isExternallyAccessible } from './type-changes.ts';

type Spec = NonNullable<Service['spec']>;
type Port = NonNullable<Spec['ports']>[number];

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const protocols = ['SCTP', 'TCP', 'UDP'];
const affinities = ['ClientIP', 'None'];
const trafficPolicies = ['Cluster', 'Local'];

/** Models ValidateService (v1.36), in its order. */
export function serviceErrors(spec: Spec): FieldError[] {
  const isHeadless = spec.clusterIPs?.[0] === 'None';
  const ports = spec.ports ?? [];
  const errors: FieldError[] = [];
  if (ports.length === 0 && !isHeadless && spec.type !== 'ExternalName') errors.push(required('spec.ports'));
  errors.push(...typeErrors(spec, isHeadless));
  const names = new Set<string>();
  errors.push(
    ...each(ports, 'spec.ports', (port, path) => onePortErrors(port, ports.length > 1, names, path)),
    ...labelErrors(spec.selector, 'spec.selector'),
    ...choiceErrors(spec.sessionAffinity, affinities, 'spec.sessionAffinity'),
    ...affinityConfigErrors(spec),
    ...each(spec.clusterIPs, 'spec.clusterIPs', (ip, path) =>
      ip === 'None' || ip === '' ? [] : ipErrors(ip, path),
    ),
    ...each(spec.externalIPs, 'spec.externalIPs', endpointIpErrors),
    ...choiceErrors(spec.type, types, 'spec.type'),
    ...nodePortErrors(spec),
    ...repeatedPortErrors(ports),
  );
  if (spec.allocateLoadBalancerNodePorts !== undefined && spec.type !== 'LoadBalancer') {
    const detail = "may only be used when `type` is 'LoadBalancer'";
    errors.push(forbidden('spec.allocateLoadBalancerNodePorts', detail));
  }
  return [...errors, ...externalPolicyErrors(spec), ...internalPolicyErrors(spec)];
}

function choiceErrors(value: string | undefined, choices: readonly string[], path: string): FieldError[] {
  if (!value) return [required(path)];
  return choices.includes(value) ? [] : [notSupported(path, value, choices)];
}

function typeErrors(spec: Spec, isHeadless: boolean): FieldError[] {
  if ((spec.type === 'LoadBalancer' || spec.type === 'NodePort') && isHeadless) {
    return [invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`)];
  }
  if (spec.type !== 'ExternalName') return [];
  const errors: FieldError[] = [];
  if (spec.clusterIPs?.length)
    errors.push(forbidden('spec.clusterIPs', 'may not be set for ExternalName services'));
  const name = spec.externalName ?? '';
  if (name === '') return [...errors, required('spec.externalName')];
  const problems = isDnsSubdomain(name.replace(/\.$/, ''));
  return [...errors, ...problems.map((problem) => invalid('spec.externalName', name, problem))];
}

function onePortErrors(port: Port, needsName: boolean, names: Set<string>, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const namePath = child(path, 'name');
  if (port.name) {
    for (const problem of isDnsLabel(port.name)) errors.push(invalid(namePath, port.name, problem));
    if (names.has(port.name)) errors.push(duplicate(namePath, port.name));
    names.add(port.name);
  } else if (needsName) {
    errors.push(required(namePath));
  }
  for (const problem of isPortNumber(port.port))
    errors.push(invalid(child(path, 'port'), port.port, problem));
  errors.push(...choiceErrors(port.protocol, protocols, child(path, 'protocol')));
  errors.push(...portErrors(port.targetPort ?? 0, child(path, 'targetPort')));
  for (const problem of port.appProtocol ? isQualifiedName(port.appProtocol) : []) {
    errors.push(invalid(child(path, 'appProtocol'), port.appProtocol, problem));
  }
  return errors;
}

function affinityConfigErrors({ sessionAffinity, sessionAffinityConfig }: Spec): FieldError[] {
  const path = 'spec.sessionAffinityConfig';
  if (sessionAffinity === 'ClientIP') {
    const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0;
    const detail = 'must be greater than 0 and less than 86400';
    return seconds > 0 && seconds <= 86_400
      ? []
      : [invalid(child(path, 'clientIP', 'timeoutSeconds'), seconds, detail)];
  }
  return sessionAffinity === 'None' && sessionAffinityConfig
    ? [forbidden(path, 'must not be set when session affinity is None')]
    : [];
}

function nodePortErrors(spec: Spec): FieldError[] {
  if (spec.type === 'ClusterIP') {
    return each(spec.ports, 'spec.ports', ({ nodePort }, path) =>
      nodePort ? [forbidden(child(path, 'nodePort'), "may not be used when `type` is 'ClusterIP'")] : [],
    );
  }
  const seen = new Set<string>();
  return each(spec.ports, 'spec.ports', ({ nodePort, protocol }, path) => {
    if (!nodePort) return [];
    const key = `${protocol}/${nodePort}`;
    if (seen.has(key)) return [duplicate(child(path, 'nodePort'), nodePort)];
    seen.add(key);
    return [];
  });
}

function repeatedPortErrors(ports: readonly Port[]): FieldError[] {
  const seen = new Set<string>();
  return each(ports, 'spec.ports', ({ protocol, port }, path) => {
    const key = `${protocol}/${port}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    // Kubernetes shows what it compares: a port with all else left empty.
    const shown = { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
    return [duplicate(path, shown)];
  });
}

function externalPolicyErrors(spec: Spec): FieldError[] {
  const path = 'spec.externalTrafficPolicy';
  const policy = spec.externalTrafficPolicy;
  if (isExternallyAccessible(spec)) return choiceErrors(policy, trafficPolicies, path);
  return policy ? [invalid(path, policy, 'may only be set for externally-accessible services')] : [];
}

function internalPolicyErrors(spec: Spec): FieldError[] {
  if (!types.includes(spec.type ?? '') || spec.type === 'ExternalName') return [];
  return choiceErrors(spec.internalTrafficPolicy, trafficPolicies, 'spec.internalTrafficPolicy');
}

/** An address stays, unless the service gives up having one. Models validateUpgradeDowngradeClusterIPs (v1.36). */
export function clusterIpChangeErrors(spec: Spec, old: Spec): FieldError[] {
  if (spec.type === 'ExternalName' || old.type === 'ExternalName') return [];
  const before = old.clusterIPs?.[0];
  const after = spec.clusterIPs?.[0] || spec.clusterIP;
  if (!before || !after || before === after) return [];
  return [invalid('spec.clusterIPs[0]', spec.clusterIPs, 'may not change once set')];
}
