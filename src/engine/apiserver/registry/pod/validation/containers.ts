import {
  at,
  child,
  duplicate,
  forbidden,
  invalid,
  notFound,
  notSupported,
  required,
  type FieldError,
} from '../../../../api/field-error.ts';
import { isDnsLabel, isPortName, isPortNumber, isRelaxedEnvVarName } from '../../../../api/names.ts';
import type {
  Container,
  ContainerPort,
  EnvFromSource,
  EnvVar,
  PodSpec,
  Volume,
  VolumeMount,
} from '../../../../api/types.ts';
import { envFieldPaths, fieldRefErrors, resourceFieldRefErrors } from './field-refs.ts';
import { each, lifecycleErrors, probeErrors } from './handlers.ts';
import { resourceRequirementsErrors } from './resources.ts';
import { securityContextErrors } from './security-context.ts';
import { descendingPathErrors, keyErrors } from './volumes.ts';

/** What containers of a pod may refer to. */
export interface ContainerSurroundings {
  readonly spec: PodSpec;
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly claimNames: ReadonlySet<string>;
}

const pullPolicies = ['Always', 'IfNotPresent', 'Never'];
const messagePolicies = ['FallbackToLogsOnError', 'File'];
const protocols = ['SCTP', 'TCP', 'UDP'];
const propagations = ['Bidirectional', 'HostToContainer', 'None'];
const restartPolicies = ['Always', 'Never', 'OnFailure'];

/** What every kind of container must obey. Models validateContainerCommon (v1.36). */
function commonErrors(container: Container, path: string, around: ContainerSurroundings): FieldError[] {
  const errors: FieldError[] = [];
  const namePath = child(path, 'name');
  if (!container.name) errors.push(required(namePath));
  else
    for (const problem of isDnsLabel(container.name)) errors.push(invalid(namePath, container.name, problem));
  if (!container.image) errors.push(required(child(path, 'image')));
  errors.push(
    ...choiceErrors(
      container.terminationMessagePolicy,
      messagePolicies,
      child(path, 'terminationMessagePolicy'),
    ),
  );
  errors.push(
    ...portsErrors(container.ports ?? [], child(path, 'ports')),
    ...each(container.env, child(path, 'env'), envErrors),
    ...each(container.envFrom, child(path, 'envFrom'), envFromErrors),
    ...mountErrors(container, child(path, 'volumeMounts'), around.volumes),
    ...deviceErrors(container, child(path, 'volumeDevices'), around.volumes),
    ...choiceErrors(container.imagePullPolicy, pullPolicies, child(path, 'imagePullPolicy')),
    ...resourceRequirementsErrors(container.resources, around.claimNames, child(path, 'resources')),
    ...resizePolicyErrors(container, child(path, 'resizePolicy')),
    ...securityContextErrors(container.securityContext, child(path, 'securityContext')),
  );
  return errors;
}

function choiceErrors(value: string | undefined, choices: readonly string[], path: string): FieldError[] {
  if (!value) return [required(path)];
  return choices.includes(value) ? [] : [notSupported(path, value, choices)];
}

function portsErrors(ports: readonly ContainerPort[], path: string): FieldError[] {
  const names = new Set<string>();
  return each(ports, path, (port, here) => {
    const errors: FieldError[] = [];
    if (port.name) {
      const problems = isPortName(port.name);
      for (const problem of problems) errors.push(invalid(child(here, 'name'), port.name, problem));
      if (problems.length === 0 && names.has(port.name))
        errors.push(duplicate(child(here, 'name'), port.name));
      names.add(port.name);
    }
    if (!port.containerPort) errors.push(required(child(here, 'containerPort')));
    else errors.push(...portNumberErrors(port.containerPort, child(here, 'containerPort')));
    if (port.hostPort) errors.push(...portNumberErrors(port.hostPort, child(here, 'hostPort')));
    return [...errors, ...choiceErrors(port.protocol, protocols, child(here, 'protocol'))];
  });
}

function portNumberErrors(port: number, path: string): FieldError[] {
  return isPortNumber(port).map((problem) => invalid(path, port, problem));
}

function envErrors(variable: EnvVar, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const namePath = child(path, 'name');
  if (!variable.name) errors.push(required(namePath));
  else
    for (const problem of isRelaxedEnvVarName(variable.name))
      errors.push(invalid(namePath, variable.name, problem));
  return [...errors, ...valueFromErrors(variable, child(path, 'valueFrom'))];
}

const valueSources = [
  'fieldRef',
  'resourceFieldRef',
  'configMapKeyRef',
  'secretKeyRef',
  'fileKeyRef',
] as const;

