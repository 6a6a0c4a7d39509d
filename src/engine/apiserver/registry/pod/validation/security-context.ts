import {
  child,
  forbidden,
  invalid,
  notSupported,
  required,
  type FieldError,
} from '../../../../api/field-error.ts';
import { rangeError } from '../../../../api/names.ts';
import type { PodSecurityContext, PodSpec, SecurityContext } from '../../../../api/types.ts';
import { internalForm } from '../internal-form.ts';
import { each } from './handlers.ts';

const maxId = 2 ** 31 - 1;
const sysctlPattern = String.raw`([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?`;
const sysctlRegExp = new RegExp(`^${sysctlPattern}$`);

function idErrors(id: number | undefined, path: string): FieldError[] {
  return id === undefined || (id >= 0 && id <= maxId) ? [] : [invalid(path, id, rangeError(0, maxId))];
}

/** Models ValidateSecurityContext (v1.36). */
export function securityContextErrors(context: SecurityContext | undefined, path: string): FieldError[] {
  if (!context) return [];
  const errors = [
    ...idErrors(context.runAsUser, child(path, 'runAsUser')),
    ...idErrors(context.runAsGroup, child(path, 'runAsGroup')),
    ...procMountErrors(context.procMount, child(path, 'procMount')),
    ...profileErrors(context.seccompProfile, 'seccomp', child(path, 'seccompProfile')),
  ];
  if (context.allowPrivilegeEscalation === false) {
    if (context.privileged === true) {
      const detail = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true';
      errors.push(invalid(path, internalForm('SecurityContext', context), detail));
    }
    if (context.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
      const detail = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN';
      errors.push(invalid(path, internalForm('SecurityContext', context), detail));
    }
  }
  return [...errors, ...profileErrors(context.appArmorProfile, 'AppArmor', child(path, 'appArmorProfile'))];
}

function procMountErrors(type: string | undefined, path: string): FieldError[] {
  const known = ['Default', 'Unmasked'];
  return type === undefined || known.includes(type) ? [] : [notSupported(path, type, known)];
}

interface Profile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

const profileTypes = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function profileErrors(
  profile: Profile | undefined,
  what: 'seccomp' | 'AppArmor',
  path: string,
): FieldError[] {
  if (!profile) return [];
  const type = profile.type ?? '';
  if (!profileTypes.includes(type)) {
    return [
      type === ''
        ? required(child(path, 'type'), 'type is required when seccompProfile is set')
        : notSupported(child(path, 'type'), type, profileTypes),
    ];
  }
  const localPath = child(path, 'localhostProfile');
  const detail =
    what === 'seccomp'
      ? 'must be set when seccomp type is Localhost'
      : 'must be set when AppArmor type is Localhost';
  if (type === 'Localhost') {
    if (!profile.localhostProfile) return [required(localPath, detail)];
    if (profile.localhostProfile.startsWith('/')) {
      return [invalid(localPath, profile.localhostProfile, 'must be a relative path')];
    }
    if (profile.localhostProfile.split('/').includes('..')) {
      return [invalid(localPath, profile.localhostProfile, "must not contain '..'")];
    }
    return [];
  }
  return profile.localhostProfile === undefined
    ? []
    : [invalid(localPath, profile.localhostProfile, `can only be set when ${what} type is Localhost`)];
}

/** Models ValidatePodSecurityContext (v1.36). */
export function podSecurityContextErrors(
  spec: PodSpec,
  context: PodSecurityContext | undefined,
  path: string,
): FieldError[] {
  if (!context) return [];
  return [
    ...idErrors(context.fsGroup, child(path, 'fsGroup')),
    ...idErrors(context.runAsUser, child(path, 'runAsUser')),
    ...idErrors(context.runAsGroup, child(path, 'runAsGroup')),
    ...each(context.supplementalGroups, child(path, 'supplementalGroups'), idErrors),
    ...(spec.shareProcessNamespace === true && spec.hostPID === true
      ? [
          invalid(
            child(path, 'shareProcessNamespace'),
            true,
            'ShareProcessNamespace and HostPID cannot both be enabled',
          ),
        ]
      : []),
    ...each(context.sysctls, child(path, 'sysctls'), ({ name }, sysctlPath) => {
      if (!name) return [required(child(sysctlPath, 'name'))];
      if (name.length <= 253 && sysctlRegExp.test(name)) return [];
      const detail = `must have at most 253 characters and match regex ^${sysctlPattern}$`;
      return [invalid(child(sysctlPath, 'name'), name, detail)];
    }),
    ...(context.fsGroupChangePolicy === undefined ||
    ['Always', 'OnRootMismatch'].includes(context.fsGroupChangePolicy)
      ? []
      : [
          notSupported(child(path, 'fsGroupChangePolicy'), context.fsGroupChangePolicy, [
            'Always',
            'OnRootMismatch',
          ]),
        ]),
    ...profileErrors(context.seccompProfile, 'seccomp', child(path, 'seccompProfile')),
    ...profileErrors(context.appArmorProfile, 'AppArmor', child(path, 'appArmorProfile')),
  ];
}

const notForWindowsPod = ['hostPID', 'hostIPC', 'hostUsers', 'shareProcessNamespace'] as const;
const notForWindowsPodContext = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
] as const;
const notForWindowsContainer = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

/** What a pod of an operating system may not set. Models validateOS, validateLinux and validateWindows (v1.36). */
export function osErrors(spec: PodSpec, path: string): FieldError[] {
  if (!spec.os) return [];
  const name = spec.os.name ?? '';
  if (name === '') return [required(child(path, 'os', 'name'), 'cannot be empty')];
  if (name === 'windows') return windowsErrors(spec, path);
  if (name !== 'linux') return [notSupported(child(path, 'os'), name, ['linux', 'windows'])];
  const contexts = [
    [spec.securityContext, path] as const,
    ...(spec.containers ?? []).map(
      ({ securityContext }, index) => [securityContext, `${child(path, 'containers')}[${index}]`] as const,
    ),
  ];
  return contexts.flatMap(([context, where]) =>
    context?.windowsOptions
      ? [
          forbidden(
            child(where, 'securityContext', 'windowsOptions'),
            'windows options cannot be set for a linux pod',
          ),
        ]
      : [],
  );
}

function windowsErrors(spec: PodSpec, path: string): FieldError[] {
  const detail = 'cannot be set for a windows pod';
  const errors: FieldError[] = [];
  const context = spec.securityContext;
  for (const field of notForWindowsPodContext) {
    if (context?.[field] !== undefined) errors.push(forbidden(child(path, 'securityContext', field), detail));
  }
  for (const field of notForWindowsPod) {
    if (spec[field] === true) errors.push(forbidden(child(path, field), detail));
  }
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'] as const) {
    errors.push(
      ...each(spec[list], child(path, list), ({ securityContext }, containerPath) =>
        notForWindowsContainer
          .filter((field) => securityContext?.[field] !== undefined)
          .map((field) => forbidden(child(containerPath, 'securityContext', field), detail)),
      ),
    );
  }
  return errors;
}
