import {
  at,
  child,
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../../api/field-error.ts';
import { isDnsLabel, isDnsSubdomain, rangeError } from '../../../../api/names.ts';
import { isIpAddress } from '../../../../api/ip.ts';
import { isPodLevelResource } from '../../../../api/pod-resources.ts';
import type { ObjectMeta, PodSpec, PodTemplateSpec } from '../../../../api/types.ts';
import { labelErrors, labelNameErrors } from '../../common/object-meta.ts';
import { containersErrors, ephemeralContainersErrors, initContainersErrors } from './containers.ts';
import { each } from './handlers.ts';
import { resourceNameErrors, resourceRequirementsErrors } from './resources.ts';
import { affinityErrors, tolerationErrors, topologySpreadErrors } from './scheduling.ts';
import { osErrors, podSecurityContextErrors } from './security-context.ts';
import { volumeErrors } from './volumes.ts';

const maxInt32 = 2 ** 31 - 1;
const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const maxNameservers = 3;
const maxSearches = 32;
const preemptionPolicies = ['PreemptLowerPriority', 'Never'];

/** Models ValidatePodSpec (v1.36), in its order. */
export function podSpecErrors(spec: PodSpec, path: string): FieldError[] {
  const { errors: volumesErrors, valid: volumes } = volumeErrors(spec.volumes, child(path, 'volumes'));
  const claimNames = claimNamesOf(spec);
  const around = { spec, volumes, claimNames };
  return [
    ...volumesErrors,
    ...resourceClaimErrors(spec, child(path, 'resourceClaims')),
    ...containersErrors(child(path, 'containers'), around),
    ...initContainersErrors(child(path, 'initContainers'), around),
    ...ephemeralContainersErrors(child(path, 'ephemeralContainers'), around),
    ...podResourcesErrors(spec, child(path, 'resources')),
    ...hostNetworkErrors(spec, path),
    ...choiceErrors(spec.restartPolicy, restartPolicies, child(path, 'restartPolicy')),
    ...choiceErrors(spec.dnsPolicy, dnsPolicies, child(path, 'dnsPolicy')),
    ...labelErrors(spec.nodeSelector, child(path, 'nodeSelector')),
    ...podSecurityContextErrors(spec, spec.securityContext, child(path, 'securityContext')),
    ...affinityErrors(spec.affinity, child(path, 'affinity')),
    ...dnsConfigErrors(spec, child(path, 'dnsConfig')),
    ...each(spec.readinessGates, child(path, 'readinessGates'), (gate, here) =>
      labelNameErrors(gate.conditionType, child(here, 'conditionType')),
    ),
    ...schedulingGateErrors(spec, child(path, 'schedulingGates')),
    ...topologySpreadErrors(spec.topologySpreadConstraints ?? [], child(path, 'topologySpreadConstraints')),
    ...hostUsersErrors(spec, path),
    ...nameErrors(spec.serviceAccountName, child(path, 'serviceAccountName')),
    ...nameErrors(spec.nodeName, child(path, 'nodeName')),
    ...deadlineErrors(spec.activeDeadlineSeconds, child(path, 'activeDeadlineSeconds')),
    ...nameErrors(spec.hostname, child(path, 'hostname'), isDnsLabel),
    ...nameErrors(spec.subdomain, child(path, 'subdomain'), isDnsLabel),
    ...each(spec.tolerations, child(path, 'tolerations'), tolerationErrors),
    ...each(spec.hostAliases, child(path, 'hostAliases'), ({ ip, hostnames }, here) => [
      ...ipErrors(ip ?? '', child(here, 'ip')),
      ...each(hostnames, child(here, 'hostnames'), (name, namePath) => nameErrors(name, namePath)),
    ]),
    ...nameErrors(spec.priorityClassName, child(path, 'priorityClassName')),
    ...nameErrors(spec.runtimeClassName, child(path, 'runtimeClassName')),
    ...(spec.preemptionPolicy
      ? choiceErrors(spec.preemptionPolicy, preemptionPolicies, child(path, 'preemptionPolicy'))
      : []),
    ...overheadErrors(spec, child(path, 'overhead')),
    ...osErrors(spec, path),
  ];
}

function choiceErrors(value: string | undefined, choices: readonly string[], path: string): FieldError[] {
  if (!value) return [required(path)];
  return choices.includes(value) ? [] : [notSupported(path, value, choices)];
}

function nameErrors(
  name: string | undefined,
  path: string,
  check: (name: string) => string[] = isDnsSubdomain,
): FieldError[] {
  return name ? check(name).map((problem) => invalid(path, name, problem)) : [];
}

/** Models IsValidIP (v1.36). */
export function ipErrors(ip: string, path: string): FieldError[] {
  return isIpAddress(ip)
    ? []
    : [invalid(path, ip, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')];
}

function deadlineErrors(seconds: number | undefined, path: string): FieldError[] {
  return seconds === undefined || (seconds >= 1 && seconds <= maxInt32)
    ? []
    : [invalid(path, seconds, rangeError(1, maxInt32))];
}

function claimNamesOf(spec: PodSpec): ReadonlySet<string> {
  return new Set((spec.resourceClaims ?? []).map(({ name }) => name));
}

function resourceClaimErrors(spec: PodSpec, path: string): FieldError[] {
  const names = new Set<string>();
  return each(spec.resourceClaims, path, (claim, here) => {
    const errors = claim.name
      ? nameErrors(claim.name, child(here, 'name'), isDnsLabel)
      : [required(child(here, 'name'))];
    if (names.has(claim.name)) errors.push(duplicate(child(here, 'name'), claim.name));
    names.add(claim.name);
    const { resourceClaimName, resourceClaimTemplateName } = claim;
    if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
      errors.push(
        invalid(
          here,
          claim,
          'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified',
        ),
      );
    } else if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
      errors.push(
        invalid(here, claim, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'),
      );
    }
    return errors;
  });
}

/** Models validatePodResources (v1.36): the pod's own requests and limits. */
function podResourcesErrors(spec: PodSpec, path: string): FieldError[] {
  if (!spec.resources) return [];
  const errors: FieldError[] = [];
  for (const list of ['limits', 'requests'] as const) {
    for (const name of Object.keys(spec.resources[list] ?? {}).toSorted()) {
      if (!isPodLevelResource(name)) {
        errors.push(notSupported(at(child(path, list), name), name, ['cpu', 'hugepages-', 'memory']));
      }
    }
  }
  return [...errors, ...resourceRequirementsErrors(spec.resources, claimNamesOf(spec), path)];
}

/** Models validatePodHostNetworkDeps (v1.36). */
function hostNetworkErrors(spec: PodSpec, path: string): FieldError[] {
  if (spec.hostNetwork !== true) return [];
  const check = (list: 'containers' | 'initContainers'): FieldError[] =>
    each(spec[list], child(path, list), (container, here) =>
      each(container.ports, child(here, 'ports'), ({ hostPort, containerPort }, portPath) =>
        hostPort === containerPort
          ? []
          : [
              invalid(
                child(portPath, 'hostPort'),
                hostPort ?? 0,
                'must match `containerPort` when `hostNetwork` is true',
              ),
            ],
      ),
    );
  return [...check('containers'), ...check('initContainers')];
}

function hostUsersErrors(spec: PodSpec, path: string): FieldError[] {
  if (spec.hostUsers !== false) return [];
  return (['hostNetwork', 'hostPID', 'hostIPC'] as const)
    .filter((field) => spec[field] === true)
    .map((field) => forbidden(child(path, field), 'when `hostUsers` is false'));
}

/** Models validatePodDNSConfig (v1.36). */
function dnsConfigErrors(spec: PodSpec, path: string): FieldError[] {
  const config = spec.dnsConfig;
  if (spec.dnsPolicy === 'None') {
    if (!config) return [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    if (!config.nameservers?.length) {
      return [
        required(
          child(path, 'nameservers'),
          'must provide at least one DNS nameserver when `dnsPolicy` is None',
        ),
      ];
    }
  }
  if (!config) return [];
  const errors: FieldError[] = [];
  const nameserversPath = child(path, 'nameservers');
  if ((config.nameservers?.length ?? 0) > maxNameservers) {
    errors.push(
      invalid(nameserversPath, config.nameservers, `must not have more than ${maxNameservers} nameservers`),
    );
  }
  errors.push(...each(config.nameservers, nameserversPath, ipErrors));
  const searchesPath = child(path, 'searches');
  if ((config.searches?.length ?? 0) > maxSearches) {
    errors.push(
      invalid(searchesPath, config.searches, `must not have more than ${maxSearches} search paths`),
    );
  }
  return [
    ...errors,
    ...each(config.searches, searchesPath, (search, here) =>
      search === '.' ? [] : nameErrors(search.replace(/\.$/, '').replaceAll('_', '-'), here),
    ),
    ...each(config.options, child(path, 'options'), (option, here) =>
      option.name ? [] : [required(child(here, 'name'), 'must not be empty')],
    ),
  ];
}

/** Models validateSchedulingGates (v1.36). */
function schedulingGateErrors(spec: PodSpec, path: string): FieldError[] {
  const seen = new Set<string>();
  return each(spec.schedulingGates, path, ({ name }, here) => {
    const errors = labelNameErrors(name ?? '', here);
    if (seen.has(name)) errors.push(duplicate(here, name));
    seen.add(name);
    return errors;
  });
}

function overheadErrors(spec: PodSpec, path: string): FieldError[] {
  return Object.keys(spec.overhead ?? {}).flatMap((name) => resourceNameErrors(name, at(path, name)));
}

/** What is wrong with a template of pods. Models ValidatePodTemplateSpec (v1.36). */
export function podTemplateErrors(template: PodTemplateSpec | undefined, path: string): FieldError[] {
  const meta = (template?.metadata ?? {}) as ObjectMeta;
  const spec = (template?.spec ?? {}) as PodSpec;
  const errors = [
    ...labelErrors(meta.labels, child(path, 'labels')),
    ...podSpecErrors(spec, child(path, 'spec')),
  ];
  if (spec.ephemeralContainers?.length) {
    errors.push(
      forbidden(
        child(path, 'spec', 'ephemeralContainers'),
        'ephemeral containers not allowed in pod template',
      ),
    );
  }
  return errors;
}