function valueFromErrors({ value, valueFrom }: EnvVar, path: string): FieldError[] {
  if (!valueFrom) return [];
  const errors: FieldError[] = [];
  if (valueFrom.fieldRef)
    errors.push(...fieldRefErrors(valueFrom.fieldRef, envFieldPaths, child(path, 'fieldRef')));
  if (valueFrom.resourceFieldRef) {
    errors.push(
      ...resourceFieldRefErrors(valueFrom.resourceFieldRef, false, child(path, 'resourceFieldRef')),
    );
  }
  for (const source of ['configMapKeyRef', 'secretKeyRef'] as const) {
    const reference = valueFrom[source];
    if (!reference) continue;
    if (!reference.name) errors.push(required(child(path, source, 'name')));
    errors.push(...keyErrors(reference.key, child(path, source, 'key')));
  }
  const sources = valueSources.filter((source) => valueFrom[source] !== undefined).length;
  if (sources === 0) {
    const detail = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`';
    errors.push(invalid(path, '', detail));
  }
  if (value) {
    if (sources !== 0) errors.push(invalid(path, '', 'may not be specified when `value` is not empty'));
  } else if (sources > 1) {
    errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
  }
  return errors;
}

function envFromErrors(source: EnvFromSource, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (source.prefix) {
    for (const problem of isRelaxedEnvVarName(source.prefix)) {
      errors.push(invalid(child(path, 'prefix'), source.prefix, problem));
    }
  }
  const references = (['configMapRef', 'secretRef'] as const).filter((name) => source[name] !== undefined);
  for (const name of references) if (!source[name]?.name) errors.push(required(child(path, name, 'name')));
  if (references.length === 0) {
    errors.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
  } else if (references.length > 1) {
    errors.push(invalid(path, '', 'may not have more than one field specified at a time'));
  }
  return errors;
}

/** Models ValidateVolumeMounts (v1.36). Paths below a mount lack its index, as upstream. */
function mountErrors(container: Container, path: string, volumes: ReadonlyMap<string, Volume>): FieldError[] {
  const paths = new Set<string>();
  const devices = container.volumeDevices ?? [];
  return each(container.volumeMounts, path, (mount: VolumeMount, here) => {
    const errors: FieldError[] = [];
    if (!mount.name) errors.push(required(child(here, 'name')));
    if (!volumes.has(mount.name)) errors.push(notFound(child(here, 'name'), mount.name ?? ''));
    if (!mount.mountPath) errors.push(required(child(here, 'mountPath')));
    else if (paths.has(mount.mountPath))
      errors.push(invalid(child(here, 'mountPath'), mount.mountPath, 'must be unique'));
    paths.add(mount.mountPath);
    if (devices.some(({ name }) => name === mount.name)) {
      errors.push(invalid(child(here, 'name'), mount.name, 'must not already exist in volumeDevices'));
    }
    if (devices.some(({ devicePath }) => devicePath === mount.mountPath)) {
      errors.push(
        invalid(
          child(here, 'mountPath'),
          mount.mountPath,
          'must not already exist as a path in volumeDevices',
        ),
      );
    }
    if (mount.subPath) errors.push(...descendingPathErrors(mount.subPath, child(path, 'subPath')));
    if (mount.subPathExpr) {
      const expressionPath = child(path, 'subPathExpr');
      if (mount.subPath) {
        errors.push(
          invalid(expressionPath, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'),
        );
      }
      errors.push(...descendingPathErrors(mount.subPathExpr, expressionPath));
    }
    return [...errors, ...propagationErrors(mount, container, child(path, 'mountPropagation'))];
  });
}

function propagationErrors(mount: VolumeMount, container: Container, path: string): FieldError[] {
  const propagation = mount.mountPropagation as string | undefined;
  if (propagation === undefined) return [];
  if (!propagations.includes(propagation)) return [notSupported(path, propagation, propagations)];
  if (propagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
    return [forbidden(path, 'Bidirectional mount propagation is available only to privileged containers')];
  }
  return [];
}

function deviceErrors(
  container: Container,
  path: string,
  volumes: ReadonlyMap<string, Volume>,
): FieldError[] {
  const paths = new Set<string>();
  return each(container.volumeDevices, path, (device, here) => {
    const errors: FieldError[] = [];
    const namePath = child(here, 'name');
    if (!device.name) errors.push(required(namePath));
    const volume = volumes.get(device.name);
    if (volume === undefined) errors.push(notFound(namePath, device.name ?? ''));
    else if (!volume.persistentVolumeClaim && !volume.ephemeral) {
      errors.push(
        invalid(
          namePath,
          device.name,
          'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
        ),
      );
    }
    if (!device.devicePath) errors.push(required(child(here, 'devicePath')));
    else if (paths.has(device.devicePath))
      errors.push(invalid(child(here, 'devicePath'), device.devicePath, 'must be unique'));
    paths.add(device.devicePath);
    return errors;
  });
}

function resizePolicyErrors(container: Container, path: string): FieldError[] {
  const seen = new Set<string>();
  return each(container.resizePolicy, path, (policy, here) => {
    const errors: FieldError[] = [];
    if (seen.has(policy.resourceName)) errors.push(duplicate(here, policy.resourceName));
    seen.add(policy.resourceName);
    if (!policy.resourceName) errors.push(required(here));
    else if (policy.resourceName !== 'cpu' && policy.resourceName !== 'memory') {
      errors.push(notSupported(here, policy.resourceName, ['cpu', 'memory']));
    }
    return [...errors, ...choiceErrors(policy.restartPolicy, ['NotRequired', 'RestartContainer'], here)];
  });
}

function hookErrors(container: Container, path: string, spec: PodSpec): FieldError[] {
  return [
    ...lifecycleErrors(container.lifecycle, spec.terminationGracePeriodSeconds, child(path, 'lifecycle')),
    ...probeErrors(container.livenessProbe, 'livenessProbe', path),
    ...probeErrors(container.readinessProbe, 'readinessProbe', path),
    ...probeErrors(container.startupProbe, 'startupProbe', path),
  ];
}

function restartPolicyErrors(policy: string | undefined, path: string): FieldError[] {
  return policy === undefined || restartPolicies.includes(policy)
    ? []
    : [notSupported(child(path, 'restartPolicy'), policy, restartPolicies)];
}

/** Models validateContainers (v1.36). */
export function containersErrors(path: string, around: ContainerSurroundings): FieldError[] {
  const { spec } = around;
  if (!spec.containers?.length) return [required(path)];
  const names = new Set<string>();
  const errors = each(spec.containers, path, (container, here) => {
    const found = commonErrors(container, here, around);
    if (names.has(container.name)) found.push(duplicate(child(here, 'name'), container.name));
    else names.add(container.name);
    return [
      ...found,
      ...hookErrors(container, here, spec),
      ...restartPolicyErrors(container.restartPolicy, here),
    ];
  });
  return [...errors, ...hostPortConflicts(spec.containers, path)];
}

/** Models validateInitContainers (v1.36). */
export function initContainersErrors(path: string, around: ContainerSurroundings): FieldError[] {
  const { spec } = around;
  const names = new Set((spec.containers ?? []).map(({ name }) => name));
  return each(spec.initContainers, path, (container, here) => {
    const errors = commonErrors(container, here, around);
    const isSidecar = container.restartPolicy === 'Always';
    errors.push(...restartPolicyErrors(container.restartPolicy, here));
    if (names.has(container.name)) errors.push(duplicate(child(here, 'name'), container.name));
    else if (container.name) names.add(container.name);
    errors.push(...hostPortConflicts([container], path));
    if (isSidecar) return [...errors, ...hookErrors(container, here, spec)];
    for (const field of ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
      if (container[field]) {
        errors.push(
          forbidden(child(here, field), 'may not be set for init containers without restartPolicy=Always'),
        );
      }
    }
    return errors;
  });
}

const notForEphemeral = [
  'ports',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'resources',
  'resizePolicy',
  'restartPolicy',
] as const;

/** Models validateEphemeralContainers (v1.36). */
export function ephemeralContainersErrors(path: string, around: ContainerSurroundings): FieldError[] {
  const { spec } = around;
  const others = new Set(
    [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name),
  );
  const names = new Set(others);
  return each(spec.ephemeralContainers, path, (container, here) => {
    const errors = commonErrors({ ...container, ports: undefined, resources: undefined }, here, around);
    const { targetContainerName } = container;
    if (names.has(container.name)) errors.push(duplicate(child(here, 'name'), container.name));
    names.add(container.name);
    for (const field of notForEphemeral) {
      const value = container[field] as object | undefined;
      if (value !== undefined && (typeof value === 'string' || Object.keys(value).length > 0)) {
        errors.push(forbidden(child(here, field), 'cannot be set for an Ephemeral Container'));
      }
    }
    for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
      const mountPath = at(child(here, 'volumeMounts'), index);
      for (const field of ['subPath', 'subPathExpr'] as const) {
        if (mount[field])
          errors.push(forbidden(child(mountPath, field), 'cannot be set for an Ephemeral Container'));
      }
    }
    if (targetContainerName && !others.has(targetContainerName)) {
      errors.push(notFound(child(here, 'targetContainerName'), targetContainerName));
    }
    return errors;
  });
}

/** Models checkHostPortConflicts (v1.36). */
function hostPortConflicts(containers: readonly Container[], path: string): FieldError[] {
  const taken = new Set<string>();
  return each(containers, path, (container, here) =>
    each(container.ports, child(here, 'ports'), (port, portPath) => {
      if (!port.hostPort) return [];
      const key = `${port.protocol}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (taken.has(key)) return [duplicate(child(portPath, 'hostPort'), key)];
      taken.add(key);
      return [];
    }),
  );
}
